package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	seqOfRun      = `SELECT seq FROM ranking_run WHERE run_id = $1`
	lastSeq       = `SELECT coalesce(max(seq), 0) FROM ranking_run WHERE list_id = $1`
	addRankingRun = `INSERT INTO ranking_run (list_id, seq, run_id, kept, total, ranked, rankable, views, facets) VALUES ($1, $2, $3, 0, 0, 0, 0, '{}', '{}')`
	keepRun       = `UPDATE ranking_run SET kept = 1, total = $1, ranked = $2, rankable = $3, views = $4, facets = $5, summary = $6, edition = edition + 1 WHERE list_id = $7 AND seq = $8`
	keptViews     = `SELECT views FROM ranking_run WHERE list_id = $1 AND seq = $2 AND kept = 1`
	publishedAs   = `SELECT run_id, seq FROM published WHERE list_id = $1`
	setShown      = `INSERT INTO published (list_id, run_id, seq) VALUES ($1, $2, $3)
ON CONFLICT (list_id) DO UPDATE SET run_id = excluded.run_id, seq = excluded.seq`
	oldRows = `SELECT slug, row_json FROM ranking_row WHERE list_id = $1 ORDER BY slug`
	unkept  = `SELECT p.list_id, l.slug, p.run_id
FROM published p
JOIN ranking_run k ON k.run_id = p.run_id
JOIN list l ON l.id = p.list_id
WHERE k.kept = 0
ORDER BY p.list_id`
)

// edition is the ranking of one run, being written.
type edition struct {
	list, seq int64
	rows      []ranking.Row // cleaned
	ids       map[string]int64
	summary   []byte // nil: none is stored
}

// ranked is a ranking to store, with its summary, which may be nil.
type ranked struct {
	rows    []ranking.Row
	summary []byte
}

// rank stores the rows as the ranking of the run, and shows them if it is the newest or the shown
// one.
func (b *batch) rank(ctx context.Context, list int64, slug string, run int64, what ranked) error {
	e, newest, err := b.edition(ctx, list, slug, run, what.rows)
	if err != nil {
		return err
	}
	e.summary = what.summary
	var shown, shownSeq int64
	if _, err := b.one(ctx, publishedAs, []any{list}, &shown, &shownSeq); err != nil {
		return err
	}
	var before string // the views of the shown ranking, if it is the one before
	known, err := b.one(ctx, keptViews, []any{list, e.seq - 1}, &before)
	if err != nil {
		return err
	}
	changed, views, err := b.keep(ctx, e)
	if err != nil {
		return err
	}
	if !newest && shown != run {
		return nil
	}
	p := present{edition: e, changed: changed, views: views, sameViews: before == views}
	if known && shownSeq == e.seq-1 {
		err = b.change(ctx, p)
	} else {
		err = b.replace(ctx, p)
	}
	if err != nil {
		return err
	}
	if _, err := b.exec(ctx, setShown, list, run, e.seq); err != nil {
		return err
	}
	return b.s.dialect.replaced(ctx, b.tx, len(e.rows))
}

// edition returns the ranking of the run with its number among those of the list, a new number if
// it has none, and whether it is the last.
func (b *batch) edition(ctx context.Context, list int64, slug string, run int64, rows []ranking.Row) (edition, bool, error) {
	e := edition{list: list, rows: make([]ranking.Row, len(rows))}
	slugs := make([]string, len(rows))
	seen := make(map[string]bool, len(rows))
	for i, r := range rows {
		r.List = slug
		r = cleanRow(r)
		if err := identifier("slug", r.Slug); err != nil {
			return e, false, err
		}
		if seen[r.Slug] {
			return e, false, fmt.Errorf("row %s appears twice", r.Slug)
		}
		seen[r.Slug] = true
		e.rows[i] = r
		slugs[i] = r.Slug
	}
	var err error
	if e.ids, err = b.projects(ctx, slugs); err != nil {
		return e, false, err
	}
	var last int64
	if _, err := b.one(ctx, lastSeq, []any{list}, &last); err != nil {
		return e, false, err
	}
	found, err := b.one(ctx, seqOfRun, []any{run}, &e.seq)
	if err != nil || found {
		return e, e.seq == last, err
	}
	e.seq = last + 1
	_, err = b.exec(ctx, addRankingRun, list, e.seq, run)
	return e, true, err
}

