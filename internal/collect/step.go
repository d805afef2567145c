package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// ScopeTurns is the scope of runs made in steps, over the projects whose turn
// it is. At most one of a list is unfinished, and no other collection joins it:
// the scope of chosen projects is their slugs, which hold no space.
const ScopeTurns = "due projects"

// errLeft is the answer of a project that left its list after its run began.
var errLeft = errors.New("it left the list while the list was collected")

// Begin begins a run over projects of the list, or adds them to the one Begin
// began that is not finished. Answer and Publish are its steps, in any number
// of processes.
func (c *Collector) Begin(ctx context.Context, list health.Curated, origin health.Origin, slugs []string) (health.Run, error) {
	run, err := c.Store.StartRun(ctx, health.Run{
		List: list.Slug, Revision: list.Revision, ModelSHA: c.Model.SHA256, Version: c.Version,
		Origin: origin, Started: c.Now().UTC(), Total: len(slugs), Scope: ScopeTurns,
	}, slugs)
	if err != nil {
		return run, fmt.Errorf("collect %s: %w", list.Slug, err)
	}
	return run, nil
}

// Answer observes one project of a run and records the answer, with the instant
// the project is due again. A project that has its answer is not asked again.
// The error is a health.LaterError when a source has to be asked later, or
// means that nothing was recorded: cancelled, or the store refused.
func (c *Collector) Answer(ctx context.Context, list health.Curated, run int64, slug string, next time.Time) error {
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
	began := c.Now()
	snaps, problems := c.Observe(ctx, list, list.Projects[at], time.Time{})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var later *health.LaterError
	for _, p := range problems {
		if errors.As(p, &later) {
			return fmt.Errorf("collect %s: observe %s: %w", list.Slug, slug, later)
		}
	}
	a := c.attempt(run, slug, began, snaps, problems)
	a.Next = next
	return c.record(ctx, list, a, snaps)
}

// GiveUp records, as the answer of a project, that it could not be observed and
// why. Its last figures stay.
func (c *Collector) GiveUp(ctx context.Context, list health.Curated, run int64, slug string, next time.Time, why error) error {
	a := c.attempt(run, slug, c.Now(), nil, []error{why})
	a.Next = next
	return c.record(ctx, list, a, nil)
}

// Publish ranks the list from what is stored and publishes the run, of which
// every project has its answer: health.ErrUnfinished otherwise.
func (c *Collector) Publish(ctx context.Context, list health.Curated, run int64) error {
	return c.publish(ctx, list, health.Run{ID: run})
}
