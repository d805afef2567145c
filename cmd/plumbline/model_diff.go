package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type modelDiffCmd struct {
	Before string `arg:"" name:"a" help:"First model: shipped, scenario:NAME or an overlay file."`
	After  string `arg:"" name:"b" help:"Second model."`
	List   string `name:"list" default:"critical" help:"List to compare."`
	Limit  int    `name:"limit" default:"20" help:"Number of projects to print; 0 means all that change."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

func (c modelDiffCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if c.Limit < 0 {
		return usage.Errorf("--limit is %d; allowed: 0 (all) or more", c.Limit)
	}
	models, d, err := a.Diff(ctx, c.List, c.Before, c.After)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintDiffJSON(out.Out, c.List, models, d, c.Limit)
	default:
		return cli.PrintDiff(out.Out, models, d, c.Limit)
	}
}
