package main

import (
	"context"
	"errors"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/synth"
)

type benchCmd struct {
	Generate benchGenerateCmd `cmd:"" help:"Generate a list of synthetic projects and weekly runs in an empty database."`
}

type benchGenerateCmd struct {
	Projects int       `name:"projects" default:"1000" help:"Number of projects, 1 to 1000000."`
	Weeks    int       `name:"weeks" default:"1" help:"Number of weekly runs, 1 to 500."`
	Seed     uint64    `name:"seed" default:"1" help:"The same seed and arguments give the same list and figures."`
	Out      string    `name:"out" default:"synthetic" placeholder:"DIR" help:"Folder for the list (default: synthetic). Read it with --lists DIR."`
	Until    time.Time `name:"until" format:"2006-01-02" placeholder:"DAY" help:"Day of the last run (default: the date of the bundled figures)."`
	Observed float64   `name:"observed" default:"0.5" help:"Share of projects with figures (the bundled list: half)."`
}

func (c benchGenerateCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if c.Until.After(a.Now()) {
		return usage.Errorf("--until %s is in the future", c.Until.Format(time.DateOnly))
	}
	config := synth.Config{Projects: c.Projects, Weeks: c.Weeks, Seed: c.Seed, Until: c.Until, Observed: c.Observed}
	made, err := a.Generate(ctx, config, c.Out, func(p app.GenerateProgress) {
		cli.PrintWeek(out.Err, p.Progress, p.Week, p.Weeks, p.Took)
	})
	switch {
	case errors.Is(err, synth.ErrConfig):
		return usage.Errorf("%v", err)
	case err != nil:
		return cli.Interrupted(out.Err, err)
	}
	return cli.PrintGenerated(out.Out, made.List, made.Weeks, made.Last)
}
