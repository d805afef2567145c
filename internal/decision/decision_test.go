package decision_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit/bundled"
)

// The order that decisions are made in is the published one, and what comes out well never raises risk.
func TestOf_bundled(t *testing.T) {
	t.Parallel()
	set, cands := bundled.Candidates(t)
	now := cands[0].Score.At.AddDate(0, 1, 0)
	rows := score.Rank(set.Model, "critical", cands, set.Model.SHA256)
	j := decision.New(set.Model, cands, now)
	moved := map[string]int{}
	for _, r := range rows {
		d, ok := j.Of(r.Slug, 20)
		if !ok || r.Rank > 0 && d.Rank != r.Rank {
			t.Errorf("%s has rank %d, published as %d", r.Slug, d.Rank, r.Rank)
		}
		if r.Rankable && d.Rank == 0 || d.In() != (d.Rank > 0 && d.Rank <= 20) {
			t.Errorf("%s has no rank: %+v", r.Slug, d)
		}
		ranks := map[string]int{}
		stays := 0
		for _, o := range d.Outcomes {
			ranks[o.Variant] = o.Rank
			if decision.Labels[o.Variant] == "" || o.Stays != (o.Rank > 0 && o.Rank <= 20) || o.Rank > o.Of+1 {
				t.Errorf("%s: %+v", r.Slug, o)
			}
			if o.Stays {
				stays++
			}
			if o.Rank != d.Rank {
				moved[o.Variant]++
			}
		}
		if stays != d.Stays || d.Judged > len(d.Outcomes) {
			t.Errorf("%s stays %d times of %d, it says %d", r.Slug, stays, d.Judged, d.Stays)
		}
		if bad, seen := ranks[decision.PostureBad]; seen && bad > ranks[decision.PostureGood] {
			t.Errorf("%s has rank %d with the worst unseen checks and %d with the best", r.Slug, bad, ranks[decision.PostureGood])
		}
		last := len(rows)
		for _, o := range d.Open {
			if o.Bad > o.Good || o.Good-o.Bad > last || o.Swing <= 0 || o.Label == "" {
				t.Errorf("%s: %+v after one that moves it by %d ranks", r.Slug, o, last)
			}
			last = o.Good - o.Bad
		}
	}
	for _, v := range []string{decision.PostureBad, decision.PostureGood, decision.HalfCritical, decision.DoubleCritical, decision.NoExperts} {
		if moved[v] < 10 {
			t.Errorf("%s moves %d projects: it tests nothing", v, moved[v])
		}
	}
	if _, ok := j.Of("nothing", 20); ok {
		t.Error("a project that is not listed has a decision")
	}
	if os.Getenv("PLUMBLINE_SHOW") != "" {
		for _, slug := range []string{"xz", "curl", "bash", "requests", "log4j"} {
			d, _ := j.Of(slug, 20)
			t.Logf("%+v", d)
		}
	}
}

// What is known settles: with an open fact observed, the rank lies between the two that were foretold.
func TestOf_anOpenFactComesOutAsForetold(t *testing.T) {
	t.Parallel()
	set, cands := bundled.Candidates(t)
	now := cands[0].Score.At.AddDate(0, 1, 0)
	j := decision.New(set.Model, cands, now)
	tried := 0
	for i, c := range cands {
		d, _ := j.Of(c.Project.Slug, 20)
		if d.Rank == 0 || len(d.Open) == 0 || len(c.Score.Partial) > 0 {
			continue
		}
		o := d.Open[0]
		rule, _ := set.Model.Rule(o.Axis, o.Input)
		middle := (rule.Curve[0].X + rule.Curve[len(rule.Curve)-1].X) / 2
		changed := slices.Clone(cands)
		ins := maps.Clone(c.Inputs)
		ins.Put(health.Obs(o.Field, middle))
		changed[i].Inputs = ins
		got := score.Reorder(set.Model, changed, now, 1).Rank[c.Project.Slug]
		if got < o.Bad || got > o.Good {
			t.Errorf("%s: %s may come out between rank %d and %d; as %g it is %d", c.Project.Slug, o.Field, o.Bad, o.Good, middle, got)
		}
		if tried++; tried == 10 {
			return
		}
	}
	if tried < 3 {
		t.Errorf("%d projects have an open fact: it tests nothing", tried)
	}
}
