package fixplan_test

import (
	"math"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"pgregory.net/rapid"
)

// doable returns the ids of everything that a plan can simulate.
func doable(p fixplan.Plan) []field.ID {
	var out []field.ID
	for _, t := range p.Tasks {
		out = append(out, t.ID)
	}
	for _, u := range p.Unknown {
		if u.Task != nil {
			out = append(out, u.ID)
		}
	}
	return out
}

// A planner whose draws cost nothing.
func quick(w world) *fixplan.Planner {
	m := w.set.Model
	m.Draws.Draws = 0
	return fixplan.New(m, score.New(m), w.set.Steps)
}

// No set of tasks raises the risk or lowers posture, health or Scorecard's aggregate of what has a
// score, and more tasks never do less.
func TestSimulate_neverMakesWorse(t *testing.T) {
	t.Parallel()
	w := load(t)
	p := quick(w)
	rapid.Check(t, func(t *rapid.T) {
		s := disturbed(t, rapid.SampledFrom(w.all).Draw(t, "project"))
		ids := doable(p.Plan(s))
		some := ids
		if len(ids) > 0 {
			some = rapid.SliceOf(rapid.SampledFrom(ids)).Draw(t, "some")
		}
		one, all := p.Simulate(s, some), p.Simulate(s, ids)
		for what, sim := range map[string]fixplan.Simulation{"some": one, "all": all} {
			if g := sim.Gain; g.Posture < -1e-9 || g.Health < -1e-9 || g.Weakness < -1e-9 || g.Risk != nil && *g.Risk < -1e-9 {
				t.Errorf("%s: %s of %v makes it worse: %+v", s.Project.Slug, what, some, g)
			}
		}
		if one.After.Score.S.Value > all.After.Score.S.Value+1e-9 || one.Minutes.To > all.Minutes.To {
			t.Errorf("%s: %v does more than all", s.Project.Slug, some)
		}
	})
}

// disturbed returns a project with other scores of some checks and other values of some inputs.
func disturbed(t *rapid.T, s fixplan.Subject) fixplan.Subject {
	ins := health.Inputs{}
	for id, in := range s.Figures.Inputs {
		ins[id] = in
	}
	put := func(id field.ID, value float64) {
		in := health.Obs(id, value)
		row, _ := field.ByID(id)
		in.Source, in.ObservedAt = row.Source, s.Figures.At()
		ins[id] = in
	}
	for _, id := range field.Checks() {
		if rapid.Bool().Draw(t, "change "+string(id)) {
			put(id, float64(rapid.IntRange(0, 10).Draw(t, string(id))))
		}
	}
	most := map[field.ID]float64{
		field.ReleaseFlowMonths: 40, field.UnreleasedHumanCommits: 99, field.MonthsSinceRelease: 60, field.Regulars12m: 6, field.Integrators12m: 4,
		field.FirstResponseDaysP50: 200, field.ChangeRequestClosure: 1, field.AdvisoryUnpatchedDays: 60, field.OutsideItems24m: 9,
		field.OutsideItemsAnswered24m: 9, field.OpenChangeRequests: 50,
	}
	for _, row := range field.Catalogue { // in one order
		if top, ok := most[row.ID]; ok && rapid.Bool().Draw(t, "change "+string(row.ID)) {
			v := rapid.Float64Range(0, top).Draw(t, string(row.ID))
			if row.Kind == field.Count {
				v = math.Round(v)
			}
			put(row.ID, v)
		}
	}
	s.Figures.Inputs = ins
	return s
}

// All tasks together are what the model says of a project that has all their values.
func TestSimulate_allEqualsScoringDirectly(t *testing.T) {
	t.Parallel()
	w := load(t)
	compared := 0
	for n, s := range w.all {
		if n%2 != 0 {
			continue
		}
		p := w.planner.Plan(s)
		if len(p.Tasks) == 0 {
			continue
		}
		var ids []field.ID
		values := map[field.ID]float64{}
		for _, x := range p.Tasks {
			ids = append(ids, x.ID)
			guide, _ := w.set.Steps.Guide(x.ID)
			values[x.ID] = reached(w.set.Model, p, x.ID, guide)
			if x.ID == field.ReleaseFlowMonths {
				for _, other := range []field.ID{field.UnreleasedHumanCommits, field.MonthsSinceRelease} {
					if s.Figures.Inputs.Field(other).Known() {
						values[other] = 0
					}
				}
			}
		}
		sim := w.planner.Simulate(s, append(ids, ids...))
		direct := again(w, s, values)
		for what, pair := range map[string][2]float64{
			"posture": {sim.After.Score.S.Value, direct.S.Value}, "health": {sim.After.Score.H.Value, direct.H.Value},
			"risk": {sim.After.Score.Risk.Value, direct.Risk.Value}, "lowest risk": {sim.After.Score.Risk.Lo, direct.Risk.Lo},
			"highest risk": {sim.After.Score.Risk.Hi, direct.Risk.Hi},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 {
				t.Errorf("%s: %s is %g, scored directly %g", s.Project.Slug, what, pair[0], pair[1])
			}
		}
		if len(sim.Done) != len(p.Tasks) {
			t.Errorf("%s: %d of %d tasks done", s.Project.Slug, len(sim.Done), len(p.Tasks))
		}
		compared++
	}
	if compared < 20 {
		t.Errorf("only %d projects were compared", compared)
	}
}

// reached is the value of the first way that leads further, found in the catalogue by hand.
func reached(m model.Model, p fixplan.Plan, id field.ID, g fixplan.Guide) float64 {
	for _, x := range p.Tasks {
		for _, way := range g.Ways {
			if x.ID == id && way.Nothing == "" && way.Why == x.Why {
				return way.Reach
			}
		}
	}
	return math.NaN()
}

func TestSimulate_ignoresWhatIsNoTask(t *testing.T) {
	t.Parallel()
	w := load(t)
	s := w.subject(t, "xz")
	got := w.planner.Simulate(s, []field.ID{"Weather", field.BinaryArtifacts, "Weather"})
	if !slices.Equal(got.Ignored, []field.ID{"Weather", field.BinaryArtifacts}) || len(got.Done) != 0 || got.Gain.Posture != 0 {
		t.Errorf("got %v, %v", got.Ignored, got.Done)
	}
	if got.Before.Score.Risk != got.After.Score.Risk {
		t.Errorf("nothing was done: %+v, %+v", got.Before.Score.Risk, got.After.Score.Risk)
	}
}
