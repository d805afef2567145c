package baseline

import (
	"maps"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Facts are what is known of one project.
type Facts struct {
	Inputs health.Inputs
	// Checks are the results of the one Scorecard instrument that the inputs come from.
	Checks []check.Check
}

// FactsOf returns the facts of figures that were judged. Results of an instrument that cannot be
// used beside the other figures are unknown.
func FactsOf(f figures.Project) Facts {
	out := Facts{Inputs: f.Inputs}
	if f.Basis == nil || f.Basis.Used.Source == "" {
		return out
	}
	used := f.Basis.Used
	if used.Unusable == "" {
		sn, _ := f.Snapshot(used.Source)
		out.Checks = sn.Checks
		return out
	}
	out.Inputs = maps.Clone(f.Inputs)
	for _, id := range field.Checks() {
		if in := out.Inputs.Field(id); in.Source == used.Source {
			out.Inputs[id] = health.Missing(id, used.Name()+" is "+used.Unusable, nil)
		}
	}
	return out
}

// check returns the result with the id, and false if it has no score.
func (f Facts) check(id field.ID) (check.Check, bool) {
	for _, c := range f.Checks {
		if c.Name == string(id) && c.State == check.Scored {
			return c, true
		}
	}
	return check.Check{}, false
}
