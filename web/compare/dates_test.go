package compare_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestDates_oneProjectBetweenTwoRuns(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	doc := pagetest.Page(t, h, "/compare?p=xz&from=2026-11-12&to=2026-11-22", http.StatusOK)
	for row, want := range map[string][]string{"regulars_12m": {"2", "1"}, "Branch-Protection": {"4", "9"}, "risk": {"28.2", "40.4"}, "as_of": {"2026-08-22", "2026-08-22"}} {
		got := values(doc, row)
		if row == "risk" {
			got = pagetest.Texts(doc.Find("tr[data-row=risk] .val > a"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", row, got, want)
		}
	}
	if got := doc.Find(".finding").AttrOr("data-says", ""); !strings.HasSuffix(got, "risk:28.2/40.4") {
		t.Errorf("the finding states %q", got)
	}
	says := pagetest.Attrs(doc.Find("section:has(#causes) [data-says]"), "data-says")
	for _, want := range []string{"clock:regulars_12m", "project:Branch-Protection"} {
		if !slices.Contains(says, want) {
			t.Errorf("the causes are %q, want %s", says, want)
		}
	}
	if got := pagetest.Attrs(doc.Find("thead .proj"), "href"); !slices.Equal(got, []string{"/p/xz?as_of=run-1", "/p/xz?as_of=run-2"}) {
		t.Errorf("the columns lead to %q", got)
	}
	other := pagetest.Page(t, h, "/compare?p=p03&from=run-1&to=run-2", http.StatusOK)
	if got := pagetest.Attrs(other.Find("section:has(#causes) [data-says]"), "data-says"); !slices.Contains(got, "instrument:Code-Review") {
		t.Errorf("a check that fell everywhere has the causes %q", got)
	}
	var d struct {
		Kind   string
		Causes []struct{ ID string }
	}
	body := pagetest.Body(t, pagetest.Get(t, h, "/compare.json?p=xz&from=2026-11-12&to=2026-11-22"))
	if err := json.Unmarshal([]byte(body), &d); err != nil || d.Kind != "project_at_two_dates" || len(d.Causes) < 3 {
		t.Errorf("the document is %+v, error %v", d, err)
	}
}

func TestDates_theFormsBeginWithTwoDays(t *testing.T) {
	t.Parallel()
	today := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6)
	long := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6)
	long.Now = pagetest.Today.AddDate(-1, 0, 0)
	old, st := long.SiteAndStore()
	long.Now = pagetest.Today
	long.Run(st)
	for name, c := range map[string]struct {
		h    http.Handler
		from string
	}{
		"runs of ten days":  {pagetest.TwoRuns(t), "2026-11-12"},
		"runs of a year":    {old, "2026-08-22"},
		"a run of today":    {today.Site(), "2026-08-22"},
		"nothing published": {pagetest.New(t).WithPast().Project("xz", nil).Site(), "2026-08-22"},
	} {
		doc := pagetest.Page(t, c.h, "/compare?p=xz", http.StatusOK)
		if got := pagetest.Attrs(doc.Find("input[type=date]"), "value"); !slices.Equal(got, []string{c.from, "2026-11-22", c.from, "2026-11-22"}) {
			t.Errorf("%s: the forms begin with %q", name, got)
		}
		if got := pagetest.Get(t, c.h, "/compare?p=xz&from=&to=").Header.Get("Location"); got != "/compare?p=xz&from="+c.from {
			t.Errorf("%s: without days it leads to %q", name, got)
		}
		pagetest.Page(t, c.h, "/compare?p=xz&from="+c.from, http.StatusOK)
	}
}

