package history_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestHistory_eachRunSaysWhatChangedAndWhy(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	doc := pagetest.Page(t, h, "/p/xz/history", http.StatusOK)
	rows := doc.Find("tbody tr")
	if got := pagetest.Attrs(rows, "data-row"); !slices.Equal(got, []string{"run-2", "run-1"}) {
		t.Fatalf("the rows are %q", got)
	}
	if got := rows.First().Find("td").First().Text(); pagetest.Numbers(got)[0] != "40.4" || !strings.Contains(got, "+") {
		t.Errorf("the newest risk is %q", got)
	}
	for says, want := range map[string][]string{
		"risk:28.2/40.4": {"28.2", "40.4", "12.2"}, "clock:regulars_12m": {"2", "1"}, "project:Branch-Protection": {"4", "9"},
	} {
		line := rows.First().Find(".why[data-says~='" + says + "']")
		numbers := pagetest.Numbers(line.Text())
		for _, n := range want {
			if line.Length() != 1 || !slices.Contains(numbers, n) {
				t.Errorf("the newest run does not say %s with %q: %q", says, n, pagetest.Texts(rows.First().Find(".why")))
			}
		}
	}
	// A reason is said once for all figures it moved.
	why := map[string]int{}
	rows.First().Find(".why").Each(func(_ int, s *goquery.Selection) { why[s.Contents().Not(".tbl__sub").Text()]++ })
	for text, n := range why {
		if n > 1 {
			t.Errorf("%q is said %d times", text, n)
		}
	}
	if got := pagetest.Says(rows.Last()); len(got) != 0 {
		t.Errorf("the first run is compared with nothing, and states %q", got)
	}
	if href := doc.Find("tbody tr a").Last().AttrOr("href", ""); href != "/p/xz?as_of=run-1" {
		t.Errorf("the first run leads to %s", href)
	}
	if link := pagetest.Page(t, h, "/p/xz", http.StatusOK).Find("a[href='/p/xz/history']"); link.Length() != 1 {
		t.Errorf("the page of the project has %d links to it", link.Length())
	}
}

func TestHistory_leadsToTheReconstructedQuarters(t *testing.T) {
	t.Parallel()
	f := quarters.NewFile("critical", "2021-12-31")
	s := quarters.Series{Slug: "xz"}
	s.Add("2021-12-31", strings.Repeat("a", 40), health.Snapshot{Inputs: []health.Input{health.Obs(field.Regulars12m, 1)}})
	clone := quarters.Entry{Repository: "https://github.com/xz/xz", Commit: strings.Repeat("f", 40), Cloned: "2026-08-22", Git: "git/5"}
	if err := f.Put(clone, s); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := f.Write(&packed); err != nil {
		t.Fatal(err)
	}
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Project("lib", nil).Measured("lib", 1, 8, 40)
	b.Reconstructed = packed.Bytes()
	h := b.Site()
	for slug, want := range map[string]int{"xz": 1, "lib": 0} {
		doc := pagetest.Page(t, h, "/p/"+slug+"/history", http.StatusOK)
		if n := doc.Find(".lead a[href='/p/" + slug + "/past']").Length(); n != want {
			t.Errorf("%s: the lead has %d links to the reconstructed quarters, want %d", slug, n, want)
		}
	}
	pagetest.Page(t, h, "/p/xz/past", http.StatusOK)
}

func TestHistory_endsAtTheDayThatIsAskedFor(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.TwoRuns(t), "/p/xz/history?as_of=run-1", http.StatusOK)
	if got := pagetest.Attrs(doc.Find("tbody tr"), "data-row"); !slices.Equal(got, []string{"run-1"}) {
		t.Errorf("got %q", got)
	}
	if doc.Find(".kicker a[href='/p/xz?as_of=run-1']").Length() != 1 {
		t.Error("the way back leads to another day")
	}
}

func TestHistory_unknownIsNullAndSaysWhy(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	res := pagetest.Get(t, h, "/p/bare/history.json")
	var doc struct {
		Project string
		Runs    []struct {
			Run     int64
			Figures map[string]*float64
			Causes  []struct{ Claim, Why string }
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, res)), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Runs) != 1 || doc.Runs[0].Figures["risk"] != nil || len(doc.Runs[0].Figures) != 5 || len(doc.Runs[0].Causes) == 0 {
		t.Errorf("got %+v", doc)
	}
	tag := res.Header.Get("ETag")
	if again := pagetest.Get(t, h, "/p/bare/history.json", "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
		t.Errorf("the tag %s is answered with %d", tag, again.StatusCode)
	}
}

func TestHistory_ofNothingListedIsNotThere(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	for _, path := range []string{"/p/nobody/history", "/p/nobody/history.json", "/p/p01/history/"} {
		pagetest.Page(t, h, path, http.StatusNotFound)
	}
	pagetest.Page(t, h, "/p/p01/history?as_of=never", http.StatusBadRequest)
}
