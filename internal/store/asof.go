package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A finished run represents what was published at its end. Runs overlap, so their numbers alone do
// not give the order. Of two that finished in the same millisecond, the lower number was first.
const (
	headsAsOf = `SELECT p.id, p.slug, coalesce(
    (SELECT a.revision FROM attempt a WHERE a.run_id = CAST($1 AS BIGINT) AND a.project_id = p.id AND a.outcome <> 0),
    (SELECT m.revision
        FROM attempt m
        JOIN run r ON r.id = m.run_id
        WHERE m.project_id = p.id AND m.outcome <> 0 AND r.published = 1
            AND (r.finished_ms < CAST($2 AS BIGINT) OR r.finished_ms = CAST($2 AS BIGINT) AND r.id < CAST($1 AS BIGINT))
        ORDER BY m.run_id DESC
        LIMIT 1),
    0)
FROM project p
WHERE p.id IN (%s)
ORDER BY p.slug`
	answersAsOf = `SELECT a.run_id, p.slug, p.id, a.outcome, a.at_ms, a.took_ms, n.reason, n.error
FROM project p
JOIN attempt a ON a.project_id = p.id AND a.run_id = (
    SELECT m.run_id
    FROM attempt m
    JOIN run r ON r.id = m.run_id
    WHERE m.project_id = p.id AND m.outcome BETWEEN 1 AND 3 AND r.published = 1
        AND (r.finished_ms < CAST($2 AS BIGINT) OR r.finished_ms = CAST($2 AS BIGINT) AND r.id <= CAST($1 AS BIGINT))
    ORDER BY m.run_id DESC
    LIMIT 1)
LEFT JOIN note n ON n.id = a.note_id
WHERE p.id IN (%s)
ORDER BY p.id`
	finishedRun = `SELECT finished_ms FROM run WHERE id = $1 AND published = 1`
	runAt       = selectRun + `WHERE l.slug = $1 AND r.published = 1 AND r.finished_ms <= $2 ORDER BY r.finished_ms DESC, r.id DESC LIMIT 1`
	firstRun    = selectRun + `WHERE l.slug = $1 AND r.published = 1 ORDER BY r.finished_ms, r.id LIMIT 1`
)

// asked are the texts of the queries that find what to read of each project, with the values of the
// placeholders that precede the projects.
type asked struct {
	headText, answerText string
	heads, answers       []any
}

// asking returns the queries for figures of a run.
func asking(ctx context.Context, q querier, run int64) (asked, error) {
	a := asked{figureHeads, figureAnswers, []any{run}, nil}
	if run <= 0 {
		return a, nil
	}
	var finished int64
	err := first(q.QueryRowContext(ctx, finishedRun, run), &finished)
	switch {
	case errors.Is(err, health.ErrNotFound): // it is running
		return a, nil
	case err != nil:
		return a, err
	}
	return asked{headsAsOf, answersAsOf, []any{run, finished}, []any{run, finished}}, nil
}

// RunAt returns the newest run of a list published at or before the instant, or ErrNotFound if
// there was none.
func (s *Store) RunAt(ctx context.Context, list string, at time.Time) (health.Run, error) {
	r, err := scanRun(s.alone().QueryRowContext(ctx, runAt, clean(list), ms(at)))
	if err != nil {
		return health.Run{}, fmt.Errorf("run of list %q at %s: %w", clip(list, 100), at.UTC().Format(time.RFC3339), err)
	}
	return r, nil
}

// FirstRun returns the first published run of a list, or ErrNotFound if there is none.
func (s *Store) FirstRun(ctx context.Context, list string) (health.Run, error) {
	r, err := scanRun(s.alone().QueryRowContext(ctx, firstRun, clean(list)))
	if err != nil {
		return health.Run{}, fmt.Errorf("first run of list %q: %w", clip(list, 100), err)
	}
	return r, nil
}

// RunByID returns a run, or ErrNotFound if there is none with that number.
func (s *Store) RunByID(ctx context.Context, id int64) (health.Run, error) {
	r, err := scanRun(s.alone().QueryRowContext(ctx, runByID, id))
	if err != nil {
		return health.Run{}, fmt.Errorf("run %d: %w", id, err)
	}
	return r, nil
}

// ProjectAt returns the figures of a project as of a run, as Figures does: those published with the
// run. Ranked is its row in the ranking of that run, nil if it was not ranked or the ranking is not
// stored. A project that had no figures then has none. It returns ErrNotFound if the slug is
// unknown now.
func (s *Store) ProjectAt(ctx context.Context, slug string, run int64) (figures.Project, error) {
	var out figures.Project
	err := s.read(ctx, func(q querier) error {
		var id int64
		if err := first(q.QueryRowContext(ctx, projectBySlug, clean(slug)), &id); err != nil {
			return err
		}
		all, err := s.figures(ctx, q, run, []int64{id})
		if err != nil {
			return err
		}
		out = all[0]
		out.Ranked, err = s.recallOne(ctx, q, run, id)
		return err
	})
	if err != nil {
		return figures.Project{}, fmt.Errorf("figures of project %q as of run %d: %w", clip(slug, 100), run, err)
	}
	return out, nil
}
