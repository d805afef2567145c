package listing

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Facet is one filter of the form with its counts.
type Facet struct {
	Param, Legend string
	Options       []Option // in the open
	More          []Option // folded away
	All           string   // what is folded away and in the open: "all 12"; empty when nothing is folded away
	// One is whether one value is chosen from a list, because there are many and few readers need them.
	One bool
	// Named is the label of a field for a value that is not among the options; empty: all are.
	Named string
}

// Option is one value of a filter.
type Option struct {
	Value, Label, N string
	Checked         bool
}

// openOptions is how many values of a filter are in the open, beside those chosen. Of more than
// mostOptions, fewOptions are offered, and any other is named: owners and tags of a long list would be
// most of the page.
const (
	openOptions = 8
	mostOptions = 28
	fewOptions  = 10
)

// Counted are the facets of the form, by the names that the store counts them under.
func (l Listing) Counted(anyRanked bool) []string {
	var out []string
	for _, f := range filterNames {
		if l.offered(f.param, anyRanked) {
			out = append(out, facetName(f.param))
		}
	}
	return out
}

// offered reports whether a filter says anything of the list. One that is set is always offered, so
// that it can be removed; one that the path sets never is.
func (l Listing) offered(param string, anyRanked bool) bool {
	if l.Fixed[param] != "" {
		return false
	}
	return anyRanked || param != "risk" && param != "evidence" || len(l.Filters[param]) > 0
}

// Facets are the filters with the number of projects that each value has under the other filters.
// whole are the values of the complete list.
func (l Listing) Facets(counts ranking.Counts, whole map[string][]ranking.Facet, anyRanked bool) []Facet {
	var out []Facet
	for _, n := range filterNames {
		if !l.offered(n.param, anyRanked) {
			continue
		}
		values := counts.Values[facetName(n.param)]
		if n.param == "owner" {
			values = several(values, whole["owner"], l.Filters["owner"])
		}
		all := l.options(n.param, values, counts.AtMost[facetName(n.param)])
		if len(all) > 1 || len(l.Filters[n.param]) > 0 {
			f := Facet{Param: n.param, Legend: n.legend}
			if n := frequent(all); l.allowed(f.Param) == nil && len(n) < len(all) {
				all, f.Named = n, "Another "+explain.LowerFirst(f.Legend)
			}
			if slices.Contains(longFilters, n.param) && len(l.Filters[n.param]) < 2 {
				f.Options, f.One = all, true
			} else {
				f = folded(f, all)
			}
			out = append(out, f)
		}
	}
	return out
}

// longFilters have many values of which one is chosen. An address can name several; then they are
// all shown.
var longFilters = []string{"licence", "fail", "unknown", "pass"}

// frequent returns all options if they are not too many; else the first ones and those chosen.
func frequent(all []Option) []Option {
	if len(all) <= mostOptions {
		return all
	}
	return slices.Concat(all[:fewOptions], slices.DeleteFunc(slices.Clone(all[fewOptions:]), func(o Option) bool { return !o.Checked }))
}

// folded puts all but the first options and those chosen out of the way.
func folded(f Facet, all []Option) Facet {
	if len(all) <= openOptions+1 { // to fold one away saves no line
		f.Options = all
		return f
	}
	for i, o := range all {
		if i < openOptions || o.Checked {
			f.Options = append(f.Options, o)
		} else {
			f.More = append(f.More, o)
		}
	}
	if len(f.More) > 0 {
		f.All = "all " + explain.Thousands(len(all))
		if f.Named != "" {
			f.All = fmt.Sprintf("the %d most frequent", fewOptions)
		}
	}
	return f
}

// several leaves out the owners of one project: to choose one is to choose its project.
// Of the whole list, most frequent first, those of several come first.
func several(counts, whole []ranking.Facet, active []string) []ranking.Facet {
	keep := map[string]bool{}
	for _, w := range whole {
		if w.N < 2 {
			break
		}
		keep[w.Value] = true
	}
	for _, v := range active {
		keep[v] = true
	}
	var out []ranking.Facet
	for _, f := range counts {
		if keep[f.Value] {
			out = append(out, f)
		}
	}
	return out
}

// facetName is the name that the store counts a filter under.
func facetName(param string) string {
	switch param {
	case "risk", "health":
		return param + "_band"
	case "lang":
		return "language"
	default:
		return param
	}
}

// options are the values that some project has, and those chosen, also if none has them.
func (l Listing) options(param string, counts []ranking.Facet, atMost bool) []Option {
	n := map[string]int{}
	active := l.Filters[param]
	var values []string
	for _, c := range counts {
		value := token(param, c.Value)
		n[value] += c.N
		values = append(values, value)
	}
	if fixed := l.allowed(param); fixed != nil {
		values = slices.DeleteFunc(fixed, func(v string) bool { return n[v] == 0 && !slices.Contains(active, v) })
	}
	for _, v := range active {
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	out := make([]Option, len(values))
	for i, v := range values {
		o := Option{Value: v, Label: l.valueName(param, v), N: explain.Thousands(n[v]), Checked: slices.Contains(active, v)}
		if atMost && n[v] > 0 {
			o.N = "≤ " + o.N
		}
		out[i] = o
	}
	return out
}

// token is the address form of a value as the store counts it.
func token(param, value string) string {
	if param == "risk" || param == "health" {
		return bandToken(model.Band{Word: value})
	}
	return value
}
