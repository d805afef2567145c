package fix_test

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has xz, of which three checks fail and the tracker was not read.
func site(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast().Project("xz", nil).Project("lost", nil)
	b.Measured("xz", 1, 8, 40).Posture("xz", 6)
	for _, check := range []string{"Token-Permissions", "Security-Policy", "License"} {
		b.Edit("xz", check, 0)
	}
	b.Edit("xz", "Binary-Artifacts", 10)
	return b.Site()
}

type plan struct {
	Why     *string `json:"no_plan_because"`
	Data    string  `json:"data_sha256"`
	Tasks   []task
	Unknown []struct{ ID string }
	Nothing []struct{ ID string } `json:"nothing_to_do"`
}

type task struct {
	ID      string
	From    int     `json:"minutes_from"`
	To      int     `json:"minutes_to"`
	Posture float64 `json:"posture_points"`
	Steps   []string
}

func read(t *testing.T, h http.Handler, address string) plan {
	t.Helper()
	var d plan
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, address))), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// The page has the tasks of the file in its order, each with points, minutes and steps; what is
// unknown and what is a circumstance are apart.
func TestPlan_tasksUnknownAndCircumstancesAreApart(t *testing.T) {
	t.Parallel()
	h := site(t)
	d := read(t, h, "/p/xz/fix.json")
	var tasks, unknown, nothing []string
	for _, x := range d.Tasks {
		tasks = append(tasks, x.ID)
		if x.To < x.From || x.From <= 0 || len(x.Steps) == 0 || x.Posture < 0 {
			t.Errorf("%+v", x)
		}
	}
	for _, x := range d.Unknown {
		unknown = append(unknown, x.ID)
	}
	for _, x := range d.Nothing {
		nothing = append(nothing, x.ID)
	}
	for _, id := range []string{"Token-Permissions", "Security-Policy", "License"} {
		if !slices.Contains(tasks, id) {
			t.Errorf("%s is no task of %q", id, tasks)
		}
	}
	if len(unknown) == 0 || len(nothing) == 0 || d.Data == "" || d.Why != nil {
		t.Errorf("unknown %q, nothing %q", unknown, nothing)
	}
	doc := pagetest.Page(t, h, "/p/xz/fix", http.StatusOK)
	if got := pagetest.Attrs(doc.Find("article"), "data-task"); !slices.Equal(got, tasks) {
		t.Errorf("the page has %q, the file %q", got, tasks)
	}
	if got := pagetest.Attrs(doc.Find("section:has(#unknown) tbody tr"), "data-row"); !slices.Equal(got, unknown) {
		t.Errorf("the page has %q as unknown, the file %q", got, unknown)
	}
	if got := pagetest.Attrs(doc.Find("section:has(#nothing) tbody tr"), "data-row"); !slices.Equal(got, nothing) {
		t.Errorf("the page has %q as circumstances, the file %q", got, nothing)
	}
	if doc.Find("section:has(#nothing) .bad, section:has(#unknown) .bad").Length() != 0 {
		t.Error("a circumstance is shown as bad")
	}
	if pagetest.Page(t, h, "/p/xz", http.StatusOK).Find("a[href='/p/xz/fix']").Length() == 0 {
		t.Error("the page of the project does not lead here")
	}
}

// A link to one task keeps the day that the page is of.
func TestPlan_linksKeepTheDay(t *testing.T) {
	t.Parallel()
	h := site(t)
	day := "?as_of=2026-11-15"
	doc := pagetest.Page(t, pagetest.TwoRuns(t), "/p/xz/fix"+day, http.StatusOK)
	hrefs := pagetest.Attrs(doc.Find("main article a[href*='fix.md']"), "href")
	for _, href := range hrefs {
		if strings.Count(href, "?") != 1 || !strings.Contains(href, "as_of=2026-11-15") {
			t.Errorf("a link is %s", href)
		}
	}
	if len(hrefs) == 0 || pagetest.Page(t, h, "/p/xz/fix", http.StatusOK).Find("a[href='/p/xz/manifest']").Length() != 1 {
		t.Errorf("%d links to tasks, or none to the files", len(hrefs))
	}
}

// One marked task changes what it says of itself, and the form keeps what is marked.
func TestPlan_aMarkedTaskChangesWhatItSays(t *testing.T) {
	t.Parallel()
	h := site(t)
	d := read(t, h, "/p/xz/fix.json")
	i := slices.IndexFunc(d.Tasks, func(x task) bool { return x.ID == "Security-Policy" })
	doc := pagetest.Page(t, h, "/p/xz/fix?done=Security-Policy", http.StatusOK)
	cells := doc.Find("section:has(#result) tr[data-row=posture] td")
	var at [2]float64
	for n := range at {
		text, _, _ := strings.Cut(pagetest.Words(cells.Eq(n)), " ")
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatalf("posture is %q", text)
		}
		at[n] = v
	}
	if got := at[1] - at[0]; math.Abs(got-d.Tasks[i].Posture) > .11 || got <= 0 {
		t.Errorf("posture rises by %g, the task says %g", got, d.Tasks[i].Posture)
	}
	if got := doc.Find("article[data-task=Security-Policy] dd[data-gain=posture]").Text(); got != explain.Points(d.Tasks[i].Posture) {
		t.Errorf("the task says %q of posture, want %s", got, explain.Points(d.Tasks[i].Posture))
	}
	if doc.Find("article[data-task=Security-Policy] input[checked]").Length() != 1 || doc.Find("article input[checked]").Length() != 1 {
		t.Error("the form does not keep what is marked")
	}
	if gone := pagetest.Page(t, h, "/p/xz/fix?done=Binary-Artifacts", http.StatusOK); gone.Find("[data-says=gone]").Length() != 1 || gone.Find("#result").Length() != 0 {
		t.Error("a check that is no task is not named")
	}
	pagetest.Page(t, h, "/p/xz/fix?done=zzz", http.StatusBadRequest)
}

func TestMarkdown_isThePlanOrOneTask(t *testing.T) {
	t.Parallel()
	h := site(t)
	res := pagetest.Get(t, h, "/p/xz/fix.md")
	all := pagetest.Body(t, res)
	if kind := res.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/markdown") || !strings.Contains(all, "- [ ] ") {
		t.Errorf("%s: %q", kind, all)
	}
	one := pagetest.Body(t, pagetest.Get(t, h, "/p/xz/fix.md?task=License"))
	if len(one) == 0 || len(one) >= len(all) || !strings.Contains(one, "- [ ] ") {
		t.Errorf("one task is %q", one)
	}
	if res := pagetest.Get(t, h, "/p/xz/fix.md?task=zzz"); res.StatusCode != http.StatusBadRequest {
		t.Errorf("no task is answered with %d", res.StatusCode)
	}
}

func TestPlan_withoutFiguresSaysWhy(t *testing.T) {
	t.Parallel()
	h := site(t)
	if d := read(t, h, "/p/lost/fix.json"); d.Why == nil || *d.Why == "" || len(d.Tasks) != 0 {
		t.Errorf("got %+v", d)
	}
	if says := pagetest.Page(t, h, "/p/lost/fix", http.StatusOK).Find("[data-says=no-plan]"); says.Length() != 1 {
		t.Error("the page does not say so")
	}
}
