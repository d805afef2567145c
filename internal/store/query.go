package store

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// The limits of a query.
const (
	defaultLimit = 50
	maxLimit     = 500
	maxText      = 200 // letters
	maxValues    = 100 // values of one filter
	maxFacets    = 100 // values of one facet
)

// order is a column that rankings are sorted by.
type order struct {
	column     string
	descending bool   // its natural direction
	index      string // in that direction
	reversed   string // the index for the reverse order
	always     bool   // it is never unknown
	whole      bool   // it is an integer
}

// orderOf returns the column for a sort, from a fixed map.
func orderOf(s ranking.Sort) (order, bool) {
	o, ok := map[ranking.Sort]order{
		ranking.SortRisk:        {"r.risk", true, "ranking_by_risk", "ranking_by_risk", false, false},
		ranking.SortHealth:      {"r.health", false, "ranking_by_health", "ranking_by_health", false, false},
		ranking.SortVitality:    {"r.vitality", false, "ranking_by_vitality", "ranking_by_vitality", false, false},
		ranking.SortResilience:  {"r.resilience", false, "ranking_by_resilience", "ranking_by_resilience", false, false},
		ranking.SortPosture:     {"r.posture", false, "ranking_by_posture", "ranking_by_posture", false, false},
		ranking.SortCriticality: {"r.criticality", true, "ranking_by_criticality", "ranking_by_criticality", false, false},
		ranking.SortName:        {"r.name_key", false, "ranking_by_name", "ranking_by_name", true, false},
		ranking.SortCommits:     {"r.commits", false, "ranking_by_commits", "ranking_by_commits_desc", false, true},
		ranking.SortRegulars:    {"r.regulars", false, "ranking_by_regulars", "ranking_by_regulars_desc", false, true},
		ranking.SortUpper:       {"r.risk_upper", true, "ranking_by_risk_upper", "ranking_by_risk_upper", true, false},
	}[s]
	return o, ok
}

// rankQuery is a prepared query: conditions with their values, the first of which is the list.
type rankQuery struct {
	store    *Store
	from     string // the tables with the rows
	past     bool   // the rows are those of a past run
	seq      int64  // the number of that run
	view     string // the scenario that orders the rows; empty: none
	ranked   *bool
	narrowed bool // restricted by more than view and ranked
	sort     ranking.Sort
	reverse  bool
	order    order
	limit    int
	after    *cursor
	hint     string
	where    []string
	args     []any
}

func (w *rankQuery) listID() int64 { return w.args[0].(int64) }

