package upgrade

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"pgregory.net/rapid"
)

func ranked(c Cause, ranks map[string]int) Ranking {
	r := Ranking{Cause: c}
	for slug, rank := range ranks {
		row := ranking.Row{Slug: slug, Name: slug, Rank: rank}
		if rank == 0 {
			row.Reasons = []health.Reason{{Text: "too little"}}
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// Whatever the orders are, the steps of every project lead from its first rank to its last, each
// from where the one before it ended.
func TestCompare_stepsAddUpToTheMove(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all []Ranking
		for _, c := range []Cause{"", Clock, List, Fact, Rule, Assumption} {
			ranks := map[string]int{}
			for _, slug := range []string{"a", "b", "c"} {
				if n := rapid.IntRange(-1, 30).Draw(t, slug); n >= 0 {
					ranks[slug] = n
				}
			}
			all = append(all, ranked(c, ranks))
		}
		first, last := orderOf(all[0]), orderOf(all[5])
		n := Compare(all)
		moved := map[string]bool{}
		for _, m := range n.Moves {
			moved[m.Slug] = true
			at := first.rows[m.Slug].Rank
			for _, s := range m.Steps {
				if s.From != at || s.From == s.To {
					t.Fatalf("%s: a step from %d, it was at %d: %+v", m.Slug, s.From, at, m.Steps)
				}
				at = s.To
			}
			if at != last.rows[m.Slug].Rank || m.Why == "" && m.From*m.To == 0 || !slices.ContainsFunc(m.Steps, func(s Step) bool { return s.Cause == m.Cause }) {
				t.Fatalf("%+v ends at %d, not at %d", m, at, last.rows[m.Slug].Rank)
			}
		}
		for _, slug := range []string{"a", "b", "c"} {
			if moved[slug] != (first.rows[slug].Rank != last.rows[slug].Rank) {
				t.Fatalf("%s moved: %v", slug, moved[slug])
			}
		}
	})
}

func TestCompare_namesTheLargestStep(t *testing.T) {
	t.Parallel()
	n := Compare([]Ranking{
		ranked("", map[string]int{"near": 1, "far": 20, "gone": 3, "out": 4, "back": 9}),
		ranked(List, map[string]int{"near": 2, "far": 18, "out": 4, "new": 3, "back": 0}),
		ranked(Rule, map[string]int{"near": 2, "far": 5, "out": 0, "new": 3, "back": 30}),
	})
	if n.Projects != [2]int{5, 5} || n.Ranked != [2]int{5, 4} || !slices.Equal(n.Came, []string{"new"}) || !slices.Equal(n.Left, []string{"gone"}) {
		t.Errorf("%+v", n)
	}
	want := map[string]struct {
		cause Cause
		why   string
	}{
		"new": {List, "new on the list"}, "far": {Rule, ""}, "gone": {List, "no longer on the list"}, "out": {Rule, "not ranked now: too little"},
		"back": {List, "not ranked now: too little"},
	}
	for _, m := range n.Far() {
		w, ok := want[m.Slug]
		if !ok || m.Cause != w.cause || m.Why != w.why {
			t.Errorf("%+v, want %+v", m, w)
		}
		delete(want, m.Slug)
	}
	if len(want) > 0 || len(n.Moves) != 6 {
		t.Errorf("missing %v; %d moves", want, len(n.Moves))
	}
}

func TestCompare_unknownFormerModel(t *testing.T) {
	t.Parallel()
	n := Compare([]Ranking{{Judgement: score.Judgement{Rows: []ranking.Row{{Slug: "a", Rank: 9}}}}, ranked(Unknown, map[string]int{"a": 1})})
	if m := n.Moves[0]; m.Cause != Unknown || m.Why != "the former model is not available" {
		t.Errorf("%+v", m)
	}
}

// scored is a ranking of a model with one criticality input, in the order of the points; a project
// without points is not ranked.
func scored(c Cause, points map[string]float64) Ranking {
	r := ranked(c, map[string]int{})
	for slug, p := range points {
		row := ranking.Row{Slug: slug, Name: slug}
		s := health.Score{Project: slug, RiskKnown: p > 0, Risk: health.Interval{Value: p / 2}, Weakness: 50}
		s.C = health.AxisScore{Axis: model.Criticality, Interval: health.Interval{Value: p}, Inputs: []health.ScoredInput{{ID: "C1", Label: "Dependents", Share: 1, S: p}}}
		if p > 0 {
			row.Rank = 1
			for _, other := range points {
				if other > p {
					row.Rank++
				}
			}
		}
		r.Rows = append(r.Rows, row)
		r.Candidates = append(r.Candidates, score.Candidate{Project: health.Project{Slug: slug}, Score: s})
	}
	return r
}

// A project can rise although its own risk falls. The reason then says what the others did.
func TestWhy_saysWhetherTheProjectOrTheOthersMoved(t *testing.T) {
	t.Parallel()
	n := Compare([]Ranking{
		scored(Clock, map[string]float64{"a": 90, "b": 80, "up": 40, "less": 50, "same": 30}),
		scored(Rule, map[string]float64{"a": 0, "b": 0, "up": 70, "less": 48, "same": 30}),
	})
	got := map[string]string{}
	for _, m := range n.Moves {
		got[m.Slug] = m.Why
	}
	// Most of a move in the direction of its own change can still be others'.
	n = Compare([]Ranking{
		scored(Clock, map[string]float64{"a": 90, "b": 80, "c": 70, "d": 60, "slight": 50, "e": 51}),
		scored(Rule, map[string]float64{"a": 0, "b": 0, "c": 40, "d": 30, "slight": 52, "e": 51}),
	})
	for _, m := range n.Moves {
		got[m.Slug] = m.Why
	}
	for slug, want := range map[string]string{
		"up":     "2 projects lost their positions above it; its own risk +15.0 alone would give rank 3: C1 Dependents +15.0",
		"less":   "2 projects lost their positions above it; its own risk −1.0 alone would not move it: C1 Dependents −1.0",
		"slight": "2 projects lost their positions above it, and others fell below it; its own risk +1.0 alone would give rank 5: C1 Dependents +1.0",
		"same":   "2 projects lost their positions above it; its risk is the same",
	} {
		if got[slug] != want {
			t.Errorf("%s: %q, want %q", slug, got[slug], want)
		}
	}
}

// A partial row is in the ranking without a position; its reasons are not those of a row that is not
// ranked.
func TestWhy_partialRowsHaveTheirOwnReasons(t *testing.T) {
	t.Parallel()
	after := ranked(Assumption, map[string]int{"a": 0})
	after.Rows[0].Reasons, after.Rows[0].RankState = nil, health.RankPartial
	after.Rows[0].Partial = []health.Reason{{Text: "posture: 20% seen"}}
	n := Compare([]Ranking{ranked("", map[string]int{"a": 4}), after})
	if got := n.Moves[0]; got.Why != "partial, without a position now: posture: 20% seen" || got.Cause != Assumption {
		t.Errorf("%+v", got)
	}
}
