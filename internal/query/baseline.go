package query

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Baselines returns the versions of the OSPS Baseline, the oldest first.
func (r *Reader) Baselines() []baseline.Version { return r.c.Baselines }

// BaselineOf returns what is known of a project by a version of the OSPS Baseline.
func (v *View) BaselineOf(p Project, by baseline.Version) baseline.Report {
	return baseline.Evaluate(by, baseline.FactsOf(p.Entry.Project, p.Figures))
}

// Standings returns what is known of the projects that the view's list names today, by each version of
// the OSPS Baseline and in the order of the list, from the figures of the run. They are kept. Cost: the
// first call for a run reads the figures of all its projects.
func (v *View) Standings(ctx context.Context) (map[string][]baseline.Standing, error) {
	if !v.Published {
		return nil, nil
	}
	return v.reader.standings.get(v.key(), func() (map[string][]baseline.Standing, error) { return v.standings(ctx) })
}

func (v *View) standings(ctx context.Context) (map[string][]baseline.Standing, error) {
	listed := map[string]int{}
	for i, p := range v.List.Projects {
		listed[p.Slug] = i
	}
	out := map[string][]baseline.Standing{}
	for _, by := range v.reader.c.Baselines {
		out[by.Name] = make([]baseline.Standing, len(v.List.Projects))
	}
	judge := func(i int, f figures.Project) {
		p := v.List.Projects[i]
		facts := baseline.FactsOf(p, v.judged(Entry{List: v.List, Project: p}, f))
		for _, by := range v.reader.c.Baselines {
			out[by.Name][i] = baseline.Evaluate(by, facts).Standing(p.Slug, p.Name)
		}
	}
	err := v.reader.c.Store.Figures(ctx, v.List.Slug, v.Run.ID, func(f figures.Project) error {
		if i, ok := listed[f.Project]; ok {
			judge(i, f)
			delete(listed, f.Project)
		}
		return ctx.Err()
	})
	if err != nil && !errors.Is(err, health.ErrNotFound) {
		return nil, fmt.Errorf("judge by the OSPS Baseline: %w", err)
	}
	for slug, i := range listed { // nothing is stored of them
		judge(i, figures.Project{Project: slug})
	}
	return out, nil
}