func TestDates_sameReversedAndBadDays(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for path, want := range map[string]string{
		"/compare?p=xz&from=2026-11-22&to=2026-11-22":          "same-day",
		"/compare?p=xz&from=2026-11-13&to=2026-11-14":          "same-run",
		"/compare?list=critical&from=2026-11-13&to=2026-11-13": "same-day",
		"/compare?list=critical&from=2026-11-13&to=2026-11-15": "same-run",
	} {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		if doc.Find(".notice[data-says="+want+"]").Length() != 1 || doc.Find("tr[data-row]").Length() != 0 {
			t.Errorf("%s: the notices state %q", path, pagetest.Attrs(doc.Find(".notice"), "data-says"))
		}
	}
	doc := pagetest.Page(t, h, "/compare?p=xz&from=2026-11-22&to=2026-11-12", http.StatusBadRequest)
	if doc.Find("a[href='/compare?p=xz&from=2026-11-12&to=2026-11-22']").Length() != 1 || doc.Find("[data-reason=reversed]").Length() != 1 {
		t.Errorf("reversed days are answered with %q", pagetest.Words(doc.Find("main")))
	}
	for _, path := range []string{"/compare?p=xz&from=soon", "/compare?p=xz&from=2026-11-13&to=2999-01-01", "/compare?list=critical&from=run-77", "/compare?list=none&from=2026-11-13", "/compare?p=xz&from=run-2&to=run-1"} {
		pagetest.Page(t, h, path, http.StatusBadRequest)
	}
	if got := pagetest.Get(t, h, "/compare?p=xz&from=").Header.Get("Location"); got != "/compare?p=xz&from=2026-11-12" {
		t.Errorf("without a day it leads to %q", got)
	}
	if doc := pagetest.Page(t, h, "/compare?p=xz&p=p00&from=2026-11-13", http.StatusOK); doc.Find(".notice[data-says=one-at-a-time]").Length() != 1 {
		t.Error("two projects at two dates are not refused in words")
	}
}

func TestDates_beforeTheFirstRunThereIsOnlyAReconstructedPast(t *testing.T) {
	t.Parallel()
	b := builder(t)
	b.Reconstructed = past(t, "xz")
	h := b.Site()
	doc := pagetest.Page(t, h, "/compare?p=xz&from=2022-01-15", http.StatusOK)
	part := doc.Find("section:has(#past)")
	if part.Find("a[href='/p/xz/past?at=2022-01-15']").Length() != 1 || !strings.HasPrefix(part.AttrOr("data-says", ""), "too-early:2022-01-15") {
		t.Errorf("the past is said as %q", pagetest.Words(part))
	}
	if doc.Find("[data-row]").Length() != 0 {
		t.Error("a published run is set beside a reconstructed point")
	}
	doc = pagetest.Page(t, h, "/compare?p=xz&from=2022-01-15&to=2022-12-31", http.StatusOK)
	part = doc.Find("section:has(#past)")
	if got := pagetest.Texts(part.Find("tr[data-row=regulars_12m] td")); !slices.Equal(got, []string{"1", "2"}) || part.Find("[data-says=reconstructed]").Length() != 1 {
		t.Errorf("two reconstructed points are %q", got)
	}
	if says := pagetest.Attrs(part.Find("[data-says]"), "data-says"); !slices.Contains(says, "project:regulars_12m") {
		t.Errorf("the causes are %q", says)
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/compare.json?p=xz&from=2022-01-15&to=2022-12-31")); !strings.Contains(body, `"kind": "project_reconstructed"`) {
		t.Errorf("the document is %.200s", body)
	}
	doc = pagetest.Page(t, h, "/compare?p=lib&from=2022-01-15", http.StatusOK)
	if got := doc.Find("section:has(#past)").AttrOr("data-says", ""); got != "too-early:2022-01-15 none" {
		t.Errorf("without a past it states %q", got)
	}
	pagetest.Page(t, h, "/compare?list=critical&from=2022-01-15", http.StatusOK)
	if got := pagetest.Get(t, h, "/compare.json?list=critical&from=2022-01-15").StatusCode; got != http.StatusNotFound {
		t.Errorf("the document of a list is answered with %d", got)
	}
	empty := pagetest.New(t).WithPast().Project("xz", nil).Site()
	for _, path := range []string{"/compare?p=xz&from=2022-01-15", "/compare?list=critical&from=2022-01-15", "/compare?list=critical&from=2022-01-15&to=2022-02-15"} {
		pagetest.Page(t, empty, path, http.StatusOK)
	}
}

