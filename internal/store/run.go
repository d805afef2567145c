package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	listBySlug = `SELECT id FROM list WHERE slug = $1`
	addList    = `INSERT INTO list (slug, title, purpose, owner, licence, revision) VALUES ($1, '', '', '', '', '')
ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id`
	projectBySlug = `SELECT id FROM project WHERE slug = $1`
	addProject    = `INSERT INTO project (slug, name, repository, revision, people_ms) VALUES ($1, $1, '', 0, 0)
ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id`
	openRun = `SELECT id FROM run WHERE list_id = $1 AND origin = $2 AND as_of_ms = $3 AND scope = $4 AND published = 0`
	addRun  = `INSERT INTO run (list_id, revision, model_sha, version, origin, as_of_ms, scope, started_ms, finished_ms, published, total, observed, carried, failed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0)
ON CONFLICT DO NOTHING
RETURNING id`
	addAttempts   = `INSERT INTO attempt (run_id, project_id, place, outcome, revision)`
	ifNew         = `ON CONFLICT (run_id, project_id) DO NOTHING`
	observedAfter = `SELECT s.observed_ms
FROM source o
CROSS JOIN snapshot s
WHERE s.project_id = $1 AND s.source_id = o.id AND o.name <> $2 AND s.observed_ms > $3
LIMIT 1`
	joinRun  = `UPDATE run SET revision = $1, model_sha = $2, version = $3 WHERE id = $4`
	setTotal = `UPDATE run SET total = (SELECT count(*) FROM attempt WHERE run_id = $1 AND outcome <> 4) WHERE id = $1`

	runColumns = `r.id, l.slug, r.revision, r.model_sha, r.version, r.origin, r.as_of_ms, r.scope, r.started_ms, r.finished_ms, r.published, r.total, r.observed, r.carried, r.failed, r.requests, r.unchanged, r.points`
	selectRun  = `SELECT ` + runColumns + `
FROM run r
JOIN list l ON l.id = r.list_id
`
	runByID     = selectRun + `WHERE r.id = $1`
	lastRun     = selectRun + `JOIN published p ON p.list_id = r.list_id AND p.run_id = r.id WHERE l.slug = $1`
	runsOfList  = selectRun + `WHERE l.slug = $1 ORDER BY r.id DESC LIMIT $2`
	pendingPage = `SELECT p.slug, a.place
FROM attempt a
JOIN project p ON p.id = a.project_id
WHERE a.run_id = $1 AND a.outcome = 0
ORDER BY a.place, a.project_id`
	attemptPage = `SELECT p.slug, a.project_id, a.outcome, a.at_ms, a.took_ms, n.reason, n.error
FROM attempt a
JOIN project p ON p.id = a.project_id
LEFT JOIN note n ON n.id = a.note_id
WHERE a.run_id = $1 AND a.outcome BETWEEN 1 AND 3 AND a.project_id > $2
ORDER BY a.project_id
LIMIT 500`
)

// outcomes are the stored forms; the index is the stored number.
var outcomes = []health.Outcome{"", health.OutcomeObserved, health.OutcomeCarried, health.OutcomeFailed}

// StartRun begins a run over the projects, or returns the unfinished one with the same list,
// origin, as-of and scope. It adds the projects that this run lacks, and updates its revision,
// model and version to those of the caller. Two processes that start at once get the same run. A
// zero Started means now. It returns ErrOlder if the run has a past as-of and a source observed one
// of the projects after it: the past would become its current figures. Cost: one statement for 64
// projects.
func (s *Store) StartRun(ctx context.Context, r health.Run, projects []string) (health.Run, error) {
	var out health.Run
	err := s.write(ctx, func(b *batch) error {
		id, err := b.startRun(ctx, r)
		if err != nil {
			return err
		}
		if err := b.addAttempts(ctx, id, r.AsOf, projects); err != nil {
			return err
		}
		if _, err := b.exec(ctx, setTotal, id); err != nil {
			return err
		}
		st, err := b.stmt(ctx, runByID)
		if err != nil {
			return err
		}
		out, err = scanRun(st.QueryRowContext(ctx, id))
		return err
	})
	if err != nil {
		return health.Run{}, fmt.Errorf("start run over list %q: %w", r.List, err)
	}
	return out, nil
}

func (b *batch) startRun(ctx context.Context, r health.Run) (int64, error) {
	// A scope is never empty when it is checked: the complete list has one, too.
	if err := errors.Join(identifier("list", r.List), identifier("origin", string(r.Origin)), identifier("scope", cmp.Or(r.Scope, "all"))); err != nil {
		return 0, err
	}
	list, err := b.findOrAdd(ctx, listBySlug, []any{r.List}, addList, []any{r.List})
	if err != nil {
		return 0, err
	}
	var id int64
	find := []any{list, string(r.Origin), ms(r.AsOf), r.Scope}
	found, err := b.one(ctx, openRun, find, &id)
	if err != nil {
		return 0, err
	}
	if found {
		_, err := b.exec(ctx, joinRun, clean(r.Revision), clean(r.ModelSHA), clean(r.Version), id)
		return id, err
	}
	if r.Started.IsZero() {
		r.Started = b.s.now()
	}
	row := []any{list, clean(r.Revision), clean(r.ModelSHA), clean(r.Version), string(r.Origin), ms(r.AsOf), r.Scope, ms(r.Started), ms(time.Time{})}
	if found, err := b.one(ctx, addRun, row, &id); found || err != nil {
		return id, err
	}
	// Another process began the run between the two statements.
	found, err = b.one(ctx, openRun, find, &id)
	if err == nil && !found {
		err = errors.New("the run was finished while it was being joined")
	}
	return id, err
}

