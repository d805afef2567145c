package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

type explainCmd struct {
	sources.Options
	Repo     string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	Since    string `name:"since" xor:"when,since" placeholder:"RUN|DAY" help:"Explain the change in risk since this run or day."`
	AsOf     string `name:"as-of" xor:"when" placeholder:"RUN|DAY" help:"Explain the figures of this run or day; with --scan, of this date or RFC 3339 instant."`
	JSON     bool   `name:"json" help:"Print JSON."`
	Commands bool   `name:"commands" help:"Print commands that check each figure: plain git or curl, with what they print."`
	Input    string `name:"input" placeholder:"FIELD" help:"With --commands, this input only, such as regulars_12m."`
	Scan     bool   `name:"scan" xor:"since" help:"Measure the repository now, as plumbline scan does; it need not be on a list. The flags for sources need --scan."`
}

func (c explainCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if err := c.checkInput(); err != nil {
		return err
	}
	if c.Since != "" {
		return changesCmd{Repo: c.Repo, Since: c.Since, JSON: c.JSON, split: true}.Run(ctx, a, out)
	}
	x, err := c.subject(ctx, a, out)
	switch {
	case err != nil:
		return err
	case c.Commands && c.JSON:
		return cli.PrintProofsJSON(out.Out, x, a.ProofRules(), field.ID(c.Input))
	case c.Commands:
		cli.PrintProofs(out.Out, x, a.ProofRules(), field.ID(c.Input))
		return nil
	case c.JSON:
		return cli.PrintExplainJSON(out.Out, x)
	default:
		return cli.PrintExplain(out.Out, x)
	}
}

// checkInput refuses an input that the catalogue does not have.
func (c explainCmd) checkInput() error {
	if c.Commands && c.Since != "" {
		return usage.Errorf("explain: --commands and --since can't be used together")
	}
	if c.Input == "" {
		return nil
	}
	if !c.Commands {
		return usage.Errorf("explain: --input needs --commands")
	}
	if _, ok := field.ByID(field.ID(c.Input)); !ok {
		return usage.Errorf("explain: there is no input %q; \"plumbline show %s\" prints their names", c.Input, c.Repo)
	}
	return nil
}

// subject returns the stored figures, or with --scan those measured now.
func (c explainCmd) subject(ctx context.Context, a *app.App, out cli.Streams) (explain.Subject, error) {
	if !c.Scan {
		return a.Stored(ctx, c.Repo, c.AsOf)
	}
	if app.Folder(c.Repo) {
		return explain.Subject{}, usage.Errorf("explain %s --scan: a folder has no history; use \"plumbline scan %s\"", c.Repo, c.Repo)
	}
	if err := c.Check(); err != nil {
		return explain.Subject{}, err
	}
	x, problems, err := a.Scan(ctx, app.ScanOptions{Options: c.Options, Repo: c.Repo, AsOf: c.AsOf})
	cli.PrintWithout(out.Err, problems)
	return x, err
}
