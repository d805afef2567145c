package past_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has xz with three reconstructed quarters, in the last of which a second regular came, and
// lib without any.
func site(t *testing.T) http.Handler {
	t.Helper()
	return builder(t).Site()
}

func builder(t *testing.T) *pagetest.Builder {
	t.Helper()
	f := quarters.NewFile("critical", "2021-12-31")
	s := quarters.Series{Slug: "xz", Gaps: []quarters.Gap{{From: "2021-06-30", To: "2021-09-30", Reason: "30% of the commits are of one day"}}}
	for i, day := range []string{"2021-12-31", "2022-03-31", "2022-12-31"} {
		regulars := float64(1 + i/2)
		git := []health.Input{
			health.Obs(field.ActiveMonths12m, 12), health.Obs(field.MonthsSinceHumanAct, 0), health.Obs(field.ReleaseFlowMonths, 3),
			health.Obs(field.CommitTrendLog2, 0), health.Obs(field.Regulars12m, regulars), health.Obs(field.Integrators12m, regulars),
			health.Obs(field.ContributorAbsenceFactor, 1), health.Obs(field.HumanCommits12m, 300), health.ObsText(field.FirstCommit, "2007-12-08"),
			health.ObsBool(field.TopAuthorChanged, true), // for operators
		}
		scan := health.Snapshot{
			Inputs: []health.Input{health.Obs("Binary-Artifacts", 8), health.Obs("License", 9), health.Obs("Token-Permissions", 10), health.Obs("Dangerous-Workflow", 10)},
			Checks: []check.Check{{Name: "License", State: check.Scored}, {Name: "Code-Review", State: check.NotRun}},
		}
		s.Add(day, strings.Repeat(string(rune('a'+i)), 40), health.Snapshot{Inputs: git}, scan)
	}
	if err := f.Put(quarters.Entry{Repository: "https://github.com/xz/xz", Commit: strings.Repeat("f", 40), Cloned: "2026-08-22", Git: "git/5", Scorecard: "v4"}, s); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	x := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6).Project("lib", nil).Measured("lib", 1, 8, 40)
	x.Reconstructed = b.Bytes()
	return x
}

func TestPast_everyPointIsCalledReconstructed(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t), "/p/xz/past", http.StatusOK)
	if n := doc.Find(".notice[data-says=reconstructed]").Length(); n != 1 {
		t.Errorf("%d notices say what the page is", n)
	}
	notice := doc.Find(".notice").Text()
	for _, want := range []string{"Reconstructed", "favours survivors", "as they are now"} {
		if !strings.Contains(notice, want) {
			t.Errorf("the notice lacks %q: %q", want, notice)
		}
	}
	figure := doc.Find("figure")
	for _, want := range []string{"reconstructed", "change of instrument"} {
		if !strings.Contains(figure.Text(), want) {
			t.Errorf("the chart lacks %q", want)
		}
	}
	if figure.Find("svg[role=img] title").Length() != 2 || figure.Find("svg desc").Length() != 2 {
		t.Error("a drawing has no title or description")
	}
	rows := doc.Find("section:has(#quarters) tbody tr")
	if got := pagetest.Attrs(rows, "data-row"); !slices.Equal(got, []string{"2022-12-31", "2022-03-31", "2021-12-31"}) {
		t.Errorf("the rows are %q", got)
	}
	if !strings.Contains(doc.Find("section:has(#quarters) caption").Text(), "reconstructed") {
		t.Error("the table does not say what it is")
	}
	if gap := doc.Find("[data-says=gap]").Text(); !strings.Contains(gap, "one day") {
		t.Errorf("the gap is told as %q", gap)
	}
	if words := doc.Find("main").Text(); strings.Contains(words, "rank ") && !strings.Contains(words, "No past rank") {
		t.Error("the page has a rank")
	}
}

// A project that the newest run could not measure has nothing behind the break but its criticality.
func TestPast_saysWhatIsBehindTheBreak(t *testing.T) {
	t.Parallel()
	unread := builder(t)
	unread.Answers = nil
	unread.Failed("xz", "it could not be read").Measured("lib", 1, 8, 40)
	for want, b := range map[string]*pagetest.Builder{"figures": builder(t), "no-figures": unread} {
		figure := pagetest.Page(t, b.Site(), "/p/xz/past", http.StatusOK).Find("figure")
		text := figure.Text()
		if got := strings.Contains(text, "The newest run has no figures"); got != (want == "no-figures") || got == strings.Contains(text, "Behind it are the figures") {
			t.Errorf("%s: %q", want, text)
		}
	}
}

func TestPast_anyOtherDayIsAnsweredWithTheNearestEarlierPoint(t *testing.T) {
	t.Parallel()
	h := site(t)
	for at, want := range map[string]struct {
		point string
		says  bool
	}{
		"2022-03-31": {"2022-03-31", false}, "2022-12-30": {"2022-03-31", true}, "2026-11-01": {"2022-12-31", true}, "": {"2022-12-31", false},
	} {
		path := "/p/xz/past"
		if at != "" {
			path += "?at=" + at
		}
		doc := pagetest.Page(t, h, path, http.StatusOK)
		if got := doc.Find("[data-point]").AttrOr("data-point", ""); got != want.point {
			t.Errorf("%s shows %s, want %s", path, got, want.point)
		}
		if says := doc.Find("[data-says=nearest]").Length() == 1; says != want.says {
			t.Errorf("%s says that it is another day: %v", path, says)
		}
	}
	pagetest.Page(t, h, "/p/xz/past?at=2020-01-01", http.StatusNotFound)
	pagetest.Page(t, h, "/p/xz/past?at=soon", http.StatusBadRequest)
	pagetest.Page(t, h, "/p/lib/past", http.StatusNotFound)
	pagetest.Page(t, h, "/p/nobody/past", http.StatusNotFound)
	for path, loc := range map[string]string{"/p/xz?at=2022-03-31": "/p/xz/past?at=2022-03-31", "/p/xz.json?at=2022-03-31": "/p/xz/past.json?at=2022-03-31"} {
		if got := pagetest.Get(t, h, path).Header.Get("Location"); got != loc {
			t.Errorf("%s leads to %q", path, got)
		}
	}
}

