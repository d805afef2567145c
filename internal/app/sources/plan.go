package sources

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// asked are the names of whom the sources ask.
var asked = map[string]string{
	field.SourceGitHub:    "GitHub",
	field.SourcePublished: "Published results",
	field.SourceRegistry:  "Package registries and distributions",
	field.SourceAdvisory:  "Advisories",
	field.SourceScorecard: "Scorecard checks, per scanned project, at most",
}

// Plans returns what each source that can tell will cost, a line each.
func Plans(ctx context.Context, sources []source.Source, projects []health.Project) ([]string, error) {
	var out []string
	for _, s := range sources {
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
