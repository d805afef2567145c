package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The bounds of a query.
const (
	defaultLimit = 50
	maxLimit     = 500
	maxText      = 200 // bytes
	maxValues    = 100 // alternatives of one filter
	maxFacets    = 100 // values of one facet
)

// order is a column rankings are sorted by.
type order struct {
	column     string
	descending bool   // its natural direction
	index      string // in that direction
	reversed   string // the index to read the other way
	always     bool   // it is never unknown
	whole      bool   // it is a whole number
}

// orderOf is the fixed map from what a query may ask to a column.
func orderOf(s health.Sort) (order, bool) {
	o, ok := map[health.Sort]order{
		health.SortRisk:        {"r.risk", true, "ranking_by_risk", "ranking_by_risk", false, false},
		health.SortHealth:      {"r.health", false, "ranking_by_health", "ranking_by_health", false, false},
		health.SortVitality:    {"r.vitality", false, "ranking_by_vitality", "ranking_by_vitality", false, false},
		health.SortResilience:  {"r.resilience", false, "ranking_by_resilience", "ranking_by_resilience", false, false},
		health.SortPosture:     {"r.posture", false, "ranking_by_posture", "ranking_by_posture", false, false},
		health.SortCriticality: {"r.criticality", true, "ranking_by_criticality", "ranking_by_criticality", false, false},
		health.SortName:        {"r.name_key", false, "ranking_by_name", "ranking_by_name", true, false},
		health.SortCommits:     {"r.commits", false, "ranking_by_commits", "ranking_by_commits_desc", false, true},
		health.SortRegulars:    {"r.regulars", false, "ranking_by_regulars", "ranking_by_regulars_desc", false, true},
		health.SortUpper:       {"r.risk_upper", true, "ranking_by_risk_upper", "ranking_by_risk_upper", true, false},
	}[s]
	return o, ok
}

const (
	shownRun   = selectRun + `JOIN published p ON p.list_id = r.list_id AND p.run_id = r.id WHERE l.id = $1`
	shownCount = `SELECT total, ranked FROM published WHERE list_id = $1`
	facetsOf   = `SELECT facet, value, n FROM facet_count WHERE list_id = $1 AND place < $2 ORDER BY place, facet`
)

// Rank returns one page of the ranking a list shows. Unknown keys come last in
// both directions, ties by slug. Facets are those of Query: status, language,
// owner, host, tag, evidence, risk_band, health_band, category, most frequent
// first, at most 100 values each; bands by their word. A list nothing was
// published for has no rows and a zero Run. ErrNotFound when the list is not
// known; ErrBadQuery for a sort or cursor that is not one, a cursor of another
// order, a text over 200 bytes, more than 100 alternatives or a limit out of
// range. Cost: one read; an unfiltered page reads its own rows only.
func (s *Store) Rank(ctx context.Context, q health.Query) (health.Page, error) {
	var page health.Page
	w, err := s.ranking(q)
	if err != nil {
		return health.Page{}, fmt.Errorf("rank list %q: %w", clip(q.List, 100), err)
	}
	err = s.read(ctx, func(db querier) error {
		if err := first(db.QueryRowContext(ctx, listBySlug, clean(q.List)), &w.args[0]); err != nil {
			return err
		}
		page.Run, err = scanRun(db.QueryRowContext(ctx, shownRun, w.args[0]))
		if errors.Is(err, health.ErrNotFound) {
			page.Run = health.Run{}
			return nil
		}
		if err != nil {
			return err
		}
		return w.fill(ctx, db, &page)
	})
	if err != nil {
		return health.Page{}, fmt.Errorf("rank list %q: %w", clip(q.List, 100), err)
	}
	return page, nil
}

// ranking is a query made ready: conditions with their values, the first of
// which is the list.
type ranking struct {
	from    string // the tables the rows are found in
	sort    health.Sort
	reverse bool
	order   order
	limit   int
	after   *cursor
	hint    string
	where   []string
	args    []any
}

