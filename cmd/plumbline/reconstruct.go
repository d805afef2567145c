package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type reconstructCmd struct {
	app.Copies
	Repo  []string `name:"repo" sep:"," placeholder:"REPO" help:"Only this project: slug, owner/name or URL. Can be repeated."`
	Since int      `name:"since" default:"2020" help:"First year."`
	Out   string   `name:"out" required:"" placeholder:"FILE" help:"File to write. Points of unchanged clones that it already has are kept."`
}

func (c reconstructCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.List == "" {
		c.List = "critical"
	}
	progress := cli.NewReconstructions(out.Err)
	err := a.Reconstruct(ctx, app.Reconstruction{Copies: c.Copies, Repo: c.Repo, Since: c.Since, Out: c.Out, Progress: func(r app.Reconstructed) {
		progress.Add(r.Slug, r.Points, r.Kept, r.Took, r.Err)
	}})
	if err != nil {
		return err
	}
	return progress.Print(out.Out, c.Out)
}
