package project_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_withoutPostureSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Unranked(t), "/p/xz", 200)
	if got := doc.Find(".ass__sum").Text(); !strings.Contains(got, "Not rankable yet.") || !strings.Contains(got, "Posture: 0 % of its evidence seen") {
		t.Errorf("the sum is %q", got)
	}
	if n := doc.Find("section[aria-labelledby=checks] tbody .unk").Length(); n != 16 {
		t.Errorf("%d checks are unknown, want 16", n)
	}
	if got := doc.Find("section[aria-labelledby=unknowns]").Text(); !strings.Contains(got, "16 posture checks") || !strings.Contains(got, "would settle it") {
		t.Errorf("what we do not know: %q", got)
	}
	if got := doc.Find("#parts").Text(); got != "Where vitality and resilience lose points" {
		t.Errorf("the chart is headed %q", got)
	}
	all := doc.Find("main").Text()
	for _, want := range []string{
		"Person 1: 184", "money can be sent here; says nothing of whether it is funded", "Proposed by the list's editors",
		"not in this tree", "all figures come from it", "28a66a3d1b6a", "v5.8.3", "Set A", "report", "92\u00a0days old",
	} {
		if !strings.Contains(strings.ToLower(all), strings.ToLower(want)) && !strings.Contains(all, strings.Replace(want, "92", "91", 1)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(all, "Most active committer changed") {
		t.Error("the page shows an alert")
	}
	doc.Find("svg[role=img]").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("aria-label", "")+s.Find("title").Text() == "" {
			t.Error("a picture has no name")
		}
	})
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); ids[id] {
			t.Errorf("the id %q stands twice", id)
		} else {
			ids[id] = true
		}
	})
}

func TestProject_aFactorOfTwoYearsSaysSoWhereverItStands(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("isarray", nil).Measured("isarray", 0, 0, 0, health.Obs("authors_12m", 0), health.Obs("contributor_absence_factor", 1)).
		Project("curl", nil).Measured("curl", 3, 12, 400).Site()
	doc := pagetest.Page(t, h, "/p/isarray", 200)
	if got := pagetest.Words(doc.Find("section[aria-labelledby=people] .figs")); !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), "contributor absence factor, of 24 months") {
		t.Errorf("people: %q", got)
	}
	if got := pagetest.Words(doc.Find("section[aria-labelledby=inputs]")); !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), "1 person (of 24 months)") {
		t.Errorf("inputs: %q", got)
	}
	if got := pagetest.Page(t, h, "/p/curl", 200).Find("main").Text(); strings.Contains(got, "of 24\u00a0months") {
		t.Error("a factor of twelve months is told as one of 24")
	}
}

func TestProject_rankedShowsWhereThePointsComeFrom(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Ranked(t), "/p/p01", 200)
	if got := doc.Find(".ass__sum .finding b").Text(); !strings.HasPrefix(got, "Rank ") || !strings.HasSuffix(got, " of 30.") {
		t.Errorf("the rank is %q", got)
	}
	if got := doc.Find(".ass__sum .finding").Text(); !strings.Contains(got, "When weights and what we do not know are varied, it lies between ") || !strings.Contains(got, " nine times out of ten.") {
		t.Errorf("the range is told as %q", got)
	}
	if got := doc.Find("#parts").Text(); !strings.HasPrefix(got, "Where the ") {
		t.Errorf("the chart is headed %q", got)
	}
	if n := doc.Find("section[aria-labelledby=checks] tbody .unk").Length(); n != 0 {
		t.Errorf("%d checks are unknown", n)
	}
}

func TestProject_pointsStandAboveThePeers(t *testing.T) {
	t.Parallel()
	heads := pagetest.Page(t, pagetest.Ranked(t), "/p/p01", 200).Find("h2[id]").Map(func(_ int, h *goquery.Selection) string { return h.AttrOr("id", "") })
	parts, peers := slices.Index(heads, "parts"), slices.Index(heads, "peers")
	if parts < 0 || peers < parts {
		t.Errorf("the sections stand as %q", heads)
	}
}

