package fixplan

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Advised returns what to do about each check that has a score and lacks points: the steps of Plan,
// without their places. It is empty for a project that has ended. sc is the score of the project by the
// planner's model. It scores nothing, so it costs little.
func (p *Planner) Advised(s Subject, sc health.Score) map[field.ID]explain.ToDo {
	out := map[field.ID]explain.ToDo{}
	if ended, _ := score.Ended(sc); ended != "" {
		return out
	}
	s.Figures = s.Figures.Judged(p.model)
	m := making{Planner: p, Subject: s}
	for _, row := range sc.S.Inputs {
		if rule, ok := p.rule(row.Field); ok && lacking(row) {
			guide, way := m.way(rule, row.S)
			if way.Nothing == noGuide { // a gap of the catalogue is no advice
				continue
			}
			todo := explain.ToDo{Nothing: way.Nothing}
			if way.Nothing == "" {
				steps, _ := m.steps(rule.Field, guide, way)
				for _, x := range steps {
					todo.Steps = append(todo.Steps, x.Text)
				}
			}
			out[rule.Field] = todo
		}
	}
	return out
}

// rule returns the rule of a check of posture, and false if the model has none.
func (p *Planner) rule(id field.ID) (model.InputRule, bool) {
	for _, r := range p.model.Axes[model.Posture] {
		if r.Field == id {
			return r, true
		}
	}
	return model.InputRule{}, false
}
