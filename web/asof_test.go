package web_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_saysWhatChanged(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.TwoRuns(t), "/p/xz", http.StatusOK)
	section := doc.Find("section:has(#changes)")
	if got, want := strings.Join(pagetest.Says(section), " "),
		"figures:2026-08-22/2026-08-22 runs:1/2 published:2026-11-12/2026-11-22 "+
			"risk:28.2/40.4 clock:+12.2"; !strings.HasPrefix(got, want) { // the gate of a single person hides what the project's own would give
		t.Errorf("the section states %q, want %q", got, want)
	}
	if got := section.Find(".finding").Text(); !slices.Equal(pagetest.Numbers(got), []string{"28.2", "40.4", "12.2"}) {
		t.Errorf("the finding is %q", got)
	}
	rows := section.Find("tbody tr")
	if got, want := pagetest.Attrs(rows, "data-row"), []string{"clock", "regulars_12m", "integrators_12m", "gate", "project", "Branch-Protection"}; !slices.Equal(got, want) {
		t.Errorf("the rows are %q, want %q", got, want)
	}
	if got := section.Find("tr[data-row=clock]").Text(); !strings.Contains(got, "2026-08-20") {
		t.Errorf("time alone is told as %q", got)
	}
	for id, want := range map[string]string{"regulars_12m": "2 1 3.6", "integrators_12m": "2 1 2.4", "gate": "6.2", "Branch-Protection": "4 10 9 10"} {
		cells := pagetest.Texts(rows.Filter("[data-row=" + id + "]").Find("td"))
		if got := pagetest.Numbers(strings.Join(cells, " ; ")); strings.Join(got, " ") != want || (cells[2] != "") != (id != "Branch-Protection") || cells[2] != "" && !strings.HasPrefix(cells[2], "+") {
			t.Errorf("%s: %q, want %s", id, cells, want)
		}
	}
	if section.Find("table caption").Length() != 1 || section.Find("tbody tr").Length() < 3 {
		t.Errorf("the table has %d rows", section.Find("tbody tr").Length())
	}
}

func TestProject_theInstrumentIsNotTheProject(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	section := pagetest.Page(t, h, "/p/p03", http.StatusOK).Find("section:has(#changes)")
	if got := section.Find("tr[data-row=instrument]"); !slices.Equal(pagetest.Numbers(got.Text()), []string{"11", "12"}) || section.Find("tr[data-row=project]").Length() != 0 {
		t.Errorf("the section says %q", pagetest.Words(section))
	}
	for _, path := range []string{"/", "/status"} {
		notice := pagetest.Page(t, h, path, http.StatusOK).Find(".notice")
		if got := pagetest.Says(notice); !slices.Equal(got, []string{"fell:Code-Review:11/12", "since:2026-11-12"}) || !strings.Contains(notice.Text(), "Code-Review") ||
			!slices.Equal(pagetest.Numbers(notice.Find("b").Text()), []string{"11", "12"}) || !strings.Contains(notice.Text(), explain.DayOf("2026-11-12")) {
			t.Errorf("%s has the notices %q: %q", path, got, notice.Text())
		}
	}
}

func TestProject_aFirstRunHasNothingToCompareWith(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6)
	if n := pagetest.Page(t, b.Site(), "/p/xz", http.StatusOK).Find("#changes").Length(); n != 0 {
		t.Errorf("the page has %d sections of changes", n)
	}
}

func TestAsOf_takesARunAsWell(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for _, name := range []string{"run-1", "1"} {
		doc := pagetest.Page(t, h, "/p/xz?as_of="+name, http.StatusOK)
		if got := regulars(doc); got != "2" {
			t.Errorf("%s shows %s regulars", name, got)
		}
		if said := pagetest.Says(doc.Find(".notice")); !slices.Equal(said, []string{"as-of:run-1", "run:1"}) {
			t.Errorf("%s has the notices %q", name, said)
		}
		doc = pagetest.Page(t, h, "/projects?as_of="+name+"&sort=name", http.StatusOK)
		if href, _ := doc.Find("a.proj").First().Attr("href"); href != "/p/p00?as_of=run-1" {
			t.Errorf("a row of %s leads to %q", name, href)
		}
	}
}

