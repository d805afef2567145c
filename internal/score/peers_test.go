package score_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"pgregory.net/rapid"
)

// peerOf is a project of a group with one regular whose vitality, resilience,
// health and posture are v.
func peerOf(slug, peers, category string, v float64) score.Candidate {
	x := health.AxisScore{Known: true, Coverage: 1, Interval: health.Interval{Value: v, Lo: v, Hi: v}}
	return score.Candidate{
		Project: health.Project{Slug: slug, Name: slug, Peers: peers, Category: category},
		Inputs:  health.Inputs{"regulars_12m": health.Obs("regulars_12m", 1)},
		Score: health.Score{
			Project: slug, V: x, R: x, H: x, S: x, C: x, RiskKnown: true, Rankable: true,
			Evidence: health.EvidenceFull, PostureFrom: field.SourceScorecard,
		},
	}
}

// crowd is n projects of one group with the values 10, 20, …
func crowd(n int, peers, category string) (cands []score.Candidate) {
	for i := range n {
		cands = append(cands, peerOf(fmt.Sprintf("%s-%s-%d", peers, category, i), peers, category, float64(10*(i+1))))
	}
	return cands
}

// stand ranks the candidates and returns each one's standings, in their order.
func stand(m model.Model, cands []score.Candidate) [][]ranking.Standing {
	out := make([][]ranking.Standing, len(cands))
	for _, r := range score.Rank(m, "list", cands, "seed") {
		out[slices.IndexFunc(cands, func(c score.Candidate) bool { return c.Project.Slug == r.Slug })] = r.Standings
	}
	return out
}

func standingOf(t *testing.T, all []ranking.Standing, a model.Axis) ranking.Standing {
	t.Helper()
	for _, s := range all {
		if s.Axis == a {
			return s
		}
	}
	t.Fatalf("no standing by %s: %+v", a, all)
	return ranking.Standing{}
}

func TestStandings_takeTheNarrowestGroupThatIsLargeEnough(t *testing.T) {
	t.Parallel()
	m := bare(shipped(t))
	for _, c := range []struct {
		name                  string
		size, rest, cat, list int // in the same tier; declared in another; category only; list only
		kind                  ranking.PeerKind
		n                     int
	}{
		{"eight of its size", 8, 3, 0, 0, ranking.PeersOfSize, 8},
		{"seven of its size, eight declared", 7, 1, 0, 0, ranking.PeersDeclared, 8},
		{"seven declared, eight of its category", 7, 0, 1, 0, ranking.PeersCategory, 8},
		{"seven of its category", 7, 0, 0, 5, ranking.PeersList, 12},
		{"alone", 1, 0, 0, 0, ranking.PeersList, 1},
	} {
		more := crowd(c.rest, "c-parser", "other")
		for i := range more {
			more[i].Inputs = health.Inputs{"regulars_12m": health.Obs("regulars_12m", 9)}
		}
		cands := slices.Concat(crowd(c.size, "c-parser", "library"), more, crowd(c.cat, "x", "library"), crowd(c.list, "y", "z"))
		got := standingOf(t, stand(m, cands)[0], model.Health)
		if got.Kind != c.kind || got.N != c.n {
			t.Errorf("%s: compared with %d by %s, want %d by %s", c.name, got.N, got.Kind, c.n, c.kind)
		}
		if got.Kind == ranking.PeersOfSize && (got.RegularsLo != 0 || got.RegularsHi != 1) {
			t.Errorf("%s: tier of %d to %d regulars", c.name, got.RegularsLo, got.RegularsHi)
		}
	}
}

func TestStandings_areMidRanks(t *testing.T) {
	t.Parallel()
	cands := crowd(8, "p", "c")
	cands[4].Score.V.Value = cands[3].Score.V.Value // 10 20 30 40 40 60 70 80
	all := stand(bare(shipped(t)), cands)
	for i, want := range []float64{6.25, 18.75, 31.25, 50, 50, 68.75, 81.25, 93.75} {
		if got := standingOf(t, all[i], model.Vitality).Percentile(); math.Abs(got-want) > 1e-9 {
			t.Errorf("project %d stands at %.2f, want %.2f", i, got, want)
		}
	}
}

func TestStandings_compareOnlyWhatCanBeCompared(t *testing.T) {
	t.Parallel()
	m := bare(shipped(t))
	cands := crowd(10, "p", "c")
	cands[0].Score.R.Coverage = m.Risk.MinCoverage[model.Resilience] - .01                         // too little was seen
	cands[1].Score.Rankable, cands[1].Score.Reasons = false, []health.Reason{{Code: "too_old"}}    // no measure of others
	cands[2].Score.Rankable, cands[2].Score.Reasons = false, []health.Reason{{Code: "coverage_C"}} // not ranked, and measured well
	cands[3].Score.Evidence = health.EvidenceProvisional
	cands[4].Score.PostureFrom = field.SourcePublished
	all := stand(m, cands)
	if s := standingOf(t, all[9], model.Health); s.N != 8 {
		t.Errorf("health is compared among %d, want 8: without the half-seen and the outdated", s.N)
	}
	if s := standingOf(t, all[9], model.Posture); s.N != 7 || s.Kind != ranking.PeersList {
		t.Errorf("posture is compared among %d of %s, want the 7 of full evidence from our own scan", s.N, s.Kind)
	}
	for i, mine := range all[:2] {
		for _, s := range mine {
			if i == 1 || s.Axis == model.Health || s.Axis == model.Resilience {
				t.Errorf("%s has a place by %s though its figure cannot be compared", cands[i].Project.Slug, s.Axis)
			}
		}
	}
	if len(all[2]) != 4 {
		t.Errorf("a project that is not ranked for its criticality has %d places, want 4", len(all[2]))
	}
}

func TestStandings_addUpAndFollowTheFigure(t *testing.T) {
	t.Parallel()
	m := bare(shipped(t))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "projects")
		var cands []score.Candidate
		for i := range n {
			c := peerOf(fmt.Sprint(i), rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "peers"), rapid.SampledFrom([]string{"", "c"}).Draw(t, "category"), float64(rapid.IntRange(0, 10).Draw(t, "value")))
			c.Inputs = health.Inputs{}
			if k := rapid.IntRange(-1, 9).Draw(t, "regulars"); k >= 0 {
				c.Inputs.Put(health.Obs("regulars_12m", float64(k)))
			}
			cands = append(cands, c)
		}
		all := stand(m, cands)
		for i := range all {
			s := all[i][0]
			if s.Equal < 1 || s.Below+s.Equal > s.N || s.Percentile() <= 0 || s.Percentile() >= 100 {
				t.Fatalf("%d: %+v", i, s)
			}
			if s.N < m.Peers.Least && s.Kind != ranking.PeersList {
				t.Fatalf("%d is compared with %d by %s; %d are needed", i, s.N, s.Kind, m.Peers.Least)
			}
			for j := range all {
				if x := all[j][0]; x.Kind == s.Kind && x.Group == s.Group && x.RegularsLo == s.RegularsLo &&
					cands[i].Score.H.Value < cands[j].Score.H.Value && s.Percentile() >= x.Percentile() {
					t.Fatalf("%v stands at %v and %v at %v", cands[i].Score.H.Value, s, cands[j].Score.H.Value, x)
				}
			}
		}
	})
}
