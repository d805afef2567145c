package beforeafter_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// builder has xz, which a second regular joined after its grant of May 2022, and peers that stay as
// they are: p0 to p3, of which p0 had a grant itself. All have quarters of two years.
func builder(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := entries(t)
	return measured(b, 1)
}

// measured gives each project its figures of today; regulars are those of xz.
func measured(b *pagetest.Builder, regulars int) *pagetest.Builder {
	for _, slug := range []string{"p0", "p1", "p2", "p3", "alone"} {
		b.Measured(slug, 1, 8, 40).Posture(slug, 6)
	}
	return b.Measured("xz", regulars, 8, 40).Posture("xz", 6)
}

// entries is the list without figures of today; further projects grow as xz does, after a grant of the
// same month.
func entries(t *testing.T, further ...string) *pagetest.Builder {
	t.Helper()
	grown := append([]string{"xz"}, further...)
	f := quarters.NewFile("critical", "2021-12-31")
	b := pagetest.New(t).WithPast()
	for _, slug := range append(grown, "p0", "p1", "p2", "p3") {
		s := quarters.Series{Slug: slug}
		for i := range 10 {
			day := time.Date(2022, time.Month(1+3*i), 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			regulars := 1.0
			if slices.Contains(grown, slug) && i > 3 {
				regulars = 3
			}
			s.Add(day, strings.Repeat(string(rune('a'+i)), 40), health.Snapshot{Inputs: []health.Input{
				health.Obs(field.ActiveMonths12m, 12), health.Obs(field.MonthsSinceHumanAct, 0), health.Obs(field.ReleaseFlowMonths, 3), health.Obs(field.CommitTrendLog2, 0),
				health.Obs(field.Regulars12m, regulars), health.Obs(field.Integrators12m, regulars), health.Obs(field.ContributorAbsenceFactor, regulars),
				health.Obs(field.HumanCommits12m, 300), health.ObsText(field.FirstCommit, "2007-12-08"),
			}}, health.Snapshot{})
		}
		if err := f.Put(quarters.Entry{Repository: "https://github.com/" + slug + "/" + slug, Commit: strings.Repeat("f", 40), Cloned: "2026-08-22", Git: "git/5", Scorecard: "v4"}, s); err != nil {
			t.Fatal(err)
		}
		b.Project(slug, func(p *health.Project) { p.Peers = "c-library" })
	}
	b.Project("alone", nil)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	b.Reconstructed = out.Bytes()
	b.Ground.Grants = map[string][]funding.Grant{
		"xz":    {{Project: "xz", Funder: "Fund A", Programme: "Base", Start: "2022-05", URL: "https://example.org/a", Seen: "2026-11-01"}, {Project: "xz", Funder: "Fund B", Start: "2020", URL: "https://example.org/b", Seen: "2026-11-01"}},
		"p0":    {{Project: "p0", Funder: "Fund A", Start: "2023-01", URL: "https://example.org/c", Seen: "2026-11-01"}},
		"alone": {{Project: "alone", Funder: "Fund A", Start: "2023", URL: "https://example.org/d", Seen: "2026-11-01"}},
	}
	for _, slug := range further {
		b.Ground.Grants[slug] = []funding.Grant{{Project: slug, Funder: "Fund A", Start: "2022-05", URL: "https://example.org/a", Seen: "2026-11-01"}}
	}
	return b
}

type doc struct {
	Points  string
	Why     *string `json:"why_not_compared"`
	Changes []struct {
		Months             int
		Change, Difference *float64
		Median             *float64  `json:"median_of_peers"`
		Peers              []float64 `json:"changes_of_peers"`
	}
	Peers []struct{ Slug string }
	Left  struct {
		Own int `json:"own_intervention"`
	} `json:"left_out"`
	Risk *struct {
		From   int64 `json:"from_run"`
		Own    *float64
		Median *float64 `json:"own_median_of_peers"`
	}
}

func read(t *testing.T, h http.Handler, address string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, address))), into); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}

