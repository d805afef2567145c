package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	summaryOf = `SELECT summary FROM ranking_run WHERE run_id = $1`
	runShown  = `SELECT k.list_id, k.seq, k.kept, l.slug, p.run_id
FROM ranking_run k
JOIN list l ON l.id = k.list_id
JOIN published p ON p.list_id = k.list_id
WHERE k.run_id = $1`
	shownRows = `SELECT r.slug, r.row_json, w.place_json
FROM ranking_row r
JOIN ranking_place w ON w.list_id = r.list_id AND w.slug = r.slug
WHERE r.list_id = $1 AND r.slug IN (%s)`
	nextChunk = `SELECT chunk, body FROM ranking_chunk WHERE list_id = $1 AND seq = $2 AND chunk > $3 ORDER BY chunk LIMIT 1`
)

// Summary returns the summary that a run was published with, or ErrNotFound if the run is not
// published or has none. Cost: one read of one row.
func (s *Store) Summary(ctx context.Context, run int64) ([]byte, error) {
	var text *string
	err := s.read(ctx, func(db querier) error { return first(db.QueryRowContext(ctx, summaryOf, run), &text) })
	if err == nil && text == nil {
		err = health.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("summary of run %d: %w", run, err)
	}
	return []byte(*text), nil
}

// edge is what is needed to read a ranking by its run.
type edge struct {
	store     *Store
	list, seq int64
	slug      string
	past      bool
}

func (s *Store) edgeOf(ctx context.Context, db querier, run int64) (edge, error) {
	e := edge{store: s}
	var kept, shown int64
	err := first(db.QueryRowContext(ctx, runShown, run), &e.list, &e.seq, &kept, &e.slug, &shown)
	if err == nil && kept == 0 {
		err = health.ErrNotKept
	}
	e.past = shown != run
	return e, err
}

// RowsOf returns the rows of projects in the ranking of a run, by slug; projects without a row are
// left out. It returns ErrNotFound if the run is not published, and health.ErrNotKept if its
// ranking is not stored. Cost: one read of those rows.
func (s *Store) RowsOf(ctx context.Context, run int64, slugs []string) (map[string]ranking.Row, error) {
	out := make(map[string]ranking.Row, len(slugs))
	if len(slugs) == 0 { // only whether there are rows matters, so one statement is enough
		if _, err := s.edgeOf(ctx, s.alone(), run); err != nil {
			return nil, fmt.Errorf("rows of run %d: %w", run, err)
		}
		return out, nil
	}
	err := s.read(ctx, func(db querier) error {
		e, err := s.edgeOf(ctx, db, run)
		if err != nil {
			return err
		}
		for part := range slices.Chunk(slugs, figuresBatch) {
			rows, err := e.rows(ctx, db, part)
			if err != nil {
				return err
			}
			maps.Copy(out, rows)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("rows of run %d: %w", run, err)
	}
	return out, nil
}

// rows reads at most figuresBatch rows.
func (e edge) rows(ctx context.Context, db querier, slugs []string) (map[string]ranking.Row, error) {
	out := make(map[string]ranking.Row, len(slugs))
	args := make([]any, figuresBatch)
	for i := range args {
		args[i] = "" // no project has this slug
		if i < len(slugs) {
			args[i] = clean(slugs[i])
		}
	}
	if e.past {
		return out, e.pastRows(ctx, db, args, out)
	}
	rows, err := db.QueryContext(ctx, fmt.Sprintf(shownRows, dollars(2, figuresBatch)), append([]any{e.list}, args...)...)
	err = drain(rows, err, func(r scanner) error {
		var slug, own, place string
		if err := r.Scan(&slug, &own, &place); err != nil {
			return err
		}
		row, err := e.store.row(slug, rowText{own, place}, true)
		out[slug] = row
		return err
	})
	return out, err
}

func (e edge) pastRows(ctx context.Context, db querier, slugs []any, out map[string]ranking.Row) error {
	var ids []int64
	rows, err := db.QueryContext(ctx, fmt.Sprintf(projectsBySlug, dollars(1, figuresBatch)), slugs...)
	err = drain(rows, err, func(r scanner) error {
		var slug string
		var id int64
		err := r.Scan(&slug, &id)
		ids = append(ids, id)
		return err
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	in, args := placeholders(3, ids)
	var found []past
	rows, err = db.QueryContext(ctx, fmt.Sprintf(versionsAt, in), append([]any{e.list, e.seq}, args...)...)
	err = drain(rows, err, func(r scanner) error {
		var p past
		var from int64
		err := p.scan(r, &p.project, &from)
		if p.entry.Valid {
			found = append(found, p)
		}
		return err
	})
	if err != nil {
		return err
	}
	all, err := e.store.recall(ctx, db, e.list, e.seq, e.slug, found)
	for _, row := range all {
		out[row.Slug] = row
	}
	return err
}

// Observed returns the instants that the figures of a run's rows describe, oldest first; rows
// without figures have none. Errors are those of RowsOf. Cost: one read of about ten bytes per row,
// and one instant per row in memory.
func (s *Store) Observed(ctx context.Context, run int64) ([]time.Time, error) {
	var out []time.Time
	err := s.read(ctx, func(db querier) error {
		e, err := s.edgeOf(ctx, db, run)
		for chunk := int64(-1); err == nil; {
			var body []byte
			if err = first(db.QueryRowContext(ctx, nextChunk, e.list, e.seq, chunk), &chunk, &body); err != nil {
				break
			}
			var places map[int64]place
			places, err = unpackChunk(body)
			for _, p := range places {
				if !p.at.IsZero() {
					out = append(out, p.at)
				}
			}
		}
		if errors.Is(err, health.ErrNotFound) && e.seq > 0 {
			err = nil // the end was reached
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ages of run %d: %w", run, err)
	}
	slices.SortFunc(out, time.Time.Compare)
	return out, nil
}

// At returns a reader of the store at the publication of a run: its Rank is that of the run, its
// Project returns the figures and the row of that time, and LastRun is the run. Rows never have
// alerts or ranks under scenarios, because those exist only for the present.
func (s *Store) At(run health.Run) figures.Reader { return then{s, run} }

type then struct {
	store *Store
	run   health.Run
}

// Rank returns one page of the ranking of the run, or ErrNotFound for another list.
func (t then) Rank(ctx context.Context, q ranking.Query) (ranking.Page, error) {
	q.Run = t.run.ID
	page, err := t.store.Rank(ctx, q)
	for i := range page.Rows {
		page.Rows[i].Views, page.Rows[i].Alerts = nil, nil
	}
	return page, err
}

// Project returns the figures of a project at that time.
func (t then) Project(ctx context.Context, slug string) (figures.Project, error) {
	f, err := t.store.ProjectAt(ctx, slug, t.run.ID)
	if f.Ranked != nil {
		f.Ranked.Views, f.Ranked.Alerts = nil, nil
	}
	return f, err
}

// LastRun returns the run itself, or ErrNotFound for another list.
func (t then) LastRun(_ context.Context, list string) (health.Run, error) {
	if list != t.run.List {
		return health.Run{}, fmt.Errorf("run of list %q as of run %d: %w", clip(list, 100), t.run.ID, health.ErrNotFound)
	}
	return t.run, nil
}
