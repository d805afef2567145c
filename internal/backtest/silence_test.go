package backtest_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"pgregory.net/rapid"
)

var july = time.Date(2020, time.July, 1, 0, 0, 0, 0, time.UTC)

func judge(t testing.TB) backtest.Judge {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	return backtest.NewJudge(set.Model)
}

// snapshot is a history with so many human commits, one person and one month
// for each four of them.
func snapshot(at time.Time, commits int, began string) health.Snapshot {
	n := float64(commits)
	s := health.Snapshot{Source: field.SourceGit, ObservedAt: at, Inputs: []health.Input{
		health.Obs("human_commits_12m", n), health.Obs("active_months_12m", min(12, math.Ceil(n/4))), health.Obs("months_since_human_act", 12/(n+1)),
		health.Obs("release_flow_months", 12/(n+1)), health.Obs("commit_trend_log2", 0), health.Obs("contributor_absence_factor", math.Ceil(n/8)),
		health.Obs("regulars_12m", math.Floor(n/4)), health.Obs("integrators_12m", math.Floor(n/8)), health.Obs("authors_12m", math.Ceil(n/4)),
		health.Obs("new_authors_12m", 0), health.ObsText("first_commit", began), health.Obs("months_since_release", 3),
	}}
	for i := range s.Inputs {
		s.Inputs[i].Source, s.Inputs[i].ObservedAt = field.SourceGit, at
	}
	return s
}

func TestObserve_onlyWhoIsAliveWithAYearOfHistory(t *testing.T) {
	t.Parallel()
	unknown := snapshot(july, 5, "2010-01-01")
	unknown.Inputs[0] = health.Missing("human_commits_12m", "a shallow clone", nil)
	for _, x := range []struct {
		name string
		snap health.Snapshot
		want string
	}{
		{"alive", snapshot(july, 5, "2010-01-01"), ""},
		{"a year to the day", snapshot(july, 5, "2019-07-01"), ""},
		{"a day less", snapshot(july, 5, "2019-07-02"), backtest.NotBegun},
		{"nothing had landed", health.Snapshot{}, backtest.NotBegun},
		{"silent already", snapshot(july, 0, "2010-01-01"), backtest.NotAlive},
		{"a shallow clone", unknown, backtest.NotKnown},
		{"a copy older than the date", snapshot(july.AddDate(0, -1, 0), 5, "2010-01-01"), backtest.TooLate},
	} {
		o, got := judge(t).Observe(health.Project{Slug: "x"}, july, x.snap)
		if got != x.want {
			t.Errorf("%s: left out for %q, want %q", x.name, got, x.want)
		}
		if judged := got == "" || got == backtest.NotAlive; judged != (o.Values != nil) {
			t.Errorf("%s: judged as %+v", x.name, o)
		}
	}
}

func TestObserve_isTheModelsHealth(t *testing.T) {
	t.Parallel()
	o, why := judge(t).Observe(health.Project{Slug: "x", Packages: []string{"pkg:npm/x"}}, july, snapshot(july, 48, "2010-01-01"))
	if why != "" {
		t.Fatal(why)
	}
	if o.Health < 80 || o.Band.Letter != "A" || o.Ecosystem != "npm" || len(o.Values) != len(backtest.Rankers) {
		t.Errorf("got %+v", o)
	}
	if got := 100 - o.Values[0]; math.Abs(got-o.Health) > 1e-9 {
		t.Errorf("the first ranker is %v, health is %v", got, o.Health)
	}
	weak, _ := judge(t).Observe(health.Project{Slug: "y"}, july, snapshot(july, 1, "2010-01-01"))
	for i, r := range backtest.Rankers[:7] {
		if weak.Values[i] <= o.Values[i] {
			t.Errorf("%s puts the weak at %v, the strong at %v", r.ID, weak.Values[i], o.Values[i])
		}
	}
}

// panel has twenty projects over two years, each stronger than the one before;
// silent says which project-years, from 0, are followed by silence.
func panel(t testing.TB, silent func(project, year int) bool) *backtest.Panel {
	t.Helper()
	p := &backtest.Panel{Judge: judge(t)}
	for i := range 20 {
		for y, at := range backtest.Years(2018, 2019) {
			later := 3
			if silent(i, y) {
				later = 0
			}
			p.Add(backtest.Year{Project: health.Project{Slug: fmt.Sprintf("p%02d", i)}, At: at, Snapshot: snapshot(at, 2*i+1, "2010-01-01"), Taken: july.AddDate(5, 0, 0), Later: later})
		}
	}
	return p
}

