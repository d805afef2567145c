package score_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// expecting returns the shipped model with a table of its own: every check has a mean of 4, and
// copies of other projects one of 2.
func expecting(t *testing.T) model.Model {
	m := few(shipped(t))
	m.Axes[model.Criticality] = given(t).Axes[model.Criticality]
	m.Prior = model.Prior{}
	for _, r := range m.Axes[model.Posture] {
		m.Prior.Cells = append(m.Prior.Cells,
			model.PriorCell{Check: r.Field, N: 100, Mean: 4, Deciles: model.Deciles{0, 0, 0, 1, 2, 3, 5, 7, 9, 10, 10}},
			model.PriorCell{Check: r.Field, Gap: model.MirrorGap, N: 50, Mean: 2, Deciles: model.Deciles{0, 0, 0, 0, 1, 1, 2, 3, 5, 7, 9}},
			model.PriorCell{Check: r.Field, Gap: model.NoWorkflows, N: 19, Mean: 9, Deciles: model.Deciles{9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}},
		)
	}
	return m
}

// unseen returns the worked example with every check of posture unknown for the reason.
func unseen(m model.Model, gap model.Gap) health.Inputs {
	ins := example()
	for _, r := range m.Axes[model.Posture] {
		in := health.Missing(r.Field, "nobody looked", nil)
		in.Gap = gap
		ins[r.Field] = in
	}
	return ins
}

func TestAssume_takesTheExpectedScore(t *testing.T) {
	t.Parallel()
	m := expecting(t)
	mirror := health.Project{Repositories: []health.Repository{{URL: "https://github.com/a/b", Role: health.Primary, Mirror: true}}}
	for name, tc := range map[string]struct {
		p    health.Project
		gap  model.Gap
		want float64
	}{
		"not asked":     {gap: model.NotAsked, want: 40},
		"mirror":        {p: mirror, gap: model.NotAsked, want: 20},
		"fewer than 20": {gap: model.NoWorkflows, want: 40},
		"own files":     {gap: model.Unreadable, want: 5}, // the lower quartile
	} {
		sc := score.Evaluate(m, tc.p, unseen(m, tc.gap), at, at)
		near(t, name, sc.S.Value, tc.want, 1e-9)
		near(t, name+": assumed", sc.S.Assumed, 1, 1e-9)
		near(t, name+": seen", sc.S.Coverage, 0, 1e-9)
	}
	if sc := score.Evaluate(m, health.Project{}, unseen(m, ""), at, at); sc.S.Known || sc.S.Assumed != 0 {
		t.Errorf("a repository that was never read has a posture of %v", sc.S)
	}
}

func TestAssume_partsAddUpAndSayWhatIsAssumed(t *testing.T) {
	t.Parallel()
	m := expecting(t)
	ins := unseen(m, model.NotAsked)
	ins.Put(health.Obs(field.LicenseCheck, 10), health.Obs(field.BinaryArtifacts, 3))
	sc := score.Evaluate(m, health.Project{}, ins, at, at)
	sum, assumed := 0.0, 0
	for _, c := range sc.Contributions {
		sum += c.Points
		if c.Assumed {
			assumed++
		}
	}
	near(t, "sum", sum, sc.Risk.Value, 1e-9)
	if want := len(m.Axes[model.Posture]) - 2; assumed != want {
		t.Errorf("%d contributions are assumed, want %d", assumed, want)
	}
	if sc.Risk.Lo > sc.Risk.Value || sc.Risk.Hi < sc.Risk.Value || sc.Risk.Hi-sc.Risk.Lo < 1 {
		t.Errorf("the risk is %v: what is assumed leaves more doubt", sc.Risk)
	}
}

// A check that turns out as expected moves nothing, a better one never lowers posture, and no number
// of seen checks makes it jump.
func TestAssume_property(t *testing.T) {
	t.Parallel()
	m := expecting(t)
	rapid.Check(t, func(t *rapid.T) {
		ins := unseen(m, model.NotAsked)
		rules := slices.Clone(m.Axes[model.Posture])
		for _, r := range rules[:rapid.IntRange(0, len(rules)-1).Draw(t, "seen")] {
			ins.Put(health.Obs(r.Field, float64(rapid.IntRange(0, 10).Draw(t, string(r.Field)))))
		}
		before := score.Evaluate(m, health.Project{}, ins, at, at)
		next := rules[len(rules)-1]
		got := rapid.Float64Range(0, 10).Draw(t, "next")
		after := maps.Clone(ins)
		after.Put(health.Obs(next.Field, got))
		x := score.Evaluate(m, health.Project{}, after, at, at)
		all := 0.0
		for _, r := range rules {
			all += r.Weight
		}
		want := before.S.Value + next.Weight/all*10*(got-4)
		if math.Abs(x.S.Value-want) > 1e-9 {
			t.Fatalf("posture was %v, and is %v after a score of %v; want %v", before.S.Value, x.S.Value, got, want)
		}
	})
}