// addAttempts adds the projects that the run lacks, without an answer.
func (b *batch) addAttempts(ctx context.Context, run int64, asOf time.Time, projects []string) error {
	ids, err := b.projects(ctx, projects)
	if err != nil {
		return err
	}
	rows := make([][]any, len(projects))
	for place, slug := range projects {
		if err := b.notOlder(ctx, ids[slug], asOf); err != nil {
			return fmt.Errorf("project %s: %w", slug, err)
		}
		rows[place] = []any{run, ids[slug], place, 0, 0}
	}
	return b.insert(ctx, addAttempts, ifNew, rows)
}

// notOlder returns ErrOlder if a source observed the project after the past instant. The zero time
// is not a past instant.
func (b *batch) notOlder(ctx context.Context, project int64, asOf time.Time) error {
	if asOf.IsZero() {
		return nil
	}
	var at int64
	found, err := b.one(ctx, observedAfter, []any{project, field.SourceList, ms(asOf)}, &at)
	if err == nil && found {
		err = fmt.Errorf("%w (from %s)", health.ErrOlder, instant(at).Format(time.DateOnly))
	}
	return err
}

func (b *batch) project(ctx context.Context, slug string) (int64, error) {
	if err := identifier("slug", slug); err != nil {
		return 0, err
	}
	return b.findOrAdd(ctx, projectBySlug, []any{slug}, addProject, []any{slug})
}

func scanRun(row scanner) (health.Run, error) {
	var r health.Run
	var asOf, started, finished, published int64
	err := row.Scan(&r.ID, &r.List, &r.Revision, &r.ModelSHA, &r.Version, &r.Origin, &asOf, &r.Scope, &started, &finished, &published, &r.Total, &r.Observed, &r.Carried, &r.Failed,
		&r.Cost.Requests, &r.Cost.Unchanged, &r.Cost.Points)
	if errors.Is(err, sql.ErrNoRows) {
		err = health.ErrNotFound
	}
	r.AsOf, r.Started, r.Finished, r.Published = instant(asOf), instant(started), instant(finished), published != 0
	return r, err
}

// Pending returns the projects of the run without an answer, in list order, or ErrNotFound if there
// is no such run.
func (s *Store) Pending(ctx context.Context, run int64) ([]string, error) {
	var out []string
	err := s.read(ctx, func(q querier) error {
		if _, err := scanRun(q.QueryRowContext(ctx, runByID, run)); err != nil {
			return err
		}
		rows, err := q.QueryContext(ctx, pendingPage, run)
		return drain(rows, err, func(r scanner) error {
			var slug string
			var place int64
			if err := r.Scan(&slug, &place); err != nil {
				return err
			}
			out = append(out, slug)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("pending projects of run %d: %w", run, err)
	}
	return out, nil
}

// LastRun returns the run whose ranking the list shows, or ErrNotFound if none was published.
func (s *Store) LastRun(ctx context.Context, list string) (health.Run, error) {
	r, err := scanRun(s.alone().QueryRowContext(ctx, lastRun, list))
	if err != nil {
		return health.Run{}, fmt.Errorf("last run of list %q: %w", list, err)
	}
	return r, nil
}

// Runs returns the newest runs of a list, newest first, finished or not: at
// most limit, 1 to 500.
func (s *Store) Runs(ctx context.Context, list string, limit int) ([]health.Run, error) {
	var out []health.Run
	rows, err := s.alone().QueryContext(ctx, runsOfList, list, min(max(limit, 1), 500))
	err = drain(rows, err, func(row scanner) error {
		r, err := scanRun(row)
		out = append(out, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("runs of list %q: %w", list, err)
	}
	return out, nil
}

// Attempts yields the answers of a run, each project once, in the order in which the projects were
// added. An error ends it. It reads 500 at a time, so it may include answers recorded meanwhile.
func (s *Store) Attempts(ctx context.Context, run int64) iter.Seq2[health.Attempt, error] {
	return func(yield func(health.Attempt, error) bool) {
		for after := int64(0); ; {
			batch, last, err := s.attemptsAfter(ctx, run, after)
			if err != nil {
				yield(health.Attempt{}, fmt.Errorf("attempts of run %d: %w", run, err))
				return
			}
			for _, a := range batch {
				if !yield(a, nil) {
					return
				}
			}
			if len(batch) == 0 {
				return
			}
			after = last
		}
	}
}

func (s *Store) attemptsAfter(ctx context.Context, run, after int64) (out []health.Attempt, last int64, err error) {
	rows, err := s.alone().QueryContext(ctx, attemptPage, run, after)
	err = drain(rows, err, func(r scanner) error {
		a, id, err := scanAttempt(r, run)
		out, last = append(out, a), id
		return err
	})
	return out, last, err
}

// scanAttempt reads slug, project id, outcome, instant, duration, reason, error.
func scanAttempt(r scanner, run int64) (health.Attempt, int64, error) {
	a := health.Attempt{Run: run}
	var id, outcome int64
	var at, took sql.NullInt64
	var reason, cause sql.NullString
	if err := r.Scan(&a.Project, &id, &outcome, &at, &took, &reason, &cause); err != nil {
		return a, 0, err
	}
	a.Outcome, a.At, a.Took = outcomes[outcome], instant(at.Int64), time.Duration(took.Int64)*time.Millisecond
	a.Reason, a.Error = reason.String, cause.String
	return a, id, nil
}
