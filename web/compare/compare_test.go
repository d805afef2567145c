package compare_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// builder has xz and curl with all checks, lib with few figures, and lost that was never read. xz and
// lib are peers.
func builder(t *testing.T) *pagetest.Builder {
	t.Helper()
	peers := func(p *health.Project) { p.Peers = "c-parser" }
	return pagetest.New(t).WithPast().
		Project("curl", func(p *health.Project) { p.Aliases, p.Category = []string{"libcurl"}, "network" }).
		Project("lib", peers).Project("lost", nil).Project("xz", peers).
		Measured("xz", 1, 8, 40).Posture("xz", 6).Measured("curl", 9, 12, 900).Posture("curl", 9).
		Measured("lib", 1, 8, 44, health.Missing("licence", "no licence file", nil)).Failed("lost", "the repository could not be reached or read")
}

// past has three quarters of each of the projects.
func past(t *testing.T, slugs ...string) []byte {
	t.Helper()
	f := quarters.NewFile("critical", "2021-12-31")
	for n, slug := range slugs {
		s := quarters.Series{Slug: slug}
		for i, day := range []string{"2021-12-31", "2022-03-31", "2022-12-31"} {
			git := []health.Input{
				health.Obs(field.ActiveMonths12m, 12), health.Obs(field.MonthsSinceHumanAct, 0), health.Obs(field.ReleaseFlowMonths, 3),
				health.Obs(field.CommitTrendLog2, 0), health.Obs(field.Regulars12m, float64(1+i/2)), health.Obs(field.Integrators12m, 1),
				health.Obs(field.ContributorAbsenceFactor, 1), health.Obs(field.HumanCommits12m, float64(100*(n+1))),
			}
			scan := health.Snapshot{Inputs: []health.Input{health.Obs("Binary-Artifacts", 8)}, Checks: []check.Check{{Name: "Binary-Artifacts", State: check.Scored}}}
			s.Add(day, strings.Repeat(string(rune('a'+i)), 40), health.Snapshot{Inputs: git}, scan)
		}
		if err := f.Put(quarters.Entry{Repository: "https://github.com/x/" + slug, Commit: strings.Repeat("f", 40), Cloned: "2026-08-22", Git: "git/4", Scorecard: "v4"}, s); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// values are the data-value, or else the text, of the cells of a row; "?" for unknown ones.
func values(doc *goquery.Document, row string) []string {
	var out []string
	doc.Find("tr[data-row='" + row + "'] .val").Each(func(_ int, s *goquery.Selection) {
		v := s.AttrOr("data-value", strings.TrimSpace(s.Find("a").First().Text()))
		if s.AttrOr("data-state", "") != "observed" {
			v = "?"
		}
		out = append(out, v)
	})
	return out
}

func TestCompare_setsProjectsSideBySide(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	doc := pagetest.Page(t, h, "/compare?p=xz&p=curl&p=lost", http.StatusOK)
	if got := pagetest.Texts(doc.Find("thead .proj")); !slices.Equal(got, []string{"xz", "curl", "lost"}) {
		t.Errorf("the columns are %q", got)
	}
	for row, want := range map[string][]string{
		"regulars_12m": {"1", "9", "?"}, "human_commits_12m": {"40", "900", "?"}, "Code-Review": {"6", "9", "?"}, "licence": {"0BSD", "0BSD", "?"},
		"last_release": {"2026-03-31", "2026-03-31", "?"}, "as_of": {"2026-08-22", "2026-08-22", "?"}, "funding_channels": {"liberapay", "liberapay", "?"},
	} {
		if got := values(doc, row); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", row, got, want)
		}
	}
	for row, want := range map[string]string{"regulars_12m": "differs", "Code-Review": "differs", "R": "differs", "licence": "alike", "last_release": "alike"} {
		head := doc.Find("tr[data-row='" + row + "'] th")
		if got := head.AttrOr("data-says", ""); got != want {
			t.Errorf("%s is marked %q, want %q", row, got, want)
		}
		if class, text := head.Parent().HasClass("is-diff"), strings.Contains(head.Text(), "differs"); class != (want == "differs") || text != class {
			t.Errorf("%s: class %v, word %v", row, class, text)
		}
	}
	var unexplained int
	doc.Find(".val[data-state=unknown]").Each(func(_ int, s *goquery.Selection) {
		if s.Find(".tbl__sub").Text() == "" || !strings.Contains(s.Text(), "?") {
			unexplained++
		}
	})
	if unexplained > 0 {
		t.Errorf("%d unknown values have no reason", unexplained)
	}
	if got := doc.Find("tr[data-row='V'] .val svg[data-state=unknown]").Length(); got != 1 {
		t.Errorf("%d bars of vitality are hatched, want that of lost", got)
	}
	if n := doc.Find("h1").Length(); n != 1 {
		t.Errorf("%d headings", n)
	}
}

func TestCompare_saysWhetherTheInstrumentAndTheAgeAreTheSame(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("a", nil).Project("b", nil).Project("c", nil).
		Measured("a", 1, 8, 40).Checks("a", nil).Measured("b", 2, 8, 40).Checks("b", nil).Measured("c", 2, 8, 40).Published("c", pagetest.AsOf, nil)
	h := b.Site()
	for path, want := range map[string]string{"/compare?p=a&p=b": "instrument:same age:same/0 model:same", "/compare?p=a&p=c": "instrument:other age:same/0 model:same"} {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		if doc.Find(".notice[data-says='"+want+"']").Length() != 1 {
			t.Errorf("%s: the notices state %q, want %q", path, pagetest.Attrs(doc.Find(".notice"), "data-says"), want)
		}
	}
	notice := pagetest.Page(t, h, "/compare?p=a&p=b&p=c", http.StatusOK).Find(".notice[data-says^='instrument:']").Text()
	if !strings.Contains(notice, "v4.13.1") || !strings.Contains(notice, "v5.3.0") {
		t.Errorf("the versions are not named: %q", notice)
	}
}

func TestCompare_formAddsAndRemoves(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	doc := pagetest.Page(t, h, "/compare?p=xz&p=curl", http.StatusOK)
	form := doc.Find("form[action='/compare']:has(#add)")
	if got := pagetest.Attrs(form.Find("input[type=hidden][name=p]"), "value"); !slices.Equal(got, []string{"xz", "curl"}) || form.AttrOr("method", "") != "get" {
		t.Errorf("the form keeps %q", got)
	}
	if got := pagetest.Attrs(doc.Find("[aria-label='Chosen projects'] a"), "href"); !slices.Equal(got, []string{"/compare?p=curl", "/compare?p=xz"}) {
		t.Errorf("the chips lead to %q", got)
	}
	for path, want := range map[string]string{
		"/compare?p=xz&p=libcurl":                       "/compare?p=xz&p=curl",
		"/compare?p=XZ&p=https://github.com/curl/curl/": "/compare?p=xz&p=curl",
		"/compare?p=xz&p=xz&p=":                         "/compare?p=xz",
		"/compare.json?p=libcurl&p=xz":                  "/compare.json?p=curl&p=xz",
	} {
		res := pagetest.Get(t, h, path)
		if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", path, res.StatusCode, res.Header.Get("Location"), want)
		}
	}
}

