package ranking

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// facet is one filter of the form with its counts.
type facet struct {
	Param, Legend string
	Options       []option // in the open
	More          []option // folded away
	All           string   // how many there are; empty when none is folded away
}

type option struct {
	Value, Label, N string
	Checked         bool
}

// openOptions is how many values of a filter are in the open, beside those chosen.
const openOptions = 8

// counted are the facets of the form, by the names they are counted under.
func (s maker) counted(l listing, anyRanked bool) []string {
	var out []string
	for _, f := range filterNames {
		if s.offered(l, f.param, anyRanked) {
			out = append(out, facetName(f.param))
		}
	}
	return out
}

// offered reports whether a filter says anything of the list. One that is set is always
// offered, to be taken back.
func (s maker) offered(l listing, param string, anyRanked bool) bool {
	return anyRanked || param != "risk" && param != "evidence" || len(l.Filters[param]) > 0
}

// facets are the filters with the number of projects each value has under the others.
func (s maker) facets(l listing, f foundRows, anyRanked bool) []facet {
	var out []facet
	for _, n := range filterNames {
		if !s.offered(l, n.param, anyRanked) {
			continue
		}
		counts := f.counts.Values[facetName(n.param)]
		if n.param == "owner" {
			counts = several(counts, f.main.Facets["owner"], l.Filters["owner"])
		}
		all := s.options(n.param, counts, l.Filters[n.param], f.counts.AtMost[facetName(n.param)])
		if len(all) > 1 || len(l.Filters[n.param]) > 0 {
			out = append(out, folded(facet{Param: n.param, Legend: n.legend}, all))
		}
	}
	return out
}

// folded puts all but the first options and those chosen out of the way.
func folded(f facet, all []option) facet {
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
		f.All = explain.Thousands(len(all))
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

// facetName is the name the store counts a filter under.
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

// options are the values that some project has, and those chosen, also of none.
func (s maker) options(param string, counts []ranking.Facet, active []string, atMost bool) []option {
	n := map[string]int{}
	var values []string
	for _, c := range counts {
		value := s.token(param, c.Value)
		n[value] += c.N
		values = append(values, value)
	}
	if fixed := s.allowed(param); fixed != nil {
		values = slices.DeleteFunc(fixed, func(v string) bool { return n[v] == 0 && !slices.Contains(active, v) })
	}
	for _, v := range active {
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	out := make([]option, len(values))
	for i, v := range values {
		o := option{Value: v, Label: valueName(param, v, s.bands(param)), N: explain.Thousands(n[v]), Checked: slices.Contains(active, v)}
		if atMost && n[v] > 0 {
			o.N = "≤ " + o.N
		}
		out[i] = o
	}
	return out
}

// token is the address form of a value as the store counts it.
func (s maker) token(param, value string) string {
	if param == "risk" || param == "health" {
		return bandToken(model.Band{Word: value})
	}
	return value
}
