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
}

func (c scanCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if c.JSON {
		c.Format = "json"
	}
	o := app.ScanOptions{Options: c.Options, Repo: c.Repo, AsOf: c.AsOf}
	if app.Folder(c.Repo) || c.Format == "json2" {
		return c.checks(ctx, a, o, out)
	}
	x, problems, err := a.Scan(ctx, o)
	if err != nil {
		return err
	}
	cli.PrintWithout(out.Err, problems)
	if c.Format == "json" {
		return cli.PrintProjectJSON(out.Out, x)
	}
	return cli.PrintProject(out.Out, x)
}

// checks runs Scorecard's checks alone. Of a folder they are all there is.
func (c scanCmd) checks(ctx context.Context, a *app.App, o app.ScanOptions, out cli.Streams) error {
	r, err := a.ScanChecks(ctx, o)
	if err != nil {
		return err
	}
	if c.Format == "text" {
		return cli.PrintChecks(out.Out, r.Repo, r.Version, r.Mode, r.Checks)
	}
	doc, err := ossf.JSON2(r)
	if err != nil {
		return err
	}
	_, err = out.Out.Write(append(doc, '\n'))
	return err
}