func TestCompare_withOneOrNoneIsAPickerWithPeersFirst(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	doc := pagetest.Page(t, h, "/compare?p=xz", http.StatusOK)
	got := pagetest.Attrs(doc.Find("nav[aria-label=Suggestions] a"), "href")
	if len(got) == 0 || got[0] != "/compare?p=xz&p=lib" || slices.Contains(got, "/compare?p=xz&p=curl") {
		t.Errorf("the suggestions are %q", got)
	}
	doc = pagetest.Page(t, h, "/compare", http.StatusOK)
	if got := pagetest.Attrs(doc.Find("section:has(#groups) a"), "href"); !slices.Equal(got, []string{"/compare?p=lib&p=xz"}) {
		t.Errorf("the groups are %q", got)
	}
	if doc.Find("form:has(select[name=list]) input[type=date]").Length() != 2 {
		t.Error("there is no form for two dates of a list")
	}
	for _, path := range []string{"/compare.json", "/compare.csv?p=xz"} {
		if got := pagetest.Get(t, h, path).StatusCode; got != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, got)
		}
	}
	empty := pagetest.New(t).Project("xz", nil).Project("zlib", nil).Site()
	doc = pagetest.Page(t, empty, "/compare?p=xz&p=zlib", http.StatusOK)
	for _, row := range []string{"H", "S", "risk", "rank", "regulars_12m", "Code-Review", "as_of"} {
		if got := values(doc, row); !slices.Equal(got, []string{"?", "?"}) {
			t.Errorf("before anything is published %s is %q", row, got)
		}
	}
}

