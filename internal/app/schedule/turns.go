package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// turns is the work of the queue: the collector's steps by the names of lists.
type turns struct {
	collector *collect.Collector
	gate      *gate
	store     *store.Store
	origin    health.Origin
	lists     map[string]health.List
}

func (t turns) list(slug string) (health.List, error) {
	l, ok := t.lists[slug]
	if !ok {
		return l, fmt.Errorf("list %q: %w", slug, health.ErrNotFound)
	}
	return l, nil
}

// Begin begins a run over projects whose turn it is.
func (t turns) Begin(ctx context.Context, list string, projects []string) (int64, error) {
	l, err := t.list(list)
	if err != nil {
		return 0, err
	}
	run, err := t.collector.Begin(ctx, l, t.origin, projects)
	return run.ID, err
}

// Unfinished returns the runs Begin began, by this process or another.
func (t turns) Unfinished(ctx context.Context, list string) ([]int64, error) {
	// An unfinished run is gone on with before another is begun, so it is among
	// the newest.
	runs, err := t.store.Runs(ctx, list, 500)
	var out []int64
	for _, r := range runs {
		if r.Scope == collect.ScopeTurns && !r.Published {
			out = append(out, r.ID)
		}
	}
	return out, err
}

// Pending returns the projects of the run without an answer.
func (t turns) Pending(ctx context.Context, run int64) ([]string, error) {
	return t.store.Pending(ctx, run)
}

// Answer observes a project. Without a network it waits, and nothing is recorded.
func (t turns) Answer(ctx context.Context, list string, run int64, project string, next time.Time) error {
	l, err := t.list(list)
	if err != nil {
		return err
	}
	if err := t.gate.Later(ctx); err != nil {
		return err
	}
	return t.collector.Answer(ctx, l, run, project, next)
}

// GiveUp records why a project could not be answered.
func (t turns) GiveUp(ctx context.Context, list string, run int64, project string, next time.Time, why error) error {
	l, err := t.list(list)
	if err != nil {
		return err
	}
	return t.collector.GiveUp(ctx, l, run, project, next, why)
}

// Publish ranks the list.
func (t turns) Publish(ctx context.Context, list string, run int64) error {
	l, err := t.list(list)
	if err != nil {
		return err
	}
	return t.collector.Publish(ctx, l, run)
}
