package main

import (
	"errors"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

type scanCmd struct {
	observing
	Repo string `arg:"" name:"repo" help:"Repository: owner/name or URL, or the slug of a listed project."`
	JSON bool   `name:"json" help:"Print JSON."`
	AsOf string `name:"as-of" placeholder:"T" help:"Figures as they stood at this date or RFC 3339 instant."`
}

func (c scanCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	asOf, err := instant(c.AsOf, a.now())
	if err != nil {
		return err
	}
	p, list, err := c.target(a)
	if err != nil {
		return err
	}
	src, err := c.gitSource(a, randomKey())
	if err != nil {
		return err
	}
	col := &collect.Collector{Sources: []health.Source{src}, Model: a.set.Model, Version: version(), Now: a.now, Log: a.log, Timeout: c.Timeout}
	snaps, problems := col.Observe(a.ctx, list, p, asOf)
	if len(problems) > 0 {
		return errors.Join(problems...)
	}
	f := health.ProjectFigures{Project: p.Slug, Inputs: health.Inputs{}, Snapshots: snaps}
	for _, s := range snaps {
		f.Inputs.Put(s.Inputs...)
	}
	s := score.Evaluate(a.set.Model, p, f.Judged(), f.At(), a.now().UTC())
	if c.JSON {
		return printJSON(a.stdout, exchange.ProjectDocument(p, f, s))
	}
	return printProject(a.stdout, p, f, s, a.now())
}

// target returns the list entry, or one made for a repository on no list:
// nothing is known of what depends on it.
func (c scanCmd) target(a *app) (health.Project, health.Curated, error) {
	p, list, err := a.project(c.Repo)
	if !errors.Is(err, health.ErrNotFound) {
		return p, list, err
	}
	id, err := health.ParseRepository(c.Repo)
	if err != nil {
		return p, list, usagef("%v", err)
	}
	return health.Project{
		Slug: id.Slug(), Name: id.Name(), Added: a.now().UTC().Format(time.DateOnly),
		Repositories: []health.Repository{{URL: id.URL(), Role: health.Primary}},
	}, health.Curated{Slug: "none"}, nil
}
