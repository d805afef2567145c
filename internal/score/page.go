package score

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Ranking answers queries over rows in memory as the store does over those it
// published: for rankings of the past, which are made anew and not kept.
type Ranking struct {
	Run  health.Run
	Rows []health.Ranked
}

// The bounds of a query, and of the values of a facet; those of the store.
const (
	defaultLimit = 50
	maxLimit     = 500
	maxFacets    = 100
)

// Rank returns one page, health.ErrBadQuery for a sort or a page mark that is not
// one, or a limit out of range. Views are not kept of the past: one is refused.
// Cost: the rows, filtered and sorted anew.
func (r Ranking) Rank(q health.Query) (health.Page, error) {
	if q.Sort == "" {
		q.Sort = health.SortRisk
	}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	skip := 0
	if q.After != "" {
		n, err := strconv.Atoi(q.After)
		if err != nil || n < 1 || strconv.Itoa(n) != q.After {
			return health.Page{}, fmt.Errorf("%w: the page mark is not one of this order", health.ErrBadQuery)
		}
		skip = n
	}
	switch {
	case !slices.Contains(health.Sorts, q.Sort):
		return health.Page{}, fmt.Errorf("%w: the sort is not one", health.ErrBadQuery)
	case q.Limit < 1 || q.Limit > maxLimit:
		return health.Page{}, fmt.Errorf("%w: the limit is %d, allowed: 1 to %d", health.ErrBadQuery, q.Limit, maxLimit)
	case q.View != "":
		return health.Page{}, fmt.Errorf("%w: orders under other weights are not kept of the past", health.ErrBadQuery)
	}
	page := health.Page{Run: r.Run, Total: len(r.Rows), Facets: facets(r.Rows)}
	var rows []health.Ranked
	for _, row := range r.Rows {
		if row.Rank > 0 {
			page.RankedTotal++
		}
		if matches(row, q) {
			rows = append(rows, row)
		}
	}
	page.Matched = len(rows)
	slices.SortStableFunc(rows, func(a, b health.Ranked) int { return inOrder(a, b, q.Sort, q.Reverse) })
	rows = rows[min(skip, len(rows)):]
	if len(rows) > q.Limit {
		rows, page.Next = rows[:q.Limit], strconv.Itoa(skip+q.Limit)
	}
	page.Rows = rows
	return page, nil
}

// inOrder orders two rows: unknown keys last in both directions, ties by slug.
func inOrder(a, b health.Ranked, by health.Sort, reverse bool) int {
	if by == health.SortName {
		c := strings.Compare(a.NameKey(), b.NameKey())
		if reverse {
			c = -c
		}
		return cmp.Or(c, strings.Compare(a.Slug, b.Slug))
	}
	x, y := sortKey(a, by), sortKey(b, by)
	switch {
	case x == nil && y == nil:
		return strings.Compare(a.Slug, b.Slug)
	case x == nil:
		return 1
	case y == nil:
		return -1
	}
	c := cmp.Compare(*x, *y)
	if descending := by == health.SortRisk || by == health.SortCriticality || by == health.SortUpper; descending != reverse {
		c = -c
	}
	return cmp.Or(c, strings.Compare(a.Slug, b.Slug))
}

// sortKey is the number a row is sorted by; nil when it is not known.
func sortKey(r health.Ranked, by health.Sort) *float64 {
	of := func(i *health.Interval) *float64 {
		if i == nil {
			return nil
		}
		return &i.Value
	}
	number := func(n int) *float64 {
		if n < 0 {
			return nil
		}
		x := float64(n)
		return &x
	}
	switch by {
	case health.SortHealth:
		return of(r.H)
	case health.SortVitality:
		return of(r.V)
	case health.SortResilience:
		return of(r.R)
	case health.SortPosture:
		return of(r.S)
	case health.SortCriticality:
		return of(r.C)
	case health.SortCommits:
		return number(r.HumanCommits)
	case health.SortRegulars:
		return number(r.Regulars)
	case health.SortUpper:
		return &r.RiskUpper
	default:
		return of(r.Risk)
	}
}

// matches reports whether a row is one of the query: alternatives within a filter,
// all filters together.
func matches(r health.Ranked, q health.Query) bool {
	for _, f := range []struct {
		values []string
		value  string
	}{
		{q.Status, string(r.Status.Word)},
		{q.Language, r.Language},
		{q.Owner, r.Owner},
		{q.Host, r.Host},
		{q.Evidence, string(r.Evidence)},
		{q.RiskBand, r.RiskBand.Word},
		{q.HealthBand, r.HealthBand.Word},
		{q.Category, r.Category},
	} {
		if len(f.values) > 0 && !slices.Contains(f.values, f.value) {
			return false
		}
	}
	if len(q.Tag) > 0 && !slices.ContainsFunc(r.Tags, func(t string) bool { return slices.Contains(q.Tag, t) }) {
		return false
	}
	if q.Ranked != nil && r.Rankable != *q.Ranked {
		return false
	}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	return text == "" || strings.Contains(r.SearchText(), text)
}

// facets counts the rows by value, most frequent first.
func facets(rows []health.Ranked) map[string][]health.Facet {
	counts := map[string]map[string]int{}
	for _, r := range rows {
		for facet, values := range r.FacetValues() {
			if counts[facet] == nil {
				counts[facet] = map[string]int{}
			}
			for _, v := range values {
				counts[facet][v]++
			}
		}
	}
	out := map[string][]health.Facet{}
	for facet, values := range counts {
		for v, n := range values {
			out[facet] = append(out[facet], health.Facet{Value: v, N: n})
		}
		slices.SortFunc(out[facet], func(a, b health.Facet) int { return cmp.Or(b.N-a.N, strings.Compare(a.Value, b.Value)) })
		out[facet] = out[facet][:min(len(out[facet]), maxFacets)]
	}
	return out
}
