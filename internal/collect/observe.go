package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Observe runs every source for one project. It returns the snapshots of those that succeeded and
// the errors of the others. A source that panics counts as failed. If the address of the project
// belongs to another repository, no data read there is returned.
func (c *Collector) Observe(ctx context.Context, list health.List, p health.Project, asOf time.Time) ([]health.Snapshot, []error) {
	return c.observe(ctx, list, p, asOf, question{sources: c.Sources})
}

// question contains the parameters for running the sources on one project.
type question struct {
	sources []source.Source
	// next are the projects that follow, which a source may query in the same request.
	next []health.Project
	// impatient ends at the first source that must be run later.
	impatient bool
}

func (c *Collector) observe(ctx context.Context, list health.List, p health.Project, asOf time.Time, q question) ([]health.Snapshot, []error) {
	if c.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, c.Timeout, &source.RefusalError{
			Why: fmt.Sprintf("reading it took longer than %s", c.Timeout), Err: fmt.Errorf("%w: %s for one project", source.ErrLimit, c.Timeout),
		})
		defer cancel()
	}
	snaps := []health.Snapshot{c.listed(list, p, c.Now().UTC())}
	if _, ok := p.PrimaryRepository(); !ok {
		return snaps, []error{noRepository{p.NoRepository}}
	}
	var problems []error
	for _, s := range q.sources {
		snap, err := ask(ctx, s, p, asOf, q.next)
		if err == nil {
			snaps = append(snaps, snap)
			continue
		}
		problems = append(problems, sourceError{s.Name(), err})
		var later *source.LaterError
		switch {
		case errors.Is(err, source.ErrReused):
			return snaps[:1], problems // the data of the list itself
		case q.impatient && errors.As(err, &later):
			return snaps, problems
		}
	}
	return snaps, problems
}

// ask runs one source. Its cost includes what it prefetches for the projects that follow.
func ask(ctx context.Context, s source.Source, p health.Project, asOf time.Time, next []health.Project) (snap health.Snapshot, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("source stopped unexpectedly: %v", r)
		}
	}()
	if b, ok := s.(source.Batcher); ok && asOf.IsZero() && len(next) > 1 {
		if err := b.Prefetch(ctx, next); err != nil {
			return snap, err
		}
	}
	return s.Observe(ctx, p, asOf)
}

// listed returns the list's own data of a project, to be recorded. Figures are kept by project, and
// what a private list says of it must not show where a public list has it, too.
func (c *Collector) listed(list health.List, p health.Project, now time.Time) health.Snapshot {
	if list.Public() {
		return listSnapshot(list, p, now)
	}
	for _, l := range c.Public {
		if i, ok := slices.BinarySearchFunc(l.Projects, p.Slug, func(e health.Project, slug string) int { return strings.Compare(e.Slug, slug) }); ok {
			return listSnapshot(l, l.Projects[i], now)
		}
	}
	return listSnapshot(list, p, now)
}

// listSnapshot returns the data of the curated list itself for a project.
func listSnapshot(list health.List, p health.Project, now time.Time) health.Snapshot {
	return health.Snapshot{
		Project: p.Slug, Source: field.SourceList, Version: list.Slug + "@" + list.Revision,
		Origin: health.OriginLive, ObservedAt: now, Inputs: entry.Inputs(list, p),
	}
}
