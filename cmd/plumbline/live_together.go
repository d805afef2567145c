package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// gitHubTogether reads the records of four repositories as four scans at work at
// once do. Alone each takes up to four requests; where the host does not bear
// one query for all, they end up asking alone.
func (l *live) gitHubTogether(ctx context.Context) (string, error) {
	const alone = 4 // requests at most
	some := make([]health.Project, len(l.several))
	for i, name := range l.several {
		some[i] = health.Project{Slug: "live", Repositories: []health.Repository{{URL: "https://github.com/" + name, Role: health.Primary}}}
	}
	m := new(health.Meter)
	errs := make([]error, len(some))
	leave := make([]func(), len(some))
	for i := range some { // all are at work before the first asks
		leave[i] = l.host.Scans.Enter()
	}
	var scans sync.WaitGroup
	for i, p := range some {
		scans.Go(func() {
			defer leave[i]()
			_, errs[i] = l.host.Records(health.WithMeter(ctx, m), p)
		})
	}
	scans.Wait()
	if err := errors.Join(errs...); err != nil {
		return "", err
	}
	c := m.Cost()
	if c.Requests > len(some)*(alone-1) {
		return "", fmt.Errorf("%d repositories took %d requests: their records were not answered in one", len(some), c.Requests)
	}
	return fmt.Sprintf("%d repositories: %d points in %d requests", len(some), c.Points, c.Requests), nil
}
