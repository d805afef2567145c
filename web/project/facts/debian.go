package facts

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// debianFacts are how much of Debian needs a project, with the suite and its date, and beside it
// the dependents in vcpkg and Conan Center. What cannot
// apply is left out, and all of it where the archive was not read.
func debianFacts(ins health.Inputs) []ui.Fact {
	var out []ui.Fact
	of := ins.Field(field.DebianSources)
	for _, id := range []field.ID{field.DebianRunDependents, field.DebianBuildDependents, field.DebianBase} {
		in, read := ins[id]
		if !read || in.State == health.NotApplicable {
			continue
		}
		if !in.Known() && id != field.DebianRunDependents {
			continue // the reason is shown above, once
		}
		f := ui.FactOf(ins, id, "", in.Reason)
		if in.Known() {
			if id == field.DebianRunDependents {
				f.Says, f.Note = "scored-as-share", f.Note+"; scored as a share"
			} else {
				f.Says, f.Note = "unscored", f.Note+"; shown, not scored"
			}
			if id != field.DebianBase && of.Known() && of.Value > 0 {
				f.Text += fmt.Sprintf(" of %s (%s)", explain.Thousands(int(of.Value)), explain.Percent(in.Value/of.Value))
			}
		}
		out = append(out, f)
	}
	for _, id := range []field.ID{field.VcpkgDependents, field.ConanDependents} {
		if in := ins.Field(id); in.Known() { // a second reading; one that does not exist says nothing
			f := ui.FactOf(ins, id, "", in.Reason)
			f.Says = "unscored"
			f.Note += "; shown, not scored"
			out = append(out, f)
		}
	}
	return out
}
