package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	facetPageByDigest = `SELECT id FROM facet_page WHERE digest = $1`
	addFacetPage      = `INSERT INTO facet_page (digest, body) VALUES ($1, $2)
ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING id`
	facetPages = `SELECT id, body FROM facet_page WHERE id IN (%s)`
)

// facetRest is the number of values in each page of a facet after the first, which has maxFacets.
const facetRest = 1000

// facetCounts counts the rows by facet and value.
type facetCounts map[string]valueCounts

type valueCounts map[string]int

func (c facetCounts) add(r ranking.Row) {
	for facet, values := range r.FacetValues() {
		if c[facet] == nil {
			c[facet] = valueCounts{}
		}
		for _, v := range values {
			c[facet][v]++
		}
	}
}

func (v valueCounts) sorted() []ranking.Facet {
	out := make([]ranking.Facet, 0, len(v))
	for _, value := range slices.Sorted(maps.Keys(v)) {
		out = append(out, ranking.Facet{Value: value, N: v[value]})
	}
	slices.SortStableFunc(out, func(a, b ranking.Facet) int { return b.N - a.N })
	return out
}

// facets stores the values of every facet and returns the ids of their pages, as JSON. A page that
// another run also has is not written again.
func (b *batch) facets(ctx context.Context, counts facetCounts) (string, error) {
	pages := map[string][]int64{}
	for _, facet := range slices.Sorted(maps.Keys(counts)) {
		values := counts[facet].sorted()
		for size := maxFacets; len(values) > 0; size = facetRest {
			n := min(size, len(values))
			id, err := b.facetPage(ctx, values[:n])
			if err != nil {
				return "", fmt.Errorf("facet %s: %w", facet, err)
			}
			pages[facet] = append(pages[facet], id)
			values = values[n:]
		}
	}
	text, err := json.Marshal(pages)
	return string(text), err
}

func (b *batch) facetPage(ctx context.Context, values []ranking.Facet) (int64, error) {
	body, err := json.Marshal(values)
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:16])
	return b.findOrAdd(ctx, facetPageByDigest, []any{digest}, addFacetPage, []any{digest, string(body)})
}

// facetsShown is the maximum number of facets, so that one query reads their first pages.
const facetsShown = 16

// wholeFacets are the values of every facet of a ranking, by the text that names their
// pages, with the first n pages of each.
type wholeFacets struct {
	pages string
	n     int
}

// mostWhole bounds the rankings whose facets are held: some 50 kB each.
const mostWhole = 48

// facets returns the values of every facet, those on its first n pages. Pages never
// change, so those read before are had from memory; nobody may change what is returned.
func (s *Store) facets(ctx context.Context, db querier, pages string, n int) (map[string][]ranking.Facet, error) {
	return s.whole.get(wholeFacets{pages, n}, func() (map[string][]ranking.Facet, error) {
		var ids map[string][]int64
		if err := json.Unmarshal([]byte(pages), &ids); err != nil {
			return nil, fmt.Errorf("read facets: %w", err)
		}
		var wanted []int64
		for _, p := range ids {
			wanted = append(wanted, p[:min(n, len(p))]...)
		}
		read, err := readFacetPages(ctx, db, wanted)
		if err != nil {
			return nil, err
		}
		out := make(map[string][]ranking.Facet, len(ids))
		for facet, p := range ids {
			for _, id := range p[:min(n, len(p))] {
				out[facet] = append(out[facet], read[id]...)
			}
		}
		return out, nil
	})
}

func readFacetPages(ctx context.Context, db querier, ids []int64) (map[int64][]ranking.Facet, error) {
	out := make(map[int64][]ranking.Facet, len(ids))
	for part := range slices.Chunk(ids, facetsShown) {
		args := make([]any, facetsShown)
		for i := range args {
			args[i] = int64(0) // no page has this id
			if i < len(part) {
				args[i] = part[i]
			}
		}
		rows, err := db.QueryContext(ctx, fmt.Sprintf(facetPages, dollars(1, facetsShown)), args...)
		err = drain(rows, err, func(r scanner) error {
			var id int64
			var body string
			if err := r.Scan(&id, &body); err != nil {
				return err
			}
			var values []ranking.Facet
			err := json.Unmarshal([]byte(body), &values)
			out[id] = values
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read facets: %w", err)
		}
	}
	return out, nil
}

// FacetValues returns one page of the values of a facet of a run, most frequent first, from 0. The
// first page has 100, the others 1000; there are none beyond the last, and none of an unknown
// facet. It returns ErrNotFound if the run is not published, and health.ErrNotKept if its ranking
// is not stored. Cost: one read of the page.
func (s *Store) FacetValues(ctx context.Context, run int64, facet string, page int) ([]ranking.Facet, error) {
	var out []ranking.Facet
	err := s.read(ctx, func(db querier) error {
		var kept int64
		var text string
		if err := first(db.QueryRowContext(ctx, facetsOfRun, run), &kept, &text); err != nil {
			return err
		}
		if kept == 0 {
			return health.ErrNotKept
		}
		var ids map[string][]int64
		if err := json.Unmarshal([]byte(text), &ids); err != nil {
			return err
		}
		if page < 0 || page >= len(ids[facet]) {
			return nil
		}
		id := ids[facet][page]
		read, err := readFacetPages(ctx, db, []int64{id})
		out = read[id]
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("values of facet %q of run %d: %w", clip(strings.ToValidUTF8(facet, ""), 100), run, err)
	}
	return out, nil
}

const facetsOfRun = `SELECT kept, facets FROM ranking_run WHERE run_id = $1`
