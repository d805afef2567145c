package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	selectRanking = `SELECT l.id, k.seq, k.edition, k.kept, k.total, k.ranked, k.rankable, k.views, k.facets, p.run_id, ` + runColumns + `
FROM list l
JOIN published p ON p.list_id = l.id
`
	shownRanking = selectRanking + `JOIN run r ON r.id = p.run_id
JOIN ranking_run k ON k.run_id = r.id
WHERE l.slug = $1`
	rankingOfRun = selectRanking + `JOIN run r ON r.id = $2 AND r.list_id = l.id
JOIN ranking_run k ON k.run_id = r.id
WHERE l.slug = $1`
)

// Rank returns one page of the ranking of a list: the shown one, or that of the run named in the
// query. Unknown keys come last in both directions, ties by slug. Facets are those of Query:
// status, language, owner, host, tag, evidence, risk_band, health_band, category, most frequent
// first, at most 100 values each; bands by their word. Callers must not modify them. A list without
// a published run has no rows and a zero Run. Ranks under scenarios are stored for the newest run
// only.
//
// It returns ErrNotFound if the list is unknown, or the run is not one of its published ones;
// health.ErrNotKept if the ranking of the run is not stored; ErrBadQuery for an invalid sort or
// cursor, a cursor of another order, a view of a past run, a text over 200 letters, more than 100
// values in a filter or a limit out of range.
//
// Cost: one read. An unfiltered page of the newest run reads only its own rows; one of a past run
// reads all rows of the list at that time.
func (s *Store) Rank(ctx context.Context, q ranking.Query) (ranking.Page, error) {
	var page ranking.Page
	w, err := s.ranking(q)
	if err != nil {
		return ranking.Page{}, fmt.Errorf("rank list %q: %w", clip(q.List, 100), err)
	}
	err = s.read(ctx, func(db querier) error {
		h, err := headOf(ctx, db, q)
		if err != nil || h.run.ID == 0 {
			return err
		}
		if err := w.of(h, q); err != nil {
			return err
		}
		page.Run, page.Total, page.RankedTotal = h.run, h.total, h.ranked
		if page.Matched, err = w.matched(ctx, db, h); err != nil {
			return err
		}
		if page.Facets, err = s.facets(ctx, db, h.facets, 1); err != nil {
			return err
		}
		return w.page(ctx, db, &page)
	})
	if err != nil {
		return ranking.Page{}, fmt.Errorf("rank list %q: %w", clip(q.List, 100), err)
	}
	return page, nil
}

// head is the state of a ranking without its rows.
type head struct {
	run                     health.Run
	list, seq, edition      int64
	kept, past              bool
	total, ranked, rankable int
	views, facets           string
}

// headOf returns the ranking that a query selects, or a zero one if the list has no published run.
func headOf(ctx context.Context, db querier, q ranking.Query) (head, error) {
	var h head
	var kept, shown int64
	list := clean(q.List)
	text, args := shownRanking, []any{list}
	if q.Run != 0 {
		text, args = rankingOfRun, []any{list, q.Run}
	}
	run, err := scanRun(leading{db.QueryRowContext(ctx, text, args...), []any{&h.list, &h.seq, &h.edition, &kept, &h.total, &h.ranked, &h.rankable, &h.views, &h.facets, &shown}})
	switch {
	case errors.Is(err, health.ErrNotFound) && q.Run != 0:
		return head{}, fmt.Errorf("run %d: %w", q.Run, err)
	case errors.Is(err, health.ErrNotFound):
		return head{}, first(db.QueryRowContext(ctx, listBySlug, list), &h.list) // known, or not
	case err != nil:
		return head{}, err
	}
	h.run = run
	h.kept = kept == 1
	h.past = run.ID != shown
	if !h.kept {
		return head{}, fmt.Errorf("run %d: %w", run.ID, health.ErrNotKept)
	}
	return h, nil
}

// matched counts the rows of the query. A query without its own filters needs no count, because
// rows were counted at publication. With filters the first reader counts, and the number is cached
// for the edition.
func (w *rankQuery) matched(ctx context.Context, db querier, h head) (int, error) {
	total := h.total
	if w.view != "" {
		var views map[string]int
		if err := json.Unmarshal([]byte(h.views), &views); err != nil {
			return 0, fmt.Errorf("read the scenarios of run %d: %w", h.run.ID, err)
		}
		total = views[w.view]
	}
	switch {
	case w.narrowed:
	case w.ranked == nil:
		return total, nil
	case total == h.total && *w.ranked:
		return h.rankable, nil
	case total == h.total:
		return h.total - h.rankable, nil
	}
	return w.store.counts.get(w.countOf(h), func() (n int, err error) {
		err = first(db.QueryRowContext(ctx, w.count(), w.args...), &n)
		return n, err
	})
}

// countOf is the count of a query over one writing of a ranking.
type countOf struct {
	run, edition int64
	text, args   string
}

