package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

type scanCmd struct {
	sources.Options
	Repo   string `arg:"" name:"repo" help:"Repository: owner/name, URL, the slug of a listed project, or a folder (./DIR or /DIR, checks only)."`
	JSON   bool   `name:"json" help:"Print JSON: the same as --format json."`
	Format string `name:"format" default:"text" enum:"text,json,json2" help:"Output: text, json, or json2 (the checks as OpenSSF Scorecard's JSON v2)."`
	AsOf   string `name:"as-of" placeholder:"T" help:"Measure as of this date or RFC 3339 instant."`
	// Verbose lifts the bounds of the text form.
	Verbose bool `name:"verbose" short:"v" help:"Print all findings, all steps of each fix and all figures."`
}

func (c scanCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.JSON {
		c.Format = "json"
	}
	o := app.ScanOptions{Options: c.Options, Repo: c.Repo, AsOf: c.AsOf}
	folder := app.Folder(c.Repo)
	if c.Format == "json2" || folder && c.Format == "json" {
		return c.json2(ctx, a, o, out)
	}
	measure := a.Scan
	show := cli.PrintScan
	if folder {
		measure = a.ScanFolder
		show = cli.PrintFolder
	}
	x, problems, err := measure(ctx, o)
	if err != nil {
		return err
	}
	cli.PrintWithout(out.Err, problems)
	if c.Format == "json" {
		return cli.PrintProjectJSON(out.Out, x)
	}
	return show(out.Out, x, c.Verbose)
}

// json2 prints Scorecard's checks alone, in its own format. Of a folder they are all
// there is.
func (c scanCmd) json2(ctx context.Context, a *app.App, o app.ScanOptions, out cli.Streams) error {
	r, err := a.ScanChecks(ctx, o)
	if err != nil {
		return err
	}
	doc, err := ossf.JSON2(r)
	if err != nil {
		return err
	}
	_, err = out.Out.Write(append(doc, '\n'))
	return err
}
