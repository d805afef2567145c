package main

import (
	"context"
	"errors"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type casesCmd struct {
	app.Copies
	Cases string `name:"cases" required:"" placeholder:"FILE" help:"CSV with a header line: repository (owner/name or URL), date (2024-03-29) and optionally ecosystem (npm, pypi, …; default: from the list)."`
	Lead  int    `name:"lead" default:"30" help:"Measure this many days before the date of a case."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (c casesCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.Lead < 0 || c.Lead > 3650 {
		return usage.Errorf("--lead is %d; allowed: 0 to 3650", c.Lead)
	}
	cases, err := app.ReadCases(c.Cases)
	if err != nil {
		return err
	}
	copies, _, err := a.ReadCopies(ctx, c.Copies, backtest.BeforeCases(cases, c.Lead))
	if err != nil {
		return err
	}
	cli.PrintWithout(out.Err, backtest.Unread(copies))
	r := backtest.CompareCases(a.Set.Model, cases, c.Lead, copies)
	r.Made = a.Now().UTC().Format(time.DateOnly)
	r.Plumbline = a.Version
	if r.Cases == 0 {
		return errors.Join(errors.New("no case could be measured"), cli.PrintCases(out.Err, r))
	}
	if c.JSON {
		return cli.PrintJSON(out.Out, r)
	}
	return cli.PrintCases(out.Out, r)
}
