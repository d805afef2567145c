package score_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// many returns n candidates with varied inputs, nine of ten rankable.
func many(t testing.TB, m model.Model, n int) []score.Candidate {
	t.Helper()
	s := score.New(m)
	g := rand.New(rand.NewPCG(1, 2))
	out := make([]score.Candidate, n)
	for i := range out {
		ins := health.Inputs{}
		for _, a := range model.InputAxes {
			for j, r := range m.Axes[a] {
				if j < 2 && i%10 == 9 && a == model.Posture || g.IntN(10) > 7 {
					ins.Put(health.Missing(r.Field, "not seen", nil))
					continue
				}
				lo, hi := r.Curve[0].X, r.Curve[len(r.Curve)-1].X
				ins.Put(health.Obs(r.Field, float64(int(lo+g.Float64()*(hi-lo)))))
			}
		}
		p := health.Project{Slug: fmt.Sprintf("p%05d", i), Name: fmt.Sprintf("P %d", i)}
		out[i] = score.Candidate{Project: p, Inputs: ins, Score: s.Evaluate(p, ins, at, at), ObservedAt: at}
	}
	return out
}

// stated returns a candidate with a given risk and nothing else to tell it apart.
func stated(name string, risk, c, upper float64) score.Candidate {
	axis := func(a model.Axis, v float64) health.AxisScore {
		return health.AxisScore{Axis: a, Known: true, Coverage: 1, Interval: health.Interval{Value: v, Lo: v, Hi: v}}
	}
	return score.Candidate{
		Project: health.Project{Slug: name, Name: name},
		Score: health.Score{
			Project: name, Rankable: true, RiskKnown: true, RiskUpper: upper, Risk: health.Interval{Value: risk, Lo: risk, Hi: risk},
			C: axis(model.Criticality, c), V: axis(model.Vitality, 50), R: axis(model.Resilience, 50), S: axis(model.Posture, 50),
		},
	}
}

func bare(m model.Model) model.Model {
	m.Axes, m.Gates = nil, nil
	return m
}

func TestRank_tiesByCriticalityUpperBoundName(t *testing.T) {
	t.Parallel()
	m := bare(shipped(t))
	cands := []score.Candidate{
		stated("e", 10, 90, 50), stated("d", 20, 80, 30), stated("c", 20, 80, 30), stated("b", 20, 80, 40), stated("a", 20+1e-12, 70, 90),
		{Project: health.Project{Slug: "y", Name: "y"}, Score: health.Score{RiskUpper: 10}},
		{Project: health.Project{Slug: "z", Name: "z"}, Score: health.Score{RiskUpper: 90}},
	}
	var got []string
	for _, r := range score.Rank(m, "l", cands, "seed") {
		got = append(got, fmt.Sprintf("%s %d", r.Slug, r.Rank))
	}
	want := []string{"b 1", "c 1", "d 1", "a 1", "e 5", "z 0", "y 0"}
	if !slices.Equal(got, want) {
		t.Errorf("order and ranks %v, want %v", got, want)
	}
}

func TestRank_tiers(t *testing.T) {
	t.Parallel()
	m := bare(shipped(t))
	wide := func(name string, risk, half float64) score.Candidate {
		c := stated(name, risk, 90, 90)
		c.Score.Risk.Lo, c.Score.Risk.Hi = risk-half, risk+half
		return c
	}
	for name, tc := range map[string]struct {
		cands []score.Candidate
		want  []int
	}{
		"close and wide":          {[]score.Candidate{wide("a", 50, 10), wide("b", 46, 10), wide("c", 43, 10)}, []int{1, 1, 1}},
		"eight below the first":   {[]score.Candidate{wide("a", 50, 10), wide("b", 46, 10), wide("c", 42, 10)}, []int{1, 1, 2}},
		"narrow, little shared":   {[]score.Candidate{wide("a", 50, 2), wide("b", 47, 2)}, []int{1, 2}},
		"half shared":             {[]score.Candidate{wide("a", 50, 2), wide("b", 48, 2)}, []int{1, 1}},
		"a point in a wide one":   {[]score.Candidate{wide("a", 50, 10), wide("b", 46, 0)}, []int{1, 1}},
		"a point outside another": {[]score.Candidate{wide("a", 50, 1), wide("b", 46, 0)}, []int{1, 2}},
	} {
		var got []int
		for _, r := range score.Rank(m, "l", tc.cands, "seed") {
			got = append(got, r.Tier)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: tiers %v, want %v", name, got, tc.want)
		}
	}
}

