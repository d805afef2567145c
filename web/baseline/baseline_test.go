package baseline_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has three projects that were read, of which p0 and p1 have an approved licence, and one that was
// not.
func site(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast()
	for i := range 3 {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, nil).Measured(slug, 2, 8, 40)
		b.Last(slug).SourceURL = "https://github.com/" + slug + "/" + slug // so that it is no copy
		b.Checks(slug, func(c *check.Check) {
			switch {
			case c.Name == "License" && i < 2:
				c.State, c.Score = check.Scored, 10
			case c.Name == "Dangerous-Workflow" && i == 2:
				c.State, c.Score, c.Details = check.Scored, 0, []check.Detail{{Type: "warn", Text: "script injection", Path: ".github/workflows/a.yml", Line: 7}}
			}
		})
	}
	b.Project("lost", nil).Failed("lost", "the repository could not be reached or read")
	return b.Site()
}

type document struct {
	Version    string
	Projects   int
	Total      int `json:"requirements_total"`
	Observable int `json:"requirements_observable"`
	Levels     []struct {
		Level  int
		States map[string]int
	}
	Requirements []struct {
		ID, Observable string
		States         map[string]int
	}
	Asked *struct {
		Of, Answer string
		Projects   []struct{ Slug, Answer string }
	}
}

func read(t *testing.T, h http.Handler, address string) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, address))), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func rows(t *testing.T, h http.Handler, address string) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, address)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// Page, JSON and CSV count the same, and each count is the number of projects that its link names.
func TestAll_everyFormatCountsTheSame(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, asked := range []string{"", "?version=2025.10.10", "?as_of=2026-11-22"} {
		d, doc := read(t, h, "/baseline.json"+asked), pagetest.Page(t, h, "/baseline"+asked, http.StatusOK)
		inCSV := map[string]int{}
		for _, r := range rows(t, h, "/baseline.csv"+asked) {
			inCSV[r[3]+" "+r[6]]++
		}
		if d.Projects != 4 || len(d.Requirements) != d.Total {
			t.Fatalf("%s: %d projects, %d of %d requirements", asked, d.Projects, len(d.Requirements), d.Total)
		}
		for _, r := range d.Requirements {
			sum := 0
			for state, n := range r.States {
				sum += n
				if inCSV[r.ID+" "+state] != n {
					t.Errorf("%s: %s %s is %d in the JSON, %d in the CSV", asked, r.ID, state, n, inCSV[r.ID+" "+state])
				}
				if cell := doc.Find("tr[data-row='" + r.ID + "'] td[data-says=" + state + "]"); r.Observable != "no" && state != "not_observable" {
					if pagetest.Words(cell) != fmt.Sprint(n) {
						t.Errorf("%s: %s %s is %q in the page", asked, r.ID, state, pagetest.Words(cell))
					}
					names(t, h, cell, n)
				}
			}
			if sum != d.Projects {
				t.Errorf("%s: %s adds up to %d", asked, r.ID, sum)
			}
		}
		for _, l := range d.Levels {
			for _, state := range []string{"met", "not_met", "unknown"} {
				cell := doc.Find(fmt.Sprintf("tr[data-row=level-%d] td[data-says=%s]", l.Level, state))
				if pagetest.Words(cell) != fmt.Sprint(l.States[state]) {
					t.Errorf("%s: level %d, %s is %q, want %d", asked, l.Level, state, pagetest.Words(cell), l.States[state])
				}
				names(t, h, cell, l.States[state])
			}
		}
	}
}

// names checks that the link of a number leads to as many projects, each with a link to its own page.
func names(t *testing.T, h http.Handler, cell *goquery.Selection, n int) {
	t.Helper()
	href, linked := cell.Find("a").Attr("href")
	if linked != (n > 0) {
		t.Errorf("%d projects have the link %q", n, href)
	}
	if !linked {
		return
	}
	doc := pagetest.Page(t, h, href, http.StatusOK)
	links := doc.Find("#projects").Closest("section").Find("tbody tr[data-row] a[href^='/p/']")
	if links.Length() != n {
		t.Errorf("%s names %d projects, want %d", href, links.Length(), n)
	}
	asked, err := url.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	links.Each(func(_ int, a *goquery.Selection) {
		to, err := url.Parse(a.AttrOr("href", ""))
		if err != nil || to.Query().Get("as_of") != asked.Query().Get("as_of") || to.Query().Get("version") != asked.Query().Get("version") {
			t.Errorf("%s leads to %v, %v", href, to, err)
		}
	})
}