// keep writes the ranking of a run beside those of the others, with its counts. It returns the rows
// that changed, and the views, in stored form.
func (b *batch) keep(ctx context.Context, e edition) (map[string]bool, string, error) {
	changed, err := b.versions(ctx, e)
	if err != nil {
		return nil, "", err
	}
	if err := b.chunks(ctx, e.list, e.seq, e.rows, e.ids); err != nil {
		return nil, "", err
	}
	ranked, rankable := 0, 0
	views := map[string]int{}
	counts := facetCounts{}
	for _, r := range e.rows {
		counts.add(r)
		if r.Rank > 0 {
			ranked++
		}
		if r.Rankable {
			rankable++
		}
		for _, v := range r.Views {
			views[v.ID]++
		}
	}
	pages, err := b.facets(ctx, counts)
	if err != nil {
		return nil, "", err
	}
	viewText, err := json.Marshal(views)
	if err != nil {
		return nil, "", err
	}
	_, err = b.exec(ctx, keepRun, len(e.rows), ranked, rankable, string(viewText), pages, optional(string(e.summary)), e.list, e.seq)
	return changed, string(viewText), err
}

// KeepRanking stores the ranking of a published run that has none, or replaces it, with its summary
// (nil: none). The shown ranking and the score history do not change. It returns ErrNotFound if
// there is no such run, or it is not published. Cost: that of Publish.
func (s *Store) KeepRanking(ctx context.Context, run int64, rows []ranking.Row, summary []byte) error {
	err := s.write(ctx, func(b *batch) error {
		var list, published, pending, seq int64
		var slug, sha string
		found, err := b.one(ctx, runOfPublish, []any{run}, &list, &slug, &sha, &published, &pending)
		if err == nil && found {
			found, err = b.one(ctx, seqOfRun, []any{run}, &seq)
		}
		if err == nil && !found {
			err = health.ErrNotFound
		}
		if err != nil {
			return err
		}
		return b.rank(ctx, list, slug, run, ranked{rows, summary})
	})
	if err != nil {
		return fmt.Errorf("keep the ranking of run %d: %w", run, err)
	}
	return nil
}

// adopt stores the shown rankings that an older version published. That version replaced rankings
// completely and wrote them in another form.
func (s *Store) adopt(ctx context.Context) error {
	type old struct {
		list, run int64
		slug      string
	}
	var todo []old
	rows, err := s.writer.QueryContext(ctx, unkept)
	err = drain(rows, err, func(r scanner) error {
		var o old
		err := r.Scan(&o.list, &o.slug, &o.run)
		todo = append(todo, o)
		return err
	})
	if err != nil || len(todo) == 0 {
		return err
	}
	return s.write(ctx, func(b *batch) error {
		for _, o := range todo {
			rows, err := b.oldRows(ctx, o.list)
			if err == nil {
				err = b.rank(ctx, o.list, o.slug, o.run, ranked{rows: rows})
			}
			if err != nil {
				return fmt.Errorf("keep the ranking of list %s: %w", o.slug, err)
			}
		}
		return nil
	})
}

// oldRows reads the shown rows of a list as an older version wrote them: each as one text.
func (b *batch) oldRows(ctx context.Context, list int64) ([]ranking.Row, error) {
	var out []ranking.Row
	err := b.query(ctx, oldRows, []any{list}, func(r scanner) error {
		var slug, text string
		if err := r.Scan(&slug, &text); err != nil {
			return err
		}
		var row ranking.Row
		err := unsparse(slug, &row, text)
		out = append(out, row)
		return err
	})
	return out, err
}

// Unkept returns the newest published runs of a list whose ranking is not stored, newest first,
// among the newest n published.
func (s *Store) Unkept(ctx context.Context, list string, n int) ([]health.Run, error) {
	var out []health.Run
	rows, err := s.reader.QueryContext(ctx, unkeptRuns, clean(list), n)
	err = drain(rows, err, func(row scanner) error {
		r, err := scanRun(row)
		out = append(out, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("runs of list %q without a ranking: %w", clip(list, 100), err)
	}
	return slices.Clip(out), nil
}

const unkeptRuns = selectRun + `JOIN ranking_run k ON k.run_id = r.id
WHERE l.slug = $1 AND k.kept = 0 AND k.seq > (SELECT max(m.seq) FROM ranking_run m WHERE m.list_id = l.id) - CAST($2 AS BIGINT)
ORDER BY k.seq DESC`
