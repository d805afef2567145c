package exchange

import (
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Figures returns what a fresh installation stores of a project of a list, once it has read the
// bundle. The zero project gives what is known of one that the bundle does not hold.
func (p BundleProject) Figures(list health.List, of health.Project) figures.Project {
	f := figures.Project{Project: of.Slug, Inputs: health.Inputs{}, Last: health.Attempt{Project: of.Slug, Outcome: p.Outcome, Reason: p.Reason}}
	for _, sn := range p.Health() {
		for _, in := range sn.Inputs {
			f.Inputs.Put(in)
		}
		sn.Inputs = nil
		f.Snapshots = append(f.Snapshots, sn)
	}
	for _, in := range entry.Inputs(list, of) {
		f.Inputs.Put(in)
	}
	f.Snapshots = append(f.Snapshots, health.Snapshot{Project: of.Slug, Source: field.SourceList, Version: list.Revision})
	return f
}
