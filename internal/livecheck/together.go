package livecheck

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// gitHubTogether reads the records of four repositories like four concurrent scans. Alone each
// needs up to four requests. If the host does not support one query for all, each falls back to its
// own.
func (c *Check) gitHubTogether(ctx context.Context) (string, error) {
	const alone = 4 // maximum requests
	some := make([]health.Project, len(c.several))
	for i, name := range c.several {
		some[i] = health.Project{Slug: "live", Repositories: []health.Repository{{URL: "https://github.com/" + name, Role: health.Primary}}}
	}
	m := new(cost.Meter)
	errs := make([]error, len(some))
	leave := make([]func(), len(some))
	for i := range some { // all are active before the first query
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
