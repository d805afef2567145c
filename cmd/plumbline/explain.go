package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type explainCmd struct {
	Repo  string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	Since string `name:"since" xor:"when" placeholder:"RUN|DAY" help:"Explain the change in risk since this run or day."`
	AsOf  string `name:"as-of" xor:"when" placeholder:"RUN|DAY" help:"Explain the figures of this run or day."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (c explainCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if c.Since != "" {
		return changesCmd{Repo: c.Repo, Since: c.Since, JSON: c.JSON, split: true}.Run(ctx, a, out)
	}
	x, err := a.Stored(ctx, c.Repo, c.AsOf)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintExplainJSON(out.Out, x)
	default:
		return cli.PrintExplain(out.Out, x)
	}
}
