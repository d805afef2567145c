package main

import (
	"context"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type silenceCmd struct {
	app.Copies
	From int    `name:"from" default:"2013" help:"First year."`
	To   int    `name:"to" default:"2022" help:"Last year."`
	Out  string `name:"out" placeholder:"FILE" help:"Write the result as JSON (aggregates only). The method page shows scorecards/backtest.json."`
}

func (c silenceCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.From < 1990 || c.To < c.From || c.To > a.Now().Year() {
		return usage.Errorf("--from %d --to %d; allowed: 1990 to this year, --from first", c.From, c.To)
	}
	if err := app.Writable("--out", c.Out); err != nil {
		return err
	}
	instants := backtest.Years(c.From, c.To)
	copies, absent, err := a.ReadCopies(ctx, c.Copies, instants)
	if err != nil {
		return err
	}
	cli.PrintWithout(out.Err, backtest.Unread(copies))
	panel := backtest.Panel{Judge: backtest.NewJudge(a.Set.Model)}
	panel.LeaveOut("repositories", absent, "on the list, but without a clone")
	panel.AddCopies(copies, instants)
	b := panel.Report()
	b.Made = a.Now().UTC().Format(time.DateOnly)
	b.Plumbline = a.Version
	b.Only = c.List
	b.FirstYear = c.From
	b.LastYear = c.To
	b.Lists = panel.OnLists(a.Set.Lists)
	if b.ProjectYears == 0 {
		return fmt.Errorf("nothing to measure: no clone was active on a 1 July from %d to %d and covers the 24 months after it", c.From, c.To)
	}
	if c.Out != "" {
		if err := app.WriteJSON(c.Out, b); err != nil {
			return err
		}
	}
	return cli.PrintSilence(out.Out, b)
}