// regulars is how many regulars a page of a project shows.
func regulars(doc *goquery.Document) string {
	return strings.Join(pagetest.Numbers(doc.Find("tr[data-row=regulars_12m] [data-field=regulars_12m]").Text()), " ")
}

func TestAsOf_showsWhatWasShownThen(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	then, now := "2026-11-15", "2026-11-22"
	for _, tc := range []struct{ path, regulars, says string }{
		{"/p/xz?as_of=" + then, "2", "as-of:" + then + " run:1"},
		{"/p/xz?as_of=" + now, "1", "as-of-today:" + now + " run:2"},
		{"/p/xz", "1", ""},
	} {
		doc := pagetest.Page(t, h, tc.path, http.StatusOK)
		if got := regulars(doc); got != tc.regulars {
			t.Errorf("%s shows %s regulars", tc.path, got)
		}
		if said := strings.Join(pagetest.Says(doc.Find(".notice")), " "); said != tc.says {
			t.Errorf("%s has the notices %q, want %q", tc.path, said, tc.says)
		}
		if words := doc.Find(".notice").Text(); tc.regulars == "2" && (!strings.Contains(words, explain.DayOf(then)) || !strings.Contains(words, explain.DayOf("2026-11-12"))) {
			t.Errorf("%s has the notices %q", tc.path, words)
		}
	}
	if got := pagetest.Body(t, pagetest.Get(t, h, "/p/xz.json?as_of="+then)); !strings.Contains(strings.Join(strings.Fields(got), ""), `"regulars_12m":{"state":"observed","value":2`) {
		t.Errorf("the document of then: %.300s", got)
	}
	doc := pagetest.Page(t, h, "/projects?as_of="+then+"&sort=name", http.StatusOK)
	if href, _ := doc.Find("a.proj").First().Attr("href"); href != "/p/p00?as_of="+then {
		t.Errorf("a row leads to %q", href)
	}
	doc.Find("a[href^='/projects?']").Each(func(_ int, a *goquery.Selection) {
		if href, _ := a.Attr("href"); !strings.Contains(href, "as_of="+then) {
			t.Errorf("%q leaves the day", href)
		}
	})
	pagetest.Page(t, h, "/?as_of="+then, http.StatusOK).Find("main a[href^='/p']").Each(func(_ int, a *goquery.Selection) {
		if href, _ := a.Attr("href"); !strings.Contains(href, "as_of="+then) {
			t.Errorf("%q leaves the day", href)
		}
	})
	if v, _ := doc.Find("#filters input[name=as_of]").Attr("value"); v != then {
		t.Errorf("the form carries the day %q", v)
	}
	res := pagetest.Get(t, h, "/projects.csv?as_of="+then)
	if got := res.Header.Get("Content-Disposition"); got != `attachment; filename="plumbline-critical-as-of-2026-11-15.csv"` {
		t.Errorf("the file of then is %s", got)
	}
	if got := pagetest.Body(t, res); strings.Count(got, "\n") != 13 || strings.Count(got, ",1,2026-11-12,,") != 12 {
		t.Errorf("the table of then has %d lines, of which %d are of run 1:\n%.900s", strings.Count(got, "\n"), strings.Count(got, ",1,2026-11-12,,"), got)
	}
	for path, loc := range map[string]string{"/p/XZ?as_of=" + then: "/p/xz?as_of=" + then, "/projects?as_of=" + then + "&q=github.com/xz/xz": "/p/xz?as_of=" + then} {
		if res := pagetest.Get(t, h, path); res.Header.Get("Location") != loc {
			t.Errorf("%s leads to %q", path, res.Header.Get("Location"))
		}
	}
}

