package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

type changesCmd struct {
	Repo  string   `arg:"" name:"project" optional:"" help:"One project only: slug, owner/name or URL."`
	List  string   `name:"list" default:"critical" help:"List to compare."`
	Since string   `name:"since" placeholder:"RUN|DAY" help:"Compare with this run, or with what was shown on this day (default: the newest run eight days before the last, else the first)."`
	Until string   `name:"until" placeholder:"RUN|DAY" help:"Compare up to this run or day (default: the last run)."`
	Cause []string `name:"cause" sep:"," enum:"model,list,source,instrument,coverage,clock,project" help:"Show changes by these causes alone: ${enum}."`
	JSON  bool     `name:"json" help:"Print JSON."`

	split bool // of one project: how the change of risk is split
}

func (c changesCmd) Run(a *app) error {
	list, slug := c.List, ""
	if c.Repo != "" {
		p, l, err := a.project(c.Repo)
		if err != nil {
			return err
		}
		list, slug = l.Slug, p.Slug
	}
	l, err := a.list(list)
	if err != nil {
		return err
	}
	st, err := a.readable(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	from, to, err := c.runs(a, st, list)
	if errors.Is(err, health.ErrNotFound) && c.JSON {
		return cli.PrintJSON(a.stdout, exchange.ChangesDocument(list, health.Comparison{From: to, To: to}))
	}
	if errors.Is(err, health.ErrNotFound) {
		_, err = fmt.Fprintf(a.stdout, "%s has one run so far: there is nothing to compare it with\n", list)
		return err
	}
	if err != nil {
		return err
	}
	past := a.past(st)
	last, err := st.LastRun(a.ctx, list)
	if err != nil {
		return err
	}
	past.Alone = last.ModelSHA != a.set.Model.SHA256 // nothing of it is published
	all, err := past.Since(a.ctx, l, from, to)
	if err != nil {
		return err
	}
	all.Differences = c.wanted(all.Differences, slug)
	if c.JSON {
		return cli.PrintJSON(a.stdout, exchange.ChangesDocument(list, all))
	}
	if c.split {
		for _, d := range all.Differences {
			return cli.PrintSplit(a.stdout, d)
		}
	}
	return cli.PrintChanges(a.stdout, list, all, slug != "")
}

// runs are the two to compare. ErrNotFound when there are no two.
func (c changesCmd) runs(a *app, st *store.Store, list string) (from, to health.Run, err error) {
	if c.Until == "" {
		to, err = st.LastRun(a.ctx, list)
	} else {
		to, err = a.runOf(st, list, "--until", c.Until)
	}
	if err != nil {
		return from, to, err
	}
	if c.Since == "" {
		from, err = a.past(st).Before(a.ctx, to)
		return from, to, err
	}
	if from, err = a.runOf(st, list, "--since", c.Since); err != nil {
		return from, to, err
	}
	if !from.Finished.Before(to.Finished) {
		return from, to, usage.Errorf("%s is not before %s", explain.RunName(from, explain.Days{}), explain.RunName(to, explain.Days{}))
	}
	return from, to, nil
}

// wanted leaves out the projects and the changes that were not asked for. Shares
// stay whole: a part of a sum would be no sum.
func (c changesCmd) wanted(all []health.Difference, slug string) []health.Difference {
	var out []health.Difference
	for _, d := range all {
		if slug != "" && d.Project != slug {
			continue
		}
		if len(c.Cause) > 0 {
			d.Changes = slices.DeleteFunc(d.Changes, func(x health.Change) bool { return !slices.Contains(c.Cause, string(x.Cause)) })
			byModel := slices.ContainsFunc(d.Shares, func(s health.CauseShare) bool { return s.Cause == health.CauseModel })
			if len(d.Changes) == 0 && !(byModel && slices.Contains(c.Cause, string(health.CauseModel))) {
				continue
			}
		}
		out = append(out, d)
	}
	return out
}
