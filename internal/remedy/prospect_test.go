package remedy_test

import (
	"math"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit/bundled"
)

// helped returns the inputs of a project as they would be with the effects of a measure: a way to the
// same points that uses none of what a Prospect holds.
func helped(m model.Model, c score.Candidate, effects []remedy.Effect) health.Inputs {
	out := health.Inputs{}
	for _, in := range c.Inputs {
		out.Put(in)
	}
	for _, e := range effects {
		r, _ := remedy.RuleOf(m, e.Input)
		var row health.ScoredInput
		for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
			for _, x := range c.Score.Axis(a).Inputs {
				if x.ID == e.Input {
					row = x
				}
			}
		}
		if row.Share == 0 {
			continue
		}
		want := e.To
		ys := []float64{}
		for _, p := range r.Curve {
			if p.Y > row.S+1e-9 {
				ys = append(ys, p.Y)
			}
		}
		slices.Sort(ys)
		if e.Steps > 0 {
			if len(ys) == 0 {
				continue
			}
			want = ys[min(e.Steps, len(ys))-1]
		}
		if want <= row.S {
			continue
		}
		// The value whose points are nearest, found by trying.
		best, far := 0.0, math.Inf(1)
		from, to := r.Curve[0].X, r.Curve[len(r.Curve)-1].X
		for i := range 400001 {
			x := from + (to-from)*float64(i)/400000
			if d := math.Abs(score.Curve(r.Curve, x) - want); d < far {
				best, far = x, d
			}
		}
		in := health.Obs(r.Field, best)
		in.ObservedAt = c.ObservedAt
		out.Put(in)
	}
	return out
}

// kept returns the project as if one person kept it: gate G3 then applies to a critical one.
func kept(scorer *score.Scorer, c score.Candidate) score.Candidate {
	ins := health.Inputs{}
	for _, in := range c.Inputs {
		ins.Put(in)
	}
	for _, id := range []field.ID{field.Regulars12m, field.Integrators12m} {
		in := health.Obs(id, 1)
		in.ObservedAt = c.ObservedAt
		ins.Put(in)
	}
	c.Inputs = ins
	c.Score = scorer.Evaluate(c.Project, ins, c.ObservedAt, c.ObservedAt)
	return c
}

// What a measure would do is what the model says of a project with better inputs: for bundled
// projects as they are, and as if one person kept them.
func TestOf_equalsScoringAgain(t *testing.T) {
	t.Parallel()
	set, all := bundled.Candidates(t)
	quick := set.Model
	quick.Draws.Draws = 0
	scorer := score.New(quick)
	checked, released, waiting := 0, 0, 0
	for n, c := range all {
		if !c.Score.RiskKnown {
			continue
		}
		if n%2 == 1 {
			c = kept(scorer, c)
		}
		p := remedy.Of(set.Ground.Catalogue, set.Model, c.Inputs, c.Score)
		for _, o := range p.Options {
			if o.WhyNot != "" || o.Assumed > 0 || len(o.Measure.Releases) > 0 {
				continue
			}
			after := scorer.Evaluate(c.Project, helped(set.Model, c, o.Measure.Sets), c.ObservedAt, c.ObservedAt)
			if got, want := o.IfDone, c.Score.Risk.Value-after.Risk.Value; math.Abs(got-want) > .01 {
				t.Errorf("%s, %s: %g points, want %g", c.Project.Slug, o.Measure.ID, got, want)
			}
			checked++
			if len(o.Releases) > 0 {
				released++
			}
			if o.Waits != "" {
				waiting++
			}
		}
	}
	if checked < 100 || released < 3 || waiting < 3 {
		t.Errorf("only %d measures checked; %d end a gate, %d wait for one", checked, released, waiting)
	}
}

// eachEnvelope calls f with the choices of every bundled project, and all sets of them.
func eachEnvelope(t *testing.T, f func(c score.Candidate, choices remedy.Choices, sets []remedy.Set)) {
	t.Helper()
	set, all := bundled.Candidates(t)
	for _, c := range all {
		p := remedy.Of(set.Ground.Catalogue, set.Model, c.Inputs, c.Score)
		for _, e := range remedy.Envelopes {
			choices := p.Choices(e)
			f(c, choices, choices.Sets(nil, remedy.Draw{}, 0, math.Inf(1)))
		}
	}
}

// Of measures that improve the same input, the greater counts; what all of them do together is at
// least as much as one of them and at most the sum.
func TestSets_overlapsCountOnce(t *testing.T) {
	t.Parallel()
	eachEnvelope(t, func(c score.Candidate, choices remedy.Choices, sets []remedy.Set) {
		gated := slices.ContainsFunc(choices.Options, func(o remedy.Option) bool { return o.Waits != "" || len(o.Releases) > 0 })
		var last remedy.Set
		for _, s := range sets {
			sum, cost := 0.0, 0.0
			for k, o := range choices.Options {
				if s.Has(k) {
					sum += o.Expected
					cost += float64(o.Measure.Cost)
				}
			}
			if cost != s.Cost || s.Expected > s.IfDone+1e-9 || !gated && s.Expected > sum+1e-9 {
				t.Errorf("%s: %+v costs %g and would add up to %g", c.Project.Slug, s, cost, sum)
			}
			if s.Cost <= last.Cost || s.Expected <= last.Expected {
				t.Errorf("%s: %+v is no better than %+v", c.Project.Slug, s, last)
			}
			last = s
		}
		if last.IfDone > c.Score.Risk.Value+1e-9 {
			t.Errorf("%s: %g points of %g removed", c.Project.Slug, last.IfDone, c.Score.Risk.Value)
		}
	})
}

// A measure alone is expected to remove its chance times its duration of what it does if done.
func TestSets_oneMeasureIsItsChanceAndDuration(t *testing.T) {
	t.Parallel()
	alone := 0
	eachEnvelope(t, func(c score.Candidate, choices remedy.Choices, sets []remedy.Set) {
		for _, s := range sets {
			for k, o := range choices.Options {
				if s.Bits != 1<<k {
					continue
				}
				alone++
				if math.Abs(s.Expected-o.IfDone*o.Measure.Chance*o.Measure.Lasts) > 1e-9 {
					t.Errorf("%s, %s: %+v, alone %+v", c.Project.Slug, o.Measure.ID, s, o)
				}
			}
		}
	})
	if alone == 0 {
		t.Error("no measure is alone in a set: nothing was checked")
	}
}

// A project that may be finished is asked first: no budget pays for work in it.
func TestOf_whatMayBeFinishedIsAskedFirst(t *testing.T) {
	t.Parallel()
	set, all := bundled.Candidates(t)
	asked := 0
	for _, c := range all {
		if !score.MayBeFinished(c.Inputs, c.Score) {
			continue
		}
		p := remedy.Of(set.Ground.Catalogue, set.Model, c.Inputs, c.Score)
		for _, o := range p.Options {
			if o.WhyNot == "" && o.IfDone > 0 {
				asked++
				if !o.AskFirst() {
					t.Errorf("%s: %s would be paid for", c.Project.Slug, o.Measure.ID)
				}
			}
		}
		for _, e := range remedy.Envelopes {
			if choices := p.Choices(e); len(choices.Options) > 0 {
				t.Errorf("%s: %s has %d options", c.Project.Slug, e, len(choices.Options))
			}
		}
	}
	if asked == 0 {
		t.Error("no bundled project may be finished: this tests nothing")
	}
}
