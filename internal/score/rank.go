package score

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Candidate is one project of a list, ready to be ranked.
type Candidate struct {
	Project health.Project
	Inputs  health.Inputs
	Score   health.Score
	// ObservedAt is the instant that the figures describe; zero if there are none.
	ObservedAt time.Time
	// Live is true if the figures were read from the project's own address, not from a bundle, a
	// mirror or the past: their age is measured against today.
	Live bool
	// Last is the newest answer; zero if the project was never observed.
	Last health.Attempt
}

// Rank returns a row for every candidate. The rankable come first, by risk; ties by higher
// criticality, then higher upper bound, then name. Projects of equal risk share one competition
// rank. Those with reasons in Partial are among them without a position and move no other: their
// interval of ranks is the ranks that they would have. The others follow by the upper bound of their risk.
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
		out[i] = row(m, list, c)
	}
	for i, p := range positions(ordered[:n]) {
		out[i].Rank = p
	}
	robustness(m, ordered[:n], out[:n], seed)
	tiers(m.Tiers, out[:n])
	standings(m, ordered, out)
	return out
}

// positions returns the competition rank of each candidate, 0 of one without a position. The
// candidates are in the order of the ranking.
func positions(ordered []Candidate) []int {
	out := make([]int, len(ordered))
	placed, last := 0, -1
	for i, c := range ordered {
		if len(c.Score.Partial) > 0 {
			continue
		}
		placed++
		out[i] = placed
		if last >= 0 && key(c) == key(ordered[last]) {
			out[i] = out[last]
		}
		last = i
	}
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

// robustness sets the ranges of ranks and P(top 10) of the rows, and the ranks that partial rows would have
// if what was not seen were very good or very bad.
func robustness(m model.Model, cands []Candidate, rows []ranking.Row, seed string) {
	if len(rows) == 0 {
		return
	}
	s := &Scorer{model: m, draws: newDraws(m, seed)}
	exposures := make([]exposure, len(cands))
	for i, c := range cands {
		in := newView(&s.model, c.Project, c.Inputs, c.Score.At)
		exposures[i] = s.prepare(c.Score, in, stats.Seed(seed, c.Project.Slug))
		exposures[i].partial = len(c.Score.Partial) > 0
	}
	ranks := s.draws.ranks(exposures)
	low := s.draws.low()
	points := make([]float64, 0, len(rows)) // of the rows with a position, greatest first
	for _, r := range rows {
		if r.Rank > 0 {
			points = append(points, r.Risk.Value)
		}
	}
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
		rows[i].RankLo, rows[i].RankHi = int(mine[low]), int(mine[s.draws.n-1-low])
		if exposures[i].partial {
			bad, good := s.draws.unseen(&exposures[i])
			rows[i].RankIfBad, rows[i].RankIfGood = standsAt(points, bad), standsAt(points, good)
			// The draws move the others, too; the interval contains what is shown beside it.
			rows[i].RankLo, rows[i].RankHi = min(rows[i].RankLo, rows[i].RankIfBad), max(rows[i].RankHi, rows[i].RankIfGood)
			continue
		}
		rows[i].RankLo, rows[i].RankHi = min(rows[i].RankLo, rows[i].Rank), max(rows[i].RankHi, rows[i].Rank)
	}
}

// standsAt returns the position of a risk among descending ones: one more than how many are greater.
func standsAt(descending []float64, risk float64) int {
	return 1 + sort.Search(len(descending), func(i int) bool { return descending[i] <= risk })
}

// ranks returns the rank of each project in each draw, one row of draws for each project. A project
// without a position takes none from the others. The draws are distributed over the processors. Every draw has its own numbers, so the distribution does not
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
				next := int32(1)
				for _, c := range column {
					out[int(c.i)*d.n+k] = next
					if !exposures[c.i].partial {
						next++
					}
				}
			}
		})
	}
	group.Wait()
	return out
}

// tiers numbers the tiers of the rows with a position. A new one starts where the risk is Gap or more below the first project
// of the tier, or where neighbouring intervals share less than Overlap of the shorter one.
func tiers(rule model.TierRule, rows []ranking.Row) {
	tier, first, last := 1, -1, -1
	for i := range rows {
		if rows[i].RankState == health.RankPartial {
			continue
		}
		if first >= 0 && (rows[first].Risk.Value-rows[i].Risk.Value >= rule.Gap-rounding ||
			overlap(*rows[last].Risk, *rows[i].Risk) < rule.Overlap-rounding) {
			tier, first = tier+1, i
		}
		if first < 0 {
			first = i
		}
		last = i
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