func TestRank_sameSeedSameBytes(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	cands := many(t, m, 60)
	first, err := json.Marshal(score.Rank(m, "l", cands, "seed"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(cands)
	again, err := json.Marshal(score.Rank(m, "l", cands, "seed"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, again) {
		t.Error("the order of the candidates shows in the ranking")
	}
	other, err := json.Marshal(score.Rank(m, "l", cands, "another seed"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first, other) {
		t.Error("another seed gives the same draws")
	}
}

func TestRank_rangesHoldTheRank(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	rows := score.Rank(m, "l", many(t, m, 200), "seed")
	ranked, top := 0, 0.
	for i, r := range rows {
		if !r.Rankable {
			if r.Rank != 0 || r.Tier != 0 || len(r.Reasons) == 0 {
				t.Errorf("%s is not rankable: rank %d, tier %d, reasons %v", r.Slug, r.Rank, r.Tier, r.Reasons)
			}
			continue
		}
		ranked++
		if r.RankState == health.RankPartial {
			if r.Rank != 0 || r.RankLo < 1 || r.RankHi > 201 || r.RankIfBad < 1 || r.RankIfBad > r.RankIfGood {
				t.Errorf("%s is partial: rank %d, range %d to %d, %d if bad, %d if good", r.Slug, r.Rank, r.RankLo, r.RankHi, r.RankIfBad, r.RankIfGood)
			}
			continue
		}
		top += r.PTop10
		if r.RankLo > r.Rank || r.RankHi < r.Rank || r.RankLo < 1 || r.RankHi > 200 {
			t.Errorf("%s: rank %d, range %d to %d", r.Slug, r.Rank, r.RankLo, r.RankHi)
		}
		if i > 0 && rows[i-1].Rankable && (r.Risk.Value > rows[i-1].Risk.Value || r.Tier < rows[i-1].Tier) {
			t.Errorf("%s is out of order", r.Slug)
		}
	}
	if ranked < 100 || top < 9.999 || top > 10.001 {
		t.Errorf("%d ranked, P(top 10) sums to %g, want 10", ranked, top)
	}
	if rows[0].PTop10 < .9 || rows[ranked-1].PTop10 > .1 {
		t.Errorf("P(top 10) of the first is %g, of the last %g", rows[0].PTop10, rows[ranked-1].PTop10)
	}
}

func TestRank_row(t *testing.T) {
	t.Parallel()
	m := given(t)
	ins := example()
	ins.Put(health.ObsList("human_commits_by_month", []int{9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), health.ObsText("licence", "0BSD"),
		health.ObsText("last_release", "2022-01-02"), health.ObsList("funding_channels", []string{"liberapay"}))
	p := health.Project{Slug: "xz", Name: "XZ", Packages: []string{"pkg:npm/x"}, Repositories: []health.Repository{{URL: "https://github.com/tukaani-project/xz", Role: health.Primary}}}
	r := score.Rank(m, "critical", []score.Candidate{{
		Project: p, Inputs: ins, Score: score.Evaluate(m, p, ins, at, at), ObservedAt: at,
		Last: health.Attempt{Outcome: health.OutcomeCarried, Reason: "the host did not answer"},
	}}, "seed")[0]
	if r.List != "critical" || r.Repository != "github.com/tukaani-project/xz" || r.Owner != "tukaani-project" || r.Host != "github.com" || r.Ecosystem != "npm" ||
		r.Licence != "0BSD" || r.Gate != "G3" || r.Regulars != 1 || r.HumanCommits != -1 || len(r.Months) != 12 || r.Months[0] != 1 ||
		r.LastRelease != "2022-01-02" || len(r.Funding) != 1 || r.Outcome != health.OutcomeCarried || r.Problem == "" || r.Rank != 1 || r.Tier != 1 || r.MainReason == "" {
		t.Errorf("row %+v", r)
	}
	if r.Risk == nil || *r.Risk != score.Evaluate(m, p, ins, at, at).Risk {
		t.Errorf("risk of the row %v is not the one of the score", r.Risk)
	}
}

func BenchmarkEvaluate(b *testing.B) {
	m := shipped(b)
	c := many(b, m, 1)[0]
	s := score.New(m)
	b.ReportAllocs()
	for b.Loop() {
		s.Evaluate(c.Project, c.Inputs, at, at)
	}
}

// A list of ten thousand as a run publishes it: scores, ranges, tiers, places
// among peers and under three other models.
func BenchmarkPublish10000(b *testing.B) {
	m := shipped(b)
	cands := many(b, m, 10000)
	views := append(scenarios(m), scenarios(m)[0])
	b.ReportAllocs()
	for b.Loop() {
		s := score.New(m)
		for i, c := range cands {
			cands[i].Score = s.Evaluate(c.Project, c.Inputs, at, at)
		}
		score.Views(views, cands, score.Rank(m, "l", cands, "seed"), at)
	}
}

func BenchmarkRank10000(b *testing.B) {
	m := shipped(b)
	cands := many(b, m, 10000)
	b.ReportAllocs()
	for b.Loop() {
		score.Rank(m, "l", cands, "seed")
	}
}
