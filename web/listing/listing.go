// Package listing reads which projects of a list a page shows from its address, and writes such
// addresses. It draws what narrows the rows: the form of filters, the chips, and what to do when
// nothing matches. Every page with rows of a list uses it, so all have one grammar.
//
// The grammar, in canonical order, is page.Params. Filters may repeat; the values of one are
// alternatives. sort names a column and is read in its natural direction (worst first); a minus
// before it reverses it.
package listing

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Listing is the query of a page as read from its address. The same address with another suffix
// (.csv, .json) asks for the same rows.
type Listing struct {
	// Path is the address without parameters: "/projects".
	Path string
	// Fixed are filters that the path itself sets, such as the tag of /tags/crypto.
	Fixed map[string]string

	List    *health.List
	AsOf    string // a day, YYYY-MM-DD, or a run; empty: the present
	Text    string
	Found   query.Found         // what the text names
	Filters map[string][]string // parameter → values, as in the address; with Fixed
	Ranked  string              // "", "yes", "position" or "no"
	// Regulars is the largest number of regular contributors; empty: any.
	Regulars string
	Weights  string       // id of a scenario; empty: as published
	Preset   string       // id of a set of columns; empty: the first
	Sort     ranking.Sort // empty: the default
	Reverse  bool
	After    string
	Per      int // 0: the default
	// Ignored are parameters that the page does not know; it says so.
	Ignored []string

	req *page.Request
}

// PerChoices are how many rows a page can show. DefaultPer is shown if none is chosen.
var PerChoices = []int{25, 50, 100, 250}

// DefaultPer is how many rows a page shows if the address does not say.
const DefaultPer = 25

// mostValues is how many values of one filter an address may name.
const mostValues = 20

// params are the parameters of a listing. Others that page.Params has are of other pages.
var params = []string{
	"list", query.AsOf, query.At, "q", "status", "risk", "health", "evidence", "regulars", "ranked",
	"lang", "owner", "host", "tag", "licence", "fail", "unknown", "pass", "weights", "columns", "sort", "after", "per",
}

// At is where a page with rows is.
type At struct {
	Path string
	// Fixed are filters that the path itself sets, by parameter.
	Fixed map[string]string
	// Presets are the ids of the sets of columns that the page offers.
	Presets []string
	// Without are parameters that the page does not take; it says that it ignores them.
	Without []string
}

// Parse reads the address of a request. It returns a *page.BadValue for the first value that is not
// allowed, and a *page.NotKept for other weights on a past day.
func Parse(r *page.Request, at At) (Listing, error) {
	v := r.Values()
	l := Listing{Path: at.Path, Fixed: at.Fixed, Filters: map[string][]string{}, List: r.List, AsOf: r.Day, req: r}
	l.Ignored = page.Others(v, slices.DeleteFunc(slices.Clone(params), func(p string) bool { return slices.Contains(at.Without, p) })...)
	for _, p := range at.Without {
		v.Del(p)
	}
	if len(at.Presets) == 0 && v.Has("columns") {
		l.Ignored = append(l.Ignored, "columns")
	}
	bad := badOf(v)
	if name := v.Get("list"); name != "" && r.List == nil {
		return l, bad("list", name, r.Query.Slugs()...)
	}
	if l.Text = page.Text(v.Get("q")); page.TooLong(l.Text) {
		return l, bad("q", page.Cut(l.Text)).Limited(page.TextLimit)
	}
	l.Found = r.Query.Search(l.Text)
	for _, f := range filterNames {
		values := v[f.param]
		if fixed := at.Fixed[f.param]; fixed != "" {
			values = []string{fixed}
		}
		if err := l.parseFilter(f.param, values, bad); err != nil {
			return l, err
		}
	}
	if l.Regulars = v.Get("regulars"); l.Regulars != "" && !smallNumber(l.Regulars) {
		return l, bad("regulars", page.Cut(l.Regulars)).Limited("a number from 0 to 99")
	}
	if l.Ranked = v.Get("ranked"); l.Ranked != "" && !slices.Contains(rankedValues, l.Ranked) {
		return l, bad("ranked", l.Ranked, rankedValues...)
	}
	if len(at.Presets) > 0 {
		if l.Preset = v.Get("columns"); l.Preset != "" && !slices.Contains(at.Presets, l.Preset) {
			return l, bad("columns", page.Cut(l.Preset), at.Presets...)
		}
		if l.Preset == at.Presets[0] {
			l.Preset = "" // what shows the same has the same address
		}
	}
	if err := l.parseWeights(v.Get("weights"), bad); err != nil {
		return l, err
	}
	return l, l.parseOrder(v, bad)
}

// refusal makes the error of a parameter with a value that is not allowed.
type refusal func(param, value string, allowed ...string) *page.BadValue

func badOf(v url.Values) refusal {
	return func(param, value string, allowed ...string) *page.BadValue {
		rest := url.Values{}
		for k, vs := range v {
			if k != param && slices.Contains(params, k) {
				rest[k] = vs
			}
		}
		return &page.BadValue{Param: param, Value: value, Allowed: allowed, Rest: rest}
	}
}

func (l *Listing) parseWeights(id string, bad refusal) error {
	if l.Weights = id; id == "" {
		return nil
	}
	if l.req.IsPast() {
		return &page.NotKept{Day: bad("weights", id).Rest, Present: bad(query.AsOf, l.AsOf).Rest}
	}
	if !slices.Contains(l.scenarioIDs(), id) {
		return bad("weights", page.Cut(id), l.scenarioIDs()...)
	}
	return nil
}