func TestPast_saysWhatChangedInAYearAndWhy(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t), "/p/xz/past?at=2022-12-31", http.StatusOK)
	says := pagetest.Attrs(doc.Find("li.why"), "data-says")
	if !slices.Contains(says, "project:regulars_12m") || slices.ContainsFunc(says, func(s string) bool { return strings.HasPrefix(s, "instrument:") }) {
		t.Errorf("the causes are %q", says)
	}
	if n := pagetest.Page(t, site(t), "/p/xz/past?at=2021-12-31", http.StatusOK).Find("li.why").Length(); n != 0 {
		t.Errorf("the first point has %d causes", n)
	}
}

func TestPast_theDocumentHasTheInputsAndNoPeople(t *testing.T) {
	t.Parallel()
	h := site(t)
	var doc struct {
		Kind, Commit, Cloned string
		Points               []struct {
			Kind, At, Commit string
			Inputs           map[string]struct {
				State string
				Value any
			}
			Scores map[string]struct{ Value *float64 }
		}
		Break struct{ Cause string }
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/xz/past.json"))), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Kind != "reconstructed" || doc.Break.Cause != "source" || doc.Cloned != "2026-08-22" || len(doc.Points) != 3 {
		t.Fatalf("got %+v", doc)
	}
	p := doc.Points[2]
	if p.Kind != "reconstructed" || p.At != "2022-12-31" || p.Inputs["regulars_12m"].Value != 2. || p.Scores["V"].Value == nil || p.Scores["C"].Value == nil {
		t.Errorf("got %+v", p)
	}
	if _, shown := p.Inputs["top_author_changed"]; shown {
		t.Error("what is for operators is shown")
	}
	if *doc.Points[0].Scores["C"].Value != *p.Scores["C"].Value || *doc.Points[0].Scores["R"].Value >= *p.Scores["R"].Value {
		t.Errorf("criticality moved, or resilience did not: %+v", doc.Points)
	}
	one := pagetest.Body(t, pagetest.Get(t, h, "/p/xz/past.json?at=2022-04-15"))
	if strings.Count(one, `"kind": "reconstructed"`) != 2 || !strings.Contains(one, `"asked": "2022-04-15"`) {
		t.Errorf("the document of a day: %.400s", one)
	}
}

// The reconstructed past is on its own page alone: no list, table or history of runs has it.
func TestPast_isNeverAmongWhatWasPublished(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, path := range []string{"/", "/projects", "/projects.csv", "/projects.json", "/p/xz.json", "/p/xz/history", "/p/xz/history.json", "/status"} {
		body := pagetest.Body(t, pagetest.Get(t, h, path))
		body = strings.Replace(body, "Quarters before the first run, reconstructed</a>", "", 1) // a link to the page
		if strings.Contains(body, "2022-03-31") || strings.Contains(body, "econstructed") {
			t.Errorf("%s has something of it", path)
		}
	}
	link := pagetest.Page(t, h, "/p/xz", http.StatusOK).Find("a[href='/p/xz/past']")
	if link.Length() != 1 || pagetest.Page(t, h, "/p/lib", http.StatusOK).Find("a[href='/p/lib/past']").Length() != 0 {
		t.Error("the page of a project does not lead to its past, or one leads to none")
	}
	doc := pagetest.Page(t, h, "/p/xz?as_of=2022-04-15", http.StatusNotFound)
	if doc.Find("a[href='/p/xz/past?at=2022-04-15']").Length() != 1 {
		t.Errorf("before the first run there is no link: %q", doc.Find("main").Text())
	}
}

// What the list says today of a later day than that of a point is not held against the point.
func TestPast_whatHasADateCountsOnlyFromItOn(t *testing.T) {
	t.Parallel()
	b := builder(t)
	b.List.Fuzzed = map[string]health.Fuzzed{"xz": {Project: "xz", Since: "2022-06-01", Date: "2026-08-20", URL: "https://example.org/xz"}}
	b.List.Projects[0].EndOfLife = &health.EndOfLife{Archived: true, Since: "2022-06-01", URL: "https://example.org/end"}
	var doc struct {
		Points []struct {
			At     string
			Gates  []string
			Scores map[string]struct{ Coverage float64 }
			Inputs map[string]struct{ State string }
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, b.Site(), "/p/xz/past.json"))), &doc); err != nil {
		t.Fatal(err)
	}
	before, after := doc.Points[1], doc.Points[2]
	if before.Inputs["Fuzzing"].State == "observed" || after.Inputs["Fuzzing"].State != "observed" {
		t.Errorf("the inputs disagree with the score: %q, then %q", before.Inputs["Fuzzing"].State, after.Inputs["Fuzzing"].State)
	}
	if before.Scores["S"].Coverage >= after.Scores["S"].Coverage {
		t.Errorf("OSS-Fuzz counts before the project joined: coverage %v, then %v", before.Scores["S"].Coverage, after.Scores["S"].Coverage)
	}
	if slices.Contains(before.Gates, "G1") || !slices.Contains(after.Gates, "G1") {
		t.Errorf("the end of the project fires at %s: %q, at %s: %q", before.At, before.Gates, after.At, after.Gates)
	}
}
