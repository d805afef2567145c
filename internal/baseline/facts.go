package baseline

import (
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
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
	// Away means that it was read at another address than the list gives. Such a copy may differ
	// from the project, so it never shows that something is met or not met.
	Away bool
	// Checks are the results of the one Scorecard instrument that the inputs come from.
	Checks []check.Check
	// said is what the files of the project say, unsaid why that is not known.
	said   declared.Statement
	unsaid string
}

// FactsOf returns the facts of a listed project and its figures, which were judged. Results of an
// instrument that cannot be used beside the other figures are unknown.
func FactsOf(p health.Project, f figures.Project) Facts {
	out := Facts{Inputs: f.Inputs, Away: away(p, f)}
	primary, _ := p.PrimaryRepository()
	out.Copy = out.Away || primary.Mirror || f.Inputs.Field(field.RepositoryMirror).True()
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

// away reports whether the figures of git come from another address than the project's own, or from
// none.
func away(p health.Project, f figures.Project) bool {
	primary, _ := p.PrimaryRepository()
	git, _ := f.Snapshot(field.SourceGit)
	own, err := repository.Parse(primary.URL)
	if err != nil {
		return true
	}
	read, err := repository.Parse(git.SourceURL)
	return err != nil || read.Key() != own.Key()
}

// fromCopy reports whether evidence was read from a copy at another address.
func (f Facts) fromCopy(all []Evidence) bool {
	return f.Away && slices.ContainsFunc(all, func(e Evidence) bool {
		return e.Input.Source == field.SourceGit || e.Input.Source == field.SourceScorecard
	})
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