func (s *Store) ranking(q health.Query) (*ranking, error) {
	if q.Sort == "" {
		q.Sort = health.SortRisk
	}
	o, ok := orderOf(q.Sort)
	if !ok {
		return nil, fmt.Errorf("%w: the sort is %q, allowed: %s", health.ErrBadQuery, clip(string(q.Sort), 40), sortNames())
	}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	if q.Limit < 1 || q.Limit > maxLimit {
		return nil, fmt.Errorf("%w: the limit is %d, allowed: 1 to %d", health.ErrBadQuery, q.Limit, maxLimit)
	}
	w := &ranking{from: "ranking r", sort: q.Sort, reverse: q.Reverse, order: o, limit: q.Limit, where: []string{"r.list_id = $1"}, args: []any{nil}}
	if q.View != "" && q.Sort == health.SortRisk {
		o = w.view(clean(q.View))
	}
	if q.After != "" {
		c, err := parseCursor(q.After, w.sort, q.Reverse)
		if err != nil {
			return nil, err
		}
		if o.always && !c.known || o.whole && c.number != math.Trunc(c.number) || math.Abs(c.number) > 1<<53 {
			return nil, fmt.Errorf("%w: the page mark is not one of this order", health.ErrBadQuery)
		}
		w.after = &c
	}
	if err := s.filter(w, q); err != nil {
		return nil, err
	}
	if len(w.where) == 1 {
		// Left alone the planner reads a list of a million by slug to find those
		// with equal or unknown keys. With filters it knows better than we do.
		index := o.index
		if q.Reverse {
			index = o.reversed
		}
		w.hint = s.dialect.hint(index)
	}
	return w, nil
}

// view has the rows stand in the order of their places under a scenario.
func (w *ranking) view(id string) order {
	w.from = "ranking_view v CROSS JOIN ranking r"
	w.sort = health.Sort("view:" + id)
	w.order = order{column: "v.place", whole: true}
	w.where = append(w.where, "v.list_id = $1", "r.slug = v.slug", "v.view = "+w.bind(id))
	return w.order
}

