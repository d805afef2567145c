package main

import (
	"context"
	"errors"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type doctorCmd struct {
	Cache   string         `name:"cache" placeholder:"DIR" help:"Folder for clones (default: plumbline in the user's cache folder)."`
	Offline bool           `name:"offline" help:"Use no network."`
	GitHub  sources.GitHub `embed:""`
}

func (c doctorCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	bad := 0
	for f := range a.Checkup(c.Cache, c.Offline, c.GitHub).Findings(ctx) {
		if f.Advice != "" && !f.Note {
			bad++
		}
		cli.PrintFinding(out.Out, cli.Finding(f))
	}
	if bad > 0 {
		return errors.New(cli.Plural(bad, "problem needs", "problems need") + " attention")
	}
	return nil
}
