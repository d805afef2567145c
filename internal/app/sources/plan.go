package sources

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
)

// asked are the names of whom the sources ask.
var asked = map[string]string{
	field.SourceGitHub:    "GitHub",
	field.SourcePublished: "Published results",
	field.SourceRegistry:  "Package registries and distributions",
	field.SourceDistro:    "Debian's archive, about 20 MB",
	field.SourceAdvisory:  "Advisories",
	field.SourceScorecard: "Scorecard checks, per scanned project, at most",
}

// cloneMiB is what one clone without its files takes on average: the shipped list, 150
// projects, takes about 10 GiB.
const cloneMiB = 70

// firstClones says how many repositories will be cloned, and about how large they are.
func firstClones(n int) string {
	size := fmt.Sprintf("%d MiB", n*cloneMiB)
	if n*cloneMiB >= 1024 {
		size = fmt.Sprintf("%.0f GiB", float64(n*cloneMiB)/1024)
	}
	if n == 1 {
		return "Git: 1 repository to clone for the first time, typically " + size
	}
	return fmt.Sprintf("Git: %d repositories to clone for the first time, about %s", n, size)
}

// Plans returns what each source that can tell will cost, a line each.
func Plans(ctx context.Context, sources []source.Source, projects []health.Project) ([]string, error) {
	var out []string
	for _, s := range sources {
		if g, ok := s.(*git.Source); ok {
			if n := g.FirstClones(ctx, projects); n > 0 {
				out = append(out, firstClones(n))
			}
		}
		p, ok := s.(source.Planner)
		if !ok {
			continue
		}
		plan, err := p.Plan(ctx, projects)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("plan %s", s.Name()), err)
		}
		if plan.Projects == 0 {
			continue
		}
		line := asked[s.Name()] + ": " + plan.String()
		if plan.Without != "" {
			line += "; " + plan.Without
		}
		out = append(out, line)
	}
	return out, nil
}
