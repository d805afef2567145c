package main

import (
	"errors"
	"fmt"
	"io"
	"sort"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

type statusCmd struct {
	Runs int `name:"runs" default:"5" help:"How many runs to show, 1 to 100."`
}

// Run prints what /status shows: runs, ages, what failed and why, what is next.
func (c statusCmd) Run(a *app) error {
	if c.Runs < 1 || c.Runs > 100 {
		return usage.Errorf("--runs is %d; allowed: 1 to 100", c.Runs)
	}
	st, err := a.open(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	for _, l := range a.set.Lists {
		if err := c.list(a, st, l); err != nil {
			return err
		}
	}
	return nil
}

func (c statusCmd) list(a *app, st *store.Store, l health.Curated) error {
	fmt.Fprintf(a.stdout, "list %s, revision %s, %d projects\n", l.Slug, l.Revision, len(l.Projects))
	runs, err := st.Runs(a.ctx, l.Slug, c.Runs)
	if err != nil {
		return err
	}
	if len(runs) == 0 {
		fmt.Fprintln(a.stdout, "never collected; start with: plumbline run, or plumbline collect")
		return nil
	}
	if err := printRuns(a.stdout, runs); err != nil {
		return err
	}
	if err := printFreshness(a, st, l); err != nil {
		return err
	}
	if err := printElsewhere(a, st); err != nil {
		return err
	}
	next, err := st.NextDue(a.ctx, l.Slug)
	switch {
	case errors.Is(err, health.ErrNotFound) || next.IsZero():
		return nil
	case err != nil:
		return err
	}
	fmt.Fprintf(a.stdout, "next turn: %s, when a collector runs (plumbline run or work)\n", next.UTC().Format(time.RFC3339))
	return nil
}

func printRuns(w io.Writer, runs []health.Run) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "RUN\tSTARTED\tORIGIN\tOBSERVED\tCARRIED\tWITHOUT\tOF\tCOST\tSTATE")
	for _, r := range runs {
		state := "going on, or stopped: the same command goes on"
		if r.Published {
			state = "published " + r.Finished.UTC().Format(time.RFC3339)
		}
		origin := string(r.Origin)
		if !r.AsOf.IsZero() { // the day its figures describe
			origin += " " + r.AsOf.UTC().Format(time.DateOnly)
		}
		fmt.Fprintf(tw, "%d\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t%s\n", r.ID, r.Started.UTC().Format(time.RFC3339), origin, r.Observed, r.Carried, r.Failed, r.Total, cli.Plural(r.Cost.Requests, "request", "requests"), state)
	}
	return tw.Flush()
}

// printElsewhere names the repositories that are not where a list says.
func printElsewhere(a *app, st *store.Store) error {
	ids, err := st.NotAsListed(a.ctx, 500)
	for _, id := range ids {
		text := string(id.Presence) + " since " + id.Since.UTC().Format(time.DateOnly)
		if id.Presence == health.Present {
			text = "moved to " + id.Name + ", seen on " + id.MovedAt.UTC().Format(time.DateOnly)
		}
		fmt.Fprintf(a.stdout, "%s: %s\n", cli.Plain(id.Repository), cli.Plain(text))
	}
	return err
}

// printFreshness says how old the figures are and why projects have none.
func printFreshness(a *app, st *store.Store, l health.Curated) error {
	var ages []int
	why := map[string]int{}
	err := st.Figures(a.ctx, l.Slug, 0, func(f health.ProjectFigures) error {
		if at := f.At(); !at.IsZero() {
			ages = append(ages, health.AgeDays(at, a.now()))
		}
		if f.Last.Reason != "" {
			why[f.Last.Reason]++
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(ages) > 0 {
		sort.Ints(ages)
		fmt.Fprintf(a.stdout, "figures of %d projects: %d to %d days old, half of them %d or less\n", len(ages), ages[0], ages[len(ages)-1], ages[len(ages)/2])
	}
	reasons := make([]string, 0, len(why))
	for r := range why {
		reasons = append(reasons, r)
	}
	sort.Slice(reasons, func(i, j int) bool {
		return why[reasons[i]] > why[reasons[j]] || why[reasons[i]] == why[reasons[j]] && reasons[i] < reasons[j]
	})
	for _, r := range reasons {
		fmt.Fprintf(a.stdout, "%s: %s\n", cli.Plural(why[r], "project", "projects"), cli.Plain(r))
	}
	return nil
}
