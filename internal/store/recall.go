package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	// One lookup for each project that was ever in the ranking, whatever the number of runs. CROSS
	// JOIN forces SQLite to use this order. The columns are those of the table ranking, so that one
	// query text works for both.
	pastRanking = `(
    SELECT m.list_id, v.project_id, v.entry_id, e.slug, e.rankable, v.risk, v.health, v.vitality, v.resilience, e.posture, e.criticality, v.risk_upper, v.commits, v.regulars,
        e.name_key, e.status, e.language, e.owner, e.host, e.evidence, e.risk_band, e.health_band, e.category, e.licence, e.checks, e.search, v.figures
    FROM ranking_member m
    CROSS JOIN ranking_version v
    CROSS JOIN ranking_entry e
    WHERE m.list_id = $1 AND v.list_id = m.list_id AND v.project_id = m.project_id AND e.id = v.entry_id AND v.from_seq = (
        SELECT max(w.from_seq) FROM ranking_version w
        WHERE w.list_id = m.list_id AND w.project_id = m.project_id AND w.from_seq <= CAST(%s AS BIGINT))
) r`
	pastColumns = `r.project_id, r.entry_id, r.risk, r.health, r.vitality, r.resilience, r.risk_upper, r.commits, r.regulars, r.figures`

	entryBodies = `SELECT id, body FROM ranking_entry WHERE id IN (%s)`
	noteReasons = `SELECT id, reason FROM note WHERE id IN (%s)`
)

// past is a row of a past run before its entry, sentences and place are known.
type past struct {
	project int64
	version
}

// recall returns rows of a past run.
func (s *Store) recall(ctx context.Context, db querier, list, seq int64, slug string, all []past) ([]ranking.Row, error) {
	at := places{store: s, list: list, seq: seq}
	var out []ranking.Row
	for part := range slices.Chunk(all, figuresBatch) {
		ids := make([]int64, len(part))
		for i, p := range part {
			ids[i] = p.entry.Int64
		}
		bodies, err := textsByID(ctx, db, entryBodies, ids)
		if err != nil {
			return nil, err
		}
		rows := make([]ranking.Row, len(part))
		said := make([]phrases, len(part))
		for i, p := range part {
			body := rowText{own: bodies[p.entry.Int64]}
			rows[i], err = s.row(fmt.Sprint("project number ", p.project), body, len(all) <= mostAtOnce)
			if err != nil {
				return nil, err
			}
			rows[i].List = cmp.Or(rows[i].List, slug)
			if said[i], err = p.into(&rows[i]); err != nil {
				return nil, fmt.Errorf("row of %s: %w", rows[i].Slug, err)
			}
			place, err := at.of(ctx, db, p.project)
			if err != nil {
				return nil, fmt.Errorf("row of %s: %w", rows[i].Slug, err)
			}
			place.into(&rows[i])
		}
		if err := say(ctx, db, rows, said); err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// say adds the sentences of rows.
func say(ctx context.Context, db querier, rows []ranking.Row, said []phrases) error {
	var ids []int64
	for _, p := range said {
		ids = append(ids, p.reason, p.status)
	}
	slices.Sort(ids)
	texts := map[int64]string{}
	for part := range slices.Chunk(slices.Compact(ids), figuresBatch) {
		read, err := textsByID(ctx, db, noteReasons, part)
		if err != nil {
			return err
		}
		for id, text := range read {
			texts[id] = text
		}
	}
	for i, p := range said {
		rows[i].MainReason = texts[p.reason]
		rows[i].Status.Reason = texts[p.status]
	}
	return nil
}

// textsByID reads at most figuresBatch texts.
func textsByID(ctx context.Context, db querier, text string, ids []int64) (map[int64]string, error) {
	in, args := placeholders(1, ids)
	out := make(map[int64]string, len(ids))
	rows, err := db.QueryContext(ctx, fmt.Sprintf(text, in), args...)
	err = drain(rows, err, func(r scanner) error {
		var id int64
		var body string
		err := r.Scan(&id, &body)
		out[id] = body
		return err
	})
	return out, err
}

// pastOf is the row of one project in the ranking of a run.
const pastOf = `SELECT v.project_id, k.list_id, k.seq, l.slug, v.entry_id, v.risk, v.health, v.vitality, v.resilience, v.risk_upper, v.commits, v.regulars, v.figures
FROM ranking_run k
JOIN list l ON l.id = k.list_id
CROSS JOIN ranking_version v
WHERE k.run_id = $1 AND k.kept = 1 AND v.list_id = k.list_id AND v.project_id = $2 AND v.entry_id IS NOT NULL AND v.from_seq = (
    SELECT max(w.from_seq) FROM ranking_version w
    WHERE w.list_id = k.list_id AND w.project_id = $2 AND w.from_seq <= k.seq)`

// recallOne returns the row of a project in the ranking of a run. It returns nil if the project is
// not in it, or the ranking is not stored.
func (s *Store) recallOne(ctx context.Context, db querier, run, project int64) (*ranking.Row, error) {
	var p past
	var list, seq int64
	var slug string
	rows, err := db.QueryContext(ctx, pastOf, run, project)
	err = drain(rows, err, func(r scanner) error { return p.scan(r, &p.project, &list, &seq, &slug) })
	if err != nil || !p.entry.Valid {
		return nil, err
	}
	out, err := s.recall(ctx, db, list, seq, slug, []past{p})
	if err != nil {
		return nil, err
	}
	return &out[0], nil
}