func TestProject_aMistakeCanBeReportedFromTheHeadline(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Project("lost", nil).Failed("lost", "the repository could not be reached or read")
	h := b.Site()
	for _, path := range []string{"/p/xz", "/p/lost"} {
		doc := pagetest.Page(t, h, path, 200)
		link := doc.Find(".lead a:contains('Something wrong?')")
		if link.Length() != 1 || !strings.Contains(doc.Find(link.AttrOr("href", "#none")).Text(), "Report a mistake") {
			t.Errorf("%s: %d links, to %q", path, link.Length(), link.AttrOr("href", ""))
		}
	}
}

func TestProject_carriedFiguresSayWhenAndWhy(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
	h, st := b.SiteAndStore()
	b.Answers = nil
	b.Failed("xz", "the repository could not be reached or read").Run(st)
	if got := pagetest.Page(t, h, "/p/xz", 200).Find(".notice").Text(); !strings.Contains(got, "Carried: on 22\u00a0Nov\u00a02026 the repository could not be reached or read") {
		t.Errorf("the notice is %q", got)
	}
	if got := pagetest.Page(t, h, "/", 200).Find(".notice").Text(); !strings.Contains(got, "One project could not be read in the last run.") {
		t.Errorf("the notice of the overview is %q", got)
	}
	if n := pagetest.Page(t, h, "/projects", 200).Find("tr.is-stale").Length(); n != 1 {
		t.Errorf("%d rows are stale, want 1", n)
	}
}

func TestProject_showsWhatRegistriesCountAndThatItIsNotScored(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
	if text := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("main").Text(); strings.Contains(text, "People who may publish") {
		t.Error("what nobody was asked for is told of")
	}
	count := health.Obs("dependents", 4200)
	count.Reason, count.SourceURL = "of xz 1.0, by deps.dev", "https://deps.dev/npm/xz"
	b.Snapshot("xz", field.SourceRegistry, []health.Input{
		count, health.Missing("publishers", "PyPI does not tell how many may publish", nil), health.NotApplies("downloads_30d", "the maven registry counts no downloads"),
	})
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	text := doc.Find("main").Text()
	for _, want := range []string{"4200 packages", "of xz 1.0, by deps.dev; shown, never scored", "PyPI does not tell how many may publish"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "counts no downloads") || doc.Find(`main a[href="https://deps.dev/npm/xz"]`).Length() != 1 {
		t.Error("what cannot apply is told of, or the evidence is not linked")
	}
}

func TestProject_saysWhatWouldSettleWhatRegistriesDoNotTell(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", func(p *health.Project) { p.Packages = []string{"pkg:npm/xz"} }).Measured("xz", 1, 8, 184)
	b.Snapshot("xz", field.SourceRegistry, []health.Input{
		health.Missing("dependents_percentile", "no dated reference table of npm dependents is at hand", nil),
		health.Missing("downloads_percentile", "the npm registry could not be asked", nil),
		health.Missing("distribution_families", "no match at Repology that can be proved", nil),
	})
	got := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("section[aria-labelledby=unknowns]").Text()
	for _, want := range []string{
		"A dated table of that ecosystem would settle it", "Collecting from package registries and distributions would settle it", "Its name at Repology, in the list, would settle it",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q in %s", want, got)
		}
	}
}

func TestProject_unknownSlugSuggestsTheNearest(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for _, path := range []string{"/p/zlb", "/p/zlibb", "/p/zlb.json"} {
		doc := pagetest.Page(t, h, path, 404)
		if got := doc.Find("main a[href='/p/zlib']").Length(); got != 1 {
			t.Errorf("%s: zlib is not suggested: %q", path, pagetest.Texts(doc.Find("main a")))
		}
	}
	pagetest.Page(t, h, "/p/NOTHING", 404)
	pagetest.Page(t, h, "/p/%E2%98%83", 404)
}

func TestProject_capitalsLeadToThePage(t *testing.T) {
	t.Parallel()
	res := pagetest.Get(t, pagetest.Unranked(t), "/p/XZ.json")
	if got := res.Header.Get("Location"); res.StatusCode != 301 || got != "/p/xz.json" {
		t.Errorf("%d to %q", res.StatusCode, got)
	}
}
