package collect

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Then is a list as it was shown at a run, or as it would be by another model: what
// answers pages and commands about the present, answering about that.
type Then struct {
	Run health.Run
	// Model is the run's own, or the present one; Assumed says which, empty: its own.
	Model   health.Model
	Assumed string

	project func(ctx context.Context, slug string) (health.ProjectFigures, error)
	rows    map[string]health.Ranked
	score.Ranking
}

var _ health.Reader = (*Then)(nil)

// At returns the list as it was shown at the run. Cost: the figures of the list
// and its ranking, made once; it holds the rows.
func (p Past) At(ctx context.Context, list health.Curated, run health.Run) (*Then, error) {
	j, assumed, err := p.Judge(ctx, list, run)
	if err != nil {
		return nil, err
	}
	return newThen(run, j, assumed, func(ctx context.Context, slug string) (health.ProjectFigures, error) {
		return p.Store.ProjectAt(ctx, slug, run.ID)
	}), nil
}

// Rank returns one page of the ranking of then.
func (t *Then) Rank(_ context.Context, q health.Query) (health.Page, error) {
	if q.List != t.Run.List {
		return health.Page{}, fmt.Errorf("rank list %q as of run %d: %w", q.List, t.Run.ID, health.ErrNotFound)
	}
	return t.Ranking.Rank(q)
}

// Project returns the figures of a project as they were.
func (t *Then) Project(ctx context.Context, slug string) (health.ProjectFigures, error) {
	f, err := t.project(ctx, slug)
	if r, ok := t.rows[slug]; ok && err == nil {
		f.Ranked = &r
	}
	return f, err
}

// LastRun returns the run itself, ErrNotFound for another list.
func (t *Then) LastRun(_ context.Context, list string) (health.Run, error) {
	if list != t.Run.List {
		return health.Run{}, fmt.Errorf("run of list %q as of run %d: %w", list, t.Run.ID, health.ErrNotFound)
	}
	return t.Run, nil
}