func TestAsOf_aBadDayIsNamed(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for path, want := range map[string]struct {
		param, value, reason string
		words                []string // what is allowed, as far as it is no prose
	}{
		"/p/xz?as_of=":                                    {"as_of", "", "no-day", []string{"2026-08-22", "run-4"}},
		"/p/xz?as_of=yesterday":                           {"as_of", "yesterday", "no-day", []string{"2026-08-22", "run-4"}},
		"/projects?as_of=2026-13-01":                      {"as_of", "2026-13-01", "no-day", []string{"2026-08-22", "run-4"}},
		"/projects?as_of=run-9":                           {"as_of", "run-9", "no-run", []string{"critical"}},
		"/p/xz?as_of=-1":                                  {"as_of", "-1", "no-day", []string{"2026-08-22", "run-4"}},
		"/projects?as_of=2026-11-23":                      {"as_of", "2026-11-23", "future", []string{"2026-11-22"}},
		"/p/xz.json?as_of=9999-12-31":                     {"as_of", "9999-12-31", "future", []string{"2026-11-22"}},
		"/projects?as_of=%3Cscript%3E&sort=name":          {"as_of", "<script>", "no-day", []string{"<script>"}},
		"/projects?as_of=2026-11-15&after=bm90LWEtbWFyaw": {"after", "", "bad-page", nil},
	} {
		refused(t, pagetest.Page(t, h, path, http.StatusBadRequest), path, want.param, want.value, want.reason, want.words...)
	}
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40)
	refused(t, pagetest.Page(t, b.Site(), "/p/xz?as_of=2026-11-22", http.StatusBadRequest), "without a past", "as_of", "2026-11-22", "no-past")
}

func TestAsOf_beforeTheFirstRunIsMissingAndLeadsOn(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for _, path := range []string{"/projects?sort=name&as_of=2020-01-01", "/projects.json?as_of=2020-01-01", "/p/xz?as_of=2020-01-01", "/p/xz/history?as_of=2020-01-01"} {
		doc := pagetest.Page(t, h, path, http.StatusNotFound)
		refused(t, doc, path, "as_of", "2020-01-01", "too-early", "2026-11-12")
		address, _, _ := strings.Cut(path, "?")
		if href := doc.Find("main ul.links a").First().AttrOr("href", ""); !strings.HasPrefix(href, address+"?as_of=2026-11-12") {
			t.Errorf("%s leads to %q", path, href)
		}
	}
	b := pagetest.New(t).WithPast().Project("xz", nil)
	refused(t, pagetest.Page(t, b.Site(), "/p/xz?as_of=2026-11-22", http.StatusNotFound), "before any run", "as_of", "2026-11-22", "no-runs")
}

// refused judges the page that refuses a parameter: its name, its value, the id of the
// reason and words of what is allowed instead.
func refused(t *testing.T, doc *goquery.Document, what, param, value, reason string, words ...string) {
	t.Helper()
	f := doc.Find("main .finding")
	if f.AttrOr("data-param", "") != param || f.AttrOr("data-value", "none") != value || f.AttrOr("data-reason", "") != reason {
		t.Errorf("%s: %s=%q is refused for %q, want %s=%q for %q", what, f.AttrOr("data-param", ""), f.AttrOr("data-value", "none"), f.AttrOr("data-reason", ""), param, value, reason)
	}
	if reason != "bad-page" { // which is about a place, not a value somebody typed
		words = append(words, param)
	}
	for _, want := range words {
		if !strings.Contains(f.Text(), want) {
			t.Errorf("%s: %q lacks %q", what, f.Text(), want)
		}
	}
}