func TestCompare_unknownNamesAreSaidAndTheRestIsShown(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	doc := pagetest.Page(t, h, "/compare?p=xz&p=curll&p=lib", http.StatusOK)
	gone := doc.Find("[data-says=gone]")
	if gone.AttrOr("data-value", "") != "curll" || gone.AttrOr("data-reason", "") != "not-listed" {
		t.Errorf("what is unknown is said as %q", gone.Text())
	}
	if got := pagetest.Attrs(gone.Find("a"), "href"); !slices.Equal(got, []string{"/compare?p=xz&p=curl&p=lib", "/compare?p=xz&p=lib"}) {
		t.Errorf("it leads to %q", got)
	}
	if got := pagetest.Texts(doc.Find("thead .proj")); !slices.Equal(got, []string{"xz", "lib"}) {
		t.Errorf("the columns are %q", got)
	}
	if doc := pagetest.Page(t, h, "/compare?p=curll", http.StatusNotFound); !strings.Contains(doc.Text(), "curl") {
		t.Error("nothing is suggested")
	}
	doc = pagetest.Page(t, h, "/compare?p=a&p=b&p=c&p=d&p=e&p=f&p=g", http.StatusBadRequest)
	if doc.Find("[data-param=p]").Length() == 0 || !strings.Contains(doc.Text(), "6") || doc.Find("a[href='/compare?p=a&p=b&p=c&p=d&p=e&p=f']").Length() != 1 {
		t.Errorf("seven are answered with %q", pagetest.Words(doc.Find("main")))
	}
	if got := pagetest.Get(t, h, "/compare?p="+strings.Repeat("x", 300)).StatusCode; got != http.StatusBadRequest {
		t.Errorf("a long name: status %d", got)
	}
	if doc := pagetest.Page(t, h, "/compare?p=xz&p=lib&colour=red", http.StatusOK); doc.Find(".notice[data-says=ignored]").Length() != 1 {
		t.Error("an unknown parameter is not noted")
	}
}

func TestCompare_partialProjectsHaveARangeOfRanksAndNoPosture(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("a", nil).Project("b", nil).Measured("a", 1, 8, 40).Posture("a", 6).Measured("b", 2, 8, 44)
	b.Snapshot("b", field.SourceScorecard, []health.Input{health.Obs("License", 9)})
	doc := pagetest.Page(t, b.Site(), "/compare?p=a&p=b", http.StatusOK)
	if got := values(doc, "S"); len(got) != 2 || got[0] != "60" || got[1] != "?" {
		t.Errorf("posture is %q", got)
	}
	if got := values(doc, "rank"); !slices.Equal(got, []string{"1", "?"}) {
		t.Errorf("the ranks are %q", got)
	}
}

func TestCompare_drawsIntervalsAndTheReconstructedPast(t *testing.T) {
	t.Parallel()
	b := builder(t)
	b.Reconstructed = past(t, "xz", "curl")
	h := b.Site()
	doc := pagetest.Page(t, h, "/compare?p=xz&p=curl&p=lib", http.StatusOK)
	if got := doc.Find("section:has(#intervals) figure tbody tr").Length(); got != 18 {
		t.Errorf("the intervals have %d rows, want 6 figures of 3", got)
	}
	trend := doc.Find("section:has(#trend)")
	if got := trend.AttrOr("data-says", ""); got != "reconstructed:2 without:1 left:0" {
		t.Errorf("the trend states %q", got)
	}
	if got := trend.Find("tbody tr").Length(); got != 3 || !strings.Contains(trend.Text(), "econstructed") {
		t.Errorf("the trend has %d days", got)
	}
	if !strings.Contains(trend.Text(), "lib") {
		t.Error("it does not say who has no past")
	}
	if doc := pagetest.Page(t, h, "/compare?p=xz&p=lib", http.StatusOK); doc.Find("section:has(#trend) svg").Length() != 0 {
		t.Error("the past of one project is drawn over nothing")
	}
}