func sortNames() string {
	names := make([]string, len(health.Sorts))
	for i, s := range health.Sorts {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// filter adds the conditions of the query: alternatives within a filter, all
// filters together.
func (s *Store) filter(w *ranking, q health.Query) error {
	for _, f := range []struct {
		name, condition string
		values          []string
	}{
		{"status", "r.status IN (%s)", q.Status},
		{"language", "r.language IN (%s)", q.Language},
		{"owner", "r.owner IN (%s)", q.Owner},
		{"host", "r.host IN (%s)", q.Host},
		{"evidence", "r.evidence IN (%s)", q.Evidence},
		{"risk_band", "r.risk_band IN (%s)", q.RiskBand},
		{"health_band", "r.health_band IN (%s)", q.HealthBand},
		{"category", "r.category IN (%s)", q.Category},
		{"tag", "EXISTS (SELECT 1 FROM ranking_tag g WHERE g.list_id = r.list_id AND g.slug = r.slug AND g.tag IN (%s))", q.Tag},
	} {
		if len(f.values) > maxValues {
			return fmt.Errorf("%w: %d values of %s, at most %d", health.ErrBadQuery, len(f.values), f.name, maxValues)
		}
		marks := make([]string, len(f.values))
		for i, v := range f.values {
			marks[i] = w.bind(clean(v))
		}
		if len(marks) > 0 {
			w.where = append(w.where, fmt.Sprintf(f.condition, strings.Join(marks, ",")))
		}
	}
	if q.Ranked != nil {
		w.where = append(w.where, "r.rankable = "+w.bind(flag(*q.Ranked)))
	}
	if len(q.Text) > maxText {
		return fmt.Errorf("%w: the text is longer than %d bytes", health.ErrBadQuery, maxText)
	}
	if text := strings.TrimSpace(clean(q.Text)); text != "" {
		condition, value := search("$"+strconv.Itoa(len(w.args)+1), text)
		w.bind(value)
		w.where = append(w.where, condition)
	}
	return nil
}

// bind adds a value and returns its placeholder.
func (w *ranking) bind(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// fill reads what the page shows.
func (w *ranking) fill(ctx context.Context, db querier, page *health.Page) error {
	list := w.args[0]
	if err := first(db.QueryRowContext(ctx, shownCount, list), &page.Total, &page.RankedTotal); err != nil {
		return err
	}
	page.Matched = page.Total
	if len(w.where) > 1 {
		count := "SELECT count(*) FROM " + w.from + " WHERE " + strings.Join(w.where, " AND ")
		if err := first(db.QueryRowContext(ctx, count, w.args...), &page.Matched); err != nil {
			return err
		}
	}
	page.Facets = map[string][]health.Facet{}
	rows, err := db.QueryContext(ctx, facetsOf, list, maxFacets)
	err = drain(rows, err, func(r scanner) error {
		var name string
		var f health.Facet
		err := r.Scan(&name, &f.Value, &f.N)
		page.Facets[name] = append(page.Facets[name], f)
		return err
	})
	if err != nil {
		return err
	}
	return w.rows(ctx, db, page)
}

// segment is a stretch of a sort that one index scan reads in order.
type segment struct {
	where string
	args  []any
	order string
}

// text is the statement of a segment; its last placeholder is the limit.
func (w *ranking) text(seg segment) string {
	where := strings.Join(append(slices.Clone(w.where), seg.where), " AND ")
	limit := "$" + strconv.Itoa(len(w.args)+len(seg.args)+1)
	return "SELECT " + w.order.column + ", r.slug, t.row_json FROM " + w.from + w.hint + " CROSS JOIN ranking_row t WHERE t.list_id = r.list_id AND t.slug = r.slug AND " + where + " ORDER BY " + seg.order + " LIMIT " + limit
}

// rows reads one row more than the page has, to know whether there is a next.
func (w *ranking) rows(ctx context.Context, db querier, page *health.Page) error {
	var last, next cursor
	for _, seg := range w.segments() {
		left := w.limit + 1 - len(page.Rows)
		if next.slug != "" || left <= 0 {
			break
		}
		args := append(append([]any{}, w.args...), seg.args...)
		args = append(args, left)
		rows, err := db.QueryContext(ctx, w.text(seg), args...)
		err = drain(rows, err, func(r scanner) error {
			c, row, err := w.scan(r)
			if err != nil {
				return err
			}
			if len(page.Rows) == w.limit {
				next = last
				return nil
			}
			page.Rows, last = append(page.Rows, row), c
			return nil
		})
		if err != nil {
			return err
		}
	}
	if next.slug != "" {
		page.Next = next.String()
	}
	return nil
}

// segments splits what is left of the order: the rest of the ties of the last
// row, the rows beyond, the rows whose key is unknown. Each is a range of an
// index; one condition with OR would not be.
func (w *ranking) segments() []segment {
	descending := w.order.descending != w.reverse
	direction, beyond := " ASC", " > "
	if descending {
		direction, beyond = " DESC", " < "
	}
	k := w.order.column
	ordered := k + direction + ", r.slug"
	n := len(w.args)
	p1, p2 := "$"+strconv.Itoa(n+1), "$"+strconv.Itoa(n+2)
	unknown := []segment{{where: k + " IS NULL", order: "r.slug"}}
	if w.order.always {
		unknown = nil
	}
	if w.after == nil {
		return append([]segment{{where: k + " IS NOT NULL", order: ordered}}, unknown...)
	}
	if !w.after.known {
		return []segment{{where: k + " IS NULL AND r.slug > " + p1, args: []any{w.after.slug}, order: "r.slug"}}
	}
	var key any = w.after.number
	if w.sort == health.SortName {
		key = w.after.name
	}
	return append([]segment{
		{where: k + " = " + p1 + " AND r.slug > " + p2, args: []any{key, w.after.slug}, order: "r.slug"},
		{where: k + beyond + p1, args: []any{key}, order: ordered},
	}, unknown...)
}

func (w *ranking) scan(r scanner) (cursor, health.Ranked, error) {
	c := cursor{sort: w.sort, reverse: w.reverse}
	var row health.Ranked
	var text string
	var number *float64
	var key any = &number
	if w.sort == health.SortName {
		key = &c.name
	}
	if err := r.Scan(key, &c.slug, &text); err != nil {
		return c, row, err
	}
	c.known = w.sort == health.SortName || number != nil
	if number != nil {
		c.number = *number
	}
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		return c, row, fmt.Errorf("read ranking row of %s: %w", c.slug, err)
	}
	return c, row, nil
}
