package score

import (
	"math"
	"sort"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// explain sets the contributions of the inputs and gates:
//
//	p_i = C/100 · ω_a · (w_i/W_a) · (100 − s_i)
//
// and C/100 · (floor − L) for the gate that applies. A gate that fired without raising weakness is
// a row of 0 points.
func (s *Scorer) explain(out *health.Score, floor float64) {
	if !out.C.Known {
		return
	}
	c := out.C.Value / 100
	for _, a := range weaknessAxes {
		x := out.Axis(a)
		for _, row := range x.Inputs {
			if !row.Counts() {
				continue
			}
			out.Contributions = append(out.Contributions, health.Contribution{
				Axis: a, Input: row.ID, Field: row.Field, Label: row.Label, S: row.S, Share: row.Share,
				Assumed: row.Expected != nil, Points: c * s.model.Risk.Omega[a] * row.Share * (100 - row.S),
			})
		}
	}
	lifted := !out.RiskKnown // without a known weakness, no gate has points
	for i := range out.Gates {
		g := &out.Gates[i]
		if !g.Fired {
			continue
		}
		if !lifted && g.Floor == floor && floor > out.Weakness {
			g.Points, lifted = c*(floor-out.Weakness), true
		}
		out.Contributions = append(out.Contributions, health.Contribution{Input: g.ID, Label: g.Label, Points: g.Points, Gate: true})
	}
}

// LargestRemainder rounds the points to the given decimals so that the printed parts add up to the
// rounded sum. The result is in the order of the points. No part changes by more than one unit of
// the last decimal. Of equal remainders the earlier part is rounded up.
func LargestRemainder(points []float64, decimals int) []float64 {
	scale := math.Pow10(decimals)
	out := make([]float64, len(points))
	rest := make([]float64, len(points))
	order := make([]int, len(points))
	sum, floors := 0.0, 0.0
	for i, p := range points {
		sum += p
		v := p * scale
		out[i] = math.Floor(v + rounding)
		rest[i] = v - out[i]
		floors += out[i]
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return rest[order[i]] > rest[order[j]]+rounding })
	units := int(math.Round(stats.Round(sum, decimals)*scale) - floors)
	for i := 0; i < units && i < len(order); i++ {
		out[order[i]]++
	}
	for i := range out {
		out[i] /= scale
	}
	return out
}
