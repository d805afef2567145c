package main

import (
	"context"
	"errors"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

// liveCheckCmd asks the real services once for everything taken for granted of
// them (scorecards/live.yaml). It only reads.
type liveCheckCmd struct {
	GitHub sources.GitHub `embed:""`
	Write  string         `name:"write" placeholder:"FILE" help:"Copy of scorecards/live.yaml in which to record today's date for verified assumptions."`
}

func (c liveCheckCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := app.Writable("--write", c.Write); err != nil {
		return err
	}
	check, err := a.LiveCheck(ctx, c.GitHub)
	if err != nil {
		return err
	}
	var held []string
	failed := 0
	for r := range check.Results(ctx, a.Set.Live) {
		cli.PrintAssumption(out.Out, r.Assumption, r.Seen, r.Err)
		if r.Err != nil {
			failed++
		} else {
			held = append(held, r.Assumption.ID)
		}
	}
	if c.Write != "" {
		if err := app.WriteVerified(c.Write, held, a.Now()); err != nil {
			return err
		}
	}
	if failed > 0 {
		return errors.New(cli.Plural(failed, "assumption does", "assumptions do") + " not hold")
	}
	return nil
}
