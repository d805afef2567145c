package store

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	rankingSeq = `SELECT list_id, seq, kept, total FROM ranking_run WHERE run_id = $1`
	// As pastRanking: lookups for each project that was ever in the ranking, whatever the number of
	// runs. A later version may equal the earlier one: figures change and change back. Unknown risk
	// counts as none. Each kind is cut by itself.
	movedRows = `WITH moved AS (
    SELECT p.slug AS slug, b.risk AS risk_before, a.risk AS risk_after,
        CASE WHEN b.entry_id IS NULL THEN 1 WHEN a.entry_id IS NULL THEN 2 ELSE 0 END AS kind
    FROM ranking_member m
    CROSS JOIN ranking_version a
    JOIN project p ON p.id = m.project_id
    LEFT JOIN ranking_version b ON b.list_id = m.list_id AND b.project_id = m.project_id AND b.from_seq = (
        SELECT max(w.from_seq) FROM ranking_version w
        WHERE w.list_id = m.list_id AND w.project_id = m.project_id AND w.from_seq <= CAST($2 AS BIGINT))
    WHERE m.list_id = $1 AND a.list_id = m.list_id AND a.project_id = m.project_id AND a.from_seq > CAST($2 AS BIGINT) AND a.from_seq = (
        SELECT max(x.from_seq) FROM ranking_version x
        WHERE x.list_id = m.list_id AND x.project_id = m.project_id AND x.from_seq <= CAST($3 AS BIGINT))
    AND (a.entry_id IS DISTINCT FROM b.entry_id OR a.risk IS DISTINCT FROM b.risk OR a.health IS DISTINCT FROM b.health
        OR a.vitality IS DISTINCT FROM b.vitality OR a.resilience IS DISTINCT FROM b.resilience OR a.risk_upper IS DISTINCT FROM b.risk_upper
        OR a.commits IS DISTINCT FROM b.commits OR a.regulars IS DISTINCT FROM b.regulars OR a.figures IS DISTINCT FROM b.figures)
), placed AS (
    SELECT slug, risk_before, risk_after, kind, count(*) OVER (PARTITION BY kind) AS n,
        row_number() OVER (PARTITION BY kind ORDER BY abs(coalesce(risk_after, 0) - coalesce(risk_before, 0)) DESC, slug) AS place
    FROM moved
)
SELECT slug, risk_before, risk_after, kind, n FROM placed WHERE place <= CAST($4 AS BIGINT) ORDER BY kind, place`
	// mostMoved limits the rows of Moved.
	mostMoved = 1000
)

// The kinds of movedRows.
const (
	moveChanged = iota
	moveCame
	moveWent
)

// Moved returns the projects with other figures of their own in the ranking of run to than in that
// of the earlier run from: at most limit, 1 to 1000, of those in both, of those that came and of
// those that went. Both runs are of one list. It returns ErrNotFound if one of them is not
// published, or they are of two lists, and health.ErrNotKept if its ranking is not stored.
// Cost: one query with two lookups for each project that was ever in the ranking.
func (s *Store) Moved(ctx context.Context, from, to int64, limit int) (ranking.Moves, error) {
	var out ranking.Moves
	err := s.read(ctx, func(db querier) error {
		var lists, seqs [2]int64
		for i, run := range []int64{from, to} {
			var kept int64
			if err := first(db.QueryRowContext(ctx, rankingSeq, run), &lists[i], &seqs[i], &kept, &out.Both); err != nil {
				return err
			}
			if kept == 0 {
				return health.ErrNotKept
			}
		}
		if lists[0] != lists[1] {
			return fmt.Errorf("they are of two lists: %w", health.ErrNotFound)
		}
		rows, err := db.QueryContext(ctx, movedRows, lists[0], seqs[0], seqs[1], min(max(limit, 1), mostMoved))
		came := 0
		err = drain(rows, err, func(r scanner) error {
			var m ranking.Move
			var kind, n int
			if err := r.Scan(&m.Slug, &m.Before, &m.After, &kind, &n); err != nil {
				return err
			}
			switch kind {
			case moveChanged:
				out.Changed = append(out.Changed, m)
				out.AllChanged = n
			case moveCame:
				out.Came = append(out.Came, m)
				came = n
			case moveWent:
				out.Went = append(out.Went, m)
			}
			return nil
		})
		out.Both -= came // of all in the later one
		return err
	})
	if err != nil {
		return ranking.Moves{}, fmt.Errorf("moves from run %d to run %d: %w", from, to, err)
	}
	return out, nil
}

const (
	departed = `SELECT p.slug, p.name, m.added, m.removed_ms
FROM list l
JOIN membership m ON m.list_id = l.id AND m.removed_ms IS NOT NULL
JOIN project p ON p.id = m.project_id
WHERE l.slug = $1
ORDER BY m.removed_ms DESC, p.slug
LIMIT $2`
	editions = `SELECT r.revision, min(r.finished_ms), max(r.finished_ms), min(r.id), max(r.id), count(*)
FROM list l
JOIN run r ON r.list_id = l.id AND r.published = 1
WHERE l.slug = $1
GROUP BY r.revision
ORDER BY min(r.finished_ms) DESC, r.revision
LIMIT $2`
)

// Departed returns the projects that left a list, the last first and then by slug: at most limit, 1
// to 1000. It returns none of a list that is unknown, and none that came back. Cost: one query over
// the members of the list.
func (s *Store) Departed(ctx context.Context, list string, limit int) ([]health.Departure, error) {
	var out []health.Departure
	rows, err := s.alone().QueryContext(ctx, departed, clean(list), min(max(limit, 1), mostMoved))
	err = drain(rows, err, func(r scanner) error {
		var d health.Departure
		var removed int64
		err := r.Scan(&d.Slug, &d.Name, &d.Added, &removed)
		d.Removed = instant(removed)
		out = append(out, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("projects that left list %q: %w", clip(list, 100), err)
	}
	return out, nil
}

// Editions returns the revisions of a list that published runs used, the one that was first used
// last first: at most limit, 1 to 1000. Cost: one query over the runs of the list.
func (s *Store) Editions(ctx context.Context, list string, limit int) ([]health.Edition, error) {
	var out []health.Edition
	rows, err := s.alone().QueryContext(ctx, editions, clean(list), min(max(limit, 1), mostMoved))
	err = drain(rows, err, func(r scanner) error {
		var e health.Edition
		var from, to int64
		err := r.Scan(&e.Revision, &from, &to, &e.FirstRun, &e.LastRun, &e.Runs)
		e.From, e.To = instant(from), instant(to)
		out = append(out, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("revisions of list %q: %w", clip(list, 100), err)
	}
	return out, nil
}
