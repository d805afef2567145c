package main

import (
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

type showCmd struct {
	Repo string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	AsOf string `name:"as-of" placeholder:"RUN|DAY" help:"Show what this run showed, or what was shown on this day."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c showCmd) Run(a *app) error {
	x, err := a.stored(c.Repo, c.AsOf)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintProjectJSON(a.stdout, x)
	default:
		return cli.PrintProject(a.stdout, x)
	}
}

type explainCmd struct {
	Repo  string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	Since string `name:"since" xor:"when" placeholder:"RUN|DAY" help:"Split the change of the risk since this run, or since what was shown on this day."`
	AsOf  string `name:"as-of" xor:"when" placeholder:"RUN|DAY" help:"Explain what this run showed, or what was shown on this day."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (c explainCmd) Run(a *app) error {
	if c.Since != "" {
		return changesCmd{Repo: c.Repo, Since: c.Since, JSON: c.JSON, split: true}.Run(a)
	}
	x, err := a.stored(c.Repo, c.AsOf)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return cli.PrintExplainJSON(a.stdout, x)
	default:
		return cli.PrintExplain(a.stdout, x)
	}
}

// stored returns a list entry with its stored figures, as they are judged: those
// of now, or those shown on a day.
func (a *app) stored(repo, asOf string) (x cli.Subject, err error) {
	if x.Project, x.List, err = a.project(repo); err != nil {
		return x, err
	}
	st, err := a.readable(a.ctx)
	if err != nil {
		return x, err
	}
	defer st.Close()
	of, err := a.shown(st, x.List, asOf)
	if err != nil {
		return x, err
	}
	f, err := of.Project(a.ctx, x.Project.Slug)
	if err != nil {
		return x, err
	}
	x.Shown = of.Shown
	x.Figures = f.Judged(of.Model)
	x.Score = score.Evaluate(of.Model, x.Project, x.Figures.Inputs, x.Figures.At(), of.Now)
	x.Alerts = change.Alerts(a.set.Alerts, x.Project, x.Figures)
	return x, nil
}
