package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/recheck"
)

const (
	member      = `SELECT p.id FROM membership m JOIN project p ON p.id = m.project_id WHERE m.list_id = $1 AND p.slug = $2 AND m.removed_ms IS NULL`
	lastAsked   = `SELECT COALESCE(MAX(asked_ms), 0) FROM membership WHERE project_id = $1`
	askedSince  = `SELECT COUNT(*) FROM membership WHERE asked_ms > $1`
	ask         = `UPDATE membership SET asked_ms = $1, due_ms = CASE WHEN due_ms < $1 THEN due_ms ELSE $1 END WHERE list_id = $2 AND project_id = $3`
	askedBySlug = `SELECT COALESCE(MAX(m.asked_ms), 0) FROM membership m JOIN project p ON p.id = m.project_id WHERE p.slug = $1`
	answerSince = `SELECT p.slug, a.run_id, a.outcome, a.at_ms, a.took_ms, n.reason, n.error
FROM project p
JOIN attempt a ON a.project_id = p.id
JOIN run r ON r.id = a.run_id
JOIN list l ON l.id = r.list_id
LEFT JOIN note n ON n.id = a.note_id
WHERE p.slug = $1 AND l.slug = $2 AND a.outcome BETWEEN 1 AND 3 AND a.at_ms - a.took_ms >= $3
ORDER BY a.run_id
LIMIT 1`
)

// AskRecheck asks for a project of a list to be read again: its turn is now. It returns ErrNotFound
// if the project is not on the list. A project that several lists have can be asked for once in
// recheck.Gap, whichever list asks. Cost: a scan of the members of all lists.
func (s *Store) AskRecheck(ctx context.Context, list, slug string) (recheck.Answer, error) {
	var out recheck.Answer
	err := s.write(ctx, func(b *batch) error {
		var listID, project, last, others int64
		found, err := b.one(ctx, listBySlug, []any{clean(list)}, &listID)
		if err == nil && found {
			found, err = b.one(ctx, member, []any{listID, clean(slug)}, &project)
		}
		if err != nil || !found {
			return orNotFound(err)
		}
		now := s.now()
		if _, err := b.one(ctx, lastAsked, []any{project}, &last); err != nil {
			return err
		}
		if _, err := b.one(ctx, askedSince, []any{ms(now.Add(-time.Hour))}, &others); err != nil {
			return err
		}
		switch {
		case last > ms(now.Add(-recheck.Gap)):
			out = recheck.TooSoon
		case others >= recheck.MostPerHour:
			out = recheck.Busy
		default:
			out = recheck.Queued
			_, err = b.exec(ctx, ask, ms(now), listID, project)
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("ask for a recheck of %s: %w", clip(slug, 100), err)
	}
	return out, nil
}

// orNotFound is the error of a look-up that found nothing, unless it failed.
func orNotFound(err error) error {
	if err == nil {
		return health.ErrNotFound
	}
	return err
}

// Asked returns when a reader last asked for a project to be read again; the zero time: never, or it
// is unknown here.
func (s *Store) Asked(ctx context.Context, slug string) (time.Time, error) {
	var at int64
	if err := first(s.alone().QueryRowContext(ctx, askedBySlug, clean(slug)), &at); err != nil {
		return time.Time{}, fmt.Errorf("when %s was asked for: %w", clip(slug, 100), err)
	}
	if at == 0 {
		return time.Time{}, nil
	}
	return instant(at), nil
}

// AnswerSince returns the first answer of a project, in runs of the list, whose reading began at the
// instant or later. It returns ErrNotFound if there is none yet. Cost: a look at each answer of the
// project.
func (s *Store) AnswerSince(ctx context.Context, list, slug string, since time.Time) (health.Attempt, error) {
	// The second column, that of an id, has the run.
	a, run, err := scanAttempt(s.alone().QueryRowContext(ctx, answerSince, clean(slug), clean(list), ms(since)), 0)
	if errors.Is(err, sql.ErrNoRows) {
		err = health.ErrNotFound
	}
	if err != nil {
		return health.Attempt{}, fmt.Errorf("answer of %s since %s: %w", clip(slug, 100), since.UTC().Format(time.RFC3339), err)
	}
	a.Run = run
	return a, nil
}
