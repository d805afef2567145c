package fixplan

import (
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Without returns a project as it is, and as it would be if some checks did not apply to it. Cost: two
// scorings with draws.
func (p *Planner) Without(s Subject, checks []field.ID) (as, without Standing) {
	s.Figures = s.Figures.Judged(p.model)
	as = p.standing(p.full, s, nil)
	ins := maps.Clone(s.Figures.Inputs)
	for _, id := range checks {
		in := health.NotApplies(id, "the maintainers say so")
		in.Source, in.ObservedAt = ins.Field(id).Source, s.Figures.At()
		ins[id] = in
	}
	left := slices.DeleteFunc(slices.Clone(s.instrument().Checks), func(c check.Check) bool {
		return slices.Contains(checks, field.ID(c.Name))
	})
	return as, Standing{Score: p.full.Evaluate(s.Project, ins, s.Figures.At(), s.Now), Aggregate: Aggregated(left, nil)}
}
