package livecheck

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// gitHubTogether reads the records of four repositories as four scans at work at
// once do. Alone each takes up to four requests; where the host does not bear
// one query for all, they end up asking alone.
func (c *Check) gitHubTogether(ctx context.Context) (string, error) {
	const alone = 4 // requests at most
	some := make([]health.Project, len(c.several))
	for i, name := range c.several {
		some[i] = health.Project{Slug: "live", Repositories: []health.Repository{{URL: "https://github.com/" + name, Role: health.Primary}}}
	}
	m := new(cost.Meter)
	errs := make([]error, len(some))
	leave := make([]func(), len(some))
	for i := range some { // all are at work before the first asks
		leave[i] = c.host.Scans.Enter()
	}
	var scans sync.WaitGroup
	for i, p := range some {
		scans.Go(func() {
			defer leave[i]()
			_, errs[i] = c.host.Records(cost.WithMeter(ctx, m), p)
		})
	}
	scans.Wait()
	if err := errors.Join(errs...); err != nil {
		return "", err
	}
	cost := m.Cost()
	if cost.Requests > len(some)*(alone-1) {
		return "", fmt.Errorf("%d repositories took %d requests: their records were not answered in one", len(some), cost.Requests)
	}
	return fmt.Sprintf("%d repositories: %d points in %d requests", len(some), cost.Points, cost.Requests), nil
}