func TestProject_isBesideItsPeers(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	var d doc
	read(t, h, "/p/xz/before-after.json?day=2022-05-01", &d)
	if d.Points != "reconstructed" || d.Why != nil || len(d.Changes) != 2 || len(d.Peers) != 3 || d.Left.Own != 1 || d.Risk != nil {
		t.Fatalf("got %+v", d)
	}
	year := d.Changes[0]
	if year.Change == nil || *year.Change <= 1 || *year.Median != 0 || *year.Difference != *year.Change || len(year.Peers) != 3 {
		t.Errorf("a year after: %+v", year)
	}
	page := pagetest.Page(t, h, "/p/xz/before-after?day=2022-05-01", http.StatusOK)
	text := pagetest.Words(page.Find(".finding"))
	if !strings.HasPrefix(text, "Not an effect.") || !strings.Contains(text, "no lots were drawn") || !strings.Contains(text, fmt.Sprintf("+%.1f", *year.Change)) {
		t.Errorf("it is headed %q", text)
	}
	if page.Find("figure svg").Length() == 0 || !strings.Contains(page.Find("main").Text(), "reconstructed") {
		t.Error("the chart is missing, or what the points are")
	}
	if got := pagetest.Attrs(page.Find("#day ~ ul a"), "href"); len(got) != 1 || got[0] != "/p/xz/before-after?day=2022-05-01" {
		t.Errorf("the interventions on record lead to %q", got)
	}
	if !strings.Contains(page.Find("main").Text(), "no month") {
		t.Error("the grant without a month is not mentioned")
	}
}

// A change near several interventions belongs to none alone.
func TestProject_saysWhichOthersAreNear(t *testing.T) {
	t.Parallel()
	b := entries(t)
	b.Ground.Grants["xz"] = append(b.Ground.Grants["xz"], funding.Grant{Project: "xz", Funder: "Fund C", Start: "2023-02", URL: "https://example.org/e", Seen: "2026-11-01"})
	h := b.Site()
	for day, n := range map[string]int{"2022-05-01": 1, "2022-06-01": 2} {
		var d struct {
			Others int `json:"other_interventions_near"`
		}
		read(t, h, "/p/xz/before-after.json?day="+day, &d)
		said := pagetest.Words(pagetest.Page(t, h, "/p/xz/before-after?day="+day, http.StatusOK).Find("[data-says=others-near]"))
		if d.Others != n || !strings.HasPrefix(said, fmt.Sprint(n)) {
			t.Errorf("%s: %d others, and the page says %q", day, d.Others, said)
		}
	}
}

// A point of a day after the last quarter is still to come; the page says when.
func TestProject_saysWhenAPointIsDue(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	page := pagetest.Page(t, h, "/p/xz/before-after?day=2023-05-01", http.StatusOK)
	if text := pagetest.Words(page.Find("tr[data-row='24']")); !strings.Contains(text, "still to come: 1 May 2025") {
		t.Errorf("24 months after: %q", text)
	}
}

func TestProject_saysWhyNothingIsCompared(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	for address, reason := range map[string]string{
		"/p/xz/before-after":                            "no-day",
		"/p/xz/before-after?day=2020-01-01":             "too-early",
		"/p/xz/before-after?day=2026-08-01":             "no-point",
		"/p/alone/before-after?points=reconstructed":    "no-quarters",
		"/p/alone/before-after?day=2026-08-01":          "no-run-before",
		"/p/xz/before-after?day=2026-11-22&points=runs": "no-run-after",
	} {
		page := pagetest.Page(t, h, address, http.StatusOK)
		if got := pagetest.Attrs(page.Find("section:has(#compared) [data-reason]"), "data-reason"); len(got) != 1 || got[0] != reason {
			t.Errorf("%s: %q, want %s", address, got, reason)
		}
		if !strings.HasPrefix(pagetest.Words(page.Find(".finding")), "Not an effect.") {
			t.Errorf("%s is not headed so", address)
		}
	}
	for _, address := range []string{"day=2022-02-30", "day=tomorrow", "day=2099-01-01", "kind=gift", "points=both"} {
		pagetest.Page(t, h, "/p/xz/before-after?"+address, http.StatusBadRequest)
	}
}

