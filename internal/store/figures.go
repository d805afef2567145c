package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// figuresBatch is the number of projects that Figures reads at once.
const figuresBatch = 64

// lastPublished is not a run: it selects the last published figures.
const lastPublished = -1

const (
	rankedRow = `SELECT r.row_json, w.place_json
FROM ranking_row r
JOIN published p ON p.list_id = r.list_id
JOIN ranking_place w ON w.list_id = r.list_id AND w.slug = r.slug
WHERE r.slug = $1
ORDER BY p.run_id DESC, p.list_id
LIMIT 1`
	membersPage = `SELECT p.id, p.slug
FROM project p
JOIN membership m ON m.list_id = $1 AND m.project_id = p.id AND m.removed_ms IS NULL
WHERE p.slug > $2
ORDER BY p.slug
LIMIT 64`

	// The revision at which figures are read: that of the run's answer, else that of the newest
	// published one, else the newest. For run 0 it is always the newest.
	figureHeads = `SELECT p.id, p.slug, CASE WHEN CAST($1 AS BIGINT) = 0 THEN p.revision ELSE coalesce(
    (SELECT a.revision FROM attempt a WHERE a.run_id = CAST($1 AS BIGINT) AND a.project_id = p.id AND a.outcome <> 0),
    (SELECT m.revision
        FROM attempt m
        JOIN run r ON r.id = m.run_id
        WHERE m.project_id = p.id AND m.outcome <> 0 AND r.published = 1
        ORDER BY m.run_id DESC
        LIMIT 1),
    p.revision) END
FROM project p
WHERE p.id IN (%s)
ORDER BY p.slug`
	// CROSS JOIN forces SQLite to use this order: one lookup for each project and source. Its own
	// choice reads every snapshot that the project ever had.
	wanted       = `WITH want (id, rev) AS (VALUES %s)` + "\n"
	figureValues = wanted + `SELECT v.project_id, v.field_id, v.state, v.value, v.text, n.reason, n.error, n.source_url, n.kept
FROM want
CROSS JOIN input_value v
LEFT JOIN note n ON n.id = v.note_id
WHERE v.project_id = want.id AND v.until_rev > want.rev AND v.from_rev <= want.rev
ORDER BY v.project_id, v.field_id`
	figureSnapshots = wanted + `SELECT s.project_id, o.name, s.observed_ms, w.origin, w.version, w.commit_oid, w.source_url
FROM want
CROSS JOIN source o
CROSS JOIN snapshot s
JOIN provenance w ON w.id = s.provenance_id
WHERE s.project_id = want.id AND s.source_id = o.id AND s.revision = (
    SELECT max(m.revision) FROM snapshot m
    WHERE m.project_id = want.id AND m.source_id = o.id AND m.revision <= want.rev)
ORDER BY s.project_id, o.name`
	figureChecks = wanted + `SELECT c.project_id, c.field_id, b.body
FROM want
CROSS JOIN check_result c
JOIN check_body b ON b.id = c.body_id
JOIN field f ON f.id = c.field_id
WHERE c.project_id = want.id AND c.until_rev > want.rev AND c.from_rev <= want.rev
ORDER BY c.project_id, f.name`
	figureAnswers = `SELECT a.run_id, p.slug, p.id, a.outcome, a.at_ms, a.took_ms, n.reason, n.error
FROM project p
JOIN attempt a ON a.project_id = p.id AND a.run_id = (
    SELECT max(m.run_id) FROM attempt m WHERE m.project_id = p.id AND m.outcome BETWEEN 1 AND 3)
LEFT JOIN note n ON n.id = a.note_id
WHERE p.id IN (%s)
ORDER BY p.id`
)

// Project returns the figures of a project as of the newest published run that answered it, so that
// a page never shows half of a running collection; if none is published, the newest figures. Last
// is the newest answer, published or not. Ranked is its row in the list with the newest ranking. It
// returns ErrNotFound if the slug is unknown. Cost: eight statements in one read, whatever the
// length of the history.
func (s *Store) Project(ctx context.Context, slug string) (figures.Project, error) {
	var out figures.Project
	err := s.read(ctx, func(q querier) error {
		var id int64
		if err := first(q.QueryRowContext(ctx, projectBySlug, clean(slug)), &id); err != nil {
			return err
		}
		all, err := s.figures(ctx, q, lastPublished, []int64{id})
		if err != nil {
			return err
		}
		out = all[0]
		out.Ranked, err = s.shownRow(ctx, q, slug)
		return err
	})
	if err != nil {
		return figures.Project{}, fmt.Errorf("figures of project %q: %w", clip(slug, 100), err)
	}
	return out, nil
}

