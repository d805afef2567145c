package ranking

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// listing is the query of a list page as read from an address. The same
// address with .csv or .json asks for the same rows.
//
// The grammar, in canonical order: list, as_of, q, status, risk, health, evidence,
// regulars, ranked, lang, owner, host, tag, weights, sort, after, per. Filters may repeat; values
// of one are alternatives. sort names a column and is read in its natural
// direction (worst first); a minus before it turns it round.
type listing struct {
	List    *health.List
	AsOf    string // a day, YYYY-MM-DD; empty: the present
	Text    string
	Found   query.Found         // what the text names
	Filters map[string][]string // parameter → values, as they stand in the address
	Ranked  string              // "", "yes", "position" or "no"
	// Regulars is the largest number of regular contributors; empty: any.
	Regulars string
	Weights  string       // id of a scenario; empty: as published
	Sort     ranking.Sort // empty: the default
	Reverse  bool
	After    string
	Per      int // 0: the default
	// Ignored are parameters nobody knows; the page says so.
	Ignored []string
}

// filterNames are the filters in canonical order with their words.
var filterNames = []struct{ param, legend string }{
	{"status", "Status"},
	{"risk", "Risk band"},
	{"health", "Health band"},
	{"evidence", "Evidence"},
	{"lang", "Language"},
	{"owner", "Owner"},
	{"host", "Host"},
	{"tag", "Tag"},
}

var perChoices = []int{25, 50, 100, 250}

const (
	defaultPer  = 25
	longestText = 200
	mostValues  = 20
)

// parseListing reads an address. It returns a *page.BadValue for the first value
// that is not allowed.
func (s maker) parseListing(v url.Values) (listing, error) {
	l := listing{Filters: map[string][]string{}, List: s.List}
	l.AsOf = s.Day
	l.Ignored = page.Others(v, page.Params...)
	bad := func(param, value string, allowed ...string) *page.BadValue {
		rest := url.Values{}
		for k, vs := range v {
			if k != param && slices.Contains(page.Params, k) {
				rest[k] = vs
			}
		}
		return &page.BadValue{Param: param, Value: value, Allowed: allowed, Rest: rest}
	}
	if name := v.Get("list"); name != "" {
		if s.List == nil {
			return l, bad("list", name, s.Query.Slugs()...)
		}
	}
	if l.Text = strings.TrimSpace(strings.ToValidUTF8(v.Get("q"), "")); len(l.Text) > longestText {
		return l, bad("q", page.Cut(l.Text)).Limited(fmt.Sprintf("at most %d letters", longestText))
	}
	l.Found = s.Query.Search(l.Text)
	for _, f := range filterNames {
		if err := s.parseFilter(&l, f.param, v[f.param], bad); err != nil {
			return l, err
		}
	}
	if l.Regulars = v.Get("regulars"); l.Regulars != "" && !smallNumber(l.Regulars) {
		return l, bad("regulars", page.Cut(l.Regulars)).Limited("a number from 0 to 99")
	}
	if l.Ranked = v.Get("ranked"); l.Ranked != "" && !slices.Contains(rankedValues, l.Ranked) {
		return l, bad("ranked", l.Ranked, rankedValues...)
	}
	if l.Weights = v.Get("weights"); l.Weights != "" && s.IsPast() {
		return l, &page.NotKept{Day: bad("weights", l.Weights).Rest, Present: bad(query.AsOf, l.AsOf).Rest}
	}
	if l.Weights != "" && !slices.Contains(s.scenarioIDs(), l.Weights) {
		return l, bad("weights", page.Cut(l.Weights), s.scenarioIDs()...)
	}
	if name := v.Get("sort"); name != "" {
		bare, minus := strings.CutPrefix(name, "-")
		if !slices.Contains(ranking.Sorts, ranking.Sort(bare)) {
			return l, bad("sort", name, sortNames()...)
		}
		l.Sort, l.Reverse = ranking.Sort(bare), minus
	}
	if per := v.Get("per"); per != "" {
		n, err := strconv.Atoi(per)
		if err != nil || !slices.Contains(perChoices, n) {
			return l, bad("per", per, perNames()...)
		}
		l.Per = n
	}
	l.After = v.Get("after")
	return l, nil
}

func (s maker) parseFilter(l *listing, param string, values []string, bad func(string, string, ...string) *page.BadValue) error {
	allowed := s.allowed(param)
	for _, raw := range values {
		raw = strings.ToValidUTF8(raw, "")
		if raw == "" || slices.Contains(l.Filters[param], raw) {
			continue
		}
		if allowed != nil && !slices.Contains(allowed, raw) {
			return bad(param, raw, allowed...)
		}
		if len(raw) > longestText || len(l.Filters[param]) == mostValues {
			return bad(param, page.Cut(raw)).Limited(fmt.Sprintf("at most %d values of %d letters", mostValues, longestText))
		}
		l.Filters[param] = append(l.Filters[param], raw)
	}
	return nil
}