func TestReport_addsUpAndNamesNoProject(t *testing.T) {
	t.Parallel()
	p := panel(t, func(project, year int) bool { return project < 6 || project == 19 && year == 0 })
	p.Add(backtest.Year{Project: health.Project{Slug: "slug-late"}, At: july, Snapshot: snapshot(july, 5, "2010-01-01"), Taken: july.AddDate(2, 0, -1)})
	p.Add(backtest.Year{Project: health.Project{Slug: "quiet"}, At: july, Snapshot: snapshot(july, 0, "2010-01-01"), Taken: july.AddDate(5, 0, 0)})
	p.LeaveOut("repositories", 3, "without a clone")
	b := p.Report()
	if b.ProjectYears != 40 || b.Projects != 20 || b.Events != 13 || b.EventProjects != 7 || b.BaseRate != .325 {
		t.Errorf("got %+v", b)
	}
	silent, of := 0, 0
	for _, x := range b.Bands {
		silent, of = silent+x.Silent, of+x.Of
	}
	if silent != b.Events || of != b.ProjectYears || b.Bands[0].Letter != "A" || b.Bands[0].Silent != 1 {
		t.Errorf("the bands hold %d of %d: %+v", silent, of, b.Bands)
	}
	r := b.Rankers[0]
	if r.ID != "health" || r.AUC <= .5 || r.Lo > r.AUC || r.Hi < r.AUC || r.Precision != 1 || r.Lift != 3.0769 {
		t.Errorf("health ranks %+v", r)
	}
	if b.Brier.Bands >= b.Brier.BaseRate {
		t.Errorf("the bands know less than one rate: %+v", b.Brier)
	}
	want := []model.BacktestGap{{What: "repositories", Count: 3, Why: "without a clone"}, {What: "project-years", Count: 1, Why: backtest.TooLate}, {What: "project-years", Count: 1, Why: backtest.NotAlive}}
	if fmt.Sprint(b.LeftOut) != fmt.Sprint(want) {
		t.Errorf("left out %v, want %v", b.LeftOut, want)
	}
	text, err := json.Marshal(b)
	if err != nil || strings.Contains(string(text), "p01") || strings.Contains(string(text), "slug-late") {
		t.Errorf("the report names a project (%v): %s", err, text)
	}
	again, _ := json.Marshal(panelAgain(t).Report())
	first, _ := json.Marshal(panelAgain(t).Report())
	if string(again) != string(first) {
		t.Error("the same panel gave two reports")
	}
}

func panelAgain(t *testing.T) *backtest.Panel {
	return panel(t, func(project, _ int) bool { return project%3 == 0 })
}

func TestReport_ofNoEventHasNoFigures(t *testing.T) {
	t.Parallel()
	b := panel(t, func(int, int) bool { return false }).Report()
	if b.Events != 0 || b.Rankers[0].AUC != 0 || b.Rankers[0].ProjectYears != 40 {
		t.Errorf("got %+v", b)
	}
	if _, err := json.Marshal((&backtest.Panel{Judge: judge(t)}).Report()); err != nil {
		t.Errorf("an empty panel: %v", err)
	}
}

func TestReport_properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		mask := rapid.Uint64().Draw(rt, "silent")
		b := panel(t, func(project, year int) bool { return mask>>(project*2+year)&1 == 1 }).Report()
		for _, r := range b.Rankers {
			if r.AUC < 0 || r.AUC > 1 || r.Lo > r.Hi || r.Precision < 0 || r.Precision > 1 {
				rt.Fatalf("%+v", r)
			}
		}
		if b.Brier.Bands < 0 || b.Brier.Bands > 1 {
			rt.Fatalf("Brier %v", b.Brier)
		}
	})
}

func TestWatch_isMonths13To24(t *testing.T) {
	t.Parallel()
	from, to := backtest.Watch(july)
	if from.Format(time.DateOnly) != "2021-07-01" || to.Format(time.DateOnly) != "2022-07-01" {
		t.Errorf("%s to %s", from, to)
	}
}
