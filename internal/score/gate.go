package score

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// gates evaluates every gate of the model.
func (s *Scorer) gates(in view, sc health.Score) []health.Gate {
	out := make([]health.Gate, len(s.model.Gates))
	for i, g := range s.model.Gates {
		out[i] = s.gate(g, in, sc)
	}
	return out
}

// gate evaluates one gate. One term known to fail decides it, whatever the others are. For the gate
// to fire, all terms must be observed.
func (s *Scorer) gate(g model.GateRule, in view, sc health.Score) health.Gate {
	out := health.Gate{ID: g.ID, Label: g.Name(), Floor: g.Floor, Judged: true, Fired: true}
	failed := false
	for _, t := range g.All {
		name, v, known := s.term(t, in, sc)
		if !known {
			out.Missing = append(out.Missing, name)
		} else if !t.Holds(v) {
			failed = true
		}
	}
	switch {
	case failed:
		out.Fired, out.Missing = false, nil
	case len(out.Missing) > 0 || len(g.All) == 0:
		out.Fired, out.Judged = false, false
	}
	if g.KEVFloor > 0 && in.field(field.AdvisoryKnownExploited).True() {
		out.Floor = g.KEVFloor
	}
	return out
}

// term returns the subject of a term, its value, and whether that is known.
func (s *Scorer) term(t model.Term, in view, sc health.Score) (name string, v float64, known bool) {
	if t.Axis != "" {
		x := sc.Axis(t.Axis)
		return t.Axis.Name(), x.Value, x.Known
	}
	x := in.field(t.Field)
	return string(t.Field), x.Value, x.Known()
}

// highest returns the highest floor among the gates that fired, or 0 if none did.
func highest(gates []health.Gate) float64 {
	floor := 0.0
	for _, g := range gates {
		if g.Fired && g.Floor > floor {
			floor = g.Floor
		}
	}
	return floor
}
