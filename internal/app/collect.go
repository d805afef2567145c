package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// CollectOptions say what to collect.
type CollectOptions struct {
	sources.Options
	List string
	// Repo names projects of the list; none: all.
	Repo []string
	// AsOf is a date or RFC 3339 instant; empty: now.
	AsOf string
}

// Collection is a run over a list that can begin.
type Collection struct {
	store     *store.Store
	collector *collect.Collector
	list      health.List
	options   collect.Options
	network   sources.Network
}

// Collection opens the store and the sources, and asks nothing. Whoever gets it
// closes it.
func (a *App) Collection(ctx context.Context, o CollectOptions) (*Collection, error) {
	asOf, err := instant(o.AsOf, a.Now())
	if err != nil {
		return nil, err
	}
	list, err := a.List(o.List)
	if err != nil {
		return nil, err
	}
	only, err := a.only(list, o.Repo)
	if err != nil {
		return nil, err
	}
	st, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	// A few projects collected into an empty database would be all it ever shows.
	if len(only) > 0 && asOf.IsZero() {
		err = a.prepare(ctx, st, list)
	}
	var col *collect.Collector
	if err == nil {
		col, err = a.collector(ctx, o.Options, st)
	}
	if err != nil {
		st.Close()
		return nil, err
	}
	if !asOf.IsZero() {
		col.Sources = sources.OfThePast(col.Sources)
	}
	network := o.Network(asOf.IsZero())
	network.Dial = a.Dial
	return &Collection{st, col, list, collect.Options{Origin: o.Origin(asOf), AsOf: asOf, Only: only}, network}, nil
}

// Close closes the store.
func (c *Collection) Close() { c.store.Close() }

// Costs says what each source that can tell will cost, a line each.
func (c *Collection) Costs(ctx context.Context) ([]string, error) {
	projects := c.list.Projects
	if only := c.options.Only; len(only) > 0 {
		projects = slices.DeleteFunc(slices.Clone(projects), func(p health.Project) bool { return !slices.Contains(only, p.Slug) })
	}
	return sources.Plans(ctx, c.collector.Sources, projects)
}

// Offline returns an error when no host that would be asked can be reached, in at most
// three seconds.
func (c *Collection) Offline(ctx context.Context) error {
	if c.network.Up(ctx) || ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("no network: cannot reach %s; stored figures are unchanged (--offline with --mirror reads local clones)", strings.Join(c.network.Hosts, ", "))
}

// Run collects, and returns the run as it was published. What was collected before
// an error is kept, and the next run goes on from there. progress is called after
// each project.
func (c *Collection) Run(ctx context.Context, progress func(collect.Progress)) (health.Run, error) {
	o := c.options
	o.Progress = progress
	run, err := c.collector.Collect(ctx, c.list, o)
	if err != nil {
		return run, err
	}
	return c.store.LastRun(ctx, run.List)
}

// Gaps returns what Run could not read, by part.
func (c *Collection) Gaps() []collect.Gap { return c.collector.Gaps() }

// Kept reports whether Run kept the last value of anything that it could not read.
func (c *Collection) Kept() bool { return c.collector.Kept() }

// only returns the slugs of the projects of the list that are named.
func (a *App) only(list health.List, repos []string) ([]string, error) {
	var slugs []string
	for _, r := range repos {
		p, l, err := a.Project(r)
		if err != nil {
			return nil, err
		}
		on := func(other health.Project) bool { return other.Slug == p.Slug } // a project may be on several lists
		if !slices.ContainsFunc(list.Projects, on) {
			return nil, usage.Errorf("%s is on list %s, not on %s", r, l.Slug, list.Slug)
		}
		slugs = append(slugs, p.Slug)
	}
	return slugs, nil
}

// instant reads a date or RFC 3339 instant; empty is the zero time.
func instant(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			if t.After(now) {
				return t, usage.Errorf("--as-of %s is in the future", s)
			}
			return t.UTC(), nil
		}
	}
	return time.Time{}, usage.Errorf("--as-of is %q; allowed: a date such as 2026-08-22 or an instant such as 2026-08-22T20:00:00Z", s)
}
