package score_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// few makes the draws cheap where a property does not look at them.
func few(m model.Model) model.Model {
	m.Draws.Draws = 5
	return m
}

// anyInputs draws a state and a value inside or a little outside the curve for
// every input of the model.
func anyInputs(m model.Model) *rapid.Generator[health.Inputs] {
	return rapid.Custom(func(t *rapid.T) health.Inputs {
		ins := health.Inputs{}
		for _, a := range model.InputAxes {
			for _, r := range m.Axes[a] {
				switch rapid.SampledFrom([]health.State{health.Observed, health.Observed, health.Observed, health.Unknown, health.NotApplicable}).Draw(t, string(r.Field)+" state") {
				case health.Observed:
					lo, hi := r.Curve[0].X, r.Curve[len(r.Curve)-1].X
					v := rapid.Float64Range(lo-1, hi+1).Draw(t, string(r.Field))
					ins.Put(health.Obs(r.Field, v))
				case health.NotApplicable:
					ins.Put(health.NotApplies(r.Field, "a reason"))
				default:
					ins.Put(health.Missing(r.Field, "a reason", nil))
				}
			}
		}
		for _, f := range []string{"archived", "successor", "toolchain"} {
			if rapid.Bool().Draw(t, f+" seen") {
				ins.Put(health.ObsBool(field.ID(f), rapid.Bool().Draw(t, f)))
			}
		}
		return ins
	})
}

func TestEvaluate_contributionsSumToRisk(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	s := score.New(m)
	rapid.Check(t, func(t *rapid.T) {
		sc := s.Evaluate(health.Project{Slug: "p"}, anyInputs(m).Draw(t, "inputs"), at, at)
		sum := 0.
		for _, c := range sc.Contributions {
			sum += c.Points
			if c.Points < 0 {
				t.Errorf("%s takes %g points away", c.Input, c.Points)
			}
		}
		if sc.RiskKnown && math.Abs(sum-sc.Risk.Value) > 1e-9 {
			t.Errorf("contributions sum to %.12f, risk is %.12f", sum, sc.Risk.Value)
		}
		for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture, model.Criticality, model.Health} {
			x := sc.Axis(a)
			if x.Lo < 0 || x.Hi > 100 || x.Known && (x.Value < x.Lo || x.Value > x.Hi) {
				t.Errorf("%s: %v is not an interval around its point within 0 to 100", a.Name(), x.Interval)
			}
		}
		if sc.RiskKnown && (sc.Risk.Lo < 0 || sc.Risk.Hi > 100 || sc.RiskUpper < sc.Risk.Value-1e-9) {
			t.Errorf("risk %v, upper bound %g", sc.Risk, sc.RiskUpper)
		}
	})
}

func TestEvaluate_monotoneInEachInput(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	s := score.New(m)
	rapid.Check(t, func(t *rapid.T) {
		ins := anyInputs(m).Draw(t, "inputs")
		a := rapid.SampledFrom(model.InputAxes).Draw(t, "axis")
		r := rapid.SampledFrom(m.Axes[a]).Draw(t, "input")
		lo, hi := r.Curve[0].X, r.Curve[len(r.Curve)-1].X
		worse, better := rapid.Float64Range(lo-1, hi+1).Draw(t, "one"), rapid.Float64Range(lo-1, hi+1).Draw(t, "other")
		if score.Curve(r.Curve, worse) > score.Curve(r.Curve, better) {
			worse, better = better, worse
		}
		at1, at2 := maps.Clone(ins), maps.Clone(ins)
		at1[r.Field], at2[r.Field] = health.Obs(r.Field, worse), health.Obs(r.Field, better)
		x, y := s.Evaluate(health.Project{}, at1, at, at), s.Evaluate(health.Project{}, at2, at, at)
		if x.Axis(a).Value > y.Axis(a).Value+1e-9 {
			t.Errorf("%s falls from %g to %g as %s goes from %g to %g", a.Name(), x.Axis(a).Value, y.Axis(a).Value, r.Field, worse, better)
		}
		lower, higher := y.Risk.Value, x.Risk.Value
		if a == model.Criticality {
			lower, higher = higher, lower
		}
		// Off its scale the curve is flat, and a gate of an exact value does not hold: sources refuse such values.
		onScale := min(worse, better) >= min(lo, hi) && max(worse, better) <= max(lo, hi)
		if onScale && x.RiskKnown && y.RiskKnown && lower > higher+1e-9 {
			t.Errorf("a better %s (%g to %g) moves risk from %g to %g", r.Field, worse, better, x.Risk.Value, y.Risk.Value)
		}
	})
}

