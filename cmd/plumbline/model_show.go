package main

import (
	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type modelShowCmd struct{}

func (modelShowCmd) Run(a *app.App, out cli.Streams) error {
	return a.Set.WriteModel(out.Out, a.Set.Model)
}
