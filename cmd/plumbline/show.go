package main

import (
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

type showCmd struct {
	Repo string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	AsOf string `name:"as-of" placeholder:"RUN|DAY" help:"Show what this run showed, or what was shown on this day."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c showCmd) Run(a *app) error {
	p, f, of, err := a.stored(c.Repo, c.AsOf)
	if err != nil {
		return err
	}
	s := score.Evaluate(of.model, p, f.Inputs, f.At(), of.now)
	if c.JSON {
		d := exchange.ProjectDocument(p, f, s).Dated(a.listDays(c.Repo, f))
		d.Alerts = exchange.AlertDocuments(a.alerts(p, f))
		return printJSON(a.stdout, d)
	}
	of.say(a.stdout)
	if err := printProject(a.stdout, p, f, s, of.now); err != nil {
		return err
	}
	printAlerts(a.stdout, a.alerts(p, f))
	return notShipped(a.stdout, of.model)
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
	p, f, of, err := a.stored(c.Repo, c.AsOf)
	if err != nil {
		return err
	}
	s := score.Evaluate(of.model, p, f.Inputs, f.At(), of.now)
	if c.JSON {
		d := exchange.ExplainDocument(of.model, s)
		d.Alerts = exchange.AlertDocuments(a.alerts(p, f))
		return printJSON(a.stdout, d)
	}
	of.say(a.stdout)
	if err := (explained{of.model, p, f, s, of.now, of.place()}).print(a.stdout); err != nil {
		return err
	}
	printAlerts(a.stdout, a.alerts(p, f))
	return notShipped(a.stdout, of.model)
}

// listDays are the days of what the list's editors judged of a project.
func (a *app) listDays(repo string, f health.ProjectFigures) map[string]string {
	p, l, err := a.project(repo)
	if err != nil {
		return nil
	}
	return health.ListDays(l, p, f.Inputs)
}

// stored returns a list entry with its stored figures, as they are judged: those
// of now, or those shown on a day.
func (a *app) stored(repo, asOf string) (health.Project, health.ProjectFigures, shown, error) {
	p, l, err := a.project(repo)
	if err != nil {
		return p, health.ProjectFigures{}, shown{}, err
	}
	st, err := a.readable(a.ctx)
	if err != nil {
		return p, health.ProjectFigures{}, shown{}, err
	}
	defer st.Close()
	of, err := a.shown(st, l, asOf)
	if err != nil {
		return p, health.ProjectFigures{}, of, err
	}
	f, err := of.Project(a.ctx, p.Slug)
	return p, f.Judged(of.model), of, err
}