func first(row scanner, dest ...any) error {
	err := row.Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return health.ErrNotFound
	}
	return err
}

func (s *Store) shownRow(ctx context.Context, q querier, slug string) (*ranking.Row, error) {
	var own, place string
	err := first(q.QueryRowContext(ctx, rankedRow, clean(slug)), &own, &place)
	if errors.Is(err, health.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := s.row(slug, rowText{own, place}, true)
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// Figures calls fn for each project on the list, in slug order, with its figures as of its answer
// in the run. If the run has no answer, it uses the last published figures, so that a run over some
// projects shows nothing of another that is running; else the newest. Run 0 is always the newest.
// For a published run the figures are those at its publication: later answers are ignored, and a
// project without figures then has none. Last is the newest answer; Ranked is nil. It returns the
// error of fn, or ErrNotFound if the list is unknown. It keeps 64 projects in memory, and no read
// is open while fn works.
func (s *Store) Figures(ctx context.Context, list string, run int64, fn func(figures.Project) error) error {
	var id int64
	if err := first(s.alone().QueryRowContext(ctx, listBySlug, list), &id); err != nil {
		return fmt.Errorf("figures of list %q: %w", clip(list, 100), err)
	}
	for after := ""; ; {
		batch, err := s.figuresAfter(ctx, id, run, after)
		if err != nil {
			return fmt.Errorf("figures of list %q: %w", list, err)
		}
		for _, f := range batch {
			if err := fn(f); err != nil {
				return err
			}
		}
		if len(batch) < figuresBatch {
			return nil
		}
		after = batch[len(batch)-1].Project
	}
}

func (s *Store) figuresAfter(ctx context.Context, list, run int64, after string) (out []figures.Project, err error) {
	err = s.read(ctx, func(q querier) error {
		var ids []int64
		rows, err := q.QueryContext(ctx, membersPage, list, after)
		err = drain(rows, err, func(r scanner) error {
			var id int64
			var slug string
			err := r.Scan(&id, &slug)
			ids = append(ids, id)
			return err
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		out, err = s.figures(ctx, q, run, ids)
		return err
	})
	return out, err
}

// figures reads at most figuresBatch projects as of the run, by slug.
func (s *Store) figures(ctx context.Context, q querier, run int64, ids []int64) ([]figures.Project, error) {
	if err := s.fieldNames(ctx, q); err != nil {
		return nil, err
	}
	ask, err := asking(ctx, q, run)
	if err != nil {
		return nil, err
	}
	in, args := placeholders(len(ask.heads)+1, ids)
	out := make([]figures.Project, 0, len(ids))
	at := make(map[int64]*figures.Project, len(ids))
	want := make(map[int64]int64, len(ids))
	rows, err := q.QueryContext(ctx, fmt.Sprintf(ask.headText, in), append(ask.heads, args...)...)
	err = drain(rows, err, func(r scanner) error {
		var id, rev int64
		f := figures.Project{Inputs: health.Inputs{}}
		err := r.Scan(&id, &f.Project, &rev)
		out = append(out, f)
		at[id], want[id] = &out[len(out)-1], rev
		return err
	})
	if err != nil {
		return nil, err
	}
	in, args = placeholders(len(ask.answers)+1, ids)
	rows, err = q.QueryContext(ctx, fmt.Sprintf(ask.answerText, in), append(ask.answers, args...)...)
	err = drain(rows, err, func(r scanner) error { return scanAnswer(r, at) })
	if err != nil {
		return nil, err
	}
	in, args = placeholders(1, ids)
	rows, err = q.QueryContext(ctx, fmt.Sprintf(figureIdentities, in), args...)
	err = drain(rows, err, func(r scanner) error { return scanFigureIdentity(r, at) })
	if err != nil {
		return nil, err
	}
	in, args = pairs(ids, want)
	for _, part := range []struct {
		text string
		scan func(scanner, map[int64]*figures.Project) error
	}{
		{figureSnapshots, scanSnapshot}, // first, because the others refer to snapshots
		{figureValues, s.scanValue},
		{figureChecks, s.scanCheck},
		{figureHeld, scanHeld},
	} {
		rows, err = q.QueryContext(ctx, fmt.Sprintf(part.text, in), args...)
		err = drain(rows, err, func(r scanner) error { return part.scan(r, at) })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// placeholders returns "$from,$from+1,…" for one value or for figuresBatch, and the values, padded
// with ids that no row has. This gives two query texts in all, not one for each length.
func placeholders(from int, ids []int64) (string, []any) {
	padded := padded(ids)
	marks := make([]string, len(padded))
	args := make([]any, len(padded))
	for i, id := range padded {
		marks[i] = "$" + strconv.Itoa(from+i)
		args[i] = id
	}
	return strings.Join(marks, ","), args
}

// pairs is placeholders for rows (id, revision).
func pairs(ids []int64, revisions map[int64]int64) (string, []any) {
	padded := padded(ids)
	marks := make([]string, len(padded))
	args := make([]any, 0, 2*len(padded))
	for i, id := range padded {
		marks[i] = fmt.Sprintf("(CAST($%d AS BIGINT), CAST($%d AS BIGINT))", 2*i+1, 2*i+2)
		args = append(args, id, revisions[id])
	}
	return strings.Join(marks, ", "), args
}

func padded(ids []int64) []int64 {
	if len(ids) == 1 {
		return ids
	}
	return append(slices.Clone(ids), make([]int64, figuresBatch-len(ids))...)
}

func scanAnswer(r scanner, at map[int64]*figures.Project) error {
	var run int64
	a, id, err := scanAttempt(prefixed{r, &run}, 0)
	if err != nil {
		return err
	}
	a.Run = run
	at[id].Last = a
	return nil
}

// prefixed scans one column before the requested ones.
type prefixed struct {
	scanner
	first any
}

// Scan reads the first column and then the others.
func (p prefixed) Scan(dest ...any) error { return p.scanner.Scan(append([]any{p.first}, dest...)...) }

// leading scans several columns before the requested ones.
type leading struct {
	scanner
	before []any
}

// Scan reads the leading columns and then the others.
func (l leading) Scan(dest ...any) error {
	return l.scanner.Scan(append(slices.Clone(l.before), dest...)...)
}

func scanSnapshot(r scanner, at map[int64]*figures.Project) error {
	var id, observed int64
	var sn health.Snapshot
	if err := r.Scan(&id, &sn.Source, &observed, &sn.Origin, &sn.Version, &sn.Commit, &sn.SourceURL); err != nil {
		return err
	}
	f := at[id]
	sn.Project, sn.ObservedAt = f.Project, instant(observed)
	f.Snapshots = append(f.Snapshots, sn)
	if !slices.Contains(field.Elsewhere, sn.Source) && sn.ObservedAt.After(f.LastGood) {
		f.LastGood = sn.ObservedAt
	}
	return nil
}

// scanValue reads a value and adds what the newest snapshot of its source has for all its values.
func (s *Store) scanValue(r scanner, at map[int64]*figures.Project) error {
	var id, fieldID, state int64
	var value sql.NullFloat64
	var text, reason, cause, url, kept sql.NullString
	if err := r.Scan(&id, &fieldID, &state, &value, &text, &reason, &cause, &url, &kept); err != nil {
		return err
	}
	name, ok := s.fieldName(fieldID)
	if !ok || state >= int64(len(states)) {
		return fmt.Errorf("a value of field number %d, state %d, cannot be read", fieldID, state)
	}
	in := health.Input{
		Field: field.ID(name.field), State: states[state], Value: value.Float64, Text: text.String,
		Reason: reason.String, Error: cause.String, SourceURL: url.String, Source: name.source,
	}
	for _, sn := range at[id].Snapshots {
		if sn.Source == name.source {
			in.Version, in.Commit, in.ObservedAt = sn.Version, sn.Commit, sn.ObservedAt
		}
	}
	if err := restoreKept(&in, kept.String); err != nil {
		return err
	}
	at[id].Inputs.Put(in)
	return nil
}
