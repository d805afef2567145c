package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	currentValues = `SELECT v.field_id, v.state, v.value, v.text, v.note_id
FROM input_value v
JOIN field f ON f.id = v.field_id
WHERE v.project_id = $1 AND v.until_rev = 2147483647 AND f.source_id = $2
ORDER BY v.field_id`
	closeValue = `UPDATE input_value SET until_rev = $1 WHERE project_id = $2 AND until_rev = 2147483647 AND field_id = $3`
	addValues  = `INSERT INTO input_value (project_id, until_rev, field_id, from_rev, state, value, text, note_id)`
)

// stored is a value in the form of a row.
type stored struct {
	state int64
	value sql.NullFloat64
	text  sql.NullString
	note  sql.NullInt64
}

// states are the stored forms; the index is the stored number.
var states = []health.State{health.Observed, health.Unknown, health.NotApplicable}

// values writes the changes since the source's last snapshot. A field that is missing from the new
// snapshot ends, because the newest snapshot is everything that the source reports.
func (b *batch) values(ctx context.Context, project, rev, source int64, sn health.Snapshot) error {
	was, err := b.currentValues(ctx, project, source)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	var changed [][]any
	for _, in := range sn.Inputs {
		id, err := b.field(ctx, sn.Source, string(in.Field))
		if err != nil {
			return err
		}
		if seen[id] {
			return fmt.Errorf("field %s appears twice", in.Field)
		}
		seen[id] = true
		now, err := b.stored(ctx, in)
		if err != nil {
			return fmt.Errorf("field %s: %w", in.Field, err)
		}
		old, had := was[id]
		if had && old == now {
			continue
		}
		if had {
			if _, err := b.exec(ctx, closeValue, rev, project, id); err != nil {
				return err
			}
		}
		changed = append(changed, []any{project, current, id, rev, now.state, now.value, now.text, now.note})
	}
	for id := range was {
		if !seen[id] {
			if _, err := b.exec(ctx, closeValue, rev, project, id); err != nil {
				return err
			}
		}
	}
	return b.insert(ctx, addValues, "", changed)
}

func (b *batch) currentValues(ctx context.Context, project, source int64) (map[int64]stored, error) {
	out := map[int64]stored{}
	err := b.query(ctx, currentValues, []any{project, source}, func(r scanner) error {
		var id int64
		var v stored
		if err := r.Scan(&id, &v.state, &v.value, &v.text, &v.note); err != nil {
			return err
		}
		out[id] = v
		return nil
	})
	return out, err
}

// stored returns the row of an input. The number of an unobserved input is meaningless and left
// out, as is 0 beside a text.
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
	kept, err := keptText(in)
	if err != nil {
		return stored{}, err
	}
	note, err := b.noteOf(ctx, clean(in.Reason), clean(in.Error), clean(in.SourceURL), kept)
	if id, ok := note.(int64); ok {
		v.note = sql.NullInt64{Int64: id, Valid: true}
	}
	return v, err
}
