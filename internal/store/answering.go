package store

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// answering counts the members of a list with a current value of a source. For each member it stops
// at the first such value.
const answering = `SELECT o.name, COUNT(*)
FROM list l
JOIN membership m ON m.list_id = l.id AND m.removed_ms IS NULL
CROSS JOIN source o
WHERE l.slug = $1 AND o.name IN ($2, $3, $4) AND EXISTS (
    SELECT 1
    FROM input_value v
    JOIN field f ON f.id = v.field_id
    WHERE v.project_id = m.project_id AND v.until_rev = 2147483647 AND v.state = 0 AND f.source_id = o.id
)
GROUP BY o.name`

// Answering returns the number of projects on a list with data from registries, distributions
// and advisory databases, by source. Sources without data are left out. Cost: one query over the current values
// of the list.
func (s *Store) Answering(ctx context.Context, list string) (map[string]int, error) {
	out := map[string]int{}
	rows, err := s.reader.QueryContext(ctx, answering, list, field.SourceRegistry, field.SourceAdvisory, field.SourceDistro)
	err = drain(rows, err, func(r scanner) error {
		var source string
		var n int64
		err := r.Scan(&source, &n)
		out[source] = int(n)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sources that answered for %s: %w", list, err)
	}
	return out, nil
}
