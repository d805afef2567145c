package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type collectCmd struct {
	sources.Options
	List string   `name:"list" default:"critical" help:"List to collect."`
	Repo []string `name:"repo" sep:"," placeholder:"REPO" help:"Only this project: slug, owner/name or URL. Can be repeated."`
	AsOf string   `name:"as-of" placeholder:"T" help:"Measure as of this date or RFC 3339 instant."`
	Plan bool     `name:"plan" help:"Print how many requests a collection would need, and send none."`
}

func (c collectCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	col, err := a.Collection(ctx, app.CollectOptions{Options: c.Options, List: c.List, Repo: c.Repo, AsOf: c.AsOf})
	if err != nil {
		return err
	}
	defer col.Close()
	costs, err := col.Costs(ctx)
	if err != nil {
		return err
	}
	if c.Plan {
		return cli.PrintPlan(out.Out, costs)
	}
	if err := col.Offline(ctx); err != nil {
		return err
	}
	cli.PrintCosts(out.Err, "", costs)
	progress, again := cli.Limited(cli.ProgressLine(out.Err, a.Now))
	run, err := col.Run(ctx, progress)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(out.Err, "\nstopped; collected figures are kept. Run the same command to continue.\n")
	}
	if err != nil {
		return err
	}
	cli.PrintCollected(out.Out, run, c.AsksHosts())
	cli.PrintLimited(out.Err, again())
	cli.PrintGaps(out.Out, col.Gaps(), col.Kept())
	if run.Total > 0 && run.Observed == 0 { // a scheduled collection must fail visibly
		return errors.New(cli.NothingRead(run))
	}
	return nil
}
