package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// current is the until_rev of a value that still holds.
const current = math.MaxInt32

const (
	answerPending = `UPDATE attempt SET outcome = $1, at_ms = $2, took_ms = $3, note_id = $4
WHERE run_id = $5 AND project_id = $6 AND outcome = 0
RETURNING place`
	runExists = `SELECT id FROM run WHERE id = $1`
	// Outcome 4 takes part in a run without having been asked.
	addPart = `INSERT INTO attempt (run_id, project_id, place, outcome, revision) VALUES ($1, $2, 0, 4, $3)
ON CONFLICT (run_id, project_id) DO UPDATE SET revision = excluded.revision`
	wasObserved    = `SELECT 1 FROM source o JOIN snapshot s ON s.project_id = $1 AND s.source_id = o.id WHERE o.name <> $2 LIMIT 1`
	isAsked        = `SELECT outcome FROM attempt WHERE run_id = $1 AND project_id = $2`
	countAnswer    = `UPDATE run SET observed = observed + $1, carried = carried + $2, failed = failed + $3 WHERE id = $4`
	nextRevision   = `UPDATE project SET revision = revision + $1 WHERE id = $2 RETURNING revision`
	answerRevision = `UPDATE attempt SET revision = $1 WHERE run_id = $2 AND project_id = $3`

	lastProvenance = `SELECT p.id, p.origin, p.version, p.commit_oid, p.source_url
FROM snapshot s
JOIN provenance p ON p.id = s.provenance_id
WHERE s.project_id = $1 AND s.source_id = $2
ORDER BY s.revision DESC
LIMIT 1`
	addProvenance = `INSERT INTO provenance (origin, version, commit_oid, source_url) VALUES ($1, $2, $3, $4) RETURNING id`
	addSnapshot   = `INSERT INTO snapshot (project_id, source_id, revision, observed_ms, provenance_id) VALUES ($1, $2, $3, $4, $5)`

	currentValues = `SELECT v.field_id, v.state, v.value, v.text, v.note_id
FROM input_value v
JOIN field f ON f.id = v.field_id
WHERE v.project_id = $1 AND v.until_rev = 2147483647 AND f.source_id = $2
ORDER BY v.field_id`
	closeValue = `UPDATE input_value SET until_rev = $1 WHERE project_id = $2 AND until_rev = 2147483647 AND field_id = $3`
	addValue   = `INSERT INTO input_value (project_id, until_rev, field_id, from_rev, state, value, text, note_id)
VALUES ($1, 2147483647, $2, $3, $4, $5, $6, $7)`

	peopleOf     = `SELECT hmac, commits, months, integrations FROM person WHERE project_id = $1 ORDER BY hmac`
	forgetPeople = `DELETE FROM person WHERE project_id = $1`
	addPerson    = `INSERT INTO person (project_id, hmac, commits, months, integrations) VALUES ($1, $2, $3, $4, $5)`
	setPeopleMS  = `UPDATE project SET people_ms = $1 WHERE id = $2`
)

// Record stores the answer of one project and its snapshots in one
// transaction. A second answer for the same run and project is ignored, also
// when two processes give one at once. A failure is stored as carried when a
// source other than the list ever answered about the project. An attempt
// without an outcome stores the snapshots alone. ErrNotFound when the run, the
// project or, for an answer, the project's place in the run is not known. An
// observed number that is not finite is stored as unknown.
func (s *Store) Record(ctx context.Context, a health.Attempt, snaps []health.Snapshot) error {
	return s.RecordAll(ctx, []health.Answer{{Attempt: a, Snapshots: snaps}})
}

// RecordAll is Record for several projects in one transaction: all or none.
// Bundles come in this way. Keep it under 500 projects, others wait meanwhile.
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

// takePart stores snapshots without an answer, and that the run stands for
// them, so that pages show the figures its ranking was made from.
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

// answer stores the answer; false when there is one already.
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
	_, err = b.exec(ctx, countAnswer, count[1], count[2], count[3], a.Run)
	return true, err
}