// Between runs only what the projects changed themselves is beside each other.
func TestProject_betweenRunsCausesAreApart(t *testing.T) {
	t.Parallel()
	b := entries(t)
	b.Now = pagetest.Today.AddDate(0, -3, 0)
	h, st := measured(b, 1).SiteAndStore()
	first := b.Now
	b.Now, b.Answers = pagetest.Today, nil
	measured(b, 4)
	for i, a := range b.Answers { // another commit: what differs is the project's
		for k := range a.Snapshots {
			b.Answers[i].Snapshots[k].Commit = strings.Repeat("c", 40)
			for j := range a.Snapshots[k].Inputs {
				b.Answers[i].Snapshots[k].Inputs[j].Commit = strings.Repeat("c", 40)
			}
		}
	}
	b.Run(st)
	var d doc
	day := first.Format(time.DateOnly)
	read(t, h, "/p/xz/before-after.json?points=runs&day="+day, &d)
	if d.Points != "runs" || d.Why != nil || d.Risk == nil || d.Risk.Own == nil || *d.Risk.Own >= 0 || len(d.Changes) != 0 {
		t.Fatalf("got %+v", d)
	}
	if d.Risk.Median == nil || *d.Risk.Median != 0 {
		t.Errorf("the peers, which did not change: %+v", d.Risk)
	}
	page := pagetest.Page(t, h, "/p/xz/before-after?points=runs&day="+day, http.StatusOK)
	rows := pagetest.Attrs(page.Find("section:has(#compared) table").First().Find("tbody tr"), "data-row")
	if len(rows) != 7 || rows[0] != "project" || page.Find("figure").Length() != 0 {
		t.Errorf("the causes are %q", rows)
	}
	if n := strings.Count(page.Find("section:has(#compared) table").First().Text(), "not compared"); n != 6 {
		t.Errorf("%d causes are not compared", n)
	}
}

// list is /before-after.json.
type list struct {
	Undated int `json:"projects_with_undated_grants_only"`
	Summary struct {
		N      int      `json:"compared"`
		Up     int      `json:"above_zero"`
		Least  int      `json:"least_tested"`
		P      *float64 `json:"sign_test_p"`
		Median *float64 `json:"median_difference"`
		Lo     *float64 `json:"lo95"`
	}
	Records []struct{ Project string } `json:"interventions"`
}

// With xz, p0 and 18 more there are twenty, all but p0 above their peers: the sign test gives twice
// the chance of 19 heads and more in 19 throws, as p0 did not move.
func TestList_testsTwenty(t *testing.T) {
	t.Parallel()
	var further []string
	for i := range 18 {
		further = append(further, fmt.Sprintf("g%02d", i))
	}
	h := entries(t, further...).Site()
	var d list
	read(t, h, "/before-after.json", &d)
	if d.Summary.N != 20 || d.Summary.Up != 19 || d.Summary.P == nil || math.Abs(*d.Summary.P-2*math.Pow(.5, 19)) > 1e-12 || d.Summary.Lo == nil || *d.Summary.Lo <= 0 {
		t.Errorf("got %+v", d.Summary)
	}
	text := pagetest.Words(pagetest.Page(t, h, "/before-after", http.StatusOK).Find(".finding"))
	if !strings.HasPrefix(text, "Not an effect.") || !strings.Contains(text, "95%, sign test") || !strings.Contains(text, "less than 1%") || strings.Contains(text, "No test") {
		t.Errorf("it is headed %q", text)
	}
}

func TestList_testsNothingBelowTwenty(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	var d list
	read(t, h, "/before-after.json", &d)
	if d.Summary.N != 2 || d.Summary.Least != 20 || d.Summary.P != nil || d.Summary.Median == nil || len(d.Records) != 2 || d.Undated != 1 {
		t.Errorf("got %+v", d)
	}
	text := pagetest.Words(pagetest.Page(t, h, "/before-after", http.StatusOK).Find(".finding"))
	if !strings.HasPrefix(text, "Not an effect.") || !strings.Contains(text, "No test: that needs 20.") {
		t.Errorf("it is headed %q", text)
	}
	csv := strings.Split(strings.TrimSpace(pagetest.Body(t, pagetest.Get(t, h, "/before-after.csv"))), "\n")
	if len(csv) != 5 || !strings.HasPrefix(csv[1], "xz,reconstructed,2022-05-01,grant,12,") {
		t.Errorf("the file is %q", csv)
	}
}
