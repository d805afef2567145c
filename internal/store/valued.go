package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	// mostCounted is the longest list whose facets are counted under filters: of one of
	// 10,000 it takes 20 ms, and for a run of the past four times as long.
	mostCounted = 20_000
	// mostValued bounds the counts of facets remembered: some 10 kB each, and 100 kB
	// where owners are counted.
	mostValued = 64
	// valuePages are the pages of a facet that hold its ranking.MostValues first values.
	valuePages = 2
)

// Counts returns how many rows of the query have each value of the facets named, as
// Facets of Rank are. A filter on the facet itself is left out: what is chosen beside
// it is what another choice adds. Order, cursor and limit are not asked for. Facets of
// lists of more than 20,000 rows are those of the whole list; Counts.AtMost says where
// that is more than the query has. Errors are those of Rank, and ErrBadQuery for a facet
// there is none of. Cost: nothing when the same was asked before or nothing narrows the
// rows; else a reading of the rows for each facet that has a filter, and one or two for
// all others together.
func (s *Store) Counts(ctx context.Context, q ranking.Query, facets ...string) (ranking.Counts, error) {
	out := ranking.Counts{Values: map[string][]ranking.Facet{}, AtMost: map[string]bool{}}
	q.Sort, q.After, q.Limit = "", "", 0
	err := s.read(ctx, func(db querier) error {
		h, err := headOf(ctx, db, q)
		if err != nil || h.run.ID == 0 {
			return err
		}
		whole, err := s.facets(ctx, db, h.facets, valuePages)
		if err != nil {
			return err
		}
		for _, g := range groups(q, facets) {
			if err := s.countGroup(ctx, db, h, g, whole, out); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return ranking.Counts{}, fmt.Errorf("count facets of list %q: %w", clip(q.List, 100), err)
	}
	return out, nil
}

// group are facets that are counted over the same rows.
type group struct {
	q      ranking.Query
	facets []string
}

// groups are the facets without a filter, those of many values or several a row alone,
// and each one with a filter, without it.
func groups(q ranking.Query, facets []string) []group {
	together := group{q: q}
	var out []group
	for _, name := range facets {
		alone := group{q: q, facets: []string{name}}
		filtered := false
		for _, f := range filters {
			if f.facet == name && len(*f.of(&q)) > 0 {
				*f.of(&alone.q) = nil
				filtered = true
			}
		}
		if filtered || name == tagFacet || name == "owner" || isCheckFacet(name) {
			out = append(out, alone)
		} else {
			together.facets = append(together.facets, name)
		}
	}
	if len(together.facets) > 0 {
		out = append(out, together)
	}
	return out
}

// countGroup adds the counts of a group.
func (s *Store) countGroup(ctx context.Context, db querier, h head, g group, whole map[string][]ranking.Facet, out ranking.Counts) error {
	w, err := s.ranking(g.q)
	if err == nil {
		err = w.of(h, g.q)
	}
	if err != nil {
		return err
	}
	columns, err := columnsOf(g.facets)
	if err != nil {
		return err
	}
	narrowed := w.narrowed || w.ranked != nil || w.view != ""
	if !narrowed || h.total > mostCounted {
		for _, name := range g.facets {
			out.Values[name] = firstValues(whole[name])
			out.AtMost[name] = narrowed
		}
		return nil
	}
	text := w.valued(columns)
	// The facets are in the key, because those of checks are counted by the same column.
	key := countOf{h.run.ID, h.edition, text + strings.Join(g.facets, " "), fmt.Sprintf("%#v", w.args)}
	found, err := s.valued.get(key, func() (map[string][]ranking.Facet, error) {
		return readValues(ctx, db, text, w.args, g.facets)
	})
	for name, values := range found {
		out.Values[name] = values
	}
	return err
}

func firstValues(all []ranking.Facet) []ranking.Facet {
	return all[:min(len(all), ranking.MostValues)]
}

func columnsOf(facets []string) ([]string, error) {
	out := make([]string, len(facets))
	for i, name := range facets {
		for _, f := range filters {
			if f.facet == name {
				out[i] = f.column
			}
		}
		if out[i] == "" {
			return nil, fmt.Errorf("%w: there is no facet %q", health.ErrBadQuery, clip(name, 40))
		}
	}
	return out, nil
}

// valued is the statement that counts the rows of the query by columns.
func (w *rankQuery) valued(columns []string) string {
	by := strings.Join(columns, ", ")
	from, where := w.from, w.conditions()
	if slices.Contains(columns, "g.tag") {
		table, on := w.tags()
		from += " CROSS JOIN " + table
		where += " AND " + on
	}
	return "SELECT count(*), " + by + " FROM " + from + " WHERE " + where + " GROUP BY " + by
}

// readValues returns the counts of each facet.
func readValues(ctx context.Context, db querier, text string, args []any, facets []string) (map[string][]ranking.Facet, error) {
	counts := facetCounts{}
	for _, name := range facets {
		counts[name] = valueCounts{}
	}
	var n int
	values := make([]string, len(facets))
	into := []any{&n}
	for i := range values {
		into = append(into, &values[i])
	}
	rows, err := db.QueryContext(ctx, text, args...)
	err = drain(rows, err, func(r scanner) error {
		err := r.Scan(into...)
		for i, name := range facets {
			for _, v := range valuesIn(name, values[i]) {
				counts[name][v] += n
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make(map[string][]ranking.Facet, len(facets))
	for name, values := range counts {
		out[name] = slices.Clone(firstValues(values.sorted()))
	}
	return out, nil
}

// isCheckFacet reports whether the values of a facet are checks.
func isCheckFacet(name string) bool {
	state := ranking.CheckState(name)
	return state == ranking.CheckPass || state == ranking.CheckFail || state == ranking.CheckUnknown
}

// valuesIn returns the values of a facet in its column: checks are letters in one text.
func valuesIn(facet, column string) []string {
	switch {
	case column == "":
		return nil
	case !isCheckFacet(facet):
		return []string{column}
	}
	var out []string
	for _, id := range ranking.Checks(column).In(ranking.CheckState(facet)) {
		out = append(out, string(id))
	}
	return out
}
