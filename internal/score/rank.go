package score

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Candidate is one project of a list, ready to be ranked.
type Candidate struct {
	Project health.Project
	Inputs  health.Inputs
	Score   health.Score
	// ObservedAt is the instant that the figures describe; zero if there are none.
	ObservedAt time.Time
	// Last is the newest answer; zero if the project was never observed.
	Last health.Attempt
}

// Rank returns a row for every candidate. The rankable come first, by risk; ties by higher
// criticality, then higher upper bound, then name. Projects of equal risk share one competition
// rank. The others follow by the upper bound of their risk.
//
// Ranges of rank, P(top 10) and tiers come from the model's draws, seeded by the seed and the
// slugs: the same arguments give the same rows, whatever the order of the candidates. The interval
// of the risk is that of the score, so a row and the project's page show the same one.
//
// Cost: draws × projects on all processors; 10,000 projects and 500 draws take between one and
// three seconds on two cores and 80 MB.
func Rank(m model.Model, list string, cands []Candidate, seed string) []ranking.Row {
	ordered := slices.Clone(cands)
	slices.SortStableFunc(ordered, before)
	n := 0
	for n < len(ordered) && ordered[n].Score.Rankable {
		n++
	}
	out := make([]ranking.Row, len(ordered))
	for i, c := range ordered {
		out[i] = row(list, c)
	}
	ranked := out[:n]
	for i := range ranked {
		ranked[i].Rank = i + 1
		if i > 0 && key(ordered[i]) == key(ordered[i-1]) {
			ranked[i].Rank = ranked[i-1].Rank
		}
	}
	robustness(m, ordered[:n], ranked, seed)
	tiers(m.Tiers, ranked)
	standings(m, ordered, out)
	return out
}

// key returns the risk to a billionth: rounding errors must not decide the order.
func key(c Candidate) float64 { return math.Round(c.Score.Risk.Value / rounding) }

func before(a, b Candidate) int {
	if a.Score.Rankable != b.Score.Rankable {
		if a.Score.Rankable {
			return -1
		}
		return 1
	}
	order := 0
	if a.Score.Rankable {
		order = cmp.Compare(key(b), key(a))
	} else {
		order = cmp.Compare(b.Score.RiskUpper, a.Score.RiskUpper)
	}
	return cmp.Or(order,
		cmp.Compare(b.Score.C.Value, a.Score.C.Value),
		cmp.Compare(b.Score.RiskUpper, a.Score.RiskUpper),
		cmp.Compare(a.Project.Name, b.Project.Name),
		cmp.Compare(a.Project.Slug, b.Project.Slug))
}

// robustness sets the ranges of ranks and P(top 10) of the rows.
func robustness(m model.Model, cands []Candidate, rows []ranking.Row, seed string) {
	if len(rows) == 0 {
		return
	}
	s := &Scorer{model: m, draws: newDraws(m, seed)}
	exposures := make([]exposure, len(cands))
	for i, c := range cands {
		in := view{model: &s.model, ins: c.Inputs, at: c.Score.At}
		exposures[i] = s.prepare(c.Score, in, seedOf(seed, c.Project.Slug))
	}
	ranks := s.draws.ranks(exposures)
	low := s.draws.low()
	for i := range rows {
		mine := ranks[i*s.draws.n : (i+1)*s.draws.n]
		first := 0
		for _, r := range mine {
			if int(r) <= m.Draws.Top {
				first++
			}
		}
		slices.Sort(mine)
		rows[i].PTop10 = float64(first) / float64(s.draws.n)
		rows[i].RankLo = min(int(mine[low]), rows[i].Rank)
		rows[i].RankHi = max(int(mine[s.draws.n-1-low]), rows[i].Rank)
	}
}

// ranks returns the rank of each project in each draw, one row of draws for each project. The draws
// are distributed over the processors. Every draw has its own numbers, so the distribution does not
// affect the result.
func (d *draws) ranks(exposures []exposure) []int32 {
	out := make([]int32, len(exposures)*d.n)
	workers := min(runtime.GOMAXPROCS(0), d.n)
	var group sync.WaitGroup
	for first := range workers {
		group.Go(func() {
			type drawn struct {
				risk float64
				i    int32
			}
			column := make([]drawn, len(exposures))
			for k := first; k < d.n; k += workers {
				for i := range exposures {
					column[i] = drawn{d.risk(&exposures[i], k), int32(i)}
				}
				slices.SortFunc(column, func(a, b drawn) int {
					if a.risk != b.risk {
						if a.risk > b.risk {
							return -1
						}
						return 1
					}
					return int(a.i) - int(b.i)
				})
				for r, c := range column {
					out[int(c.i)*d.n+k] = int32(r + 1)
				}
			}
		})
	}
	group.Wait()
	return out
}

// tiers numbers the tiers. A new one starts where the risk is Gap or more below the first project
// of the tier, or where neighbouring intervals share less than Overlap of the shorter one.
func tiers(rule model.TierRule, rows []ranking.Row) {
	tier, first := 1, 0
	for i := range rows {
		if i > first && (rows[first].Risk.Value-rows[i].Risk.Value >= rule.Gap-rounding ||
			overlap(*rows[i-1].Risk, *rows[i].Risk) < rule.Overlap-rounding) {
			tier, first = tier+1, i
		}
		rows[i].Tier = tier
	}
}

// overlap returns the share of the shorter interval that lies in the longer one, 0 to 1.
func overlap(a, b health.Interval) float64 {
	shared := math.Min(a.Hi, b.Hi) - math.Max(a.Lo, b.Lo)
	if shared < 0 {
		return 0
	}
	shorter := math.Min(a.Hi-a.Lo, b.Hi-b.Lo)
	if shorter <= 0 {
		return 1
	}
	return shared / shorter
}
