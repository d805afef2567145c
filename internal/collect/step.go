package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// ScopeTurns is the scope of runs made in steps, over the projects that are due. At most one of a
// list is unfinished. No other collection joins it: the scope of chosen projects consists of slugs,
// which contain no space.
const ScopeTurns = "due projects"

// errLeft is the answer of a project that was removed from the list after its run began.
var errLeft = errors.New("it was removed from the list during collection")

// Begin begins a run over projects of the list, or adds them to the unfinished run that Begin
// began. Answer and Publish are its steps, in any number of processes.
func (c *Collector) Begin(ctx context.Context, list health.List, origin health.Origin, slugs []string) (health.Run, error) {
	run, err := c.Store.StartRun(ctx, health.Run{
		List: list.Slug, Revision: list.Revision, ModelSHA: c.Model.SHA256, Version: c.Version,
		Origin: origin, Started: c.Now().UTC(), Total: len(slugs), Scope: ScopeTurns,
	}, slugs)
	if err != nil {
		return run, fmt.Errorf("collect %s: %w", list.Slug, err)
	}
	return run, nil
}

// Answer observes one project of a run and records the answer, with the instant at which the
// project is due again. It does nothing for a project that has its answer. The error is a
// source.LaterError if a source must be run later. Otherwise it means that nothing was recorded:
// cancelled, or the store failed.
func (c *Collector) Answer(ctx context.Context, list health.List, run int64, slug string, next time.Time) error {
	pending, err := c.Store.Pending(ctx, run)
	if err != nil {
		return fmt.Errorf("collect %s: %w", list.Slug, err)
	}
	if !slices.Contains(pending, slug) {
		return nil
	}
	at := slices.IndexFunc(list.Projects, func(p health.Project) bool { return p.Slug == slug })
	if at < 0 {
		return c.GiveUp(ctx, list, run, slug, next, errLeft)
	}
	due, err := c.due(ctx, slug)
	if err != nil {
		return fmt.Errorf("collect %s: %w", list.Slug, err)
	}
	began := c.Now()
	meter := new(cost.Meter)
	snaps, problems := c.observe(cost.WithMeter(ctx, meter), list, list.Projects[at], time.Time{},
		question{sources: due, next: ahead(list, at, pending), impatient: true})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var later *source.LaterError
	for _, p := range problems {
		if errors.As(p, &later) {
			return fmt.Errorf("collect %s: observe %s: %w", list.Slug, slug, later)
		}
	}
	if len(problems) > 0 && c.Lost != nil {
		if err := c.Lost(ctx); err != nil {
			return fmt.Errorf("collect %s: observe %s: %w", list.Slug, slug, err)
		}
	}
	a := c.attempt(run, slug, began, snaps, problems)
	a.Next, a.Cost = next, meter.Cost()
	return c.record(ctx, list, a, snaps)
}

// due returns the sources whose pause is over, and those that have not answered since a reader asked. A tenth less is enough, so that a source that runs
// every seventh turn is not delayed to the eighth because a turn came a minute early.
func (c *Collector) due(ctx context.Context, slug string) ([]source.Source, error) {
	if len(c.Every) == 0 {
		return c.Sources, nil
	}
	f, err := c.Store.Project(ctx, slug)
	if err != nil && !errors.Is(err, health.ErrNotFound) {
		return nil, err
	}
	asked, err := c.Store.Asked(ctx, slug)
	if err != nil {
		return nil, err
	}
	answered := map[string]time.Time{}
	for _, s := range f.Snapshots {
		answered[s.Source] = s.ObservedAt
	}
	var out []source.Source
	for _, s := range c.Sources {
		rest := c.Every[s.Name()]
		if last, ok := answered[s.Name()]; !ok || last.Before(asked) || c.Now().Sub(last) >= rest-rest/10 {
			out = append(out, s)
		}
	}
	return out, nil
}

// ahead returns the project at the index and, after it, the others of the run that wait for their
// answer.
func ahead(list health.List, at int, pending []string) []health.Project {
	waiting := make(map[string]bool, len(pending))
	for _, slug := range pending {
		waiting[slug] = true
	}
	out := []health.Project{list.Projects[at]}
	for i, p := range list.Projects {
		if i != at && waiting[p.Slug] {
			out = append(out, p)
		}
	}
	return out
}

// GiveUp records, as the answer of a project, that it could not be observed and why. Its last
// figures remain.
func (c *Collector) GiveUp(ctx context.Context, list health.List, run int64, slug string, next time.Time, why error) error {
	a := c.attempt(run, slug, c.Now(), nil, []error{why})
	a.Next = next
	return c.record(ctx, list, a, nil)
}

// Publish ranks the list from stored data and publishes the run. It returns health.ErrUnfinished
// unless every project of the run has its answer.
func (c *Collector) Publish(ctx context.Context, list health.List, run int64) error {
	c.tell(list.Slug)
	return c.publish(ctx, list, health.Run{ID: run})
}
