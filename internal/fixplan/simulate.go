package fixplan

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Simulation is a project before and after some tasks, with the ranges that the model gives. A rank is
// not in it: it depends on the others of the list.
type Simulation struct {
	Before, After Standing
	// Done are the tasks in the order of the plan, and Minutes their sum.
	Done    []Task
	Minutes Range
	// Gain is what they change together: less than the sum of the tasks if a gate hides some, and more
	// if they end one.
	Gain Gain
	// Ignored are ids that are no tasks of the plan, in the order given.
	Ignored []field.ID
}

// all returns everything that can be done, with what to do if an unknown check is really missing.
func (p Plan) all() []Task {
	out := slices.Clone(p.Tasks)
	for _, u := range p.Unknown {
		if u.Task != nil {
			out = append(out, *u.Task)
		}
	}
	return out
}

// Simulate returns the project as if the tasks with these ids were done: those of Plan.Tasks, and those
// of Plan.Unknown. A check that is unknown then has the value that its steps lead to, or the one that
// is assumed of it today if that is more. Each task counts once.
func (p *Planner) Simulate(s Subject, ids []field.ID) Simulation {
	s.Figures = s.Figures.Judged(p.model)
	var out Simulation
	var changes []Change
	tasks := p.Plan(s).all()
	for _, t := range tasks {
		if slices.Contains(ids, t.ID) {
			out.Done = append(out.Done, t)
			out.Minutes.From, out.Minutes.To = out.Minutes.From+t.Minutes.From, out.Minutes.To+t.Minutes.To
			changes = append(changes, t.changes...)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(tasks, func(t Task) bool { return t.ID == id }) && !slices.Contains(out.Ignored, id) {
			out.Ignored = append(out.Ignored, id)
		}
	}
	out.Before, out.After = p.standing(p.full, s, nil), p.standing(p.full, s, changes)
	out.Gain = out.After.Over(out.Before, p.model)
	return out
}
