package change

import (
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Printed returns the shares of a difference rounded to a tenth, so that they add up to the printed
// risk after minus the printed risk before. Shares that round to zero are left out; parts are
// unchanged.
func Printed(d cause.Difference) []cause.Share {
	if len(d.Shares) == 0 {
		return nil
	}
	points := make([]float64, len(d.Shares))
	sum, most := 0., 0
	for i, s := range d.Shares {
		points[i] = s.Points
		sum += s.Points
		if math.Abs(s.Points) > math.Abs(points[most]) {
			most = i
		}
	}
	// The rounding error of the two risks, less than a tenth, is added to the largest share.
	points[most] += tenths(d.After.Risk.Value) - tenths(d.Before.Risk.Value) - sum
	var out []cause.Share
	for i, p := range score.LargestRemainder(points, 1) {
		if p != 0 {
			s := d.Shares[i]
			s.Points = p
			out = append(out, s)
		}
	}
	return out
}

// PrintedParts returns the points of the parts of a printed share, rounded so that they add up to
// the share, in the order of the parts.
func PrintedParts(s cause.Share) []float64 {
	if len(s.Parts) == 0 {
		return nil
	}
	points := make([]float64, len(s.Parts))
	sum := 0.
	for i, p := range s.Parts {
		points[i] = p.Points
		sum += p.Points
	}
	points[0] += s.Points - sum // the largest
	return score.LargestRemainder(points, 1)
}

// Part names an input of an axis; the gate has no axis.
type Part struct {
	Axis  model.Axis
	Input string
}

// PartOf returns the input of a model that a changed field is; zero, which no points are of, if it is
// none.
func PartOf(m model.Model, c cause.Change) Part {
	for _, r := range m.Axes[c.Axis] {
		if r.Measures(c.Field) {
			return Part{c.Axis, r.ID}
		}
	}
	return Part{}
}

// PointsOf returns the printed points of risk of printed shares, by cause and part.
func PointsOf(printed []cause.Share) map[cause.Cause]map[Part]float64 {
	out := map[cause.Cause]map[Part]float64{}
	for _, share := range printed {
		out[share.Cause] = map[Part]float64{}
		for i, points := range PrintedParts(share) {
			out[share.Cause][Part{share.Parts[i].Axis, share.Parts[i].Input}] += points
		}
	}
	return out
}

// tenths returns a figure as printed with one decimal.
func tenths(x float64) float64 { return stats.Round(x, 1) }
