package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// FirstPeriod is the time over which the first turns of new members of a list
// are spread.
const FirstPeriod = 7 * 24 * time.Hour

const (
	dueMembers = `SELECT p.slug
FROM membership m
JOIN project p ON p.id = m.project_id
WHERE m.list_id = $1 AND m.removed_ms IS NULL AND m.due_ms <= $2
ORDER BY m.due_ms, m.project_id
LIMIT $3`
	nextDue = `SELECT m.due_ms FROM membership m WHERE m.list_id = $1 AND m.removed_ms IS NULL ORDER BY m.due_ms, m.project_id LIMIT 1`
	setDue  = `UPDATE membership SET due_ms = $1 WHERE list_id = $2 AND project_id = (SELECT id FROM project WHERE slug = $3)`
	// A request that came while the project was being read is for another reading.
	dueAfterRun = `UPDATE membership SET due_ms = $1
WHERE project_id = $2 AND list_id = (SELECT list_id FROM run WHERE id = $3) AND COALESCE(asked_ms, 0) <= $4`
)

// Due returns the projects on the list that are due at the instant, longest waiting first, ties in
// the order in which they were added: at most limit, 1 to 10,000. It returns ErrNotFound if the
// list is unknown. Cost: an index range of the length of the result.
func (s *Store) Due(ctx context.Context, list string, at time.Time, limit int) ([]string, error) {
	var id int64
	if err := first(s.alone().QueryRowContext(ctx, listBySlug, clean(list)), &id); err != nil {
		return nil, fmt.Errorf("due projects of list %q: %w", clip(list, 100), err)
	}
	var out []string
	rows, err := s.alone().QueryContext(ctx, dueMembers, id, ms(at), min(max(limit, 1), 10_000))
	err = drain(rows, err, func(r scanner) error {
		var slug string
		err := r.Scan(&slug)
		out = append(out, slug)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("due projects of list %q: %w", list, err)
	}
	return out, nil
}

// NextDue returns when the first project of the list is due, which may be in the past. It returns
// ErrNotFound if the list is unknown or empty.
func (s *Store) NextDue(ctx context.Context, list string) (time.Time, error) {
	var id, due int64
	err := first(s.alone().QueryRowContext(ctx, listBySlug, clean(list)), &id)
	if err == nil {
		err = first(s.alone().QueryRowContext(ctx, nextDue, id), &due)
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("next turn of list %q: %w", clip(list, 100), err)
	}
	return instant(due), nil
}

// Schedule sets when projects of the list are due, in one transaction. It ignores slugs that are
// not on the list. Record does the same for an answer with Next, together with the answer. It
// returns ErrNotFound if the list is unknown.
func (s *Store) Schedule(ctx context.Context, list string, next map[string]time.Time) error {
	err := s.write(ctx, func(b *batch) error {
		var id int64
		found, err := b.one(ctx, listBySlug, []any{clean(list)}, &id)
		if err == nil && !found {
			err = health.ErrNotFound
		}
		if err != nil {
			return err
		}
		for _, slug := range slices.Sorted(maps.Keys(next)) {
			if _, err := b.exec(ctx, setDue, ms(next[slug]), id, clean(slug)); err != nil {
				return fmt.Errorf("project %s: %w", clip(slug, 100), err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("schedule list %q: %w", clip(list, 100), err)
	}
	return nil
}

// firstDue spreads the first turns over FirstPeriod. The result for a slug is always the same.
func firstDue(now time.Time, list, slug string) time.Time {
	sum := sha256.Sum256([]byte(list + "/" + slug))
	return now.Add(time.Duration(binary.BigEndian.Uint64(sum[:]) % uint64(FirstPeriod)))
}
