package main

import (
	"context"
	"os"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type initCmd struct {
	Source  string          `arg:"" name:"file" help:"Text with an address, package URL or host/path a line; CSV with a column url; \"-\" for standard input; with --from org a GitHub organization."`
	From    string          `name:"from" default:"auto" enum:"auto,urls,csv,org" help:"What FILE is: urls, csv, org, or auto (urls or csv, by its content)."`
	Out     string          `name:"out" placeholder:"FILE" help:"List file to write (default: SLUG.yaml)."`
	Slug    string          `name:"slug" placeholder:"SLUG" help:"Short name of the list (default: from FILE)."`
	Title   string          `name:"title" placeholder:"TEXT" help:"Title of the list."`
	Owner   string          `name:"owner" default:"list editors" help:"Who is responsible for the list: a role, not a person."`
	Licence string          `name:"licence" default:"not stated" help:"Licence of the list."`
	Private bool            `name:"private" help:"Write “visibility: private”: only sites started with --show-private show the list."`
	Force   bool            `name:"force" help:"Replace the list file if it exists."`
	Scan    bool            `name:"scan" help:"Then collect the list."`
	Serve   bool            `name:"serve" help:"Then serve the list."`
	Options sources.Options `embed:""`
	Serving app.Serving     `embed:""`
}

// Run writes the list file, and collects and serves the list where that is asked for.
func (c initCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Options.Check(); err != nil {
		return err
	}
	b, err := a.Init(ctx, app.InitOptions{
		From: c.From, Source: c.Source, Out: c.Out, Slug: c.Slug, Title: c.Title, Owner: c.Owner, Licence: c.Licence,
		Private: c.Private, Force: c.Force, GitHub: c.Options.GitHub,
	}, os.Stdin)
	cli.PrintRefused(out.Err, b.Draft)
	if err != nil {
		return err
	}
	next := cli.Next{File: b.File, List: b.List, Database: a.DSN, Collect: !c.Scan, Again: c.Serve}
	if err := cli.PrintBegun(out.Out, b.File, b.Draft); err != nil {
		return err
	}
	if c.Scan {
		if err := (collectCmd{Options: c.Options, List: b.List.Slug}).Run(ctx, a, out); err != nil {
			return err
		}
	}
	if err := next.Print(out.Out); err != nil || !c.Serve {
		return err
	}
	c.Serving.Home, c.Serving.Private = b.List.Slug, c.Serving.Private || b.List.Private
	return serveCmd{c.Serving}.Run(ctx, a, out)
}
