package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type upgradeCmd struct {
	Dry  bool `name:"dry-run" help:"Only print what would change. Writes nothing to the database."`
	JSON bool `name:"json" help:"Print JSON."`
}

func (c upgradeCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	all, err := a.Upgrade(ctx, c.Dry)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintUpgradeJSON(out.Out, all)
	default:
		return cli.PrintUpgrade(out.Out, all, c.Dry)
	}
}
