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

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_saysWhatChanged(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.TwoRuns(t), "/p/xz", http.StatusOK)
	section := doc.Find("section:has(#changes)")
	// Cells stand apart by their place, whatever is between them in the source.
	tight := func(s string) string { return strings.Join(strings.Fields(s), "") }
	text := section.Text()
	for _, want := range []string{
		"Figures of 22 Aug 2026 on both sides; runs 1 and 2, published on 12 Nov 2026 and 22 Nov 2026.",
		"Risk rose from 27.2 to 40.4. +13.2 time alone.", // the gate of a single person hides what that would give
		"Time alone No human commit since 2026-08-20Regulars2 people1 person+3.6Integrators2 people1 person+2.4The floor of the highest gate+7.2The project",
		"The project At the same commit: something beside its files changed, such as a setting of its hostDefault and release branches are protected4 of 109 of 10",
	} {
		if !strings.Contains(tight(text), tight(want)) {
			t.Errorf("the section does not say %q:\n%s", want, text)
		}
	}
	if section.Find("table caption").Length() != 1 || section.Find("tbody tr").Length() < 3 {
		t.Errorf("the table has %d rows", section.Find("tbody tr").Length())
	}
}

func TestProject_theInstrumentIsNotTheProject(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	text := pagetest.Words(pagetest.Page(t, h, "/p/p03", http.StatusOK).Find("section:has(#changes)"))
	if !strings.Contains(text, "The instrument 11 of 12 projects went the same way in this run") || strings.Contains(text, "The project") {
		t.Errorf("the section says %q", text)
	}
	const claim = "The check Code-Review (“Changes approved by a second person”) fell in 11 of 12 projects at once."
	for _, path := range []string{"/", "/status"} {
		if got := pagetest.Words(pagetest.Page(t, h, path, http.StatusOK).Find(".notice")); !strings.Contains(got, claim) || !strings.Contains(got, "Since 12 Nov 2026.") {
			t.Errorf("%s has the notices %q", path, got)
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
		if text := strings.ToLower(pagetest.Words(doc.Find(".ass"))); !strings.Contains(text, "two regulars") {
			t.Errorf("%s says %q", name, text)
		}
		if said := pagetest.Words(doc.Find(".notice")); !strings.Contains(said, "As of run 1, not of today.") {
			t.Errorf("%s has the notices %q", name, said)
		}
		doc = pagetest.Page(t, h, "/projects?as_of="+name+"&sort=name", http.StatusOK)
		if href, _ := doc.Find("a.proj").First().Attr("href"); href != "/p/p00?as_of=run-1" {
			t.Errorf("a row of %s leads to %q", name, href)
		}
	}
}

func TestAsOf_showsWhatWasShownThen(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	then, now := "2026-11-15", "2026-11-22"
	for _, tc := range []struct{ path, want, not string }{
		{"/p/xz?as_of=" + then, "two regulars", "one regular"},
		{"/p/xz?as_of=" + now, "one regular", "two regulars"},
		{"/p/xz", "one regular", "two regulars"},
	} {
		doc := pagetest.Page(t, h, tc.path, http.StatusOK)
		if text := strings.ToLower(pagetest.Words(doc.Find(".ass"))); !strings.Contains(text, tc.want) || strings.Contains(text, tc.not) {
			t.Errorf("%s says %q", tc.path, text)
		}
		said := pagetest.Words(doc.Find(".notice"))
		if strings.Contains(tc.path, then) != strings.Contains(said, "not of today.") || strings.Contains(tc.path, now) != strings.Contains(said, "As of today, the newest run.") {
			t.Errorf("%s has the notices %q", tc.path, said)
		}
		if strings.Contains(tc.path, then) && (!strings.Contains(said, "As of 15 Nov 2026") || !strings.Contains(said, "run 1 published on 12 Nov 2026")) {
			t.Errorf("%s has the notices %q", tc.path, said)
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
	if got := pagetest.Body(t, res); strings.Count(got, "\n") != 13 || strings.Count(got, ",1,2026-11-12\n") != 12 {
		t.Errorf("the table of then has %d lines, of which %d are of run 1:\n%.900s", strings.Count(got, "\n"), strings.Count(got, ",1,2026-11-12\n"), got)
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
	for path, want := range map[string]string{
		"/p/xz?as_of=":                                    "Allowed: a day like 2026-08-22, or a run like run-4.",
		"/p/xz?as_of=yesterday":                           "Allowed: a day like 2026-08-22, or a run like run-4.",
		"/projects?as_of=2026-13-01":                      "Allowed: a day like 2026-08-22, or a run like run-4.",
		"/projects?as_of=run-9":                           "Allowed: the number of a published run of list critical.",
		"/p/xz?as_of=-1":                                  "Allowed: a day like 2026-08-22, or a run like run-4.",
		"/projects?as_of=2026-11-23":                      "Allowed: a day up to today, 2026-11-22 (UTC): what comes is not known.",
		"/p/xz.json?as_of=9999-12-31":                     "Allowed: a day up to today, 2026-11-22 (UTC)",
		"/projects.json?as_of=2020-01-01":                 "Allowed: a day from 2026-11-12 on: nothing older is kept.",
		"/projects?as_of=%3Cscript%3E&sort=name":          "as_of=<script> is not allowed.",
		"/projects?as_of=2026-11-15&after=bm90LWEtbWFyaw": "The value of “after” is not one we gave out.",
	} {
		if got := pagetest.Words(pagetest.Page(t, h, path, http.StatusBadRequest).Find("main")); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", path, got, want)
		}
	}
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40)
	if got := pagetest.Words(pagetest.Page(t, b.Site(), "/p/xz?as_of=2026-11-22", http.StatusBadRequest).Find("main")); !strings.Contains(got, "this site keeps no past") {
		t.Errorf("without a past it says %q", got)
	}
	b = pagetest.New(t).WithPast().Project("xz", nil)
	if got := pagetest.Words(pagetest.Page(t, b.Site(), "/p/xz?as_of=2026-11-22", http.StatusBadRequest).Find("main")); !strings.Contains(got, "nothing was published so far") {
		t.Errorf("before the first run it says %q", got)
	}
}

// The same address is asked on the day and on the next: nobody is told "today" of
// what is yesterday's.
func TestAsOf_otherWeightsAreNotKept(t *testing.T) {
	t.Parallel()
	h := pagetest.Weighed(t).WithPast().Site()
	for _, ext := range []string{"", ".csv", ".json"} {
		doc := pagetest.Page(t, h, "/projects"+ext+"?as_of=2026-11-22&weights=people&sort=name", http.StatusBadRequest)
		if got := pagetest.Words(doc.Find(".finding")); !strings.Contains(got, "Other weights are not kept for past days.") {
			t.Errorf("%q: the answer is %q", ext, got)
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
		"/p/xz?foo=1":                  "“foo” was ignored. This page has no parameter of that name.",
		"/p/xz?as_of=2026-11-15&sort=": "“sort” was ignored.",
	} {
		if got := pagetest.Words(pagetest.Page(t, h, path, http.StatusOK).Find(".notice")); !strings.Contains(got, want) || strings.Contains(got, "“as_of”") {
			t.Errorf("%s has the notices %q", path, got)
		}
	}
	if got := pagetest.Words(pagetest.Page(t, h, "/p/xz", http.StatusOK).Find(".notice")); strings.Contains(got, "ignored") {
		t.Errorf("without parameters the notices are %q", got)
	}
}

func TestAsOf_todayIsOverAtMidnight(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6)
	h := b.Site()
	first := pagetest.Get(t, h, "/p/xz?as_of=2026-11-22")
	if got := pagetest.Body(t, first); !strings.Contains(got, "As of today, the newest run.") || !strings.Contains(got, "Later this address shows the last run of") {
		t.Error("on the day itself the page does not say so")
	}
	b.Now = pagetest.Today.AddDate(0, 0, 1)
	next := pagetest.Get(t, h, "/p/xz?as_of=2026-11-22", "If-None-Match", first.Header.Get("ETag"))
	if got := pagetest.Body(t, next); next.StatusCode != http.StatusOK || !strings.Contains(got, "not of today.") || strings.Contains(got, "the newest run") {
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
