package github

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The cost of requests in points. By GitHub's rule, a hundred requested connections are one point:
// seven for each repository of a batch; two for each issue and three for each pull request of a
// full page.
const (
	batchPoints = 0.07 // per repository
	fullPoints  = 5    // the newest pages, or one further back
	smallPoints = 2    // small newest pages
)

// Plan estimates the cost of observing the projects: a share of a batch each, and for
// responsiveness two requests the first time and later one where a change is likely. It sends no
// requests; it uses the ledger and the stored feeds.
func (s *Source) Plan(ctx context.Context, projects []health.Project) (cost.Plan, error) {
	plan := cost.Plan{}
	if s.cfg.Hourly != nil {
		plan.Hourly = s.cfg.Hourly()
	}
	points := 0.0
	for _, p := range projects {
		id, ok := s.primary(p)
		if !ok {
			continue
		}
		plan.Projects++
		known, err := s.cfg.Ledger.Identity(ctx, id.Key())
		if err != nil && !errors.Is(err, health.ErrNotFound) {
			return cost.Plan{}, fmt.Errorf("plan: look up %s: %w", id, err)
		}
		requests, cost, first := s.expect(known)
		plan.Cost.Requests += requests
		points += cost
		if first {
			plan.First++
		}
	}
	if !s.cfg.Authenticated {
		plan.Cost = cost.Cost{Requests: plan.Projects}
		plan.Without = needsQuery
		return plan, nil
	}
	plan.Cost.Requests += (plan.Projects + s.cfg.Batch - 1) / s.cfg.Batch
	plan.Cost.Points = int(points + batchPoints*float64(plan.Projects) + 0.5)
	return plan, nil
}

// expect estimates one project's requests for responsiveness and their points.
func (s *Source) expect(known forge.Identity) (requests int, points float64, first bool) {
	if !s.cfg.Authenticated {
		return 1, 0, known.NodeID == ""
	}
	if known.Presence == forge.Gone || known.Presence == forge.Reused {
		return 0, 0, false
	}
	raw, ok := s.cfg.Memory.Load(memoryKey(known.NodeID))
	mem, sound := decodeMemory(raw, s.people)
	if known.NodeID == "" || !ok || !sound {
		return firstAsks, firstAsks * fullPoints, true
	}
	now := s.cfg.Now().Unix()
	switch {
	case mem.Issues.behind(now) || mem.Changes.behind(now) || mem.Commits.behind(now):
		return 1, smallPoints + fullPoints, false
	case mem.movedLately():
		return 1, smallPoints, false
	}
	return 0, 0, false
}

// movedLately reports whether anything changed in the month before the last reading: a change
// before the next one is then likely.
func (m *memory) movedLately() bool {
	for _, f := range []*feed{&m.Issues, &m.Changes} {
		if f.UpTo/1000 > m.At-30*day {
			return true
		}
	}
	return false
}
