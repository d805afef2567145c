package fundcard_test

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func source(day string) funding.Source {
	return funding.Source{URL: "https://example.org/" + day, Date: day}
}

// site has xz with facts and grants, zlib with a question that was sent, bare without anything known
// beyond git, and gone, which has ended.
func site(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast()
	for _, slug := range []string{"xz", "zlib", "bare", "gone"} {
		b.Project(slug, func(p *health.Project) {
			if slug == "gone" {
				p.EndOfLife = &health.EndOfLife{Archived: true, Since: "2024-01-01", URL: "https://example.org/end"}
			}
		})
	}
	for _, slug := range []string{"xz", "zlib", "gone"} {
		b.Measured(slug, 1, 8, 40).Posture(slug, 3)
	}
	b.Failed("bare", "the repository could not be reached or read")
	b.Ground.Facts = map[string]funding.Facts{
		"xz": {
			Project: "xz", Paid: &funding.Paid{State: funding.Granted, By: "Fund A", Until: "2027-01-31", Source: source("2026-11-01")},
			Host: &funding.Party{Name: "Host e.V.", Source: source("2026-11-02")}, Contact: &funding.Contact{Kind: "form", Source: source("2026-11-03")},
		},
		"zlib": {Project: "zlib", Asked: []funding.Asked{{About: "paid", Date: "2026-10-01"}, {About: "paid", Date: "2026-11-05"}}},
	}
	b.Ground.Grants = map[string][]funding.Grant{"xz": {
		{Project: "xz", Funder: "Fund A", Programme: "Base", Amount: 50000.5, Currency: "EUR", Start: "2026-01", End: "2026-06", Purpose: "Tests", URL: "https://example.org/a", Seen: "2026-11-01", Primary: true},
		{Project: "xz", Funder: "Fund B", Start: "2020", URL: "https://example.org/b", Seen: "2026-11-01"},
		{Project: "xz", Funder: "Fund C", Start: "2019", End: "2020", URL: "https://example.org/c", Seen: "2026-11-01"},
	}}
	return b.Site()
}

func fact(doc *goquery.Document, id string) *goquery.Selection {
	return doc.Find("dd[data-field='" + id + "']")
}

func TestCard_factsHaveSourceAndDate(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t), "/p/xz/funding", http.StatusOK)
	for id, want := range map[string][]string{
		"licence": {"0BSD", explain.DayOf("2026-08-22")}, "free": {"yes"}, "host": {"Host e.V.", explain.DayOf("2026-11-02")},
		"paid": {"Grant, by Fund A", explain.DayOf("2027-01-31"), explain.DayOf("2026-11-01")}, "contact": {"A form", explain.DayOf("2026-11-03")},
		"funding_channels": {"liberapay", explain.DayOf("2026-08-22")},
	} {
		got := fact(doc, id)
		for _, w := range want {
			if got.AttrOr("data-state", "") != "observed" || !strings.Contains(got.Text(), w) {
				t.Errorf("%s is %q, want %q", id, pagetest.Words(got), w)
			}
		}
	}
	if href := fact(doc, "host").Find("a").AttrOr("href", ""); href != "https://example.org/2026-11-02" {
		t.Errorf("the host leads to %q", href)
	}
	for _, id := range []string{"steward", "company"} {
		if got := fact(doc, id); got.AttrOr("data-state", "") != "unknown" || got.AttrOr("data-says", "") != "no-statement" {
			t.Errorf("%s is %q", id, pagetest.Words(got))
		}
	}
	if text := doc.Find("main").Text(); strings.Contains(text, "incident") || strings.Contains(text, "avoided") {
		t.Error("the page speaks of incidents")
	}
}

// Plans of a funding.json are shown with their amounts; without a file none is claimed.
func TestCard_plansOfFundingJSON(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in                health.Input
		state, text, note string
		plans             int // -1: null
	}{
		"plans":   {health.ObsList(field.FundingPlans, []string{"inactive 10 EUR weekly Old", "active 25000 USD yearly Gold, sponsor", "active 0 EUR one-time Any"}), "observed", "Gold, sponsor: $25,000 a year; Any: any amount once; Old: €10 a week (not offered now)", "", 3},
		"no file": {health.ObsList(field.FundingPlans, []string{}), "observed", "no funding.json in this tree", "the website may have one", 0},
		"invalid": {health.Missing(field.FundingPlans, "funding.json has no valid plan: plans[0].amount", nil), "unknown", "plans[0].amount", "", -1},
	} {
		h := pagetest.New(t).Project("xz", nil).Measured("xz", 2, 8, 40, tc.in).Site()
		got := fact(pagetest.Page(t, h, "/p/xz/funding", http.StatusOK), "funding_plans")
		if words := pagetest.Words(got); got.AttrOr("data-state", "") != tc.state || !strings.Contains(words, tc.text) || !strings.Contains(words, tc.note) {
			t.Errorf("%s: %q", name, words)
		}
		d := read(t, h, "xz")
		if null := d.Plans == nil; null != (tc.plans < 0) || !null && len(d.Plans) != tc.plans {
			t.Errorf("%s: the document has %v", name, d.Plans)
		}
	}
}

