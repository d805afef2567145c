package figures

import (
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// joinGaps says of each unknown check why it has no value, so that the model can take what it
// expects of such checks. Nothing is expected of a repository that was never read, nor of one whose
// posture no one has tried to read.
func (f Project) joinGaps(m model.Model, b Basis, ins health.Inputs) {
	own, scanned := f.Snapshot(field.SourceScorecard)
	if f.At().IsZero() || !scanned && !b.Published() {
		return
	}
	gaps := map[field.ID]model.Gap{}
	if !b.Published() {
		for _, c := range own.Checks {
			switch {
			case c.State == check.NotVisible:
				gaps[field.ID(c.Name)] = model.NotVisible
			case c.State == check.Errored && c.Late.Own:
				gaps[field.ID(c.Name)] = model.Unreadable
			}
		}
	}
	noWorkflows := ins.Field(field.DangerousWorkflow).State == health.NotApplicable
	for _, r := range m.Axes[model.Posture] {
		in := ins.Field(r.Field)
		if in.State != health.Unknown {
			continue
		}
		in.Field, in.Gap = r.Field, model.NotAsked
		gap, seen := gaps[r.Field]
		switch {
		case seen:
			in.Gap = gap
		case noWorkflows:
			in.Gap = model.NoWorkflows
		}
		ins[r.Field] = in
	}
}
