package store

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// betweenRuns has the projects of a chunk in one of two rankings, with their version in each. As
// pastRanking, it is lookups for each project that was ever in the ranking. An entry of both has its
// body once.
const betweenRuns = `SELECT m.project_id,
    ea.body, a.entry_id, a.risk, a.health, a.vitality, a.resilience, a.risk_upper, a.commits, a.regulars, a.figures,
    eb.body, b.entry_id, b.risk, b.health, b.vitality, b.resilience, b.risk_upper, b.commits, b.regulars, b.figures
FROM ranking_member m
LEFT JOIN ranking_version a ON a.list_id = m.list_id AND a.project_id = m.project_id AND a.from_seq = (
    SELECT max(w.from_seq) FROM ranking_version w
    WHERE w.list_id = m.list_id AND w.project_id = m.project_id AND w.from_seq <= CAST($2 AS BIGINT))
LEFT JOIN ranking_version b ON b.list_id = m.list_id AND b.project_id = m.project_id AND b.from_seq = (
    SELECT max(w.from_seq) FROM ranking_version w
    WHERE w.list_id = m.list_id AND w.project_id = m.project_id AND w.from_seq <= CAST($3 AS BIGINT))
LEFT JOIN ranking_entry ea ON ea.id = a.entry_id
LEFT JOIN ranking_entry eb ON eb.id = b.entry_id AND b.entry_id IS DISTINCT FROM a.entry_id
WHERE m.list_id = $1 AND m.project_id >= CAST($4 AS BIGINT) AND m.project_id < CAST($5 AS BIGINT)
    AND (a.entry_id IS NOT NULL OR b.entry_id IS NOT NULL)
ORDER BY m.project_id`

// lastMember is the largest id of a project that was ever in a ranking of a list.
const lastMember = `SELECT coalesce(max(project_id), 0) FROM ranking_member WHERE list_id = $1`

// Between calls fn for every project that is in the ranking of one of two runs of a list, with its row
// in each; a row without a slug was not in it. Rows have the slug, the name, the status without its
// reason, Rankable, RankState, the rank with its range and the risk; nothing else. The order is that
// of the ids of projects. fn must not read the store. Errors are those of Moved. Cost: one read of
// the columns of both runs, and of their ranks.
func (s *Store) Between(ctx context.Context, from, to int64, fn func(from, to ranking.Row)) error {
	err := s.read(ctx, func(db querier) error {
		var edges twoRuns
		for i, run := range []int64{from, to} {
			var err error
			if edges[i], err = s.edgeOf(ctx, db, run); err != nil {
				return err
			}
		}
		if edges[0].list != edges[1].list {
			return fmt.Errorf("they are of two lists: %w", health.ErrNotFound)
		}
		var last int64
		if err := first(db.QueryRowContext(ctx, lastMember, edges[0].list), &last); err != nil {
			return err
		}
		for n := range last/chunkIDs + 1 {
			if err := edges.chunk(ctx, db, n, fn); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("between run %d and run %d: %w", from, to, err)
	}
	return nil
}

// twoRuns are the rankings of two runs of one list.
type twoRuns [2]edge

// chunk is Between for the projects of one chunk.
func (e twoRuns) chunk(ctx context.Context, db querier, n int64, fn func(from, to ranking.Row)) error {
	var ranks [2]map[int64]place
	for i := range e {
		var err error
		if ranks[i], err = ranksOf(ctx, db, e[i], n); err != nil {
			return err
		}
	}
	if ranks[0] == nil && ranks[1] == nil {
		return nil
	}
	rows, err := db.QueryContext(ctx, betweenRuns, e[0].list, e[0].seq, e[1].seq, n*chunkIDs, (n+1)*chunkIDs)
	return drain(rows, err, func(r scanner) error {
		var project int64
		var sides [2]side
		err := r.Scan(append(append([]any{&project}, sides[0].dest()...), sides[1].dest()...)...)
		if err != nil {
			return err
		}
		sides[0].place, sides[1].place = ranks[0][project], ranks[1][project]
		was, err := sides[0].row(nil)
		if err != nil {
			return fmt.Errorf("row of project number %d: %w", project, err)
		}
		var same *ranking.Row
		if sides[0].entry == sides[1].entry {
			same = &was
		}
		is, err := sides[1].row(same)
		if err != nil {
			return fmt.Errorf("row of project number %d: %w", project, err)
		}
		fn(was, is)
		return nil
	})
}

// side is a project in the ranking of one of two runs; without an entry it is not in it.
type side struct {
	version
	place
	body    *string
	figures []byte
}

func (x *side) dest() []any { return append([]any{&x.body}, x.version.dest(&x.figures)...) }

// row is what Between says of it. same is a row with the same entry; nil: the body is read.
func (x side) row(same *ranking.Row) (ranking.Row, error) {
	if !x.entry.Valid {
		return ranking.Row{}, nil
	}
	var out struct { // the rest of an entry is not decoded
		Slug, Name string
		Status     health.Status
		Rankable   bool
		RankState  health.RankState
	}
	if same != nil {
		out.Slug, out.Name, out.Status, out.Rankable, out.RankState = same.Slug, same.Name, same.Status, same.Rankable, same.RankState
	} else if err := json.Unmarshal([]byte(*x.body), &out); err != nil {
		return ranking.Row{}, err
	}
	var all ranking.Row
	x.version.figures = string(x.figures)
	_, err := x.version.into(&all)
	return ranking.Row{
		Slug: out.Slug, Name: out.Name, Status: out.Status, Rankable: out.Rankable, RankState: out.RankState,
		Risk: all.Risk, Rank: x.rank, RankLo: x.lo, RankHi: x.hi,
	}, err
}

// ranksOf reads the ranks of a chunk by project, without the rest of a place; nil if the ranking has no
// such chunk.
func ranksOf(ctx context.Context, db querier, e edge, chunk int64) (map[int64]place, error) {
	var body []byte
	err := first(db.QueryRowContext(ctx, chunkOf, e.list, e.seq, chunk), &body)
	if errors.Is(err, health.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var f struct {
		IDs          []int64
		Rank, Lo, Hi []int
	}
	if err := json.NewDecoder(flate.NewReader(bytes.NewReader(body))).Decode(&f); err != nil {
		return nil, fmt.Errorf("read ranks: %w", err)
	}
	if n := len(f.IDs); len(f.Rank) != n || len(f.Lo) != n || len(f.Hi) != n {
		return nil, fmt.Errorf("read ranks: a column has another length than %d", n)
	}
	out := make(map[int64]place, len(f.IDs))
	id := int64(0)
	for i := range f.IDs {
		id += f.IDs[i]
		out[id] = place{rank: f.Rank[i], lo: f.Rank[i] - f.Lo[i], hi: f.Rank[i] + f.Hi[i]}
	}
	return out, nil
}
