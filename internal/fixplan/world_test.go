package fixplan_test

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// world is the shipped data with every project of the default list as a fresh installation has it.
type world struct {
	set     *curated.Set
	planner *fixplan.Planner
	all     []fixplan.Subject
}

var shipped = sync.OnceValues(func() (world, error) {
	set, err := curated.Load()
	if err != nil {
		return world{}, err
	}
	list, _ := set.List(health.DefaultList)
	raw, _ := set.Bundle(health.DefaultList)
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		return world{}, err
	}
	known := map[string]exchange.BundleProject{}
	for _, p := range b.Projects {
		known[p.Slug] = p
	}
	w := world{set: set, planner: fixplan.New(set.Model, score.New(set.Model), set.Steps)}
	for _, p := range list.Projects {
		w.all = append(w.all, fixplan.Subject{Project: p, Figures: known[p.Slug].Figures(list, p).Judged(set.Model), Now: b.MadeAt})
	}
	return w, nil
})

func load(t testing.TB) world {
	t.Helper()
	w, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// subject returns a bundled project.
func (w world) subject(t testing.TB, slug string) fixplan.Subject {
	t.Helper()
	for _, s := range w.all {
		if s.Project.Slug == slug {
			return s
		}
	}
	t.Fatalf("no project %s", slug)
	return fixplan.Subject{}
}

var (
	day    = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	commit = "0123456789abcdef0123456789abcdef01234567"
)

// made returns a project on GitHub of which our scan saw these checks, with other inputs.
func made(checks []check.Check, others ...health.Input) fixplan.Subject {
	f := figures.Project{
		Project: "tool", Inputs: health.Inputs{},
		Snapshots: []health.Snapshot{
			{Project: "tool", Source: field.SourceGit, ObservedAt: day, Commit: commit},
			{Project: "tool", Source: field.SourceScorecard, Version: "v4.13.1", ObservedAt: day, Commit: commit, Checks: checks},
		},
	}
	for _, c := range checks {
		in := health.Missing(field.ID(c.Name), c.Reason, nil)
		if c.State == check.Scored {
			in = health.Obs(field.ID(c.Name), float64(c.Score))
			in.Reason = c.Reason
		}
		in.Source, in.ObservedAt, in.Commit = field.SourceScorecard, day, commit
		f.Inputs.Put(in)
	}
	for _, in := range others {
		row, _ := field.ByID(in.Field)
		in.Source, in.ObservedAt = row.Source, day
		f.Inputs.Put(in)
	}
	return fixplan.Subject{
		Project: health.Project{
			Slug: "tool", Name: "Tool",
			Repositories: []health.Repository{{URL: "https://github.com/acme/tool", Role: health.Primary}},
		},
		Figures: f, Now: day,
	}
}

// scored is a check with a score and warnings.
func scored(id field.ID, score int, details ...check.Detail) check.Check {
	for i := range details {
		if details[i].Type == "" {
			details[i].Type = "warn"
		}
	}
	return check.Check{Name: string(id), State: check.Scored, Score: score, Reason: "as the check says it", Details: details}
}

// task returns the task of a plan, and nil if there is none.
func task(p fixplan.Plan, id field.ID) *fixplan.Task {
	for i := range p.Tasks {
		if p.Tasks[i].ID == id {
			return &p.Tasks[i]
		}
	}
	return nil
}