func TestCard_saysWhoAskedWhen(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t), "/p/zlib/funding", http.StatusOK)
	got := fact(doc, "paid")
	if got.AttrOr("data-says", "") != "asked:2026-11-05" || !strings.Contains(got.Text(), explain.DayOf("2026-11-05")) {
		t.Errorf("how the work is paid is %q", pagetest.Words(got))
	}
	if doc.Find("[data-reason=no-grant]").Length() != 1 || doc.Find("#grants ~ .notice").Length() != 0 {
		t.Error("without a grant the page does not say that none is on record")
	}
}

// The licence of curl is free, and neither the FSF nor the OSI has judged it.
func TestCard_aLicenceOnNoListIsNotRefused(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("curl", nil)
	h := b.Measured("curl", 2, 8, 40, health.ObsText("licence", "curl")).Site()
	page, d := pagetest.Page(t, h, "/p/curl/funding", http.StatusOK), read(t, h, "curl")
	if got := fact(page, "free"); got.AttrOr("data-state", "") != "unknown" || !strings.Contains(got.Text(), "curl") {
		t.Errorf("whether it is free is %q", pagetest.Words(got))
	}
	for _, c := range d.Conditions {
		if c.ID == "licence" && c.Met != "unknown" {
			t.Errorf("the condition of a licence is met: %s", c.Met)
		}
	}
}

func TestCard_grantsWarnOfAnOverlap(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t), "/p/xz/funding", http.StatusOK)
	if got := pagetest.Says(doc.Find("main .notice")); !slices.Equal(got, []string{"overlap:1", "open:1"}) {
		t.Errorf("the notices are %q", got)
	}
	rows := doc.Find("tr[data-row=grant]")
	var recent []string
	rows.Each(func(_ int, r *goquery.Selection) {
		recent = append(recent, r.Find("td").Last().AttrOr("data-says", ""))
	})
	if !slices.Equal(recent, []string{"yes", "unknown", "no"}) {
		t.Errorf("within 24 months: %q", recent)
	}
	first, second := rows.Eq(0), rows.Eq(1)
	if text := pagetest.Words(first); !strings.Contains(text, "€50,000.50") || !strings.Contains(text, "Jan 2026 – Jun 2026") || !strings.Contains(text, "primary source") {
		t.Errorf("the first grant is %q", text)
	}
	if text := pagetest.Words(second); !strings.Contains(text, "? not stated") || !strings.Contains(text, "secondary source") || strings.Contains(text, " 0 ") {
		t.Errorf("the second grant is %q", text)
	}
}

// doc is what the tests read of the document.
type doc struct {
	Plans   []struct{ Name string }
	Licence *string
	Paid    *struct{ State string }
	Grants  []struct {
		Amount *float64
		Recent string `json:"within_24_months"`
	}
	Need *struct {
		Value, Lo, Hi float64
		Asking        float64 `json:"value_of_asking"`
	}
	Measures []struct {
		ID, Kind string
		WhyNot   *string  `json:"why_not"`
		IfDone   *float64 `json:"points_if_done"`
		Expected *float64 `json:"points_expected"`
	}
	Conditions []struct{ ID, Met string }
}

func read(t *testing.T, h http.Handler, slug string) doc {
	t.Helper()
	var d doc
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/"+slug+"/funding.json"))), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// Each figure of the page is that of the document, which has what the engine says.
func TestCard_needAndMeasuresAreThoseOfTheDocument(t *testing.T) {
	t.Parallel()
	h := site(t)
	set, err := curated.LoadGround()
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"xz", "zlib", "gone"} {
		page, d := pagetest.Page(t, h, "/p/"+slug+"/funding", http.StatusOK), read(t, h, slug)
		if d.Need == nil || len(d.Measures) != len(set.Ground.Catalogue.Measures) {
			t.Fatalf("%s: need %v, %d measures", slug, d.Need, len(d.Measures))
		}
		want := "need:" + explain.Decimal(d.Need.Value) + " asking:" + explain.Decimal(d.Need.Asking)
		if got := page.Find(".finding").AttrOr("data-says", ""); got != want {
			t.Errorf("%s: the page says %q, the document %q", slug, got, want)
		}
		if known := slug == "xz"; known != (d.Need.Asking == 0) || d.Need.Lo > d.Need.Value || d.Need.Value > d.Need.Hi {
			t.Errorf("%s: need %+v", slug, d.Need)
		}
		applying := 0
		for _, m := range d.Measures {
			row := page.Find("tr[data-row='" + m.ID + "']")
			measure, _ := set.Ground.Catalogue.ByID(m.ID)
			if m.WhyNot != nil {
				if row.Length() != 0 || m.IfDone != nil || !strings.Contains(page.Find("#beyond").Parent().Text(), measure.Label) {
					t.Errorf("%s: %s does not apply (%s), and has %d rows", slug, m.ID, *m.WhyNot, row.Length())
				}
				continue
			}
			applying++
			if math.Abs(*m.Expected-*m.IfDone*measure.Chance*measure.Lasts) > 1e-9 || !strings.Contains(row.Text(), explain.Decimal(-*m.IfDone)) || !strings.Contains(row.Text(), explain.Decimal(-*m.Expected)) {
				t.Errorf("%s: %s is %q", slug, m.ID, pagetest.Words(row))
			}
		}
		if applying == 0 || slug == "gone" && applying > 1 {
			t.Errorf("%s: %d measures apply", slug, applying)
		}
	}
}

