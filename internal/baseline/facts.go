package baseline

import (
	"maps"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Facts are what is known of one project.
type Facts struct {
	Inputs health.Inputs
	// Copy means that the repository that was read is a mirror or another copy. What it shows of
	// the public record is not shown of the project's own repository.
	Copy bool
	// Checks are the results of the one Scorecard instrument that the inputs come from.
	Checks []check.Check
}

// FactsOf returns the facts of a listed project and its figures, which were judged. Results of an
// instrument that cannot be used beside the other figures are unknown.
func FactsOf(p health.Project, f figures.Project) Facts {
	out := Facts{Inputs: f.Inputs, Copy: copied(p, f)}
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

// copied reports whether the figures of git come from a copy: a mirror by its list or its host, or
// another address than the project's own.
func copied(p health.Project, f figures.Project) bool {
	primary, ok := p.PrimaryRepository()
	if !ok || primary.Mirror || f.Inputs.Field(field.RepositoryMirror).True() {
		return true
	}
	git, _ := f.Snapshot(field.SourceGit)
	own, err := repository.Parse(primary.URL)
	if err != nil {
		return true
	}
	read, err := repository.Parse(git.SourceURL)
	return err != nil || read.Key() != own.Key()
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
