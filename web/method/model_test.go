package method_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
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
	const claim = "This site weighs by riskhealth 1.2.0 + mine, not by the shipped model."
	mine, shipped := reweighed(t).Site(), pagetest.Scanned(t).Site()
	for path, status := range map[string]int{"/": 200, "/projects": 200, "/p/p0": 200, "/method": 200, "/status": 200, "/nowhere": 404, "/projects?sort=beauty": 400} {
		if shippedPage := pagetest.Page(t, shipped, path, status).Find("main").Text(); strings.Contains(shippedPage, "not by the shipped model") {
			t.Errorf("%s of a site with the shipped model says it is not", path)
		}
		doc := pagetest.Page(t, mine, path, status)
		if got := doc.Find("main > .notice").First().Text(); !strings.Contains(got, claim) || !strings.Contains(got, "People first.") {
			t.Errorf("%s (%d) says %q", path, status, got)
		}
		if line := doc.Find(".dateline").Text(); line != "" && !strings.Contains(line, "riskhealth 1.2.0 + mine") {
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
		b.Model.SHA256, b.Model.Overlay.Shipped, "axes.R.R2.weight", "weight 6", "Set by overlay mine: weight 30, shipped 16.",
		"0.48 × (100 − R)", "not measured with these weights", "summed to 1.25",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "Against its own past") {
		t.Error("an input that is off is listed as scored")
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
	text := pagetest.Page(t, b.Site(), "/method", 200).Find(`section[aria-labelledby="scenarios"]`).Text()
	for _, want := range []string{"Equal weights", "scenario:equal", "share of V 0.3 → 0.333", "least coverage of R 0.5 → 0.4", "weights of inputs", "scenario:ci", "share of S 0.35 → 0.6"} {
		if !strings.Contains(text, want) {
			t.Errorf("the scenarios lack %q: %s", want, text)
		}
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
	if line := pagetest.Page(t, h, "/projects", 200).Find(".dateline").Text(); !strings.Contains(line, "Model abababababab, which is not this site’s") {
		t.Errorf("the dateline is %q", line)
	}
}
