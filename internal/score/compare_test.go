package score_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"pgregory.net/rapid"
)

// judged returns what the model makes of the candidates' inputs.
func judged(m model.Model, cands []score.Candidate) score.Judgement {
	s := score.New(m)
	cands = slices.Clone(cands)
	for i, c := range cands {
		cands[i].Score = s.Evaluate(c.Project, c.Inputs, at, at)
	}
	return score.Judgement{Model: m, Candidates: cands, Rows: score.Rank(m, "l", cands, "seed")}
}

// reweighed returns the model with every weight and share drawn anew.
func reweighed(t *rapid.T, m model.Model) model.Model {
	m.Axes, m.Gates = maps.Clone(m.Axes), slices.Clone(m.Gates)
	for _, a := range model.InputAxes {
		m.Axes[a] = slices.Clone(m.Axes[a])
		for i := range m.Axes[a] {
			m.Axes[a][i].Weight = rapid.Float64Range(.5, 40).Draw(t, m.Axes[a][i].ID)
		}
		if rapid.Bool().Draw(t, "one off") {
			m.Axes[a] = m.Axes[a][1:]
		}
	}
	v, r := rapid.Float64Range(0, .5).Draw(t, "V"), rapid.Float64Range(0, .5).Draw(t, "R")
	m.Risk.Omega = map[model.Axis]float64{model.Vitality: v, model.Resilience: r, model.Posture: 1 - v - r}
	for i := range m.Gates {
		m.Gates[i].Floor = rapid.Float64Range(0, 100).Draw(t, m.Gates[i].ID)
	}
	m.SHA256 = "another"
	return m
}

func TestCompare_partsSumToTheChangeOfRisk(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	m.Risk.MinCoverage, m.Risk.FullCoverage = nil, nil
	rapid.Check(t, func(t *rapid.T) {
		var cands []score.Candidate
		for i := range 4 {
			slug := fmt.Sprintf("p%d", i)
			cands = append(cands, score.Candidate{Project: health.Project{Slug: slug, Name: slug}, Inputs: anyInputs(m).Draw(t, slug)})
		}
		c := score.Compare(judged(m, cands), judged(reweighed(t, m), cands))
		for _, move := range c.Moves {
			if move.Before.Risk == nil || move.After.Risk == nil {
				continue
			}
			sum := 0.
			for _, p := range move.Parts {
				sum += p.Points
			}
			if math.Abs(sum-move.RiskChange()) > 1e-9 {
				t.Errorf("%s moves by %.12f, its parts by %.12f: %+v", move.Slug, move.RiskChange(), sum, move.Parts)
			}
		}
	})
}

func TestCompare_withItselfNothingMoves(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	cands := many(t, m, 40)
	c := score.Compare(judged(m, cands), judged(m, cands))
	if len(c.Moves) != 0 || c.Spearman != 1 || c.MeanMove != 0 || c.Top != 0 || c.Projects != 40 || c.Both == 0 {
		t.Errorf("%+v", c)
	}
}

// Weights count by their share, so all of an axis times one factor is the same
// model to every figure but the seed of the ranges.
func TestEvaluate_scaleOfWeightsDoesNotMatter(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	s := score.New(m)
	rapid.Check(t, func(t *rapid.T) {
		scaled := m
		scaled.Axes = map[model.Axis][]model.InputRule{}
		for _, a := range model.InputAxes {
			k := rapid.Float64Range(.01, 50).Draw(t, a.Name())
			scaled.Axes[a] = slices.Clone(m.Axes[a])
			for i := range scaled.Axes[a] {
				scaled.Axes[a][i].Weight *= k
			}
			by := rapid.Permutation(scaled.Axes[a]).Draw(t, "order of "+a.Name())
			scaled.Axes[a] = by
		}
		ins := anyInputs(m).Draw(t, "inputs")
		x, y := s.Evaluate(health.Project{}, ins, at, at), score.Evaluate(scaled, health.Project{}, ins, at, at)
		for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture, model.Criticality, model.Health} {
			p, q := x.Axis(a), y.Axis(a)
			if math.Abs(p.Value-q.Value) > 1e-9 || math.Abs(p.Lo-q.Lo) > 1e-9 || math.Abs(p.Coverage-q.Coverage) > 1e-9 || p.Band != q.Band {
				t.Errorf("%s is %v and %v", a.Name(), p.Interval, q.Interval)
			}
		}
		if x.RiskKnown != y.RiskKnown || math.Abs(x.Risk.Value-y.Risk.Value) > 1e-9 || math.Abs(x.RiskUpper-y.RiskUpper) > 1e-9 {
			t.Errorf("risk %v and %v", x.Risk, y.Risk)
		}
	})
}

func TestCompare_saysHowFarAndByWhat(t *testing.T) {
	t.Parallel()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	b, err := set.Overlay("x", []byte("overlay: {id: x, why: y}\nrisk: {omega: {V: 0, R: 1, S: 0}, min_coverage: {C: 0, V: 0, R: 0, S: 0}}\naxes: {R: [{id: R1, off: true}, {id: R3, off: true}, {id: R4, off: true}, {id: R5, off: true}]}\ngates: [{id: G3, off: true}]"))
	if err != nil {
		t.Fatal(err)
	}
	ins := func(months, regulars float64, checks ...health.Input) health.Inputs {
		return inputs(append(checks, health.Obs("active_months_12m", months), health.Obs("regulars_12m", regulars), health.Obs("dependents_percentile", 80))...)
	}
	b.Risk.FullCoverage = nil
	a := set.Model
	a.Risk.MinCoverage = map[model.Axis]float64{model.Posture: .01}
	a.Risk.FullCoverage = nil
	cands := []score.Candidate{
		{Project: health.Project{Slug: "asleep", Name: "Asleep"}, Inputs: ins(0, 8, health.Obs("Code-Review", 0))},
		{Project: health.Project{Slug: "alone", Name: "Alone"}, Inputs: ins(9, 1, health.Obs("Code-Review", 10))},
		{Project: health.Project{Slug: "unseen", Name: "Unseen"}, Inputs: ins(9, 3)},
	}
	c := score.Compare(judged(a, cands), judged(b, cands))
	if len(c.Moves) != 2 || c.RankableMoved != 0 || c.RankMoved != 2 {
		t.Fatalf("%d moves: %+v", len(c.Moves), c)
	}
	by := map[string]score.Move{}
	for _, m := range c.Moves {
		by[m.Slug] = m
	}
	if m := by["alone"]; m.Places != 1 || m.Parts[0].Input != "R2" || m.Parts[0].Points <= 0 {
		t.Errorf("alone: %+v", m)
	}
	if m := by["asleep"]; m.Places >= 0 || m.Before.Rank != 1 {
		t.Errorf("asleep: %+v", m)
	}
	if c.Both != 2 || c.Spearman != -1 {
		t.Errorf("%d ranked under both, correlation %g", c.Both, c.Spearman)
	}

	b.Risk.MinCoverage = map[model.Axis]float64{model.Criticality: .9}
	c = score.Compare(judged(a, cands), judged(b, cands))
	if len(c.Moves) != 2 || c.RankableMoved != 2 || c.Both != 0 || !math.IsNaN(c.Spearman) || c.Moves[0].Slug != "asleep" || c.Moves[0].Places != -3 || c.Moves[0].Parts != nil {
		t.Errorf("when nothing is ranked any more: %+v", c)
	}
}