// A project without a position takes none from the others.
func TestRank_partialRowsMoveNobody(t *testing.T) {
	t.Parallel()
	m := expecting(t)
	s := score.New(m)
	cand := func(i int, seen bool) score.Candidate {
		ins := unseen(m, model.NotAsked)
		ins.Put(health.Obs(field.Regulars12m, float64(i%6)))
		if seen {
			for _, r := range m.Axes[model.Posture] {
				ins.Put(health.Obs(r.Field, float64(i%11)))
			}
		}
		p := health.Project{Slug: fmt.Sprintf("p%02d", i), Name: fmt.Sprintf("P %d", i)}
		return score.Candidate{Project: p, Inputs: ins, Score: s.Evaluate(p, ins, at, at), ObservedAt: at}
	}
	var full, both []score.Candidate
	for i := range 12 {
		full = append(full, cand(i, true))
		both = append(both, cand(i, true), cand(i+20, false))
	}
	want := map[string][3]int{}
	for _, r := range score.Rank(m, "l", full, "seed") {
		want[r.Slug] = [3]int{r.Rank, r.RankLo, r.RankHi}
	}
	for _, c := range both {
		if word := c.Score.RiskBand.Word; (word == "") != (len(c.Score.Partial) > 0) {
			t.Errorf("%s: band %q, partial for %v", c.Project.Slug, word, c.Score.Partial)
		}
	}
	partial := 0
	for _, r := range score.Rank(m, "l", both, "seed") {
		if r.State() == health.RankPartial {
			partial++
			if r.Rank != 0 || r.S != nil || r.RiskBand.Word != "" || r.RankLo < 1 || r.RankHi > 13 || r.RankIfBad > r.RankIfGood {
				t.Errorf("%s: %+v", r.Slug, r)
			}
			continue
		}
		if got := [3]int{r.Rank, r.RankLo, r.RankHi}; got != want[r.Slug] {
			t.Errorf("%s: rank and range %v beside partial rows, %v without", r.Slug, got, want[r.Slug])
		}
	}
	if partial != 12 {
		t.Errorf("%d partial rows, want 12", partial)
	}
}

// What was seen does not vary in the ranks that a project could have: a gate over counts that were
// read fires or does not.
func TestRank_whatIfTheUnseenIsBadKeepsToWhatWasSeen(t *testing.T) {
	t.Parallel()
	m := expecting(t)
	m.Draws.Draws = 200
	ins := unseen(m, model.NotAsked)
	ins.Put(health.Obs(field.Regulars12m, 2), health.Obs(field.Integrators12m, 1), health.Obs(field.ContributorAbsenceFactor, 9),
		health.Obs("active_months_12m", 12), health.Obs("release_flow_months", 0)) // the gate of the one keyholder just does not fire
	none := m
	none.Gates = nil
	partial := func(m model.Model) score.Candidate {
		c := score.Candidate{Project: health.Project{Slug: "p", Name: "p"}, Inputs: ins, ObservedAt: at, Score: score.Evaluate(m, health.Project{Slug: "p"}, ins, at, at)}
		if !c.Score.Rankable || len(c.Score.Partial) == 0 {
			t.Fatalf("the project has a position: %v", c.Score.Reasons)
		}
		return c
	}
	others := many(t, m, 60)
	worst := func(m model.Model) ranking.Row {
		for _, r := range score.Rank(m, "l", append(slices.Clone(others), partial(m)), "seed") {
			if r.Slug == "p" {
				return r
			}
		}
		return ranking.Row{}
	}
	with, without := worst(m), worst(none)
	if with.RankIfBad != without.RankIfBad || with.RankIfGood != without.RankIfGood {
		t.Errorf("ranks if the unseen is bad or good: %d and %d, without the gate that does not fire %d and %d", with.RankIfBad, with.RankIfGood, without.RankIfBad, without.RankIfGood)
	}
}
