package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// current is the until_rev of a current value.
const current = math.MaxInt32

const (
	answerPending = `UPDATE attempt SET outcome = $1, at_ms = $2, took_ms = $3, note_id = $4
WHERE run_id = $5 AND project_id = $6 AND outcome = 0
RETURNING place`
	runExists = `SELECT id FROM run WHERE id = $1`
	// Outcome 4 is a part in a run without an observation.
	addPart = `INSERT INTO attempt (run_id, project_id, place, outcome, revision) VALUES ($1, $2, 0, 4, $3)
ON CONFLICT (run_id, project_id) DO UPDATE SET revision = excluded.revision`
	wasObserved = `SELECT 1
FROM source o
JOIN field f ON f.source_id = o.id
JOIN input_value v ON v.project_id = $1 AND v.field_id = f.id AND v.state = 0
WHERE o.name NOT IN ($2, $3, $4, $5, $6)
LIMIT 1`
	isAsked        = `SELECT outcome FROM attempt WHERE run_id = $1 AND project_id = $2`
	countAnswer    = `UPDATE run SET observed = observed + $1, carried = carried + $2, failed = failed + $3, requests = requests + $4, unchanged = unchanged + $5, points = points + $6 WHERE id = $7`
	nextRevision   = `UPDATE project SET revision = revision + $1 WHERE id = $2 RETURNING revision`
	answerRevision = `UPDATE attempt SET revision = $1 WHERE run_id = $2 AND project_id = $3`

	lastProvenance = `SELECT s.observed_ms, p.id, p.origin, p.version, p.commit_oid, p.source_url
FROM snapshot s
JOIN provenance p ON p.id = s.provenance_id
WHERE s.project_id = $1 AND s.source_id = $2
ORDER BY s.revision DESC
LIMIT 1`
	addProvenance = `INSERT INTO provenance (origin, version, commit_oid, source_url) VALUES ($1, $2, $3, $4) RETURNING id`
	addSnapshot   = `INSERT INTO snapshot (project_id, source_id, revision, observed_ms, provenance_id) VALUES ($1, $2, $3, $4, $5)`

	peopleOf     = `SELECT hmac, commits, months, integrations FROM person WHERE project_id = $1 ORDER BY hmac`
	forgetPeople = `DELETE FROM person WHERE project_id = $1`
	addPerson    = `INSERT INTO person (project_id, hmac, commits, months, integrations) VALUES ($1, $2, $3, $4, $5)`
	setPeopleMS  = `UPDATE project SET people_ms = $1 WHERE id = $2`
)

// Record stores the answer of one project and its snapshots in one transaction. It ignores a second
// answer for the same run and project, even if two processes record one at the same time. It stores
// a failure as carried if a source that observes the project itself ever answered. For an attempt
// without an outcome it stores only the snapshots. An observed number that is not finite is stored
// as unknown.
//
// It returns ErrNotFound if the run, the project or, for an answer, the project's place in the run
// is unknown. It returns ErrOlder if a snapshot of a past instant would replace a newer one,
// because the last stored snapshot provides the figures of a project.
func (s *Store) Record(ctx context.Context, a health.Attempt, snaps []health.Snapshot) error {
	return s.RecordAll(ctx, []health.Answer{{Attempt: a, Snapshots: snaps}})
}

// RecordAll is Record for several projects in one transaction: all or none. Bundles are imported
// with it. Use it for fewer than 500 projects, because other writers wait.
func (s *Store) RecordAll(ctx context.Context, answers []health.Answer) error {
	return s.write(ctx, func(b *batch) error {
		for _, a := range answers {
			if err := b.record(ctx, a); err != nil {
				return fmt.Errorf("record %s in run %d: %w", clip(a.Attempt.Project, 100), a.Attempt.Run, err)
			}
		}
		return nil
	})
}

func (b *batch) record(ctx context.Context, r health.Answer) error {
	a := r.Attempt
	var project int64
	found, err := b.one(ctx, projectBySlug, []any{a.Project}, &project)
	if err != nil {
		return err
	}
	if !found {
		return health.ErrNotFound
	}
	if a.Outcome == "" {
		return b.takePart(ctx, a.Run, project, r.Snapshots)
	}
	fresh, err := b.answer(ctx, project, a)
	if err != nil || !fresh {
		return err
	}
	rev, err := b.snapshots(ctx, project, r.Snapshots)
	if err != nil {
		return err
	}
	_, err = b.exec(ctx, answerRevision, rev, a.Run, project)
	return err
}

// takePart stores snapshots without an answer, and their link to the run, so that pages show the
// figures behind its ranking.
func (b *batch) takePart(ctx context.Context, run, project int64, snaps []health.Snapshot) error {
	rev, err := b.snapshots(ctx, project, snaps)
	if err != nil {
		return err
	}
	var id int64
	if found, err := b.one(ctx, runExists, []any{run}, &id); err != nil || !found {
		return cmp.Or(err, health.ErrNotFound)
	}
	_, err = b.exec(ctx, addPart, run, project, rev)
	return err
}

