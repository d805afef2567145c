package web

import (
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// packageFacts are what registries and Repology say of a project: what is known,
// and what could not be had. What cannot apply is left out, and all of it where
// nobody was asked.
func packageFacts(ins health.Inputs) []ui.Fact {
	var out []ui.Fact
	for _, id := range []string{"dependents", "downloads_30d", "distribution_families", "publishers", "registry_release"} {
		in, asked := ins[id]
		if !asked || in.State == health.NotApplicable {
			continue
		}
		f := ui.FactOf(ins, id, "", in.Reason)
		if id == "dependents" || id == "downloads_30d" {
			f.Note += "; shown, never scored"
		}
		out = append(out, f)
	}
	return out
}