// moved is a site of twelve projects over two runs: the last becomes the first, one comes, one goes and
// one is no longer measured well enough.
func moved(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast()
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	for i := range 12 {
		b.Project(fmt.Sprintf("p%02d", i), nil).Measured(fmt.Sprintf("p%02d", i), 1+i, 12, 400).Posture(fmt.Sprintf("p%02d", i), 3+float64(i)/2)
	}
	h, st := b.SiteAndStore()
	b.Now = pagetest.Today
	b.Measured("p11", 1, 1, 3).Posture("p11", 0)
	b.Edit("p11", "months_since_human_act", 30)
	for i := range b.Answers {
		if b.Answers[i].Attempt.Project == "p05" {
			b.Answers[i].Snapshots = b.Answers[i].Snapshots[:1]
			for k := range b.Answers[i].Snapshots[0].Inputs {
				b.Answers[i].Snapshots[0].Inputs[k] = health.Missing(b.Answers[i].Snapshots[0].Inputs[k].Field, "not read", nil)
			}
		}
	}
	var kept []health.Project
	for _, p := range b.List.Projects {
		if p.Slug != "p03" {
			kept = append(kept, p)
		}
	}
	b.List.Projects = kept
	b.Project("new", nil).Measured("new", 2, 9, 90).Posture("new", 5)
	b.Run(st)
	return h
}

func TestDates_aListSaysWhoMovedCameAndWent(t *testing.T) {
	t.Parallel()
	h := moved(t)
	doc := pagetest.Page(t, h, "/compare?list=critical&from=2026-11-12&to=2026-11-22", http.StatusOK)
	says := doc.Find(".finding").AttrOr("data-says", "")
	if !strings.Contains(says, "came:1 went:1") || strings.HasPrefix(says, "far:0") {
		t.Fatalf("the finding states %q", says)
	}
	for part, want := range map[string]string{"far": "p11", "came": "new", "went": "p03"} {
		if got := pagetest.Attrs(doc.Find("section:has(#"+part+") tr[data-row]"), "data-row"); !slices.Contains(got, want) {
			t.Errorf("%s: %q lacks %s", part, got, want)
		}
	}
	row := doc.Find("section:has(#far) tr[data-row=p11]")
	if got := pagetest.Attrs(row.Find(".why"), "data-says"); len(got) < 2 || !strings.HasPrefix(got[0], "risk:") {
		t.Errorf("the causes of p11 are %q", got)
	}
	figure := doc.Find("section:has(#places) figure")
	if figure.Find("svg a[href='/p/p11']").Length() != 4 || figure.Find("tbody tr").Length() == 0 {
		t.Errorf("the slope has %d links and %d rows", figure.Find("svg a").Length(), figure.Find("tbody tr").Length())
	}
	var d struct {
		Moves []struct {
			Change, Slug string
			Places       *int
			From, To     *struct{ Rank *int }
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/compare.json?list=critical&from=2026-11-12&to=2026-11-22"))), &d); err != nil {
		t.Fatal(err)
	}
	for _, m := range d.Moves {
		if m.Places != nil && *m.Places != *m.From.Rank-*m.To.Rank || (m.Change == "came") != (m.From == nil) || (m.Change == "went") != (m.To == nil) {
			t.Errorf("%+v", m)
		}
		if m.Change == "far" && (m.Places == nil || *m.Places < 6 && *m.Places > -6) {
			t.Errorf("%s is far with %v", m.Slug, m.Places)
		}
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/compare.csv?list=critical&from=2026-11-12&to=2026-11-22")); strings.Count(body, "\n") != len(d.Moves)+1 {
		t.Errorf("the CSV has another number of rows than the document: %d", strings.Count(body, "\n"))
	}
}

func TestProject_leadsToTheComparison(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for path, want := range map[string]string{"/p/xz": "/compare?p=xz", "/p/xz?as_of=2026-11-13": "/compare?as_of=2026-11-13&p=xz"} {
		if n := pagetest.Page(t, h, path, http.StatusOK).Find(".lead a[href='" + want + "']").Length(); n != 1 {
			t.Errorf("%s: %d links to %s", path, n, want)
		}
	}
}
