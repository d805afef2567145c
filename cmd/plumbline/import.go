package main

import (
	"context"
	"errors"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type importCmd struct {
	Files  []string `arg:"" name:"file" help:"OpenSSF Scorecard result files (JSON v2, version 4 or 5): single results, JSON arrays, JSON Lines, or folders of such files."`
	List   string   `name:"list" default:"critical" help:"List that the results belong to."`
	DryRun bool     `name:"dry-run" help:"Print what would be imported, and import nothing."`
}

func (c importCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	in, err := a.Intake(ctx, c.List, !c.DryRun)
	if err != nil {
		return err
	}
	defer in.Close()
	refusals := cli.Refusals{W: out.Err}
	if err := in.Read(ctx, c.Files, refusals.Add); err != nil {
		return err
	}
	report, err := in.Report(ctx)
	if err != nil {
		return err
	}
	refusals.Rest()
	if err := cli.PrintImported(out.Out, report); err != nil {
		return err
	}
	if taken := len(report.Taken); !c.DryRun && taken > 0 {
		run, rest, err := in.Record(ctx)
		if err != nil {
			return err
		}
		if err := cli.PrintRecorded(out.Out, run, taken, rest); err != nil {
			return err
		}
	}
	if report.Refused > 0 {
		return errors.New(cli.Plural(report.Refused, "result", "results") + " could not be read")
	}
	return nil
}
