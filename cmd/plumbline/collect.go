package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

type collectCmd struct {
	sources.Options
	List string   `name:"list" default:"critical" help:"List to collect."`
	Repo []string `name:"repo" sep:"," placeholder:"REPO" help:"Only this project: slug, owner/name or URL. May be repeated."`
	AsOf string   `name:"as-of" placeholder:"T" help:"Figures as they stood at this date or RFC 3339 instant."`
	Plan bool     `name:"plan" help:"Say what asking would cost, and ask nothing."`
}

func (c collectCmd) Run(a *app) error {
	if err := c.Check(); err != nil {
		return err
	}
	asOf, err := instant(c.AsOf, a.now())
	if err != nil {
		return err
	}
	list, err := a.list(c.List)
	if err != nil {
		return err
	}
	only, err := c.only(a, list)
	if err != nil {
		return err
	}
	st, err := a.open(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	// A few projects collected into an empty database would be all it ever shows.
	if len(only) > 0 && asOf.IsZero() {
		if err := a.prepare(a.ctx, st, list); err != nil {
			return err
		}
	}
	col, err := collector(a, c.Options, st)
	if err != nil {
		return err
	}
	if !asOf.IsZero() {
		col.Sources = sources.OfThePast(col.Sources)
	}
	if err := c.forecast(a, col, list, only); err != nil || c.Plan {
		return err
	}
	run, err := col.Collect(a.ctx, list, collect.Options{Origin: c.Origin(asOf), AsOf: asOf, Only: only, Progress: cli.ProgressLine(a.stderr, a.now)})
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(a.stderr, "\nstopped; what was collected is kept. The same command goes on from here.\n")
		return err
	}
	if err != nil {
		return err
	}
	last, err := st.LastRun(a.ctx, run.List)
	if err != nil {
		return err
	}
	return c.summary(a, last)
}

// forecast says what the collection will cost: on request to whoever pipes it
// on, else before it begins.
func (c collectCmd) forecast(a *app, col *collect.Collector, list health.Curated, only []string) error {
	projects := list.Projects
	if len(only) > 0 {
		projects = slices.DeleteFunc(slices.Clone(projects), func(p health.Project) bool { return !slices.Contains(only, p.Slug) })
	}
	lines, err := sources.Plans(a.ctx, col.Sources, projects)
	if err != nil {
		return err
	}
	w := a.stderr
	if c.Plan {
		if w = a.stdout; len(lines) == 0 {
			lines = []string{"no source is asked that counts requests"}
		}
	}
	for _, l := range lines {
		fmt.Fprintln(w, l)
	}
	return nil
}

func (c collectCmd) only(a *app, list health.Curated) ([]string, error) {
	var slugs []string
	for _, r := range c.Repo {
		p, l, err := a.project(r)
		if err != nil {
			return nil, err
		}
		if l.Slug != list.Slug {
			return nil, usage.Errorf("%s is on list %s, not on %s", r, l.Slug, list.Slug)
		}
		slugs = append(slugs, p.Slug)
	}
	return slugs, nil
}

// summary says how the run went. It is an error when not one project could be
// read: whoever runs this from a timetable has to hear of it.
func (c collectCmd) summary(a *app, r health.Run) error {
	fmt.Fprintf(a.stdout, "run %d of list %s: %d observed, %d carried with their age, %d without figures, of %d\n",
		r.ID, r.List, r.Observed, r.Carried, r.Failed, r.Total)
	if c.AsksHosts() {
		fmt.Fprintf(a.stdout, "asking hosts cost %s, %d of them unchanged, and %s\n",
			cli.Plural(r.Cost.Requests, "request", "requests"), r.Cost.Unchanged, cli.Plural(r.Cost.Points, "point", "points"))
	}
	if r.Total > 0 && r.Observed == 0 {
		return errors.New("nothing could be read; what is stored stays. Try: plumbline doctor")
	}
	return nil
}

// instant reads a date or RFC 3339 instant; empty is the zero time.
func instant(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			if t.After(now) {
				return t, usage.Errorf("--as-of %s lies in the future", s)
			}
			return t.UTC(), nil
		}
	}
	return time.Time{}, usage.Errorf("--as-of is %q; allowed: 2026-08-22 or 2026-08-22T20:00:00Z", s)
}
