package main

import (
	"context"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/schedule"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type runCmd struct {
	app.Serving
	schedule.Options
}

func (c runCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.Every == 0 {
		return a.Serve(ctx, c.Serving, cli.Started(out.Out))
	}
	b, err := background(ctx, a, c.Options, out)
	if err != nil {
		return err
	}
	defer b.Close()
	return a.ServeBeside(ctx, b, c.Serving, cli.Started(out.Out))
}

// background opens what collects in the background, and says what will be collected
// how often, and what that costs.
func background(ctx context.Context, a *app.App, o schedule.Options, out cli.Streams) (*app.Background, error) {
	var b *app.Background
	announce := func() error {
		cli.PrintCollecting(out.Out, o.Every, o.ScanEvery)
		costs, err := b.Costs(ctx)
		cli.PrintCosts(out.Out, "each time round, ", costs)
		return err
	}
	b, err := a.Background(ctx, o, func(again time.Time) {
		cli.PrintNetwork(out.Out, again)
		if again.IsZero() {
			_ = announce() // a line less is no reason not to collect
		}
	})
	if err != nil {
		return nil, err
	}
	if !b.Online(ctx) { // what a round costs is said when one can begin
		return b, nil
	}
	if err := announce(); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}