// outcome returns the stored form: a failure of a project that was observed
// before leaves figures to carry.
func (b *batch) outcome(ctx context.Context, project int64, o health.Outcome) (int, error) {
	if o == health.OutcomeFailed {
		var one int64
		before, err := b.one(ctx, wasObserved, []any{project, health.SourceList}, &one)
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

// snapshots stores them as one revision of the project and returns it; without
// any it is the revision there was.
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
	var prov int64
	found, err := b.one(ctx, lastProvenance, []any{project, source}, &prov, &was[0], &was[1], &was[2], &was[3])
	if err != nil {
		return err
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
	return b.people(ctx, project, sn)
}

// stored is a value as a row holds it.
type stored struct {
	state int64
	value sql.NullFloat64
	text  sql.NullString
	note  sql.NullInt64
}

// states are the stored forms; the index is the number.
var states = []health.State{health.Observed, health.Unknown, health.NotApplicable}

// values writes what changed since the source's last snapshot. A field it
// reported then and does not mention now ends: the newest snapshot is the
// whole of what the source says.
func (b *batch) values(ctx context.Context, project, rev, source int64, sn health.Snapshot) error {
	was, err := b.currentValues(ctx, project, source)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, in := range sn.Inputs {
		field, err := b.field(ctx, sn.Source, in.Field)
		if err != nil {
			return err
		}
		if seen[field] {
			return fmt.Errorf("field %s stands in it twice", in.Field)
		}
		seen[field] = true
		now, err := b.stored(ctx, in)
		if err != nil {
			return fmt.Errorf("field %s: %w", in.Field, err)
		}
		old, had := was[field]
		if had && old == now {
			continue
		}
		if had {
			if _, err := b.exec(ctx, closeValue, rev, project, field); err != nil {
				return err
			}
		}
		if _, err := b.exec(ctx, addValue, project, field, rev, now.state, now.value, now.text, now.note); err != nil {
			return err
		}
	}
	for field := range was {
		if !seen[field] {
			if _, err := b.exec(ctx, closeValue, rev, project, field); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *batch) currentValues(ctx context.Context, project, source int64) (map[int64]stored, error) {
	out := map[int64]stored{}
	err := b.query(ctx, currentValues, []any{project, source}, func(r scanner) error {
		var field int64
		var v stored
		if err := r.Scan(&field, &v.state, &v.value, &v.text, &v.note); err != nil {
			return err
		}
		out[field] = v
		return nil
	})
	return out, err
}

// stored returns the row of an input. The number of one that is not observed
// means nothing and is left out, and so is 0 beside a text.
func (b *batch) stored(ctx context.Context, in health.Input) (stored, error) {
	if in.State == health.Observed && (math.IsNaN(in.Value) || math.IsInf(in.Value, 0)) {
		in = health.Missing(in.Field, "the source gave no finite number", nil)
	}
	state := slices.Index(states, in.State)
	if state < 0 {
		return stored{}, fmt.Errorf("the state is %q, allowed: observed, unknown, not_applicable", in.State)
	}
	v := stored{state: int64(state)}
	if in.State == health.Observed {
		v.text = optional(clean(in.Text))
		v.value = sql.NullFloat64{Float64: in.Value + 0, Valid: in.Value != 0 || in.Text == ""}
	}
	note, err := b.note(ctx, clean(in.Reason), clean(in.Error), clean(in.SourceURL))
	if id, ok := note.(int64); ok {
		v.note = sql.NullInt64{Int64: id, Valid: true}
	}
	return v, err
}

// people replaces those of the project by those of a snapshot that knows
// people; nil says nothing about them. An unchanged crowd is not written again.
func (b *batch) people(ctx context.Context, project int64, sn health.Snapshot) error {
	if sn.People == nil {
		return nil
	}
	now := slices.Clone(sn.People)
	slices.SortFunc(now, func(a, c health.Person) int { return strings.Compare(a.Key, c.Key) })
	for _, p := range now {
		if raw, err := hex.DecodeString(p.Key); err != nil || len(raw) != 16 {
			// The key itself is not repeated: it may be an address by mistake.
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