func (l *Listing) parseOrder(v url.Values, bad refusal) error {
	if name := v.Get("sort"); name != "" {
		bare, minus := strings.CutPrefix(name, "-")
		if !slices.Contains(ranking.Sorts, ranking.Sort(bare)) {
			return bad("sort", name, sortNames()...)
		}
		l.Sort, l.Reverse = ranking.Sort(bare), minus
	}
	if per := v.Get("per"); per != "" {
		n, err := strconv.Atoi(per)
		if err != nil || !slices.Contains(PerChoices, n) {
			return bad("per", per, perNames()...)
		}
		l.Per = n
	}
	l.After = v.Get("after")
	return nil
}

// Query returns what to ask the store, with the defaults filled in. anyRanked is whether the run has
// ranks.
func (l Listing) Query(anyRanked bool) ranking.Query {
	q := ranking.Query{
		List: l.List.Slug, Text: query.Bare(l.Text), Slugs: l.Found.Slugs, Status: l.Filters["status"], Evidence: l.Filters["evidence"],
		RiskBand: l.words("risk"), HealthBand: l.words("health"),
		Language: l.Filters["lang"], Owner: l.Filters["owner"], Host: l.Filters["host"], Tag: l.Filters["tag"],
		Licence: l.Filters["licence"], Pass: l.Filters["pass"], Fail: l.Filters["fail"], Unknown: l.Filters["unknown"],
		View: l.Weights, Sort: l.Sort, Reverse: l.Reverse, After: l.After, Limit: l.Per,
	}
	if l.Ranked != "" {
		yes := l.Ranked != "no"
		q.Ranked, q.Positioned = &yes, l.Ranked == WithPosition
	}
	if n, err := strconv.Atoi(l.Regulars); err == nil {
		q.MostRegulars = &n
	}
	if q.Sort == "" {
		q.Sort = defaultSort(anyRanked, l.Ranked)
	}
	if q.Limit == 0 {
		q.Limit = DefaultPer
	}
	return q
}

// WithPosition is the value of ranked that hides projects without a position.
const WithPosition = "position"

// rankedValues are the values of the parameter ranked.
var rankedValues = []string{"yes", WithPosition, "no"}

// smallNumber reports whether the text is a number of one or two digits.
func smallNumber(s string) bool {
	return len(s) <= 2 && strings.Trim(s, "0123456789") == "" && s != ""
}

// defaultSort is risk where there are ranks. Without any, health is the figure to read; those that
// are not ranked are ordered by how high their risk could be.
func defaultSort(anyRanked bool, ranked string) ranking.Sort {
	switch {
	case !anyRanked:
		return ranking.SortHealth
	case ranked == "no":
		return ranking.SortUpper
	default:
		return ranking.SortRisk
	}
}

func sortNames() []string {
	var out []string
	for _, x := range ranking.Sorts {
		out = append(out, string(x), "-"+string(x))
	}
	return out
}

func perNames() []string {
	var out []string
	for _, n := range PerChoices {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// Href returns the address of the listing.
func (l Listing) Href() string { return l.Path + page.Encode(l.values()) }

// On returns the address of the same rows on another page, such as "/map" or "/projects.csv". Filters
// of the path become parameters.
func (l Listing) On(path string) string {
	l.Path, l.Fixed = path, nil
	return l.Href()
}

// As returns the address of the same rows in another form, such as ".csv".
func (l Listing) As(suffix string) string {
	l.Path += suffix
	return l.Href()
}

// values returns the listing as parameters; what is a default is left out.
func (l Listing) values() url.Values {
	v := url.Values{}
	if l.List != nil && l.List.Slug != l.defaultList() {
		v.Set("list", l.List.Slug)
	}
	v.Set(query.AsOf, l.AsOf)
	v.Set("q", l.Text)
	for name, vs := range l.Filters {
		if l.Fixed[name] == "" {
			v[name] = slices.Clone(vs)
		}
	}
	v.Set("regulars", l.Regulars)
	v.Set("ranked", l.Ranked)
	v.Set("weights", l.Weights)
	v.Set("columns", l.Preset)
	if l.Sort != "" {
		v.Set("sort", string(l.Sort))
		if l.Reverse {
			v.Set("sort", "-"+string(l.Sort))
		}
	}
	v.Set("after", l.After)
	if l.Per != 0 && l.Per != DefaultPer {
		v.Set("per", strconv.Itoa(l.Per))
	}
	return v
}

func (l Listing) defaultList() string {
	if first := l.req.Query.List(""); first != nil {
		return first.Slug
	}
	return ""
}

// Cleared returns the listing without anything that narrows or orders it, but for its path.
func (l Listing) Cleared() Listing {
	out := Listing{Path: l.Path, Fixed: l.Fixed, List: l.List, AsOf: l.AsOf, Filters: map[string][]string{}, req: l.req}
	for param, value := range l.Fixed {
		out.Filters[param] = []string{value}
	}
	return out
}

// Whole reports whether nothing narrows the rows, not even the path.
func (l Listing) Whole() bool { return !l.Filtered() && len(l.Fixed) == 0 }

// Filtered reports whether anything but the path narrows the rows.
func (l Listing) Filtered() bool {
	return l.Text != "" || l.Ranked != "" || l.Regulars != "" || len(l.Filters) > len(l.Fixed)
}
