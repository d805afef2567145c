package store

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The newest answer and the ranking are one index step each. If there are several lists, the
// ranking is the one from which Project takes the row.
const markOf = `SELECT p.revision,
    coalesce((SELECT a.run_id FROM attempt a WHERE a.project_id = p.id AND a.outcome BETWEEN 1 AND 3 ORDER BY a.run_id DESC LIMIT 1), 0),
    coalesce((SELECT w.run_id FROM ranking_row r JOIN published w ON w.list_id = r.list_id WHERE r.slug = p.slug ORDER BY w.run_id DESC, w.list_id LIMIT 1), 0),
    coalesce((SELECT o.checked_ms FROM repository o WHERE o.address = lower(substr(p.repository, 9))), $2) -- without https://
FROM project p
WHERE p.slug = $1`

// Mark returns a value that changes if anything that Project returns for a project may have
// changed. It returns ErrNotFound if the slug is unknown. Cost: one read by its indexes, of no
// figure.
func (s *Store) Mark(ctx context.Context, slug string) (health.Mark, error) {
	var m health.Mark
	var checked int64
	err := s.read(ctx, func(db querier) error {
		return first(db.QueryRowContext(ctx, markOf, clean(slug), ms(m.Checked)), &m.Revision, &m.Attempt, &m.Run, &checked)
	})
	if err != nil {
		return health.Mark{}, fmt.Errorf("mark of project %q: %w", clip(slug, 100), err)
	}
	m.Checked = instant(checked)
	return m, nil
}
