package baseline_test

import (
	"fmt"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// asks returns a requirement that is met if the check has a full score, fits from 5 and is not met at 0.
func asks(id string, f field.ID, levels ...int) baseline.Requirement {
	clause := func(op string, v float64) []baseline.Clause {
		return []baseline.Clause{{Why: "So.", All: []baseline.Condition{{Term: model.Term{Field: f, Op: op, Value: v}}}}}
	}
	return baseline.Requirement{
		ID: id, Levels: levels, Says: "S.", Seen: baseline.Fully,
		Met: clause(">=", 10), Fits: clause(">=", 5), Against: clause("<=", 0),
	}
}

func TestEvaluate_levels(t *testing.T) {
	t.Parallel()
	hidden := baseline.Requirement{ID: "OSPS-AC-09.01", Levels: []int{3}, Says: "S.", Seen: baseline.No, Limit: "L."}
	whileActive := asks("OSPS-AC-03.01", field.Fuzzing, 1, 2)
	whileActive.Active = true
	v := baseline.Version{Name: "2030.01.01", Requirements: []baseline.Requirement{
		asks("OSPS-AC-01.01", field.SAST, 1, 2, 3), asks("OSPS-AC-02.01", field.CITests, 2, 3), whileActive, hidden,
	}}
	for _, tc := range []struct {
		name              string
		sast, tests, fuzz float64 // below 0: unknown
		archived          bool
		want              string
	}{
		{"nothing known", -1, -1, -1, false, "unknown 2 of 2, unknown 3 of 3, unknown 2 of 3"},
		{"level 1 and 2", 10, 10, 10, false, "met 2 of 2, met 3 of 3, unknown 2 of 3"},
		{"level 1", 10, -1, 10, false, "met 2 of 2, unknown 3 of 3, unknown 2 of 3"},
		{"partial evidence meets no level", 10, 10, 5, false, "unknown 2 of 2, unknown 3 of 3, unknown 2 of 3"},
		{"what does not apply is no obstacle", 10, 10, -1, true, "met 2 of 2, met 3 of 3, unknown 2 of 3"},
		{"not met at level 2 is not met above", 10, 0, 10, false, "met 2 of 2, not_met 3 of 3, not_met 2 of 3"},
		{"not met at level 1", 10, 10, 0, false, "not_met 2 of 2, not_met 3 of 3, not_met 2 of 3"},
	} {
		ins := health.Inputs{field.Archived: health.ObsBool(field.Archived, tc.archived)}
		for id, x := range map[field.ID]float64{field.SAST: tc.sast, field.CITests: tc.tests, field.Fuzzing: tc.fuzz} {
			if x >= 0 {
				ins[id] = health.Obs(id, x)
			}
		}
		r := baseline.Evaluate(v, baseline.Facts{Inputs: ins})
		got := ""
		for i, l := range r.Levels {
			if i > 0 {
				got += ", "
			}
			got += fmt.Sprintf("%s %d of %d", l.State, l.Observable, l.Total)
			sum := 0
			for _, s := range baseline.States {
				sum += l.By[s]
			}
			if sum != l.Total || l.Level != i+1 {
				t.Errorf("%s: level %d has %d of %d states", tc.name, l.Level, sum, l.Total)
			}
		}
		if got != tc.want || r.All.Total != 4 || r.All.Observable != 3 || r.All.By[baseline.NotObservable] != 1 {
			t.Errorf("%s: %s, %+v; want %s", tc.name, got, r.All, tc.want)
		}
	}
	if r := baseline.Evaluate(baseline.Version{}, baseline.Facts{}); len(r.Levels) != baseline.Levels || r.Levels[0].State != baseline.Unknown {
		t.Errorf("an empty version: %+v", r.Levels)
	}
}

// No evidence at all, and all that there is, leave every level of every shipped version open: some
// requirements cannot be seen from outside.
func TestEvaluate_noShippedLevelIsEverMet(t *testing.T) {
	t.Parallel()
	for _, v := range shipped(t) {
		ins := health.Inputs{}
		for _, row := range field.Catalogue {
			in := read(row.ID, 10)
			if row.Kind == field.Bool {
				in = read(row.ID, 0)
			}
			ins[row.ID] = in
		}
		for _, f := range []baseline.Facts{{}, {Inputs: ins}} {
			r := baseline.Evaluate(v, f)
			for _, l := range r.Levels {
				if l.State != baseline.Unknown || l.Observable == 0 || l.Observable == l.Total {
					t.Errorf("%s level %d is %s, %d of %d", v.Name, l.Level, l.State, l.Observable, l.Total)
				}
			}
		}
	}
}

func TestTallies(t *testing.T) {
	t.Parallel()
	v := baseline.Version{Name: "2030.01.01", Requirements: []baseline.Requirement{asks("OSPS-AC-01.01", field.SAST, 1), asks("OSPS-AC-02.01", field.CITests, 2)}}
	one := baseline.Evaluate(v, baseline.Facts{Inputs: health.Inputs{field.SAST: health.Obs(field.SAST, 10)}}).Standing("a", "A")
	two := baseline.Evaluate(v, baseline.Facts{Inputs: health.Inputs{field.SAST: health.Obs(field.SAST, 0)}}).Standing("b", "B")
	got := baseline.Tallies(v, []baseline.Standing{one, two})
	if len(got) != 2 || got[0].By[baseline.Met] != 1 || got[0].By[baseline.NotMet] != 1 || got[1].By[baseline.Unknown] != 2 || got[0].Requirement.ID != "OSPS-AC-01.01" {
		t.Errorf("%+v", got)
	}
	levels := baseline.LevelTallies([]baseline.Standing{one, two})
	if len(levels) != baseline.Levels || levels[0][baseline.Met] != 1 || levels[0][baseline.NotMet] != 1 || levels[1][baseline.Unknown] != 1 || levels[1][baseline.NotMet] != 1 {
		t.Errorf("%+v", levels)
	}
	if two.Slug != "b" || two.Name != "B" || two.State(0) != baseline.NotMet || two.Level(1) != baseline.NotMet {
		t.Errorf("%+v", two)
	}
}

func TestReport_stops(t *testing.T) {
	t.Parallel()
	v := baseline.Version{Name: "2030.01.01", Requirements: []baseline.Requirement{asks("OSPS-AC-01.01", field.SAST, 1, 2), asks("OSPS-AC-02.01", field.CITests, 2)}}
	r := baseline.Evaluate(v, baseline.Facts{Inputs: health.Inputs{field.SAST: health.Obs(field.SAST, 10)}})
	if got := r.Stops(1); len(got) != 0 {
		t.Errorf("level 1 is stopped by %+v", got)
	}
	if got := r.Stops(2); len(got) != 1 || got[0].Requirement.ID != "OSPS-AC-02.01" {
		t.Errorf("level 2 is stopped by %+v", got)
	}
	if _, ok := r.Result(baseline.Requirement{ID: "OSPS-AC-05.01", Was: []string{"OSPS-AC-02.01"}}); !ok {
		t.Error("a renamed requirement is not found under its former id")
	}
	if _, ok := r.Result(baseline.Requirement{ID: "OSPS-AC-05.01"}); ok {
		t.Error("a new requirement has a result in an older version")
	}
}
