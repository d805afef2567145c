package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type statusCmd struct {
	Runs int `name:"runs" default:"5" help:"Number of runs to print, 1 to 100."`
}

func (c statusCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if c.Runs < 1 || c.Runs > 100 {
		return usage.Errorf("--runs is %d; allowed: 1 to 100", c.Runs)
	}
	for s, err := range a.Statuses(ctx, c.Runs) {
		if err != nil {
			return err
		}
		if err := cli.PrintStatus(out.Out, s); err != nil {
			return err
		}
	}
	return nil
}
