package remedy

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Beyond is what no measure that applies to a project improves: what money cannot fix there.
type Beyond struct {
	// Gates are the labels of gates that no measure ends.
	Gates []string
	// Inputs are the parts of its risk that no measure makes smaller, the largest first.
	Inputs []health.Contribution
}

// Beyond returns what no measure improves. It is empty if the risk is unknown.
func (p Prospect) Beyond(sc health.Score) Beyond {
	var out Beyond
	if !p.Known {
		return out
	}
	ended, improved := map[string]bool{}, map[string]bool{}
	for _, o := range p.Options {
		for _, label := range o.Releases {
			ended[label] = true
		}
		for _, mv := range o.moves {
			improved[p.inputs[mv.input].id] = true
		}
	}
	for _, g := range p.gates {
		if !ended[g.label] {
			out.Gates = append(out.Gates, g.label)
		}
	}
	for _, c := range sc.Contributions {
		if !c.Gate && c.Points > tiny && !improved[c.Input] {
			out.Inputs = append(out.Inputs, c)
		}
	}
	slices.SortStableFunc(out.Inputs, func(a, b health.Contribution) int {
		switch {
		case a.Points > b.Points:
			return -1
		case a.Points < b.Points:
			return 1
		}
		return 0
	})
	return out
}
