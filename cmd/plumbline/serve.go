package main

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web"
)

// serving holds the flags of the commands that serve pages.
type serving struct {
	Addr   string `name:"addr" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on."`
	Alerts bool   `name:"operator-alerts" help:"Show alerts that are for operators too: the most active committer changed. Nearly always that is normal, so not where others read the pages."`
	Report string `name:"report-to" placeholder:"URL" help:"Web address where readers report mistakes; it stands on every project's page."`
}

type serveCmd struct{ serving }

func (c serveCmd) Run(a *app) error {
	st, err := a.ready(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	return c.serve(a, st, nil)
}

// serve answers requests until the app ends. schedule tells of the collector in
// this process; nil when there is none.
func (s serving) serve(a *app, st *store.Store, schedule func(context.Context) (web.Schedule, error)) error {
	var scenarios []health.Overlay
	for _, sc := range a.set.Scenarios {
		scenarios = append(scenarios, *sc.Model.Overlay) // a scenario without a change is refused
	}
	site := web.Site{
		Reader: st, Lists: a.set.Lists, Model: a.set.Model, Scenarios: scenarios, Backtest: a.set.Backtest, Bots: a.set.Bots, Agents: a.set.Agents, Alerts: a.set.Alerts, OperatorAlerts: s.Alerts, Live: a.set.Live, Status: st, Past: sitePast{a.past(st), st}, Schedule: schedule,
		Contact: s.Report, Now: a.now, Version: version(), Log: a.log,
	}
	return httpx.Serve(a.ctx, s.Addr, site.Handler(), a.log, func(addr string) {
		fmt.Fprintf(a.stdout, "Plumbline is at http://%s/\n", addr)
	})
}

type runCmd struct {
	serving
	scheduling
}

func (c runCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	st, err := a.ready(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if c.Every == 0 {
		return c.serve(a, st, nil)
	}
	col, err := collector(a, c.Options, st)
	if err != nil {
		return err
	}
	q, err := c.queue(a, st, col)
	if err != nil {
		return err
	}
	defer q.Close()
	if err := c.announce(a, col); err != nil {
		return err
	}
	// Each of the two ends the other: a dashboard that no longer collects, or
	// the reverse, would look well.
	both, ctx := errgroup.WithContext(a.ctx)
	b := *a
	b.ctx = ctx
	both.Go(func() error { return q.Run(ctx) })
	both.Go(func() error {
		if err := c.serve(&b, st, c.state(a, q, col, a.everyProject())); err != nil {
			return err
		}
		return errServed
	})
	if err := both.Wait(); !errors.Is(err, errServed) {
		return err
	}
	return nil
}

// errServed ends the collector when the dashboard has ended.
var errServed = errors.New("the dashboard has ended")

// ready opens the store for a command that publishes: it imports the bundled
// snapshot of a list that has none, and ranks again when the model or the list
// changed.
func (a *app) ready(ctx context.Context) (*store.Store, error) {
	st, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range a.set.Lists {
		if err := a.prepare(ctx, st, l); err != nil {
			st.Close()
			return nil, err
		}
	}
	return st, nil
}

// readable opens the store for a command that reads. It takes no place of what is
// published; a list of which nothing is gets the bundled snapshot, by the shipped
// model whichever was named.
func (a *app) readable(ctx context.Context) (*store.Store, error) {
	b, set := *a, *a.set
	set.Model = set.Shipped()
	b.set = &set
	st, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range set.Lists {
		_, err := st.LastRun(ctx, l.Slug)
		if errors.Is(err, health.ErrNotFound) {
			err = b.prepare(ctx, st, l)
		}
		if err != nil {
			st.Close()
			return nil, err
		}
	}
	return st, nil
}

func (a *app) prepare(ctx context.Context, st *store.Store, l health.Curated) error {
	last, err := st.LastRun(ctx, l.Slug)
	switch {
	case errors.Is(err, health.ErrNotFound):
		if raw, ok := a.set.Bundle(l.Slug); ok {
			return a.importBundle(ctx, st, l, raw)
		}
	case err != nil:
		return err
	case last.ModelSHA == a.set.Model.SHA256 && last.Revision == l.Revision:
		return nil
	}
	_, err = a.rescorer(st).Rescore(ctx, l)
	return err
}