// The same address is asked on the day and on the next: nobody is told "today" of
// what is yesterday's.
func TestAsOf_otherWeightsAreNotKept(t *testing.T) {
	t.Parallel()
	h := pagetest.Weighed(t).WithPast().Site()
	for _, ext := range []string{"", ".csv", ".json"} {
		doc := pagetest.Page(t, h, "/projects"+ext+"?as_of=2026-11-22&weights=people&sort=name", http.StatusBadRequest)
		if got := doc.Find(".finding[data-reason=weights-not-kept][data-param=weights]"); pagetest.Words(got) == "" {
			t.Errorf("%q: the answer is %q", ext, doc.Find(".finding").Text())
		}
		var hrefs []string
		doc.Find("main .links a").Each(func(_ int, a *goquery.Selection) { hrefs = append(hrefs, a.AttrOr("href", "")) })
		want := []string{"/projects" + ext + "?as_of=2026-11-22&sort=name", "/projects" + ext + "?weights=people&sort=name"}
		if !slices.Equal(hrefs, want) {
			t.Errorf("it leads to %q, want %q", hrefs, want)
		}
		for _, href := range hrefs {
			if got := pagetest.Get(t, h, href).StatusCode; got != http.StatusOK {
				t.Errorf("%s answers %d", href, got)
			}
		}
	}
}

func TestProject_unknownParametersAreSaidToBeIgnored(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for path, want := range map[string]string{
		"/p/xz?foo=1":                  "foo",
		"/p/xz?as_of=2026-11-15&sort=": "sort",
	} {
		got := pagetest.Page(t, h, path, http.StatusOK).Find(".notice[data-says=ignored]")
		if got.Length() != 1 || !strings.Contains(got.Text(), want) || strings.Contains(got.Text(), "as_of") {
			t.Errorf("%s has the notices %q", path, got.Text())
		}
	}
	if got := pagetest.Says(pagetest.Page(t, h, "/p/xz", http.StatusOK).Find(".notice")); slices.Contains(got, "ignored") {
		t.Errorf("without parameters the notices are %q", got)
	}
}

func TestAsOf_todayIsOverAtMidnight(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6)
	h := b.Site()
	first := pagetest.Get(t, h, "/p/xz?as_of=2026-11-22")
	const today, past = `data-says="as-of-today:2026-11-22 run:1"`, `data-says="as-of:2026-11-22 run:1"`
	if got := pagetest.Body(t, first); !strings.Contains(got, today) || strings.Contains(got, past) {
		t.Error("on the day itself the page does not say so")
	}
	b.Now = pagetest.Today.AddDate(0, 0, 1)
	next := pagetest.Get(t, h, "/p/xz?as_of=2026-11-22", "If-None-Match", first.Header.Get("ETag"))
	if got := pagetest.Body(t, next); next.StatusCode != http.StatusOK || !strings.Contains(got, past) || strings.Contains(got, today) {
		t.Errorf("a day later the answer is %d, or still of today", next.StatusCode)
	}
	pagetest.Page(t, h, "/p/xz?as_of=2026-11-23", http.StatusOK)
}

func TestAsOf_manyDaysAreNotAllHeld(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for i := range 20 {
		day := pagetest.Today.AddDate(0, 0, -i%9).Format(time.DateOnly)
		pagetest.Page(t, h, "/p/xz?as_of="+day, http.StatusOK)
	}
}

// broken is a past that cannot be read.
type broken struct{ query.Past }

var errBroken = errors.New("the disk is gone")

func (broken) Before(context.Context, health.Run) (health.Run, error) { return health.Run{}, errBroken }

func (broken) RunAt(context.Context, string, time.Time) (health.Run, error) {
	return health.Run{}, errBroken
}

func TestPast_thatCannotBeReadTakesNoPageAway(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6)
	b.Past = func(*store.Store) query.Past { return broken{} }
	h := b.Site()
	for _, path := range []string{"/", "/status", "/p/xz"} {
		pagetest.Page(t, h, path, http.StatusOK)
	}
	if got := pagetest.Body(t, pagetest.Get(t, h, "/p/xz?as_of=2026-11-22")); strings.Contains(got, "disk") {
		t.Error("the cause is told to readers")
	}
	pagetest.Page(t, h, "/p/xz?as_of=2026-11-22", http.StatusInternalServerError)
}
