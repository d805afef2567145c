package score_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// A range of an input widens the interval of its axis, of health and of risk on its side, and moves
// no point.
func TestEvaluate_aRangeOfAnInputWidensTheInterval(t *testing.T) {
	t.Parallel()
	m := given(t)
	of := func(low, high float64) health.Score {
		ins := example()
		in := ins.Field(field.Regulars12m)
		in.Low, in.High = low, high
		ins.Put(in)
		return score.Evaluate(m, health.Project{Slug: "p"}, ins, at, at)
	}
	sure, above, below := of(0, 0), of(1, 5), of(0, 1)
	for _, a := range []model.Axis{model.Resilience, model.Health} {
		s, up, down := sure.Axis(a), above.Axis(a), below.Axis(a)
		if up.Value != s.Value || up.Lo != s.Lo || up.Hi <= s.Hi {
			t.Errorf("%s: %+v, certain %+v: only the upper end moves", a.Name(), up.Interval, s.Interval)
		}
		if down.Value != s.Value || down.Hi != s.Hi || down.Lo >= s.Lo && s.Lo > 0 {
			t.Errorf("%s: %+v, certain %+v: only the lower end moves", a.Name(), down.Interval, s.Interval)
		}
	}
	// One more regular contributor on a curve of 20 to 85, by the share of the input.
	for _, row := range sure.R.Inputs {
		if row.Field == field.Regulars12m {
			near(t, "the upper end", above.R.Hi-sure.R.Hi, row.Share*(85-20), 1e-9)
		}
	}
	if above.Risk.Value != sure.Risk.Value || above.Risk.Lo >= sure.Risk.Lo || above.Weakness != sure.Weakness {
		t.Errorf("risk %+v, certain %+v", above.Risk, sure.Risk)
	}
}
