package sources

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// asked are the names of whom the sources ask.
var asked = map[string]string{
	health.SourceGitHub:    "GitHub",
	health.SourcePublished: "Published results",
	health.SourceRegistry:  "Package registries and distributions",
	health.SourceAdvisory:  "Advisories",
	health.SourceScorecard: "Scorecard's checks, when a project is scanned, at most",
}

// Plans returns what each source that can tell will cost, a line each.
func Plans(ctx context.Context, sources []health.Source, projects []health.Project) ([]string, error) {
	var out []string
	for _, s := range sources {
		p, ok := s.(health.Planner)
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
