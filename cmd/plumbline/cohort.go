package main

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type cohortCmd struct {
	Make    cohortMakeCmd    `cmd:"" help:"Freeze the projects that a list names now. A cohort never changes."`
	List    cohortListCmd    `cmd:"" help:"Print the cohorts of a list."`
	Export  cohortExportCmd  `cmd:"" help:"Write the file of a cohort."`
	Import  cohortImportCmd  `cmd:"" help:"Keep the cohort of a file."`
	Compare cohortCompareCmd `cmd:"" help:"Compare a cohort with another one, or with its list as it is."`
}

type cohortMakeCmd struct {
	Slug        string `arg:"" name:"name" help:"Name in addresses: a to z, digits, hyphens, such as 2026-q4."`
	Title       string `name:"title" required:"" help:"Title of the cohort."`
	List        string `name:"list" default:"critical" help:"List to freeze."`
	AddedBefore string `name:"added-before" placeholder:"DAY" help:"Leave out projects that were added to the list on this day or later."`
}

func (c cohortMakeCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	made, err := a.MakeCohort(ctx, c.List, c.Slug, c.Title, c.AddedBefore)
	if err != nil {
		return err
	}
	return cli.PrintCohort(out.Out, made)
}

type cohortListCmd struct {
	List string `name:"list" default:"critical" help:"List whose cohorts to print."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c cohortListCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	heads, err := a.Cohorts(ctx, c.List)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintKeptJSON(out.Out, heads)
	default:
		return cli.PrintKept(out.Out, heads)
	}
}

type cohortExportCmd struct {
	Slug string `arg:"" name:"name" help:"Name of the cohort."`
	Out  string `name:"out" placeholder:"FILE" help:"File to write (default: NAME.yaml)."`
}

func (c cohortExportCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	file := c.Out
	if file == "" {
		file = c.Slug + ".yaml"
	}
	if err := app.Writable("--out", file); err != nil {
		return err
	}
	sha, err := a.ExportCohort(ctx, c.Slug, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out.Out, "%s: SHA-256 %s\n", file, sha)
	return err
}

type cohortImportCmd struct {
	File string `arg:"" name:"file" help:"File that “plumbline cohort export” wrote."`
}

func (c cohortImportCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	kept, err := a.ImportCohort(ctx, c.File)
	if err != nil {
		return err
	}
	return cli.PrintCohort(out.Out, kept)
}

type cohortCompareCmd struct {
	Slug string `arg:"" name:"name" help:"Name of the cohort."`
	With string `arg:"" name:"with" optional:"" help:"Name of another cohort (default: the list as it is)."`
}

func (c cohortCompareCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	x, err := a.CompareCohort(ctx, c.Slug, c.With)
	if err != nil {
		return err
	}
	return cli.PrintCohorts(out.Out, c.Slug, c.With, x)
}