func TestOne_hasTheProjectsOfAnAnswer(t *testing.T) {
	t.Parallel()
	h := site(t)
	for asked, want := range map[string]string{
		"of=OSPS-LE-02.01&answer=met":     "p0 p1",
		"of=OSPS-BR-01.01&answer=not_met": "p2",
		"of=level-1&answer=not_met":       "p2",
		"of=level-1&answer=met":           "",
		"of=level-3":                      "lost p0 p1 p2",
	} {
		d := read(t, h, "/baseline.json?"+asked)
		got := map[string]bool{}
		for _, p := range d.Asked.Projects {
			got[p.Slug] = true
		}
		for _, slug := range strings.Fields(want) {
			if !got[slug] {
				t.Errorf("%s: %s is missing of %v", asked, slug, got)
			}
		}
		shown := pagetest.Page(t, h, "/baseline?"+asked, http.StatusOK).Find("tbody tr[data-row]").Length()
		if n := len(strings.Fields(want)); len(got) != n || shown != n || len(rows(t, h, "/baseline.csv?"+asked)) != n {
			t.Errorf("%s: %v in the JSON, %d in the page", asked, got, shown)
		}
	}
}

// A version without the requirement is not offered, and a link never leads to an error.
func TestOne_offersVersionsWithTheRequirement(t *testing.T) {
	t.Parallel()
	h := site(t)
	for of, want := range map[string]int{"OSPS-BR-01.03": 2, "OSPS-BR-01.01": 3, "level-2": 3} {
		chips := pagetest.Page(t, h, "/baseline?of="+of, http.StatusOK).Find("[aria-label^=Version] a.chip")
		if chips.Length() != want {
			t.Errorf("%s has %d versions, want %d", of, chips.Length(), want)
		}
		chips.Each(func(_ int, a *goquery.Selection) { pagetest.Page(t, h, a.AttrOr("href", ""), http.StatusOK) })
	}
}

func TestAll_refusesWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, asked := range []string{
		"version=x", "of=", "of=level-0", "of=level-4", "of=level-01", "of=OSPS-XX-01.01", "answer=met", "of=level-1&answer=zzz", "of=level-1&answer=",
		"version=2025.10.10&of=OSPS-BR-01.03",
	} {
		for _, ending := range []string{"", ".json", ".csv"} {
			if got := pagetest.Get(t, h, "/baseline"+ending+"?"+asked).StatusCode; got != http.StatusBadRequest {
				t.Errorf("%s?%s answers %d", ending, asked, got)
			}
		}
	}
}

// The answers of the list are those of the pages of its projects.
func TestAll_saysWhatTheProjectsSay(t *testing.T) {
	t.Parallel()
	h := site(t)
	of := map[string]map[string]string{}
	for _, r := range rows(t, h, "/baseline.csv") {
		if of[r[0]] == nil {
			of[r[0]] = map[string]string{}
		}
		of[r[0]][r[3]] = r[6]
	}
	for slug, answers := range of {
		var d struct {
			Requirements []struct{ ID, State string }
		}
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/"+slug+"/baseline.json"))), &d); err != nil {
			t.Fatal(err)
		}
		if len(d.Requirements) != len(answers) {
			t.Errorf("%s has %d answers, and %d in the list", slug, len(d.Requirements), len(answers))
		}
		for _, r := range d.Requirements {
			if answers[r.ID] != r.State {
				t.Errorf("%s: %s is %s, and %s in the list", slug, r.ID, r.State, answers[r.ID])
			}
		}
	}
}
