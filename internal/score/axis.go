package score

import (
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Curve returns the value at x of the piecewise linear curve through the points. Outside them it is
// constant. Points are sorted by X; without points it returns 0.
func Curve(points []model.Point, x float64) float64 {
	if len(points) == 0 {
		return 0
	}
	if x <= points[0].X {
		return points[0].Y
	}
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if x <= b.X {
			// Computed from the nearer end, so that a knot returns its own value exactly.
			return b.Y - (b.Y-a.Y)*((b.X-x)/(b.X-a.X))
		}
	}
	return points[len(points)-1].Y
}

// axis scores one axis. The confidence of a young history is never high.
func (s *Scorer) axis(a model.Axis, in view, young bool) health.AxisScore {
	rules := s.model.Axes[a]
	out := health.AxisScore{Axis: a, Inputs: make([]health.ScoredInput, len(rules))}
	var seen, all, sum, fresh float64
	for i, r := range rules {
		row := s.input(r, in)
		out.Inputs[i] = row
		switch row.Input.State {
		case health.Observed:
			seen += r.Weight
			all += r.Weight
			sum += r.Weight * row.S
			fresh += r.Weight * s.freshness(r, row.Input, in)
		case health.NotApplicable:
		default:
			all += r.Weight
		}
	}
	if seen == 0 {
		out.Interval = health.Interval{Hi: 100}
		out.Confidence = "Low"
		return out
	}
	out.Known = true
	out.Coverage = seen / all
	out.Freshness = fresh / seen
	variance := 0.0
	for i, r := range rules {
		if out.Inputs[i].Input.Known() {
			share := r.Weight / seen
			out.Inputs[i].Share = share
			variance += share * r.SD * share * r.SD
		}
	}
	half := s.model.Risk.MissingSpread*(1-out.Coverage) + s.model.Risk.Z*math.Sqrt(variance)
	return s.finish(out, sum/seen, half, young)
}

// input scores one input of an axis.
func (s *Scorer) input(r model.InputRule, in view) health.ScoredInput {
	row := health.ScoredInput{ID: r.ID, Field: r.Field, Label: r.Label, Group: r.Group, Weight: r.Weight, Input: in.field(r.Field)}
	if row.Label == "" {
		f, _ := field.ByID(r.Field)
		row.Label = f.Label
	}
	if age := in.ageMonths(); r.Field == field.CommitTrendLog2 && age >= 0 && age < float64(s.model.Status.TrendMinAgeMonths) {
		row.Input = health.NotApplies(r.Field, "the history is shorter than "+count(s.model.Status.TrendMinAgeMonths, "month", "months"))
	}
	x := row.Input.Value
	if in.finished != "" {
		row.Input, x = s.spare(r, row.Input, in.finished)
	}
	switch {
	case row.Input.Known():
		row.S = clamp(Curve(r.Curve, x))
	case row.Input.State == health.Unknown && holdAll(r.NoneWhen, in):
		// The row contains the input that decided the sub-score, not an invented value.
		row.Field = r.NoneWhen[0].Field
		row.Input = in.field(row.Field)
		row.S = clamp(r.NoneScore)
	}
	return row
}

// holdAll reports whether there are terms and all of them are observed to be true.
func holdAll(terms []model.Term, in view) bool {
	for _, t := range terms {
		x := in.field(t.Field)
		if !x.Known() || !holds(t, x.Value) {
			return false
		}
	}
	return len(terms) > 0
}

// freshness is exp(−max(0, age − ttl)/tau) of one input; 1 without a date.
func (s *Scorer) freshness(r model.InputRule, x health.Input, in view) float64 {
	if x.ObservedAt.IsZero() || s.model.Ageing.FreshnessTau <= 0 {
		return 1
	}
	late := in.at.Sub(x.ObservedAt).Hours()/24 - float64(r.TTL)
	return math.Exp(-math.Max(0, late) / s.model.Ageing.FreshnessTau)
}

// health returns ½V + ½R. The half intervals are added as independent errors.
func (s *Scorer) health(v, r health.AxisScore, young bool) health.AxisScore {
	out := health.AxisScore{
		Axis: model.Health, Known: v.Known && r.Known,
		Coverage: (v.Coverage + r.Coverage) / 2, Freshness: (v.Freshness + r.Freshness) / 2,
	}
	if !out.Known {
		out.Interval, out.Confidence = health.Interval{Hi: 100}, "Low"
		return out
	}
	return s.finish(out, (v.Value+r.Value)/2, math.Hypot(s.half(v), s.half(r))/2, young)
}

// half returns the half width of an axis before it is clamped to 0..100.
func (s *Scorer) half(x health.AxisScore) float64 {
	variance := 0.0
	for i, r := range s.model.Axes[x.Axis] {
		if share := x.Inputs[i].Share; share > 0 {
			variance += share * r.SD * share * r.SD
		}
	}
	return s.model.Risk.MissingSpread*(1-x.Coverage) + s.model.Risk.Z*math.Sqrt(variance)
}

// finish sets everything derived from the point and the half width.
func (s *Scorer) finish(x health.AxisScore, point, half float64, young bool) health.AxisScore {
	x.Interval = health.Interval{Value: clamp(point), Lo: clamp(point - half), Hi: clamp(point + half)}
	scale := string(x.Axis)
	if x.Axis == model.Vitality || x.Axis == model.Resilience {
		scale = "H"
	}
	x.Band = s.model.Band(scale, x.Value)
	x.Unsure = s.unsure(scale, x.Interval)
	switch c := x.Coverage * x.Freshness; {
	case c >= s.model.Confidence.High-rounding && !young:
		x.Confidence = "High"
	case c >= s.model.Confidence.Medium-rounding:
		x.Confidence = "Medium"
	default:
		x.Confidence = "Low"
	}
	return x
}

func clamp(x float64) float64 { return math.Max(0, math.Min(100, x)) }
