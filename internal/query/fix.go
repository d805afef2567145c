package query

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
)

// fixSubject is a project as its plan is made from it.
func (v *View) fixSubject(p Project) (*fixplan.Planner, fixplan.Subject) {
	return fixplan.New(p.Model, v.scorer(), v.reader.c.Steps), fixplan.Subject{Project: p.Project, Figures: p.Figures, Now: v.Now}
}

// FixPlan returns what the maintainers of a project can do. Cost: some scorings for each input, without
// draws: about 25 ms.
func (v *View) FixPlan(p Project) fixplan.Plan {
	planner, s := v.fixSubject(p)
	return planner.Plan(s)
}

// ToDo returns what to do about each check of a project that lacks points, as its plan does. Cost: no
// scoring.
func (v *View) ToDo(p Project) map[field.ID]explain.ToDo {
	planner, s := v.fixSubject(p)
	return planner.Advised(s, p.Score)
}

// Simulate returns a project as if some tasks of its plan were done. Cost: that of FixPlan and two
// scorings with draws.
func (v *View) Simulate(p Project, done []field.ID) fixplan.Simulation {
	planner, s := v.fixSubject(p)
	return planner.Simulate(s, done)
}
