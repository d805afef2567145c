package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type serveCmd struct{ app.Serving }

func (c serveCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	return a.Serve(ctx, c.Serving, cli.Started(out.Out))
}
