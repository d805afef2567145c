package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/threshold"
)

type scanCmd struct {
	sources.Options
	Repo   string `arg:"" name:"repo" help:"Repository: owner/name, URL, the slug of a listed project, or a folder (./DIR or /DIR, checks only)."`
	JSON   bool   `name:"json" help:"Print JSON: the same as --format json."`
	Format string `name:"format" default:"text" enum:"text,json,json2" help:"Output: text, json, or json2 (the checks as OpenSSF Scorecard's JSON v2)."`
	AsOf   string `name:"as-of" placeholder:"T" help:"Measure as of this date or RFC 3339 instant."`
	// Verbose lifts the bounds of the text form.
	Verbose       bool     `name:"verbose" short:"v" help:"Print all findings, all steps of each fix and all figures."`
	FailOn        []string `name:"fail-on" sep:"," placeholder:"RULE" help:"Exit with code 1 when RULE holds, such as posture<50, Code-Review<5 or regulars_12m<2. Can be repeated."`
	FailOnUnknown bool     `name:"fail-on-unknown" help:"Also fail when the value of a rule is unknown."`
}

func (c scanCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	if c.JSON {
		c.Format = "json"
	}
	x, err := c.scan(ctx, a, out)
	if err != nil {
		return err
	}
	return cli.PrintVerdicts(out.Err, x, rules, c.FailOnUnknown)
}

// rules reads --fail-on before anything is measured.
func (c scanCmd) rules() ([]threshold.Rule, error) {
	var rules []threshold.Rule
	for _, text := range c.FailOn {
		r, err := threshold.Parse(text)
		if err != nil {
			return nil, usage.Errorf("--fail-on %v", err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// scan measures and prints.
func (c scanCmd) scan(ctx context.Context, a *app.App, out cli.Streams) (explain.Subject, error) {
	o := app.ScanOptions{Options: c.Options, Repo: c.Repo, AsOf: c.AsOf}
	if c.Format == "json2" || app.Folder(c.Repo) {
		return c.checks(ctx, a, o, out)
	}
	x, problems, err := a.Scan(ctx, o)
	if err != nil {
		return x, err
	}
	cli.PrintWithout(out.Err, problems)
	if c.Format == "json" {
		return x, cli.PrintProjectJSON(out.Out, x)
	}
	return x, cli.PrintScan(out.Out, x, c.Verbose)
}

// checks runs Scorecard's checks alone. Of a folder they are all there is.
func (c scanCmd) checks(ctx context.Context, a *app.App, o app.ScanOptions, out cli.Streams) (explain.Subject, error) {
	r, err := a.ScanChecks(ctx, o)
	if err != nil {
		return r.Subject, err
	}
	cli.PrintWithout(out.Err, r.Problems())
	if c.Format == "text" {
		return r.Subject, cli.PrintFolder(out.Out, r.Subject, c.Verbose)
	}
	doc, err := ossf.JSON2(r.Result)
	if err != nil {
		return r.Subject, err
	}
	_, err = out.Out.Write(append(doc, '\n'))
	return r.Subject, err
}
