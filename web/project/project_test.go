package project_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_withoutPostureSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Unranked(t), "/p/xz", 200)
	sum := doc.Find(".ass__sum .finding")
	if got := pagetest.Says(sum); !slices.Equal(got, []string{"not-rankable", "coverage_S"}) || !slices.Contains(pagetest.Numbers(sum.Text()), "0") {
		t.Errorf("the sum is %q and states %q", sum.Text(), got)
	}
	if n := doc.Find("section[aria-labelledby=checks] tbody .unk").Length(); n != 16 {
		t.Errorf("%d checks are unknown, want 16", n)
	}
	if got := doc.Find("section[aria-labelledby=unknowns] li[data-settle=checks]"); got.AttrOr("data-value", "") != "16" || !slices.Equal(pagetest.Numbers(got.Text()), []string{"16"}) {
		t.Errorf("what we do not know: %q", got.Text())
	}
	if got := doc.Find("#parts").AttrOr("data-says", ""); got != "weakness" {
		t.Errorf("the chart is of %q", got)
	}
	all := doc.Find("main").Text()
	for _, want := range []string{"28a66a3d1b6a", "v5.8.3", "Set A"} {
		if !strings.Contains(all, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, want := range []string{
		"svg[data-says='first:184/184 others:0/0']", "[data-field=funding_channels][data-says=channel-only]", "[data-field=exposure_points][data-says=proposed]",
		"[data-field=code_owners][data-says=not-in-tree]", "section[aria-labelledby=repos] [data-says=counted]", "#mistake",
	} {
		if got := doc.Find(want); got.Length() != 1 || pagetest.Words(got) == "" {
			t.Errorf("%d times %s: %q", got.Length(), want, got.Text())
		}
	}
	if got := pagetest.Numbers(doc.Find(".dateline .age").Text()); !slices.Equal(got, []string{"91"}) {
		t.Errorf("the figures are %q days old", got)
	}
	if changed, ok := field.ByID("top_author_changed"); !ok || strings.Contains(all, changed.Label) || doc.Find("[data-alert], [data-field=top_author_changed], [data-row=top_author_changed]").Length() != 0 {
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
	const fig, input = "section[aria-labelledby=people] [data-fig=contributor_absence_factor]", "section[aria-labelledby=inputs] [data-field=contributor_absence_factor]"
	if got := doc.Find(fig); !slices.Equal(pagetest.Numbers(got.Find(".figs__d").Text()), []string{"24"}) {
		t.Errorf("people: %q", got.Text())
	}
	if got := doc.Find(input).Text(); !slices.Equal(pagetest.Numbers(got), []string{"1", "24"}) {
		t.Errorf("inputs: %q", got)
	}
	doc = pagetest.Page(t, h, "/p/curl", 200)
	for _, place := range []string{fig, input} {
		if got := doc.Find(place); got.Length() != 1 || !slices.Equal(pagetest.Numbers(got.Text()), []string{"1"}) {
			t.Errorf("a factor of twelve months is told as one of 24: %q", got.Text())
		}
	}
}

func TestProject_rankedShowsWhereThePointsComeFrom(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Ranked(t), "/p/p01", 200)
	sum := doc.Find(".ass__sum .finding")
	said := strings.Join(pagetest.Says(sum), " ")
	var rank, of, lo, hi int
	if _, err := fmt.Sscanf(said, "rank:%d/%d range:%d/%d", &rank, &of, &lo, &hi); err != nil || of != 30 || lo > rank || hi < rank || lo < 1 || hi > 30 {
		t.Errorf("the rank and its range are %q: %v", said, err)
	}
	if got := pagetest.Numbers(sum.Find("b").Text()); !slices.Equal(got, []string{strconv.Itoa(rank), "30"}) {
		t.Errorf("the rank is told as %q", sum.Text())
	}
	if got := pagetest.Numbers(sum.Text()); len(got) < 4 || !slices.Equal(got[2:4], []string{strconv.Itoa(lo), strconv.Itoa(hi)}) {
		t.Errorf("the range is told as %q", sum.Text())
	}
	if got := doc.Find("#parts").AttrOr("data-says", ""); !strings.HasPrefix(got, "risk:") {
		t.Errorf("the chart is of %q", got)
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
		if link := doc.Find(".lead a[href='#mistake']"); link.Length() != 1 || pagetest.Words(doc.Find("section[aria-labelledby=provenance] #mistake")) == "" {
			t.Errorf("%s: %d links", path, link.Length())
		}
	}
}

func TestProject_carriedFiguresSayWhenAndWhy(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
	h, st := b.SiteAndStore()
	b.Answers = nil
	b.Failed("xz", "the repository could not be reached or read").Run(st)
	if got := pagetest.Page(t, h, "/p/xz", 200).Find(".notice[data-says='carried:2026-11-22']").Text(); !strings.Contains(got, explain.Day(pagetest.Today)) || !strings.Contains(got, "the repository could not be reached or read") {
		t.Errorf("the notice is %q", got)
	}
	if got := pagetest.Says(pagetest.Page(t, h, "/", 200).Find(".notice")); !slices.Equal(got, []string{"carried:1"}) {
		t.Errorf("the notices of the overview state %q", got)
	}
	if n := pagetest.Page(t, h, "/projects", 200).Find("tr.is-stale").Length(); n != 1 {
		t.Errorf("%d rows are stale, want 1", n)
	}
}

func TestProject_showsWhatRegistriesCountAndThatItIsNotScored(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
	if n := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("section[aria-labelledby=critical] [data-field=publishers]").Length(); n != 0 {
		t.Error("what nobody was asked for is told of")
	}
	count := health.Obs("dependents", 4200)
	count.Reason, count.SourceURL = "of xz 1.0, by deps.dev", "https://deps.dev/npm/xz"
	b.Snapshot("xz", field.SourceRegistry, []health.Input{
		count, health.Missing("publishers", "PyPI does not tell how many may publish", nil), health.NotApplies("downloads_30d", "the maven registry counts no downloads"),
	})
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	for _, want := range []fact{
		{id: "dependents", state: "observed", numbers: []string{"4200"}, says: "unscored", words: "of xz 1.0, by deps.dev"},
		{id: "publishers", state: "unknown", words: "PyPI does not tell how many may publish"},
	} {
		if got := want.lacks(doc.Find("section[aria-labelledby=critical]")); got != "" {
			t.Error(got)
		}
	}
	if doc.Find("[data-field=downloads_30d]").Length() != 0 || strings.Contains(doc.Find("main").Text(), "counts no downloads") || doc.Find(`main a[href="https://deps.dev/npm/xz"]`).Length() != 1 {
		t.Error("what cannot apply is told of, or the evidence is not linked")
	}
}

func TestProject_showsDependentsInDebianWithSuiteAndDate(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Project("git", nil).Measured("xz", 1, 8, 184)
	run, base := health.Obs(field.DebianRunDependents, 17234), health.ObsText(field.DebianBase, "required")
	run.Reason, base.Reason = "xz-utils; Debian trixie of 21 Nov 2026", "xz-utils; Debian trixie of 21 Nov 2026"
	b.Snapshot("xz", field.SourceDistro, []health.Input{run, base, health.Obs(field.DebianSources, 37589), health.NotApplies(field.DebianBuildDependents, "not packaged")})
	b.List.Ports = map[string]map[string]health.Port{"xz": {"conan": {Name: "xz_utils", Dependents: 431, Of: 1947, Date: "2026-08-21"}}}
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	for _, want := range []fact{
		{id: "conan_dependents", state: "observed", numbers: []string{"431"}, says: "unscored", words: "xz_utils of 1,947 in conan, read on 21\u00a0Aug\u00a02026; shown, not scored"},
		{id: "debian_run_dependents", state: "observed", numbers: []string{"17234", "37589", "46"}, says: "scored-as-share", words: "of 37,589 (46%)"},
		{id: "debian_base", state: "observed", says: "unscored", words: "trixie of 21 Nov 2026"},
	} {
		if got := want.lacks(doc.Find("section[aria-labelledby=critical]")); got != "" {
			t.Error(got)
		}
	}
	if doc.Find("[data-field=debian_build_dependents], [data-field=vcpkg_dependents]").Length() != 0 {
		t.Error("what cannot apply is told of")
	}
}

func TestProject_showsSupportedLinesAndNoEndOfTheProject(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Project("git", nil).Measured("xz", 1, 8, 184).Measured("git", 9, 12, 2000)
	b.List.Support = map[string]health.Support{
		"xz":  {Product: "xz", Date: "2026-08-22", Lines: []string{"5.8 2025-03-25 open", "5.6 2024-02-24 2035-01-31", "5.4 2022-12-13 2024-05-29"}},
		"git": {Product: "git", Date: "2026-08-22", Lines: []string{"2 2014-05-28 2024-05-29"}},
	}
	site := b.Site()
	for slug, want := range map[string]fact{
		"xz":  {id: "release_lines", state: "observed", numbers: []string{"5.8", "5.6"}, says: "unscored", words: "5.8, 5.6"},
		"git": {id: "release_lines", state: "observed", numbers: []string{"29", "2024"}, says: "unscored", words: "did not declare the end"},
	} {
		doc := pagetest.Page(t, site, "/p/"+slug, 200)
		if got := want.lacks(doc.Find("[aria-labelledby=releases]")); got != "" {
			t.Error(slug, got)
		}
		if text := doc.Find("[aria-labelledby=releases]").Text(); strings.Contains(text, "2035, of 5.6") != (slug == "xz") {
			t.Errorf("%s: the next end of support: %s", slug, text)
		}
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
	got := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("section[aria-labelledby=unknowns]")
	for id, reason := range map[string]string{
		"reference-table": "no dated reference table of npm dependents is at hand", "again": "the npm registry could not be asked", "repology-name": "no match at Repology that can be proved",
	} {
		if text := got.Find("[data-settle=" + id + "]").Text(); !strings.Contains(strings.ToLower(text), strings.ToLower(reason)) {
			t.Errorf("%s would settle %q, want %q", id, text, reason)
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
