package changes

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// ask is what an address asks for. The grammar, in canonical order: list, as_of, cause, field,
// kind, least, after, per. cause and kind may repeat; values of one are alternatives.
type ask struct {
	Causes []cause.Cause // none: those that are no instrument's
	Field  field.ID      // empty: any
	Kinds  []query.Kind  // none: any
	Least  float64       // of points of risk, up or down
	After  *query.Moved  // the last row of the page before; nil: none
	Per    int

	values url.Values // as asked for, without what is not known
}

// params are the parameters of the family.
var params = []string{"list", query.AsOf, "cause", "field", "kind", "least", "after", "per"}

// perChoices are the rows of a page: 100 are 90 kB.
var perChoices = []int{25, 50, 100}

const (
	defaultPer = 25
	mostPer    = 250 // for machines
)

// parse reads an address. It returns a *page.BadValue for the first value that is not allowed.
// Machines may ask for more rows than a page has room for.
func parse(v url.Values, slugs []string, listed, machine bool) (ask, error) {
	a := ask{Per: defaultPer, values: url.Values{}}
	for _, name := range params {
		if v.Has(name) {
			a.values[name] = v[name]
		}
	}
	if !listed && v.Get("list") != "" {
		return a, a.bad("list", v.Get("list"), slugs...)
	}
	for _, text := range v["cause"] {
		if !slices.Contains(query.Causes, cause.Cause(text)) {
			return a, a.bad("cause", text, texts(query.Causes)...)
		}
		a.Causes = append(a.Causes, cause.Cause(text))
	}
	for _, text := range v["kind"] {
		if !slices.Contains(query.Kinds, query.Kind(text)) {
			return a, a.bad("kind", text, texts(query.Kinds)...)
		}
		a.Kinds = append(a.Kinds, query.Kind(text))
	}
	if text := v.Get("field"); text != "" {
		if !isField(field.ID(text)) {
			return a, a.bad("field", text).Limited("the id of an input or check, such as regulars_12m or Code-Review")
		}
		a.Field = field.ID(text)
	}
	if text := v.Get("least"); text != "" {
		least, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(least) || least < 0 || least > 100 {
			return a, a.bad("least", text).Limited("a number of points from 0 to 100")
		}
		a.Least = least
	}
	if machine {
		return a.paged(v, append(slices.Clone(perChoices), mostPer))
	}
	return a.paged(v, perChoices)
}

// paged reads after and per.
func (a ask) paged(v url.Values, choices []int) (ask, error) {
	if text := v.Get("per"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || !slices.Contains(choices, n) {
			return a, a.bad("per", text, texts(choices)...)
		}
		a.Per = n
	}
	if text := v.Get("after"); text != "" {
		at, ok := readCursor(text)
		if !ok {
			return a, a.bad("after", text).Limited("the address of a next page")
		}
		a.After = &at
	}
	return a, nil
}

func isField(id field.ID) bool {
	_, ok := field.ByID(id)
	return ok || id == query.GateField || id == query.ModelField
}

func texts[T cause.Cause | query.Kind | int](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		switch v := any(v).(type) {
		case cause.Cause:
			out[i] = string(v)
		case query.Kind:
			out[i] = string(v)
		case int:
			out[i] = strconv.Itoa(v)
		}
	}
	return out
}

func (a ask) bad(param, value string, allowed ...string) *page.BadValue {
	rest := url.Values{}
	for k, vs := range a.values {
		if k != param {
			rest[k] = vs
		}
	}
	return &page.BadValue{Param: param, Value: value, Allowed: allowed, Rest: rest}
}

// with returns the address with other values of a parameter, from the first page on.
func (a ask) with(path, param string, values ...string) string {
	v := url.Values{}
	for k, vs := range a.values {
		if k != "after" {
			v[k] = vs
		}
	}
	v[param] = values
	return path + page.Encode(v)
}

// filtered reports whether anything narrows the rows.
func (a ask) filtered() bool {
	return len(a.Causes) > 0 || a.Field != "" || len(a.Kinds) > 0 || a.Least > 0
}

// matches reports whether a change is asked for; but leaves one filter out.
func (a ask) matches(m query.Moved, but string) bool {
	switch {
	case but == "cause":
	case len(a.Causes) == 0 && query.OfInstrument(m.Cause):
		return false
	case len(a.Causes) > 0 && !slices.Contains(a.Causes, m.Cause):
		return false
	}
	return (a.Field == "" || but == "field" || m.Field == a.Field) &&
		(len(a.Kinds) == 0 || but == "kind" || slices.Contains(a.Kinds, m.Kind)) &&
		(a.Least == 0 || m.HasPoints && math.Abs(m.Points) >= a.Least)
}

// rows returns the changes that match, and those of them on the page, with the mark of the next
// page; empty: there is none.
func (a ask) rows(all []query.Moved) (matching, shown []query.Moved, next string) {
	for _, m := range all {
		if a.matches(m, "") {
			matching = append(matching, m)
		}
	}
	shown = matching
	if a.After != nil {
		from := slices.IndexFunc(matching, func(m query.Moved) bool { return m.Compare(*a.After) > 0 })
		if from < 0 {
			from = len(matching)
		}
		shown = matching[from:]
	}
	if len(shown) > a.Per {
		shown = shown[:a.Per]
		next = cursor(shown[a.Per-1])
	}
	return matching, shown, next
}

// cursor names a row by what rows are ordered by, so that it stays right when a newer run is shown.
func cursor(m query.Moved) string {
	return strings.Join([]string{string(m.Cause), strconv.FormatFloat(m.Points, 'f', 1, 64), m.Slug, string(m.Field)}, ":")
}

func readCursor(text string) (query.Moved, bool) {
	parts := strings.Split(text, ":")
	if len(parts) != 4 || !slices.Contains(query.Causes, cause.Cause(parts[0])) {
		return query.Moved{}, false
	}
	points, err := strconv.ParseFloat(parts[1], 64)
	ok := err == nil && !math.IsNaN(points) && isField(field.ID(parts[3]))
	return query.Moved{Cause: cause.Cause(parts[0]), Points: points, Slug: parts[2], Field: field.ID(parts[3])}, ok
}
