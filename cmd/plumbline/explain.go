package main

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

type explainCmd struct {
	sources.Options
	Repo  string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	Since string `name:"since" xor:"when,since" placeholder:"RUN|DAY" help:"Explain the change in risk since this run or day."`
	AsOf  string `name:"as-of" xor:"when" placeholder:"RUN|DAY" help:"Explain the figures of this run or day; with --scan, of this date or RFC 3339 instant."`
	JSON  bool   `name:"json" help:"Print JSON."`
	Scan  bool   `name:"scan" xor:"since" help:"Measure the repository now, as plumbline scan does; it need not be on a list. The flags for sources need --scan."`
}

func (c explainCmd) Run(ctx context.Context, a *app.App, out cli.Streams) error {
	if c.Since != "" {
		return changesCmd{Repo: c.Repo, Since: c.Since, JSON: c.JSON, split: true}.Run(ctx, a, out)
	}
	x, err := c.subject(ctx, a, out)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintExplainJSON(out.Out, x)
	default:
		return cli.PrintExplain(out.Out, x)
	}
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