func TestEvaluate_missingIsNotZero(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	s := score.New(m)
	rapid.Check(t, func(t *rapid.T) {
		ins := anyInputs(m).Draw(t, "inputs")
		a := rapid.SampledFrom(model.InputAxes).Draw(t, "axis")
		before := s.Evaluate(health.Project{}, ins, at, at).Axis(a)
		var seen []health.ScoredInput
		for _, row := range before.Inputs {
			if row.Input.Known() {
				seen = append(seen, row)
			}
		}
		if len(seen) < 2 {
			t.Skip("nothing would be left")
		}
		gone := rapid.SampledFrom(seen).Draw(t, "dropped")
		var others, weights float64
		for _, row := range seen {
			if row.ID != gone.ID {
				others += row.Weight * row.S
				weights += row.Weight
			}
		}
		others /= weights
		less := maps.Clone(ins)
		less[gone.Field] = health.Missing(gone.Field, "the server did not answer", nil)
		after := s.Evaluate(health.Project{}, less, at, at).Axis(a)
		if math.Abs(after.Value-others) > 1e-9 {
			t.Errorf("without %s the axis is %g, the others' mean is %g", gone.Field, after.Value, others)
		}
		if after.Coverage >= before.Coverage {
			t.Errorf("coverage goes from %g to %g", before.Coverage, after.Coverage)
		}
		// Half widths, as the ends may be cut at 0 and 100. A noisy input takes
		// up to z·sd·w/W_obs of noise with it and leaves spread·w/W of doubt, so
		// the interval must widen where coverage is above z·sd/spread: .49 for
		// people, .21 for checks, that is wherever an axis may be ranked.
		r, _ := m.Rule(a, gone.ID)
		if before.Coverage > m.Risk.Z*r.SD/m.Risk.MissingSpread && half(m, a, after) <= half(m, a, before) {
			t.Errorf("half the interval goes from %g to %g", half(m, a, before), half(m, a, after))
		}
	})
}

// half is the half width by the formula of the model.
func half(m model.Model, a model.Axis, x health.AxisScore) float64 {
	variance := 0.
	for i, r := range m.Axes[a] {
		variance += math.Pow(x.Inputs[i].Share*r.SD, 2)
	}
	return m.Risk.MissingSpread*(1-x.Coverage) + m.Risk.Z*math.Sqrt(variance)
}

func TestEvaluate_orderAndScaleOfWeightsDoNotMatter(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	rapid.Check(t, func(t *rapid.T) {
		ins := anyInputs(m).Draw(t, "inputs")
		scale := rapid.Float64Range(.01, 100).Draw(t, "scale")
		other := m
		other.Axes = map[model.Axis][]model.InputRule{}
		for a, rules := range m.Axes {
			other.Axes[a] = rapid.Permutation(rules).Draw(t, "order of "+string(a))
			other.Axes[a] = slices.Clone(other.Axes[a])
			for i := range other.Axes[a] {
				other.Axes[a][i].Weight *= scale
			}
		}
		x, y := score.Evaluate(m, health.Project{}, ins, at, at), score.Evaluate(other, health.Project{}, ins, at, at)
		for _, a := range model.InputAxes {
			if math.Abs(x.Axis(a).Value-y.Axis(a).Value) > 1e-9 || math.Abs(x.Axis(a).Coverage-y.Axis(a).Coverage) > 1e-9 {
				t.Errorf("%s: %v and %v", a.Name(), x.Axis(a).Interval, y.Axis(a).Interval)
			}
		}
		if x.RiskKnown && y.RiskKnown && math.Abs(x.Risk.Value-y.Risk.Value) > 1e-9 {
			t.Errorf("risk %g and %g", x.Risk.Value, y.Risk.Value)
		}
	})
}

