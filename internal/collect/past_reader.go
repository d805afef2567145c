package collect

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Then is a list as it was shown at a run: what answers pages and commands about
// the present, answering about that day.
type Then struct {
	Run health.Run
	// Model is the run's own, or the present one; Assumed says which, empty: its own.
	Model   health.Model
	Assumed string

	past Past
	rows map[string]health.Ranked
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
	t := &Then{Run: run, Model: j.Model, Assumed: assumed, past: p, rows: make(map[string]health.Ranked, len(j.Rows)), Ranking: score.Ranking{Run: run, Rows: j.Rows}}
	for _, r := range j.Rows {
		t.rows[r.Slug] = r
	}
	return t, nil
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
	f, err := t.past.Store.ProjectAt(ctx, slug, t.Run.ID)
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