// allowed returns the values of a filter with a fixed set, nil for the others.
func (s maker) allowed(param string) []string {
	var out []string
	switch param {
	case "status":
		for _, w := range health.StatusWords {
			out = append(out, string(w))
		}
	case "evidence":
		out = []string{string(health.EvidenceFull), string(health.EvidenceProvisional), string(health.EvidenceNone)}
	case "risk", "health":
		for _, b := range s.bands(param) {
			out = append(out, bandToken(b))
		}
	}
	return out
}

func (s maker) bands(param string) []model.Band {
	if param == "risk" {
		return s.Model.Bands["risk"]
	}
	return s.Model.Bands["H"]
}

// bandToken is a band's word as it stands in an address: "very-high".
func bandToken(b model.Band) string {
	return strings.ReplaceAll(strings.ToLower(b.Word), " ", "-")
}

// query returns what to ask the store, with the defaults filled in.
func (s maker) query(l listing, anyRanked bool) ranking.Query {
	q := ranking.Query{
		List: l.List.Slug, Text: query.Bare(l.Text), Slugs: l.Found.Slugs, Status: l.Filters["status"], Evidence: l.Filters["evidence"],
		RiskBand: s.words("risk", l.Filters["risk"]), HealthBand: s.words("health", l.Filters["health"]),
		Language: l.Filters["lang"], Owner: l.Filters["owner"], Host: l.Filters["host"], Tag: l.Filters["tag"],
		View: l.Weights, Sort: l.Sort, Reverse: l.Reverse, After: l.After, Limit: l.Per,
	}
	if l.Ranked != "" {
		yes := l.Ranked != "no"
		q.Ranked, q.Positioned = &yes, l.Ranked == withPosition
	}
	if n, err := strconv.Atoi(l.Regulars); err == nil {
		q.MostRegulars = &n
	}
	if q.Sort == "" {
		q.Sort = defaultSort(anyRanked, l.Ranked)
	}
	if q.Limit == 0 {
		q.Limit = defaultPer
	}
	return q
}

// withPosition is the value of ranked that hides projects without a position.
const withPosition = "position"

// rankedValues are the values of the parameter ranked.
var rankedValues = []string{"yes", withPosition, "no"}

// smallNumber reports whether the text is a number of one or two digits.
func smallNumber(s string) bool {
	return len(s) <= 2 && strings.Trim(s, "0123456789") == "" && s != ""
}

// defaultSort is risk where there are ranks. Without any, health is the figure
// to read; those that are not ranked stand by how high their risk could be.
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

func (s maker) words(param string, tokens []string) []string {
	var out []string
	for _, b := range s.bands(param) {
		if slices.Contains(tokens, bandToken(b)) {
			out = append(out, b.Word)
		}
	}
	return out
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
	for _, n := range perChoices {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// values returns the listing as parameters; what is a default is left out.
func (l listing) values(defaultList string) url.Values {
	v := url.Values{}
	if l.List != nil && l.List.Slug != defaultList {
		v.Set("list", l.List.Slug)
	}
	v.Set(query.AsOf, l.AsOf)
	v.Set("q", l.Text)
	for name, vs := range l.Filters {
		v[name] = slices.Clone(vs)
	}
	v.Set("regulars", l.Regulars)
	v.Set("ranked", l.Ranked)
	v.Set("weights", l.Weights)
	if l.Sort != "" {
		v.Set("sort", string(l.Sort))
		if l.Reverse {
			v.Set("sort", "-"+string(l.Sort))
		}
	}
	v.Set("after", l.After)
	if l.Per != 0 && l.Per != defaultPer {
		v.Set("per", strconv.Itoa(l.Per))
	}
	return v
}

// filtered reports whether anything narrows the rows.
func (l listing) filtered() bool {
	return l.Text != "" || l.Ranked != "" || l.Regulars != "" || len(l.Filters) > 0
}

// valueName is a filter's value for people.
func valueName(param, value string, bands []model.Band) string {
	switch param {
	case "status":
		return explain.StatusName(health.StatusWord(value))
	case "evidence":
		if value == string(health.EvidenceNone) {
			return "too little"
		}
	case "risk", "health":
		for _, b := range bands {
			if bandToken(b) == value {
				return explain.BandName(b, false)
			}
		}
	}
	return value
}

// scenarioIDs are the values of weights.
func (s maker) scenarioIDs() []string {
	all := s.Scenarios()
	out := make([]string, len(all))
	for i, o := range all {
		out[i] = viewID(o)
	}
	return out
}
