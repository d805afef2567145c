package method_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// reweighed is a site with an overlay in use.
func reweighed(t *testing.T) *pagetest.Builder {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	b := pagetest.Scanned(t)
	if b.Model, err = set.Overlay("mine.yaml", []byte("overlay: {id: mine, why: People first.}\nrisk: {omega: {R: 0.6}}\naxes: {V: [{id: V4, off: true}], R: [{id: R2, weight: 30}]}")); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPages_sayThatTheModelIsNotTheShippedOne(t *testing.T) {
	t.Parallel()
	b := reweighed(t)
	mine, shipped := b.Site(), pagetest.Scanned(t).Site()
	for path, status := range map[string]int{"/": 200, "/projects": 200, "/p/p0": 200, "/method": 200, "/status": 200, "/nowhere": 404, "/projects?sort=beauty": 400} {
		if pagetest.Page(t, shipped, path, status).Find("[data-says^='overlay:']").Length() != 0 {
			t.Errorf("%s of a site with the shipped model says it is not", path)
		}
		doc := pagetest.Page(t, mine, path, status)
		if got := doc.Find("main > .notice").First(); got.AttrOr("data-says", "") != "overlay:mine" || !strings.Contains(got.Text(), b.Model.Name()) || !strings.Contains(got.Text(), "People first.") {
			t.Errorf("%s (%d) says %q", path, status, got.Text())
		}
		if line := doc.Find(".dateline").Text(); line != "" && !strings.Contains(line, b.Model.Name()) {
			t.Errorf("the dateline of %s is %q", path, line)
		}
	}
}

func TestMethod_showsTheOverlay(t *testing.T) {
	t.Parallel()
	b := reweighed(t)
	doc := pagetest.Page(t, b.Site(), "/method", 200)
	text := doc.Find("main").Text()
	for _, want := range []string{
		b.Model.SHA256, b.Model.Overlay.Shipped, "axes.R.R2.weight", "0.48 × (100 − R)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if got := numbersOf(doc, "overlay"); !slices.Contains(got, "1.25") || !slices.Contains(got, "6") {
		t.Errorf("the sum of the shares, or the weight of what is off, is not among %q", got)
	}
	if got := pagetest.Says(doc.Find("tr[data-row=band-H]")); len(got) == 0 || slices.ContainsFunc(got, func(s string) bool { return s != "not-measured" }) {
		t.Errorf("silence under other weights: %q", got)
	}
	shipped, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	row := func(axis model.Axis, id string) *goquery.Selection {
		rules := shipped.Model.Axes[axis]
		i := slices.IndexFunc(rules, func(r model.InputRule) bool { return r.ID == id })
		return doc.Find("tr[id=" + string(rules[i].Field) + "]")
	}
	if row(model.Vitality, "V4").Length() != 0 {
		t.Error("an input that is off is listed as scored")
	}
	if got := pagetest.Numbers(row(model.Resilience, "R2").Find("td").Eq(2).Text()); len(got) < 2 || !slices.Equal(got[:2], []string{"30", "16"}) {
		t.Errorf("the weight and the shipped one are told as %q", got)
	}
}

func TestMethod_listsTheScenarios(t *testing.T) {
	t.Parallel()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	b := pagetest.Scanned(t)
	for _, sc := range set.Scenarios {
		b.Scenarios = append(b.Scenarios, *sc.Model.Overlay)
	}
	section := pagetest.Page(t, b.Site(), "/method", 200).Find(`section[aria-labelledby="scenarios"]`)
	for id, wants := range map[string][]string{
		"scenario:equal": {"V 0.3 → 0.333"}, "scenario:ci": {"S 0.35 → 0.6"},
	} {
		i := slices.IndexFunc(b.Scenarios, func(o model.Overlay) bool { return o.ID == id })
		text := section.Find(`tr[data-row="` + id + `"]`).Text()
		for _, want := range append(wants, id, b.Scenarios[i].Label) {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q: %s", id, want, text)
			}
		}
	}
	weights := 0
	for _, c := range b.Scenarios[slices.IndexFunc(b.Scenarios, func(o model.Overlay) bool { return o.ID == "scenario:equal" })].Changes {
		if strings.HasSuffix(c.Path, ".weight") {
			weights++
		}
	}
	if got := pagetest.Numbers(section.Find(`tr[data-row="scenario:equal"] td`).Last().Text()); weights == 0 || !slices.Contains(got, strconv.Itoa(weights)) {
		t.Errorf("equal weights change %d weights of inputs, the page says %q", weights, got)
	}
	if got := section.Find("td").Text(); !strings.Contains(got, "R 0.5 → 0.4") {
		t.Errorf("no scenario changes the least coverage of R: %s", got)
	}
}

// A database may be ranked by another process with another model.
func TestDateline_namesTheModelOfTheRun(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	h, st := b.SiteAndStore()
	run, err := st.StartRun(t.Context(), health.Run{List: b.List.Slug, Revision: b.List.Revision, ModelSHA: strings.Repeat("ab", 32), Origin: health.OriginRescore}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Publish(t.Context(), run.ID, b.Rank(st, run.ID)); err != nil {
		t.Fatal(err)
	}
	if line := pagetest.Page(t, h, "/projects", 200).Find(".dateline [data-field=model]").Text(); !strings.Contains(line, "abababababab") || strings.Contains(line, b.Model.Name()) {
		t.Errorf("the dateline is %q", line)
	}
}
