package score_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// scenarios are two models with other shares of the axes.
func scenarios(m model.Model) []score.Scenario {
	other := func(id string, v, r, s float64) score.Scenario {
		x := m
		x.Risk.Omega = map[model.Axis]float64{model.Vitality: v, model.Resilience: r, model.Posture: s}
		x.SHA256 = id
		return score.Scenario{ID: id, Label: "as " + id, Model: x}
	}
	return []score.Scenario{other("people", .1, .8, .1), other("practice", .1, .1, .8)}
}

// What a row says of a scenario is what ranking by its model says.
func TestViews_areTheRanksOfTheScenariosModel(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	cands := many(t, m, 60)
	now := cands[0].ObservedAt.Add(24 * time.Hour)
	rows := score.Rank(m, "l", cands, "seed")
	score.Views(scenarios(m), cands, rows, now)
	moved := false
	for i, sc := range scenarios(m) {
		theirs := slices.Clone(cands)
		for j := range theirs {
			theirs[j].Score = score.Evaluate(sc.Model, theirs[j].Project, theirs[j].Inputs, theirs[j].ObservedAt, now)
		}
		want := map[string]ranking.Row{}
		of := 0
		for _, r := range score.Rank(sc.Model, "l", theirs, "seed") {
			want[r.Slug] = r
			if r.Rank > 0 {
				of++
			}
		}
		for _, r := range rows {
			got, w := r.Views[i], want[r.Slug]
			if r.State() == health.RankPartial { // a rank that it could have
				if got.Rank < 1 || got.Rank > of+1 {
					t.Errorf("%s under %s: could have rank %d of %d", r.Slug, sc.ID, got.Rank, of)
				}
				continue
			}
			if got.ID != sc.ID || got.Label != sc.Label || got.Rank != w.Rank || got.Of != of || (got.Risk == nil) != (w.Risk == nil) || got.Risk != nil && *got.Risk != w.Risk.Value {
				t.Fatalf("%s under %s: %+v, want rank %d of %d", r.Slug, sc.ID, got, w.Rank, of)
			}
			moved = moved || got.Rank != r.Rank
		}
	}
	if !moved {
		t.Error("no scenario moved anybody: the test shows nothing")
	}
}

func TestViews_withoutScenariosOrProjects(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	cands := many(t, m, 3)
	rows := score.Rank(m, "l", cands, "seed")
	score.Views(nil, cands, rows, cands[0].ObservedAt)
	for _, r := range rows {
		if len(r.Views) != 0 {
			t.Errorf("%s has views of no scenario", r.Slug)
		}
	}
	score.Views(scenarios(m), nil, nil, time.Time{}) // nothing to do, nothing to fail
}

// A project without a position as published has none under other weights, and one that is not ranked
// as published has one only if enough of it was seen by that model.
func TestViews_givesNoPositionForTooLittle(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	only := m
	only.Axes = maps.Clone(m.Axes)
	only.SHA256 = "other"
	// One seen input of three: more than the least, less than a position needs.
	line := []model.Point{{X: 0, Y: 0}, {X: 100, Y: 100}}
	rules := []model.InputRule{
		{ID: "a", Field: "dependents_percentile", Weight: 2, Curve: line},
		{ID: "b", Field: "downloads_percentile", Weight: 2, Curve: line},
		{ID: "c", Field: "distribution_families", Weight: 2, Curve: line},
	}
	only.Axes[model.Criticality] = rules
	base := only
	base.Axes = maps.Clone(only.Axes)
	heavy := slices.Clone(rules)
	heavy[0].Weight = .1 // under the published weights it is not ranked at all
	base.Axes[model.Criticality] = heavy
	cands := many(t, base, 1)
	c := cands[0]
	c.Inputs = maps.Clone(c.Inputs)
	for _, r := range base.Axes[model.Posture] {
		c.Inputs.Put(health.Obs(r.Field, 5))
	}
	for _, a := range []model.Axis{model.Vitality, model.Resilience} {
		for _, r := range base.Axes[a] {
			c.Inputs.Put(health.Obs(r.Field, r.Curve[0].X))
		}
	}
	c.Inputs.Put(health.Obs("dependents_percentile", 80), health.Missing("downloads_percentile", "not seen", nil), health.Missing("distribution_families", "not seen", nil))
	c.Score = score.Evaluate(base, c.Project, c.Inputs, c.ObservedAt, at)
	cands[0] = c
	own := score.Evaluate(only, c.Project, c.Inputs, c.ObservedAt, at)
	if c.Score.Rankable || !own.Rankable || len(own.Partial) == 0 {
		t.Fatalf("the case is not the one that is meant: %v, %v, %v", c.Score.Reasons, own.Reasons, own.Partial)
	}
	rows := score.Rank(base, "l", cands, "seed")
	score.Views([]score.Scenario{{ID: "other", Label: "other", Model: only}}, cands, rows, at)
	if v := rows[0].Views[0]; v.Of != 0 {
		t.Errorf("%d projects have a position under weights by which a third of criticality was seen", v.Of)
	}
}
