package score

import (
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// prepare converts a score to the form that the draws need.
func (s *Scorer) prepare(sc health.Score, in view, seed uint64) exposure {
	e := exposure{seed: seed}
	for i, a := range model.InputAxes {
		x := sc.Axis(a)
		d := axisDraw{lo: x.Lo, mode: x.Value, hi: x.Hi}
		if x.Assumed > 0 {
			by := s.reach(x, false)
			d.lo, d.hi = clamp(x.Value-by.down), clamp(x.Value+by.up)
		}
		for j, row := range x.Inputs {
			rule := int32(s.draws.first[i] + j)
			switch {
			case row.Input.Known():
				d.rule = append(d.rule, rule)
				d.s = append(d.s, row.S)
			case row.Expected != nil:
				d.assumed = append(d.assumed, assumedDraw{rule: rule, cell: row.Expected.Cell, points: onto(s.model.Axes[a][j].Curve, *row.Expected)})
			}
		}
		if width := d.hi - d.lo; width > 0 {
			d.peak = (d.mode - d.lo) / width
			d.rise = width * (d.mode - d.lo)
			d.slope = width * (d.hi - d.mode)
		}
		e.axes[i] = d
	}
	for i, g := range s.model.Gates {
		if d, ok := s.prepareGate(g, sc.Gates[i].Floor, in, sc); ok {
			e.gates = append(e.gates, d)
		}
	}
	return e
}

// prepareGate returns false if the gate cannot fire in any draw: a term is not observed, or is
// certain to fail.
func (s *Scorer) prepareGate(g model.GateRule, floor float64, in view, sc health.Score) (gateDraw, bool) {
	d := gateDraw{floor: floor}
	for _, t := range g.All {
		_, v, known := s.term(t, in, sc)
		if !known {
			return d, false
		}
		td := termDraw{axis: -1, term: t, holds: t.Holds(v)}
		if t.Axis != "" {
			for i, a := range model.InputAxes {
				if a == t.Axis {
					td.axis = i
				}
			}
			if td.axis < 0 { // H is not drawn: its point estimate decides
				td.from, td.to = certain(t.Holds(v))
			}
		} else {
			td.from, td.to = s.chance(t, v)
		}
		if td.axis < 0 && td.to <= td.from {
			return d, false
		}
		d.terms = append(d.terms, td)
	}
	return d, len(d.terms) > 0
}

// chance returns the range of a uniform number for which the term is true if its field is drawn
// around v. The deviation is the term's own in units of the field, or that of the axis rule over
// the field in points of its curve.
func (s *Scorer) chance(t model.Term, v float64) (from, to float64) {
	low, high := reach(t)
	point, sd := v, t.SD
	if r, ok := s.rule(t.Field); ok && sd == 0 {
		sd = r.SD
		point = Curve(r.Curve, v)
		low, high = onCurve(r.Curve, low), onCurve(r.Curve, high)
		if low > high { // a decreasing curve reverses the range
			low, high = high, low
		}
	}
	if sd == 0 || low == high || math.IsInf(low, -1) && math.IsInf(high, 1) {
		return certain(t.Holds(v))
	}
	return stats.NormalCDF((low - point) / sd), stats.NormalCDF((high - point) / sd)
}

// certain returns the range of a term without uncertainty.
func certain(yes bool) (from, to float64) {
	if yes {
		return 0, 1
	}
	return 0, 0
}

// reach returns the range of values that meet the term. Counts are integers, so their limits lie
// half way to the next number.
func reach(t model.Term) (low, high float64) {
	half := 0.0
	if f, ok := field.ByID(t.Field); ok && f.Kind != field.Number || t.Op == "==" {
		half = .5
	}
	switch t.Op {
	case "<=":
		return math.Inf(-1), t.Value + half
	case "<":
		return math.Inf(-1), t.Value - half
	case ">=":
		return t.Value - half, math.Inf(1)
	case ">":
		return t.Value + half, math.Inf(1)
	default:
		return t.Value - half, t.Value + half
	}
}

// onCurve maps a limit to points of the curve. A limit at or beyond an end of the curve stays
// unlimited, because values past it score the same.
func onCurve(points []model.Point, x float64) float64 {
	if len(points) == 0 {
		return x
	}
	first, last := points[0], points[len(points)-1]
	rising := last.Y >= first.Y
	switch {
	case x <= first.X && rising, x >= last.X && !rising:
		return math.Inf(-1)
	case x <= first.X, x >= last.X:
		return math.Inf(1)
	}
	return Curve(points, x)
}

// rule returns the axis rule over a field.
func (s *Scorer) rule(id field.ID) (model.InputRule, bool) {
	for _, a := range model.InputAxes {
		for _, r := range s.model.Axes[a] {
			if r.Field == id {
				return r, true
			}
		}
	}
	return model.InputRule{}, false
}
