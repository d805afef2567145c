package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type showCmd struct {
	Repo string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	AsOf string `name:"as-of" placeholder:"RUN|DAY" help:"Show the figures of this run or day."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c showCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	x, err := a.Stored(ctx, c.Repo, c.AsOf)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintProjectJSON(out.Out, x)
	default:
		return cli.PrintProject(out.Out, x)
	}
}
