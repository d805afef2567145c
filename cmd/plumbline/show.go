package main

import (
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

type showCmd struct {
	Repo string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c showCmd) Run(a *app) error {
	p, f, err := a.stored(c.Repo)
	if err != nil {
		return err
	}
	s := score.Evaluate(a.set.Model, p, f.Inputs, f.At(), a.now().UTC())
	if c.JSON {
		d := exchange.ProjectDocument(p, f, s)
		d.Alerts = exchange.AlertDocuments(a.alerts(p, f))
		return printJSON(a.stdout, d)
	}
	if err := printProject(a.stdout, p, f, s, a.now()); err != nil {
		return err
	}
	printAlerts(a.stdout, a.alerts(p, f))
	return a.notShipped()
}

type explainCmd struct {
	Repo string `arg:"" name:"repo" help:"Project: slug, owner/name or URL."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c explainCmd) Run(a *app) error {
	p, f, err := a.stored(c.Repo)
	if err != nil {
		return err
	}
	s := score.Evaluate(a.set.Model, p, f.Inputs, f.At(), a.now().UTC())
	if c.JSON {
		d := exchange.ExplainDocument(a.set.Model, s)
		d.Alerts = exchange.AlertDocuments(a.alerts(p, f))
		return printJSON(a.stdout, d)
	}
	if err := (explained{a.set.Model, p, f, s, a.now()}).print(a.stdout); err != nil {
		return err
	}
	printAlerts(a.stdout, a.alerts(p, f))
	return a.notShipped()
}

// stored returns a list entry with its stored figures, as they are judged.
func (a *app) stored(repo string) (health.Project, health.ProjectFigures, error) {
	p, _, err := a.project(repo)
	if err != nil {
		return p, health.ProjectFigures{}, err
	}
	st, err := a.ready(a.ctx)
	if err != nil {
		return p, health.ProjectFigures{}, err
	}
	defer st.Close()
	f, err := st.Project(a.ctx, p.Slug)
	return p, f.Judged(a.set.Model), err
}
