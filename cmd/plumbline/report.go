package main

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/web/reports"
)

type reportCmd struct {
	Make   reportMakeCmd   `cmd:"" help:"Make a report on the newest run and keep it. It never changes."`
	List   reportListCmd   `cmd:"" help:"Print the reports on a list."`
	Export reportExportCmd `cmd:"" help:"Write the evidence pack of a report, a zip file."`
	Diff   reportDiffCmd   `cmd:"" help:"Print what a report says differently than an earlier one, and why."`
}

type reportMakeCmd struct {
	ID          string        `arg:"" name:"name" help:"Name in addresses: a to z, digits, hyphens, such as 2026-q4."`
	Title       string        `name:"title" required:"" help:"Title of the report."`
	List        string        `name:"list" default:"critical" help:"List to report on."`
	Cohort      string        `name:"cohort" placeholder:"NAME" help:"Frozen cohort to report on (default: the list as it is)."`
	AddedBefore string        `name:"added-before" placeholder:"DAY" help:"Leave out projects that were added to the list on this day or later."`
	Tag         string        `name:"tag" placeholder:"TAG" help:"Leave out projects without this tag."`
	AsOf        string        `name:"as-of" placeholder:"RUN|DAY" help:"Report on this run or day (default: the newest run)."`
	Public      app.PublicURL `name:"public-url" placeholder:"URL" help:"Address of the site, https://HOST/, for the address of the report in the pack."`
}

func (c reportMakeCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	p, err := a.MakeReport(ctx, c.List, c.AsOf, reports.Ask{
		ID: c.ID, Title: c.Title, Cohort: c.Cohort, AddedBefore: c.AddedBefore, Tag: c.Tag, PublicURL: string(c.Public),
	})
	if err != nil {
		return err
	}
	return cli.PrintReport(out.Out, p)
}

type reportListCmd struct {
	List string `name:"list" default:"critical" help:"List whose reports to print."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c reportListCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	heads, err := a.Reports(ctx, c.List)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintKeptJSON(out.Out, heads)
	default:
		return cli.PrintKept(out.Out, heads)
	}
}

type reportExportCmd struct {
	ID  string `arg:"" name:"name" help:"Name of the report."`
	Out string `name:"out" placeholder:"FILE" help:"File to write (default: plumbline-report-NAME.zip)."`
}

func (c reportExportCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	file := c.Out
	if file == "" {
		file = "plumbline-report-" + c.ID + ".zip"
	}
	if err := app.Writable("--out", file); err != nil {
		return err
	}
	sha, err := a.ExportReport(ctx, c.ID, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out.Out, "%s: SHA-256 %s\n", file, sha)
	return err
}

type reportDiffCmd struct {
	From string `arg:"" name:"from" help:"Name of the earlier report."`
	To   string `arg:"" name:"to" help:"Name of the later report."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c reportDiffCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	d, err := a.CompareReports(ctx, c.From, c.To)
	if err != nil {
		return err
	}
	doc := cli.DifferJSON{From: d.From.Ref(), To: d.To.Ref(), Diff: d.Diff, Since: d.Since, Changes: d.Changes}
	if c.JSON {
		return cli.PrintJSON(out.Out, doc)
	}
	return cli.PrintDiffer(out.Out, doc)
}

type verifyCmd struct {
	Pack string `arg:"" name:"pack" help:"Evidence pack, a zip file."`
	SHA  string `name:"sha256" placeholder:"HASH" help:"SHA-256 that the site names for the pack."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c verifyCmd) Run(out cli.Streams) error {
	v, err := app.VerifyPack(c.Pack, c.SHA)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintJSON(out.Out, cli.VerifiedDocument(v))
	default:
		return cli.PrintVerified(out.Out, v, c.SHA != "")
	}
}
