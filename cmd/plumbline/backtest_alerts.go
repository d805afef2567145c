package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type alertsCmd struct {
	app.Copies
	From  int    `name:"from" default:"2013" help:"First year."`
	To    int    `name:"to" default:"2022" help:"Last year."`
	Cases string `name:"cases" placeholder:"FILE" help:"CSV of cases (see backtest cases), to count how many had an alert before."`
	Lead  int    `name:"lead" default:"30" help:"Measure this many days before the date of a case."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (c alertsCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.From < 1990 || c.To < c.From || c.To > a.Now().Year() || c.Lead < 0 || c.Lead > 3650 {
		return usage.Errorf("--from %d --to %d --lead %d; allowed: 1990 to this year, --from first, and 0 to 3650 days", c.From, c.To, c.Lead)
	}
	var cases []backtest.Case
	if c.Cases != "" {
		var err error
		if cases, err = app.ReadCases(c.Cases); err != nil {
			return err
		}
	}
	years := backtest.Years(c.From, c.To)
	copies, _, err := a.ReadCopies(ctx, c.Copies, slices.Concat(years, backtest.BeforeCases(cases, c.Lead)))
	if err != nil {
		return err
	}
	cli.PrintWithout(out.Err, backtest.Unread(copies))
	r := backtest.CountAlerts(a.Set.Model, a.Set.Alerts, copies, years, cases, c.Lead)
	r.Made = a.Now().UTC().Format(time.DateOnly)
	r.Plumbline = a.Version
	if r.Years == 0 {
		return errors.Join(errors.New("no project-year could be measured"), cli.PrintAlertRates(out.Err, r))
	}
	if c.JSON {
		return cli.PrintJSON(out.Out, r)
	}
	return cli.PrintAlertRates(out.Out, r)
}
