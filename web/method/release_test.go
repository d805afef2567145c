package method_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// released has two versions of the model; the newer one moved three of five projects far.
func released(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := pagetest.Scanned(t)
	c := 61.2
	row := func(slug string, from, to int) model.OrdersRow {
		return model.OrdersRow{Slug: slug, Name: slug, Before: model.OrdersPlace{Rank: from, Criticality: &c}, After: model.OrdersPlace{Rank: to, Criticality: &c}}
	}
	out := row("out", 7, 0)
	out.After.Why, out.Cause, out.Why = "criticality: 40% of the evidence seen, 50% needed", "rule", "not ranked now: criticality: 40% of the evidence seen, 50% needed"
	far := row("far", 20, 3)
	far.Cause, far.Why = "assumption", "risk +9.5: R2 Regulars +9.0"
	far.Steps = []model.OrdersStep{{Cause: "rule", From: 20, To: 18}, {Cause: "assumption", From: 18, To: 3}}
	in := row("in", 0, 4)
	in.Cause, in.Why = "rule", "not ranked before: too little"
	b.Results.Releases = []model.Release{
		{Version: "2.0.0", Date: "2026-08-01", Orders: &model.Orders{
			List: "critical", Figures: "2026-11-25", Before: model.OrdersSide{Model: "riskhealth 1.3.0", ModelSHA: "f5bdc272ecfee6a5", Ranked: 4},
			After: model.OrdersSide{Model: "riskhealth 2.0.0", ModelSHA: b.Model.SHA256, Ranked: 4}, Why: []string{"Something changed."},
			Projects: []model.OrdersRow{row("five", 6, 1), row("still", 2, 2), far, in, out},
		}},
		{Version: "1.3.0", Date: "2026-07-01"},
	}
	return b
}

func TestRelease_namesWhoMovesFarAndWhy(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, released(t).Site(), "/changes/model/2.0.0", 200)
	rows := pagetest.Texts(doc.Find("section[aria-labelledby=moves] tr[data-row]"))
	if len(rows) != 3 {
		t.Fatalf("five places are not more than five: %q", rows)
	}
	for i, want := range [][]string{{"20", "3", "assumption", "R2 Regulars", "rule 20 → 18, assumption 18 → 3"}, {"–", "4", "rule", "too little"}, {"7", "–", "rule", "50% needed"}} {
		for _, w := range want {
			if !strings.Contains(rows[i], w) {
				t.Errorf("row %d lacks %q: %s", i, w, rows[i])
			}
		}
	}
	for _, want := range []string{"1 project moves by more than five places; 1 gains a position and 1 loses one", "Something changed.", "plumbline upgrade --dry-run", "until 1 Aug 2027", "It is the model in use here."} {
		if got := strings.ReplaceAll(doc.Text(), "\u00a0", " "); !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if got := doc.Find("section[aria-labelledby=orders] tr[data-row]").Length(); got != 5 {
		t.Errorf("%d projects side by side", got)
	}
	method := pagetest.Page(t, released(t).Site(), "/method", 200)
	if method.Find(`section[aria-labelledby=releases] a[href="/changes/model/2.0.0"]`).Length() != 1 || method.Find("section[aria-labelledby=orders]").Length() > 0 {
		t.Error("/method does not link the page, or has the table itself")
	}
}

// Both orders are side by side for twelve months, to the day; what moved stays.
func TestRelease_ordersAreThereForTwelveMonths(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]int{"2027-08-01T23:59:00Z": 5, "2027-08-02T00:00:00Z": 0} {
		b := released(t)
		b.Now, _ = time.Parse(time.RFC3339, day)
		doc := pagetest.Page(t, b.Site(), "/changes/model/2.0.0", 200)
		if got := doc.Find("section[aria-labelledby=orders] tr[data-row]").Length(); got != want {
			t.Errorf("%s: %d projects side by side, want %d", day, got, want)
		}
		if doc.Find("section[aria-labelledby=moves] tr[data-row]").Length() != 3 {
			t.Errorf("%s: the moves are gone", day)
		}
	}
}

func TestRelease_earliestAndUnknownVersion(t *testing.T) {
	t.Parallel()
	b := released(t)
	if text := pagetest.Page(t, b.Site(), "/changes/model/1.3.0", 200).Text(); !strings.Contains(text, "f5bdc272ecfe") || !strings.Contains(text, "Model 2.0.0 replaced it") {
		t.Errorf("the earliest version: %s", text)
	}
	for _, version := range []string{"9.9.9", "%3Cb%3E", "2.0.0.json"} {
		doc := pagetest.Page(t, b.Site(), "/changes/model/"+version, 404)
		if got := pagetest.Texts(doc.Find("main .links a")); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "Who model 2.0.0") }) {
			t.Errorf("%s: links %q", version, got)
		}
	}
	b = pagetest.Scanned(t)
	if pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=releases]").Length() > 0 {
		t.Error("without versions there is a section about them")
	}
	pagetest.Page(t, b.Site(), "/changes/model/2.0.0", 404)
}

// The page of the shipped model is there, and not too heavy.
func TestRelease_ofTheProduct(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := pagetest.Scanned(t)
	b.Results.Releases = set.Results.Releases
	for _, r := range set.Results.Releases {
		doc := pagetest.Page(t, b.Site(), "/changes/model/"+r.Version, 200)
		if html, err := doc.Html(); err != nil || len(html) > 100_000 {
			t.Errorf("%s: %d bytes, %v", r.Version, len(html), err)
		}
		if r.Version == set.Shipped().Version && r.Orders == nil {
			t.Error("the shipped model has no orders")
		}
	}
	if v := set.Results.Releases[0].Version; v != set.Shipped().Version {
		t.Errorf("scorecards/models.yaml begins with %s, the model is %s", v, set.Shipped().Version)
	}
}