func TestCompare_documentsHaveTheSame(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	var doc struct {
		Kind    string
		Columns []struct {
			ID    string
			AsOf  *string `json:"as_of"`
			Model string  `json:"model_sha256"`
		}
		Same struct{ Instrument, Age, Model bool }
		Gone []struct {
			Text    string
			Nearest []string
		}
		Rows []struct {
			ID      string
			Differs *bool
			Cells   []struct {
				Column, State, Reason string
				Value                 any
			}
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/compare.json?p=xz&p=lost&p=curll"))), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Kind != "projects" || len(doc.Columns) != 2 || doc.Columns[1].AsOf != nil || doc.Columns[0].Model == "" || doc.Same.Age || len(doc.Gone) != 1 {
		t.Errorf("the document is %+v", doc)
	}
	for _, row := range doc.Rows {
		for _, c := range row.Cells {
			if c.State == "unknown" && (c.Value != nil || c.Reason == "") || c.State == "observed" && c.Value == nil {
				t.Errorf("%s of %s is %+v", row.ID, c.Column, c)
			}
		}
		if row.ID == "licence" && row.Differs != nil {
			t.Error("one known value is compared")
		}
	}
	res := pagetest.Get(t, h, "/compare.csv?p=xz&p=curl")
	rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, res))).ReadAll()
	if err != nil || len(rows) < 60 || rows[0][0] != "id" {
		t.Errorf("the CSV has %d rows, error %v", len(rows), err)
	}
}

func TestCompare_pastDaysAndTags(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	doc := pagetest.Page(t, h, "/compare?as_of=2026-11-13&p=xz&p=p00", http.StatusOK)
	if got := values(doc, "regulars_12m"); !slices.Equal(got, []string{"2", "3"}) {
		t.Errorf("on a past day the regulars are %q", got)
	}
	if doc.Find(".notice[data-says^='as-of:']").Length() != 1 {
		t.Error("it does not say that it is a past day")
	}
	if got := pagetest.Attrs(doc.Find("thead .proj"), "href"); got[0] != "/p/xz?as_of=2026-11-13" {
		t.Errorf("the links lead to %q", got)
	}
	if got := pagetest.Attrs(doc.Find("input[type=hidden][name=as_of]"), "value"); !slices.Equal(got, []string{"2026-11-13"}) {
		t.Errorf("the form keeps the day as %q", got)
	}
	for _, path := range []string{"/compare?p=xz&p=p00", "/compare?p=xz&from=2026-11-13&to=2026-11-22", "/compare?list=critical&from=2026-11-13", "/compare"} {
		tag := pagetest.Get(t, h, path).Header.Get("ETag")
		if tag == "" || pagetest.Get(t, h, path, "If-None-Match", tag).StatusCode != http.StatusNotModified {
			t.Errorf("%s: the tag %q is not known again", path, tag)
		}
	}
	pagetest.Page(t, h, "/compare?as_of=2020-01-01&p=xz&p=p00", http.StatusNotFound)
	pagetest.Page(t, h, "/compare?as_of=2026-11-13&p=xz&from=2026-11-13", http.StatusBadRequest)
}

func TestCompare_keepsTheProjectsAsAShortlist(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, builder(t).Site(), "/compare?p=xz&p=curl", http.StatusOK)
	if doc.Find("a[href='/shortlists?p=xz&p=curl']").Length() != 1 {
		t.Error("there is no link to the shortlist")
	}
}

// A project whose last attempt failed may have a past, so the page says why there are no figures now.
func TestCompare_withoutCurrentFiguresSaysWhy(t *testing.T) {
	t.Parallel()
	text := pagetest.Page(t, builder(t).Site(), "/compare?p=xz&p=lost", 200).Find("main").Text()
	if n := strings.Count(text, "o current figures, because the repository could not be reached or read"); n < 2 || strings.Contains(text, "never read") {
		t.Errorf("the reason is named %d times: %.3000q", n, text)
	}
}
