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
	var seen, assumed, all, sum, fresh float64
	for i, r := range rules {
		row := s.input(r, in)
		if a == model.Posture {
			s.assume(&row, r, in)
		}
		out.Inputs[i] = row
		switch {
		case row.Input.Known():
			seen += r.Weight
			all += r.Weight
			sum += r.Weight * row.S
			fresh += r.Weight * s.freshness(r, row.Input, in)
		case row.Expected != nil:
			assumed += r.Weight
			all += r.Weight
			sum += r.Weight * row.S
		case row.Input.State == health.Unknown:
			all += r.Weight
		}
	}
	if seen+assumed == 0 {
		out.Interval = health.Interval{Hi: 100}
		out.Confidence = "Low"
		return out
	}
	out.Known = true
	out.Coverage = seen / all
	out.Assumed = assumed / all
	out.Thin = a == model.Posture && out.Coverage < s.model.Risk.Seen(a)-rounding
	if seen > 0 {
		out.Freshness = fresh / seen
	}
	for i, r := range rules {
		if out.Inputs[i].Counts() {
			out.Inputs[i].Share = r.Weight / (seen + assumed)
		}
	}
	return s.finish(out, sum/(seen+assumed), s.reach(out, true), young)
}

// assume gives an unknown check its expected score. One of a repository that was never read has no
// gap, and nothing is expected of it.
func (s *Scorer) assume(row *health.ScoredInput, r model.InputRule, in view) {
	gap := row.Input.Gap
	if row.Input.State != health.Unknown || gap == "" {
		return
	}
	if in.mirror && (gap == model.NotAsked || gap == model.NoWorkflows) {
		gap = model.MirrorGap
	}
	if e, ok := s.model.Prior.Expect(r.Field, gap, in.host); ok {
		e.Elsewhere = in.mirror || in.host != model.OnGitHub
		row.Expected, row.S = &e, clamp(Curve(r.Curve, e.Score))
	}
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
	case row.Input.State == health.Unknown && holdAll(r.NoneWhen, in) && !in.field(r.NoneUnless).Known():
		// The row contains the input that decided the sub-score, not an invented value.
		row.Field = r.NoneWhen[0].Field
		row.Input = in.field(row.Field)
		row.S = clamp(r.NoneScore)
	}
	if row.Input.State != health.NotApplicable {
		raise(&row, r, in)
	}
	return row
}

// raise applies the other readings of an input and its floors. The row then contains the one that
// decided the sub-score. On a tie it is the first.
func raise(row *health.ScoredInput, r model.InputRule, in view) {
	take := func(x health.Input, points float64) {
		if !row.Input.Known() || points > row.S {
			row.Field, row.Input, row.S = x.Field, x, points
		}
	}
	for _, other := range r.Readings {
		if x := in.field(other.Field); x.Known() {
			take(x, clamp(other.Factor*Curve(r.Curve, x.Value)))
		}
	}
	for _, floor := range r.Floors {
		if x := in.field(floor.Field); x.Known() && x.Text == floor.Text {
			take(x, clamp(floor.Score))
		}
	}
}

// holdAll reports whether there are terms and all of them are observed to be true.
func holdAll(terms []model.Term, in view) bool {
	for _, t := range terms {
		x := in.field(t.Field)
		if !x.Known() || !t.Holds(x.Value) {
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

// spread is how far an axis may lie below and above its point.
type spread struct{ down, up float64 }

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
	a, b := s.reach(v, true), s.reach(r, true)
	return s.finish(out, (v.Value+r.Value)/2, spread{math.Hypot(a.down, b.down) / 2, math.Hypot(a.up, b.up) / 2}, young)
}

// reach returns the spread of an axis before it is clamped to 0..100:
//
//	missing spread · (1 − coverage − assumed) + z · √Σ(shareᵢ·sdᵢ)² + Σ shareᵢ·|S(endᵢ) − sᵢ|
//
// The last sum is over inputs whose evidence allows a range: its lower and its upper end. A range is
// a bound and the causes are shared, so its parts are added and not squared. With assumed, the
// second sum has the deviation of what assumed inputs may be; the draws leave it out, because they
// draw each of them.
func (s *Scorer) reach(x health.AxisScore, assumed bool) spread {
	variance, common := 0.0, 0.0
	var doubt spread
	for i, r := range s.model.Axes[x.Axis] {
		row := x.Inputs[i]
		if row.Share <= 0 {
			continue
		}
		if row.Expected != nil {
			if sd := row.Share * deviation(r.Curve, *row.Expected); assumed {
				variance += sd * sd * (1 - s.model.Draws.Shared)
				common += sd
			}
			continue
		}
		variance += row.Share * r.SD * row.Share * r.SD
		if row.Input.Uncertain() && row.Field == r.Field {
			a, b := clamp(Curve(r.Curve, row.Input.Low)), clamp(Curve(r.Curve, row.Input.High))
			doubt.down += row.Share * math.Max(0, row.S-math.Min(a, b))
			doubt.up += row.Share * math.Max(0, math.Max(a, b)-row.S)
		}
	}
	half := s.model.Risk.MissingSpread*(1-x.Coverage-x.Assumed) + s.model.Risk.Z*math.Sqrt(variance+common*common*s.model.Draws.Shared)
	return spread{half + doubt.down, half + doubt.up}
}

// onto returns the sub-scores that an assumed input may have.
func onto(curve []model.Point, e model.Expected) model.Deciles {
	var points model.Deciles
	for i, x := range e.Deciles {
		points[i] = clamp(Curve(curve, x))
	}
	return points
}

// deviation returns the standard deviation of an assumed sub-score, in points: that of the scores
// that it may have, and that of the table.
func deviation(curve []model.Point, e model.Expected) float64 {
	return onto(curve, e).SD() * math.Sqrt(1+1/float64(max(e.N, 1)))
}

// finish sets everything derived from the point and its spread.
func (s *Scorer) finish(x health.AxisScore, point float64, by spread, young bool) health.AxisScore {
	x.Interval = health.Interval{Value: clamp(point), Lo: clamp(point - by.down), Hi: clamp(point + by.up)}
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