// answer stores the answer; false if there is one already.
func (b *batch) answer(ctx context.Context, project int64, a health.Attempt) (bool, error) {
	outcome, err := b.outcome(ctx, project, a.Outcome)
	if err != nil {
		return false, err
	}
	note, err := b.note(ctx, clean(a.Reason), clean(a.Error), "")
	if err != nil {
		return false, err
	}
	if a.At.IsZero() {
		a.At = b.s.now()
	}
	var place int64
	row := []any{outcome, ms(a.At), a.Took.Milliseconds(), note, a.Run, project}
	fresh, err := b.one(ctx, answerPending, row, &place)
	if err != nil {
		return false, err
	}
	if !fresh {
		var was int64
		asked, err := b.one(ctx, isAsked, []any{a.Run, project}, &was)
		if err == nil && !asked {
			err = health.ErrNotFound
		}
		return false, err
	}
	count := [4]int64{}
	count[outcome] = 1
	if _, err := b.exec(ctx, countAnswer, count[1], count[2], count[3], a.Cost.Requests, a.Cost.Unchanged, a.Cost.Points, a.Run); err != nil {
		return false, err
	}
	if !a.Next.IsZero() {
		_, err = b.exec(ctx, dueAfterRun, ms(a.Next), project, a.Run, ms(a.At.Add(-a.Took)))
	}
	return true, err
}

// outcome returns the stored form. For a project that was observed before, a failure leaves figures
// to carry.
func (b *batch) outcome(ctx context.Context, project int64, o health.Outcome) (int, error) {
	if o == health.OutcomeFailed {
		var one int64
		args := []any{project}
		for _, source := range field.Elsewhere { // the statement has as many placeholders
			args = append(args, source)
		}
		before, err := b.one(ctx, wasObserved, args, &one)
		if err != nil {
			return 0, err
		}
		if before {
			o = health.OutcomeCarried
		}
	}
	i := slices.Index(outcomes, o)
	if i < 1 {
		return 0, fmt.Errorf("the outcome is %q, allowed: observed, carried, failed", o)
	}
	return i, nil
}

// snapshots stores the snapshots as one new revision of the project and returns it. Without
// snapshots it returns the present revision.
func (b *batch) snapshots(ctx context.Context, project int64, snaps []health.Snapshot) (int64, error) {
	var rev int64
	step := flag(len(snaps) > 0)
	if _, err := b.one(ctx, nextRevision, []any{step, project}, &rev); err != nil {
		return 0, err
	}
	for i, sn := range snaps {
		if slices.ContainsFunc(snaps[:i], func(o health.Snapshot) bool { return o.Source == sn.Source }) {
			return 0, fmt.Errorf("two snapshots of source %s", sn.Source)
		}
		if err := b.snapshot(ctx, project, rev, sn); err != nil {
			return 0, fmt.Errorf("snapshot of %s: %w", sn.Source, err)
		}
	}
	return rev, nil
}

func (b *batch) snapshot(ctx context.Context, project, rev int64, sn health.Snapshot) error {
	source, err := b.source(ctx, sn.Source)
	if err != nil {
		return err
	}
	now := [4]string{string(sn.Origin), clean(sn.Version), clean(sn.Commit), clean(sn.SourceURL)}
	var was [4]string
	var observed, prov int64
	found, err := b.one(ctx, lastProvenance, []any{project, source}, &observed, &prov, &was[0], &was[1], &was[2], &was[3])
	if err != nil {
		return err
	}
	if sn.Origin == health.OriginAsOf && found && observed > ms(sn.ObservedAt) {
		return fmt.Errorf("%w (from %s)", health.ErrOlder, instant(observed).Format(time.DateOnly))
	}
	if !found || was != now {
		if _, err := b.one(ctx, addProvenance, []any{now[0], now[1], now[2], now[3]}, &prov); err != nil {
			return err
		}
	}
	if _, err := b.exec(ctx, addSnapshot, project, source, rev, ms(sn.ObservedAt), prov); err != nil {
		return err
	}
	if err := b.values(ctx, project, rev, source, sn); err != nil {
		return err
	}
	if err := b.checks(ctx, project, rev, source, sn); err != nil {
		return err
	}
	return b.people(ctx, project, sn)
}

// people replaces the people of the project by those of a snapshot; nil leaves them unchanged.
// Equal people are not written again.
func (b *batch) people(ctx context.Context, project int64, sn health.Snapshot) error {
	if sn.People == nil {
		return nil
	}
	now := slices.Clone(sn.People)
	slices.SortFunc(now, func(a, c health.Person) int { return strings.Compare(a.Key, c.Key) })
	for _, p := range now {
		if raw, err := hex.DecodeString(p.Key); err != nil || len(raw) != 16 {
			// The key itself is not repeated: it could be an address by mistake.
			return fmt.Errorf("the key of a person is not 32 hexadecimal digits")
		}
	}
	var was []health.Person
	err := b.query(ctx, peopleOf, []any{project}, func(r scanner) error {
		var p health.Person
		err := r.Scan(&p.Key, &p.Commits, &p.Months, &p.Integrations)
		was = append(was, p)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := b.exec(ctx, setPeopleMS, ms(sn.ObservedAt), project); err != nil {
		return err
	}
	if slices.Equal(was, now) {
		return nil
	}
	if _, err := b.exec(ctx, forgetPeople, project); err != nil {
		return err
	}
	for _, p := range now {
		if _, err := b.exec(ctx, addPerson, project, p.Key, p.Commits, p.Months, p.Integrations); err != nil {
			return err
		}
	}
	return nil
}