func TestEvaluate_onlyBotsIsNeverActive(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	s := score.New(m)
	rapid.Check(t, func(t *rapid.T) {
		ins := anyInputs(m).Draw(t, "inputs")
		ins.Put(health.Obs("human_commits_12m", 0), health.Obs("active_months_12m", 0),
			health.Obs("bot_commits_12m", float64(rapid.IntRange(1, 5000).Draw(t, "bots"))),
			health.Obs("months_since_release", rapid.Float64Range(0, 12).Draw(t, "release")))
		ins["active_months_12m"] = health.Obs("active_months_12m", 0)
		if st := s.Evaluate(health.Project{}, ins, at, at).Status; st.Word == health.StatusActive {
			t.Errorf("status %+v of a repository moved by programs alone", st)
		}
	})
}

func TestEvaluate_sameArgumentsSameBytes(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	m.Draws.Draws = 20
	rapid.Check(t, func(t *rapid.T) {
		ins := anyInputs(m).Draw(t, "inputs")
		fields := slices.Collect(maps.Keys(ins))
		again := health.Inputs{}
		for _, f := range rapid.Permutation(fields).Draw(t, "order") {
			again.Put(ins[f])
		}
		x, err := json.Marshal(score.Evaluate(m, health.Project{Slug: "p"}, ins, at, at))
		if err != nil {
			t.Fatal(err)
		}
		y, err := json.Marshal(score.Evaluate(m, health.Project{Slug: "p"}, again, at, at))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(x, y) {
			t.Errorf("two evaluations differ:\n%s\n%s", x, y)
		}
	})
}

func TestLargestRemainder_partsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(rapid.Float64Range(0, 40), 0, 30).Draw(t, "points")
		decimals := rapid.IntRange(0, 2).Draw(t, "decimals")
		unit := math.Pow10(-decimals)
		sum, printed := 0., 0.
		got := score.LargestRemainder(points, decimals)
		for i, p := range points {
			sum += p
			printed += got[i]
			if math.Abs(got[i]-p) > unit+1e-9 {
				t.Errorf("%g is printed as %g", p, got[i])
			}
		}
		if math.Abs(printed-math.Round(sum/unit)*unit) > 1e-6 {
			t.Errorf("parts print to %g, the sum %g to %g", printed, sum, math.Round(sum/unit)*unit)
		}
	})
}

func TestLargestRemainder_workedExample(t *testing.T) {
	t.Parallel()
	points := []float64{.5277777778, 0, .3958333333, .59375, 8.8014705882, 12.5176470588, 6.2588235294, 18.9525, 4.2021977124}
	want := []float64{1, 0, 0, 1, 9, 12, 6, 19, 4}
	if got := score.LargestRemainder(points, 0); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v, which sum to 52", got, want)
	}
}

func FuzzCurve(f *testing.F) {
	f.Add(0., 0., 1., 25., 9., 100., 3.)
	f.Add(3., 100., 12., 60., 36., 0., -1.)
	f.Fuzz(func(t *testing.T, x0, y0, x1, y1, x2, y2, x float64) {
		points := []model.Point{{X: x0, Y: y0}, {X: x1, Y: y1}, {X: x2, Y: y2}}
		for _, v := range []float64{x0, y0, x1, y1, x2, y2, x} {
			if math.IsNaN(v) || math.Abs(v) > 1e12 {
				t.Skip()
			}
		}
		if x0 >= x1 || x1 >= x2 {
			t.Skip()
		}
		lo, hi := min(y0, y1, y2), max(y0, y1, y2)
		slack := 1e-9 * (1 + hi - lo)
		if got := score.Curve(points, x); !(got >= lo-slack && got <= hi+slack) {
			t.Errorf("curve %v at %g is %g, outside %g to %g", points, x, got, lo, hi)
		}
		for _, p := range points {
			if got := score.Curve(points, p.X); got != p.Y {
				t.Errorf("curve %v at its knot %g is %g", points, p.X, got)
			}
		}
	})
}
