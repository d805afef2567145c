package score

import (
	"cmp"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Judgement is the result of one model for a list: every project with its score, and the rows
// derived from them.
type Judgement struct {
	Model      model.Model
	Candidates []Candidate
	Rows       []ranking.Row
}

// Move is a project that two models score differently.
type Move struct {
	Slug, Name    string
	Before, After ranking.Row
	// Places is how far it moves: rank before minus rank after, so up the list is positive.
	// Unranked counts as after the last.
	Places int
	// Parts split the change of risk exactly, largest first; none if the risk is unknown under
	// either model.
	Parts []cause.Part
}

// Comparison is the difference between two models on the same figures.
type Comparison struct {
	// Moves are the projects whose rank, tier, risk or rankability differs, largest move first,
	// then by change of risk, then by slug.
	Moves []Move
	// Projects counts all projects, Both those ranked by both models.
	Projects, Both int
	// RankMoved, TierMoved and RankableMoved count projects.
	RankMoved, TierMoved, RankableMoved int
	// Spearman is the rank correlation over projects ranked by both, −1 to 1; NaN for fewer than
	// two. MeanMove is their mean absolute change of rank.
	Spearman, MeanMove float64
	// Top counts how many of the second model's first ten are not among the first model's first
	// ten.
	Top int
}

// topTen is the number of projects at the top of a list that are compared.
const topTen = 10

// Compare returns what changes if the second model replaces the first. Both must be results for the
// same list of projects.
func Compare(a, b Judgement) Comparison {
	after, scores := map[string]ranking.Row{}, [2]map[string]health.Score{scoresOf(a), scoresOf(b)}
	for _, r := range b.Rows {
		after[r.Slug] = r
	}
	out := Comparison{Projects: len(a.Rows)}
	var ranks [2][]float64
	places, last := 0, len(a.Rows)+1
	for _, before := range a.Rows {
		m := Move{Slug: before.Slug, Name: before.Name, Before: before, After: after[before.Slug]}
		m.Places = place(m.Before, last) - place(m.After, last)
		if m.Before.Rank > 0 && m.After.Rank > 0 {
			out.Both++
			places += max(m.Places, -m.Places)
			ranks[0], ranks[1] = append(ranks[0], float64(m.Before.Rank)), append(ranks[1], float64(m.After.Rank))
		}
		if m.After.Rank > 0 && m.After.Rank <= topTen && place(m.Before, last) > topTen {
			out.Top++
		}
		if out.count(m) {
			m.Parts = Split(a.Model, b.Model, scores[0][m.Slug], scores[1][m.Slug])
			out.Moves = append(out.Moves, m)
		}
	}
	if out.Both > 0 {
		out.MeanMove = float64(places) / float64(out.Both)
	}
	out.Spearman = spearman(ranks[0], ranks[1])
	slices.SortStableFunc(out.Moves, func(x, y Move) int {
		return cmp.Or(cmp.Compare(max(y.Places, -y.Places), max(x.Places, -x.Places)),
			cmp.Compare(math.Abs(y.RiskChange()), math.Abs(x.RiskChange())), cmp.Compare(x.Slug, y.Slug))
	})
	return out
}

func scoresOf(j Judgement) map[string]health.Score {
	out := make(map[string]health.Score, len(j.Candidates))
	for _, c := range j.Candidates {
		out[c.Project.Slug] = c.Score
	}
	return out
}

func place(r ranking.Row, last int) int {
	if r.Rank == 0 {
		return last
	}
	return r.Rank
}

// count counts the changes of a project and reports whether there are any.
func (c *Comparison) count(m Move) bool {
	rankable := m.Before.Rankable != m.After.Rankable
	tier := !rankable && m.Before.Tier != m.After.Tier
	if rankable {
		c.RankableMoved++
	}
	if m.Places != 0 {
		c.RankMoved++
	}
	if tier {
		c.TierMoved++
	}
	known := (m.Before.Risk == nil) != (m.After.Risk == nil)
	return rankable || tier || known || m.Places != 0 || math.Abs(m.RiskChange()) > rounding
}

// RiskChange returns the risk after minus the risk before, or 0 if either is unknown.
func (m Move) RiskChange() float64 {
	if m.Before.Risk == nil || m.After.Risk == nil {
		return 0
	}
	return m.After.Risk.Value - m.Before.Risk.Value
}

// Split splits a change of risk in two exact steps: first criticality at the old weakness, then
// weakness at the new criticality:
//
//	ΔRisk = Σ Δ(share·s)·L_old/100 + C_new/100 · (Σ Δ(ω·share·(100−s)) + Δ excess of the gate)
func Split(ma, mb model.Model, a, b health.Score) []cause.Part {
	if !a.RiskKnown || !b.RiskKnown {
		return nil
	}
	floor := [2]float64{highest(a.Gates), highest(b.Gates)}
	old, c := math.Max(a.Weakness, floor[0])/100, b.C.Value/100
	var out []cause.Part
	add := func(axis model.Axis, x, y health.AxisScore, of func(side int, row health.ScoredInput) float64) {
		first := len(out)
		for side, rows := range [2][]health.ScoredInput{x.Inputs, y.Inputs} {
			for _, row := range rows {
				if row.Share == 0 {
					continue
				}
				points := of(side, row)
				if side == 0 {
					points = -points
				}
				i := slices.IndexFunc(out[first:], func(p cause.Part) bool { return p.Input == row.ID })
				if i < 0 {
					i = len(out) - first
					out = append(out, cause.Part{Axis: axis, Input: row.ID, Label: row.Label})
				}
				out[first+i].Points += points
			}
		}
	}
	add(model.Criticality, a.C, b.C, func(_ int, row health.ScoredInput) float64 { return old * row.Share * row.S })
	omega := [2]map[model.Axis]float64{ma.Risk.Omega, mb.Risk.Omega}
	for _, axis := range weaknessAxes {
		add(axis, a.Axis(axis), b.Axis(axis), func(side int, row health.ScoredInput) float64 {
			return c * omega[side][axis] * row.Share * (100 - row.S)
		})
	}
	excess := math.Max(0, floor[1]-b.Weakness) - math.Max(0, floor[0]-a.Weakness)
	out = append(out, cause.Part{Input: "gate", Label: "floor of the highest gate", Points: c * excess})
	out = slices.DeleteFunc(out, func(p cause.Part) bool { return math.Abs(p.Points) <= rounding/1000 })
	slices.SortStableFunc(out, func(x, y cause.Part) int { return cmp.Compare(math.Abs(y.Points), math.Abs(x.Points)) })
	return out
}

// spearman returns the rank correlation of two orders of the same items.
func spearman(x, y []float64) float64 {
	if len(x) < 2 {
		return math.NaN()
	}
	rx, ry := midRanks(x), midRanks(y)
	mean := float64(len(x)+1) / 2
	var xy, xx, yy float64
	for i := range rx {
		dx, dy := rx[i]-mean, ry[i]-mean
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	return xy / math.Sqrt(xx*yy)
}

// midRanks returns the ranks of the values; equal values share their mean rank.
func midRanks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	out := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for k := i; k < j; k++ {
			out[order[k]] = float64(i+j+1) / 2
		}
		i = j
	}
	return out
}