// mostCounts limits the cached counts: about 600 bytes each.
const mostCounts = 512

func (w *rankQuery) countOf(h head) countOf {
	return countOf{h.run.ID, h.edition, w.count(), fmt.Sprintf("%#v", w.args)}
}

// page reads the rows of a page, and one more to know whether there is a next page.
func (w *rankQuery) page(ctx context.Context, db querier, page *ranking.Page) error {
	n := w.limit + 1
	if w.after == nil {
		n = min(n, page.Matched) // a search for more would scan to the last row
	}
	found, err := w.find(ctx, db, n)
	if err != nil {
		return err
	}
	if len(found) > w.limit {
		found = found[:w.limit]
		page.Next = found[w.limit-1].mark.String()
	}
	page.Rows, err = w.rows(ctx, db, page.Run.List, found)
	return err
}

// found is a row that a query found: its position in the order, and its parts.
type found struct {
	mark       cursor
	own, place string // from the present ranking
	then       past   // from a past one
}

// find reads at most n rows after the cursor.
func (w *rankQuery) find(ctx context.Context, db querier, n int) ([]found, error) {
	var out []found
	for _, seg := range w.segments() {
		if len(out) == n {
			break
		}
		args := append(append([]any{}, w.args...), seg.args...)
		args = append(args, n-len(out))
		rows, err := db.QueryContext(ctx, w.text(seg), args...)
		err = drain(rows, err, func(r scanner) error {
			f, err := w.scan(r)
			out = append(out, f)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (w *rankQuery) scan(r scanner) (found, error) {
	f := found{mark: cursor{sort: w.sort, reverse: w.reverse}}
	var number *float64
	var key any = &number
	if w.sort == ranking.SortName {
		key = &f.mark.name
	}
	var err error
	if w.past {
		err = f.then.scan(r, key, &f.mark.slug, &f.then.project)
	} else {
		err = r.Scan(key, &f.mark.slug, &f.own, &f.place)
	}
	f.mark.known = w.sort == ranking.SortName || number != nil
	if number != nil {
		f.mark.number = *number
	}
	return f, err
}

// rows builds rows from what was found.
func (w *rankQuery) rows(ctx context.Context, db querier, list string, all []found) ([]ranking.Row, error) {
	if w.past {
		then := make([]past, len(all))
		for i, f := range all {
			then[i] = f.then
		}
		return w.store.recall(ctx, db, w.listID(), w.seq, list, then)
	}
	out := slices.Grow([]ranking.Row(nil), len(all)) // nil if there are none
	for _, f := range all {
		r, err := w.store.row(f.mark.slug, rowText{f.own, f.place}, len(all) <= mostAtOnce)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// RankAll calls fn with every page of the query's ranking, in order, at most 500 rows each. All
// pages are from one run, even if another is published meanwhile, and the first has the facets and
// counts. Limit is ignored. It returns the error of fn, or those of Rank. It keeps one page in
// memory, and for a past run the places of 20,000 rows. No read is open while fn works, so a slow
// reader does not block writers.
func (s *Store) RankAll(ctx context.Context, q ranking.Query, fn func(ranking.Page) error) error {
	q.Limit = maxLimit
	page, err := s.Rank(ctx, q)
	if err != nil {
		return err
	}
	if err := fn(page); err != nil {
		return err
	}
	q.Run = page.Run.ID
	for q.After = page.Next; q.After != ""; {
		if q.After, err = s.rankOn(ctx, q, page, fn); err != nil {
			return err
		}
	}
	return nil
}

// window is the number of rows of a past run that are found at once; each time, all rows of the run
// are scanned.
const window = 20_000

// rankOn continues RankAll after a cursor, and returns where it ended.
func (s *Store) rankOn(ctx context.Context, q ranking.Query, first ranking.Page, fn func(ranking.Page) error) (next string, err error) {
	w, err := s.ranking(q)
	if err != nil {
		return "", fmt.Errorf("rank list %q: %w", clip(q.List, 100), err)
	}
	var all []found
	err = s.read(ctx, func(db querier) error {
		h, err := headOf(ctx, db, q)
		if err == nil {
			err = w.of(h, q)
		}
		n := w.limit
		if w.past {
			n = window
		}
		if err == nil {
			all, err = w.find(ctx, db, n+1)
		}
		if len(all) > n {
			all = all[:n]
			next = all[n-1].mark.String()
		}
		return err
	})
	page := ranking.Page{Run: first.Run, Total: first.Total, RankedTotal: first.RankedTotal, Matched: first.Matched}
	for len(all) > 0 && err == nil {
		part := all[:min(w.limit, len(all))]
		all = all[len(part):]
		err = s.read(ctx, func(db querier) error {
			page.Rows, err = w.rows(ctx, db, first.Run.List, part)
			return err
		})
		if err == nil {
			err = fn(page)
		}
	}
	if err != nil {
		return "", fmt.Errorf("rank list %q: %w", clip(q.List, 100), err)
	}
	return next, nil
}
