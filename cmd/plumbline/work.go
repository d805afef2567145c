package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/schedule"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type workCmd struct{ schedule.Options }

// Run collects until it is asked to stop. Any number of processes may do so on
// one database, beside those that serve.
func (c workCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.Every == 0 {
		return usage.Errorf("--every is 0, so there is nothing to collect")
	}
	b, err := background(ctx, a, c.Options, out)
	if err != nil {
		return err
	}
	defer b.Close()
	return b.Run(ctx)
}
