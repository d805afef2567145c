package store

import (
	"context"
	"fmt"
)

const answeredFor = `SELECT s.name, COUNT(*)
FROM list l
JOIN membership m ON m.list_id = l.id AND m.removed_ms IS NULL
CROSS JOIN source s
WHERE l.slug = $1
  AND EXISTS (SELECT 1 FROM snapshot x WHERE x.project_id = m.project_id AND x.source_id = s.id)
GROUP BY s.name
ORDER BY s.name
LIMIT 100`

// Answered returns of how many projects of a list each source ever told, by the
// source's id. A source that never told of any is not in it. It costs a look for
// each project and source: whoever shows it keeps it for a run.
func (s *Store) Answered(ctx context.Context, list string) (map[string]int, error) {
	out := map[string]int{}
	rows, err := s.reader.QueryContext(ctx, answeredFor, list)
	err = drain(rows, err, func(r scanner) error {
		var name string
		var n int
		if err := first(r, &name, &n); err != nil {
			return err
		}
		out[name] = n
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("of how many projects of %s each source told: %w", list, err)
	}
	return out, nil
}