func TestCard_unknownIsNeitherZeroNorNo(t *testing.T) {
	t.Parallel()
	h := site(t)
	page, d := pagetest.Page(t, h, "/p/bare/funding", http.StatusOK), read(t, h, "bare")
	if d.Need != nil || d.Licence != nil || d.Paid != nil {
		t.Errorf("the document has %+v", d)
	}
	if page.Find("[data-reason=need]").Length() != 1 || page.Find("[data-reason=risk]").Length() != 1 || page.Find("#beyond").Length() != 0 {
		t.Error("the page does not say that need and risk are unknown")
	}
	for _, c := range d.Conditions {
		got := page.Find("tr[data-row='" + c.ID + "'] td").First()
		if got.AttrOr("data-says", "") != c.Met || (c.ID == "licence" || c.ID == "unpaid" || c.ID == "channel") && c.Met != "unknown" {
			t.Errorf("%s: %q, and %q in the document", c.ID, pagetest.Words(got), c.Met)
		}
	}
}

func TestCard_everyProgrammeHasItsDateAndLink(t *testing.T) {
	t.Parallel()
	page := pagetest.Page(t, site(t), "/p/xz/funding", http.StatusOK)
	set, err := curated.LoadGround()
	if err != nil {
		t.Fatal(err)
	}
	asked := page.Find("#eligibility ~ table").First().Find("tbody tr")
	if len(set.Ground.Programmes) == 0 || asked.Length() != len(portfolio.Eligibility) {
		t.Errorf("%d programmes, %d conditions", len(set.Ground.Programmes), asked.Length())
	}
	for _, p := range set.Ground.Programmes {
		row := page.Find("tr[data-row='" + p.ID + "']")
		if row.Find("a").AttrOr("href", "") != p.URL || !strings.Contains(row.Text(), explain.DayOf(p.Date)) {
			t.Errorf("%s: %q", p.ID, pagetest.Words(row))
		}
	}
	if got := pagetest.Words(page.Find("tr[data-row=ngi-zero]")); !strings.Contains(got, "€5,000 to €50,000") {
		t.Errorf("the limits of a programme are in %q", got)
	}
}

func TestCard_isReachedFromTheProjectAndFromTheColumnsOfFunding(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, path := range []string{"/p/xz", "/projects?columns=funding"} {
		for query, want := range map[string]string{"": "/p/xz/funding", "as_of=2026-11-22": "/p/xz/funding?as_of=2026-11-22"} {
			address := path
			if query != "" && strings.Contains(path, "?") {
				address += "&" + query
			} else if query != "" {
				address += "?" + query
			}
			if n := pagetest.Page(t, h, address, http.StatusOK).Find("main a[href='" + want + "']").Length(); n != 1 {
				t.Errorf("%s has %d links to %s", address, n, want)
			}
		}
	}
	past := pagetest.Page(t, h, "/p/xz/funding?as_of=2026-11-22", http.StatusOK)
	if got := pagetest.Says(past.Find(".notice")); !slices.Contains(got, "curated-today") {
		t.Errorf("as of a day the notices are %q", got)
	}
}

// A curated fact may cite a funding.json whose plans were not collected; the page then says both.
func TestCard_unreadPlansBesideACitedFile(t *testing.T) {
	t.Parallel()
	for url, cited := range map[string]bool{"https://example.org/blob/HEAD/funding.json": true, "https://example.org/funding": false} {
		b := pagetest.New(t).Project("xz", nil).Measured("xz", 2, 8, 40)
		b.Ground.Facts = map[string]funding.Facts{"xz": {Project: "xz", Host: &funding.Party{Name: "Host", Source: funding.Source{URL: url, Date: "2026-11-02"}}}}
		got := fact(pagetest.Page(t, b.Site(), "/p/xz/funding", http.StatusOK), "funding_plans")
		words := pagetest.Words(got)
		if got.AttrOr("data-state", "") != "unknown" || strings.Contains(words, "funding.json") != cited || strings.Contains(got.Text(), explain.DayOf("2026-11-02")) != cited {
			t.Errorf("%s: %q", url, words)
		}
	}
}