func (s *Store) ranking(q ranking.Query) (*rankQuery, error) {
	if q.Sort == "" {
		q.Sort = ranking.SortRisk
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
	w := &rankQuery{store: s, from: "ranking r", sort: q.Sort, reverse: q.Reverse, order: o, limit: q.Limit, ranked: q.Ranked, where: []string{"r.list_id = $1"}, args: []any{nil}}
	if q.View != "" && q.Sort == ranking.SortRisk {
		o = w.under(clean(q.View))
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
	if !w.narrowed && w.view == "" {
		// Without a hint the planner reads a list of a million by slug to find rows with equal or
		// unknown keys. With filters its own choice is better.
		index := o.index
		if q.Reverse {
			index = o.reversed
		}
		w.hint = s.dialect.hint(index)
	}
	return w, nil
}

// of makes the query read the rows of a ranking.
func (w *rankQuery) of(h head, q ranking.Query) error {
	w.args[0] = h.list
	if !h.past {
		return nil
	}
	if q.View != "" {
		return fmt.Errorf("%w: orders under other weights are not kept of the past", health.ErrBadQuery)
	}
	w.past = true
	w.seq = h.seq
	w.hint = ""
	w.from = fmt.Sprintf(pastRanking, w.bind(h.seq))
	return nil
}

// under orders the rows by their ranks under a scenario.
func (w *rankQuery) under(id string) order {
	w.view = id
	w.from = "ranking_view v CROSS JOIN ranking r"
	w.sort = ranking.Sort("view:" + id)
	w.order = order{column: "v.place", whole: true}
	w.where = append(w.where, "v.list_id = $1", "r.slug = v.slug", "v.view = "+w.bind(id))
	return w.order
}

func sortNames() string {
	names := make([]string, len(ranking.Sorts))
	for i, s := range ranking.Sorts {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// tagFacet and the facets of checks are those of which a row has several values.
const tagFacet = "tag"

// checksColumn has ranking.Checks.
const checksColumn = "r.checks"

// filters are the facets by their names, with the column of their values and the
// filter of a query on them.
var filters = []struct {
	facet, column string
	of            func(*ranking.Query) *[]string
}{
	{"status", "r.status", func(q *ranking.Query) *[]string { return &q.Status }},
	{"language", "r.language", func(q *ranking.Query) *[]string { return &q.Language }},
	{"owner", "r.owner", func(q *ranking.Query) *[]string { return &q.Owner }},
	{"host", "r.host", func(q *ranking.Query) *[]string { return &q.Host }},
	{"evidence", "r.evidence", func(q *ranking.Query) *[]string { return &q.Evidence }},
	{"risk_band", "r.risk_band", func(q *ranking.Query) *[]string { return &q.RiskBand }},
	{"health_band", "r.health_band", func(q *ranking.Query) *[]string { return &q.HealthBand }},
	{"category", "r.category", func(q *ranking.Query) *[]string { return &q.Category }},
	{"licence", "r.licence", func(q *ranking.Query) *[]string { return &q.Licence }},
	{tagFacet, "g.tag", func(q *ranking.Query) *[]string { return &q.Tag }},
	{string(ranking.CheckPass), checksColumn, func(q *ranking.Query) *[]string { return &q.Pass }},
	{string(ranking.CheckFail), checksColumn, func(q *ranking.Query) *[]string { return &q.Fail }},
	{string(ranking.CheckUnknown), checksColumn, func(q *ranking.Query) *[]string { return &q.Unknown }},
}

// filter adds the conditions of the query: alternatives within a filter, all
// filters together.
func (s *Store) filter(w *rankQuery, q ranking.Query) error {
	for _, f := range filters {
		values := *f.of(&q)
		if len(values) > maxValues {
			return fmt.Errorf("%w: %d values of %s, at most %d", health.ErrBadQuery, len(values), f.facet, maxValues)
		}
		if len(values) == 0 {
			continue
		}
		w.narrowed = true
		if f.column == checksColumn {
			w.where = append(w.where, w.anyCheck(ranking.CheckState(f.facet), values))
			continue
		}
		marks := make([]string, len(values))
		for i, v := range values {
			marks[i] = w.bind(clean(v))
		}
		condition := f.column + " IN (%s)"
		if f.facet == tagFacet {
			condition = "EXISTS (SELECT 1 FROM {tags} AND " + f.column + " IN (%s))"
		}
		w.where = append(w.where, fmt.Sprintf(condition, strings.Join(marks, ",")))
	}
	if q.MostRegulars != nil {
		w.narrowed = true
		w.where = append(w.where, "r.regulars <= "+w.bind(*q.MostRegulars))
	}
	if q.Positioned { // only a row with a position has a band of risk
		w.narrowed = true
		w.where = append(w.where, "r.rankable = 1 AND r.risk_band <> ''")
	}
	if q.Ranked != nil {
		w.where = append(w.where, "r.rankable = "+w.bind(flag(*q.Ranked)))
	}
	return w.search(q)
}

// search adds the condition of the text of the query, or of the slugs beside it.
func (w *rankQuery) search(q ranking.Query) error {
	if len(q.Slugs) > maxValues {
		return fmt.Errorf("%w: %d slugs beside the text, at most %d", health.ErrBadQuery, len(q.Slugs), maxValues)
	}
	if utf8.RuneCountInString(q.Text) > maxText {
		return fmt.Errorf("%w: the text is longer than %d letters", health.ErrBadQuery, maxText)
	}
	if text := strings.TrimSpace(clean(q.Text)); text != "" {
		condition, value := search("$"+strconv.Itoa(len(w.args)+1), text)
		w.bind(value)
		marks := make([]string, len(q.Slugs))
		for i, slug := range q.Slugs {
			marks[i] = w.bind(clean(slug))
		}
		if len(marks) > 0 {
			condition = "(" + condition + " OR r.slug IN (" + strings.Join(marks, ",") + "))"
		}
		w.narrowed = true
		w.where = append(w.where, condition)
	}
	return nil
}

// anyCheck is the condition that one of the checks is in a state. A row without letters, as an older
// version published them, is in none; beyond the last letter a check is unknown.
func (w *rankQuery) anyCheck(state ranking.CheckState, ids []string) string {
	any := []string{"1 = 0"} // a check that there is none of selects nothing
	for _, id := range ids {
		if place := ranking.Place(field.ID(id)); place >= 0 {
			any = append(any, fmt.Sprintf("r.checks <> '' AND substr(r.checks, %d, 1) IN (%s)", place+1, letters(state)))
		}
	}
	return "(" + strings.Join(any, " OR ") + ")"
}

// letters returns the letters of a state for a list in SQL. They are ours.
func letters(state ranking.CheckState) string {
	text := "'" + strings.Join(strings.Split(state.Letters(), ""), "','") + "'"
	if state == ranking.CheckUnknown {
		text += ",''" // beyond the last letter
	}
	return text
}

// bind adds a value and returns its placeholder.
func (w *rankQuery) bind(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// segment is a part of a sort that one index scan reads in order.
type segment struct {
	where string
	args  []any
	order string
}

// conditions returns the conditions of the query and more.
func (w *rankQuery) conditions(more ...string) string {
	table, on := w.tags()
	where := strings.Join(append(slices.Clone(w.where), more...), " AND ")
	return strings.ReplaceAll(where, "{tags}", table+" WHERE "+on)
}

// tags returns the table of the tags of the rows, and what joins it to them.
func (w *rankQuery) tags() (table, on string) {
	if w.past {
		return "ranking_entry_tag g", "g.entry_id = r.entry_id"
	}
	return "ranking_tag g", "g.list_id = r.list_id AND g.slug = r.slug"
}

// count returns the statement that counts the rows.
func (w *rankQuery) count() string {
	return "SELECT count(*) FROM " + w.from + " WHERE " + w.conditions()
}

// text returns the statement of a segment; its last placeholder is the limit.
func (w *rankQuery) text(seg segment) string {
	columns, with, where := "t.row_json, p.place_json", " CROSS JOIN ranking_row t CROSS JOIN ranking_place p", "t.list_id = r.list_id AND t.slug = r.slug AND p.list_id = r.list_id AND p.slug = r.slug AND "
	if w.past {
		columns, with, where = pastColumns, "", ""
	}
	limit := "$" + strconv.Itoa(len(w.args)+len(seg.args)+1)
	return "SELECT " + w.order.column + ", r.slug, " + columns + " FROM " + w.from + w.hint + with + " WHERE " + where + w.conditions(seg.where) + " ORDER BY " + seg.order + " LIMIT " + limit
}

// segments splits the rest of the order: the remaining ties of the last row, the rows beyond, the
// rows with an unknown key. Each is an index range; one condition with OR would not be.
func (w *rankQuery) segments() []segment {
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
	if w.sort == ranking.SortName {
		key = w.after.name
	}
	return append([]segment{
		{where: k + " = " + p1 + " AND r.slug > " + p2, args: []any{key, w.after.slug}, order: "r.slug"},
		{where: k + beyond + p1, args: []any{key}, order: ordered},
	}, unknown...)
}
