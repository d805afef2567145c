package changes

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// filters adds the form and the chips. Counts leave the facet's own filter out.
func (s maker) filters(v *changesView, a ask, p query.Period) {
	causes, kinds, fields := map[cause.Cause]int{}, map[query.Kind]int{}, map[field.ID]string{}
	for _, m := range p.Changes {
		if a.matches(m, "cause") {
			causes[m.Cause]++
		}
		if a.matches(m, "kind") {
			kinds[m.Kind]++
		}
		fields[m.Field] = m.Label
	}
	f := listing.Facet{Param: "cause", Legend: "Cause"}
	for _, x := range query.Causes {
		f.Options = append(f.Options, listing.Option{Label: explain.Sentence(explain.CauseName(x)), Value: string(x), N: explain.Thousands(causes[x]), Checked: slices.Contains(a.Causes, x)})
	}
	g := listing.Facet{Param: "kind", Legend: "Effect"}
	for _, k := range query.Kinds {
		g.Options = append(g.Options, listing.Option{Label: kindName(k), Value: string(k), N: explain.Thousands(kinds[k]), Checked: slices.Contains(a.Kinds, k)})
	}
	v.Facets = []listing.Facet{f, g}
	v.Fields = fieldChoices(fields, a.Field)
	if a.Least > 0 {
		v.Least = strconv.FormatFloat(a.Least, 'f', -1, 64)
	}
	for _, name := range []string{"list", query.AsOf, "per"} {
		if value := a.values.Get(name); value != "" {
			v.Hidden = append(v.Hidden, ui.Pair{Name: name, Value: value})
		}
	}
	s.chips(v, a)
}

func fieldChoices(fields map[field.ID]string, chosen field.ID) []listing.Choice {
	if chosen != "" && fields[chosen] == "" {
		fields[chosen] = fieldName(chosen)
	}
	out := []listing.Choice{{Label: "Any", Current: chosen == ""}}
	for id, label := range fields {
		out = append(out, listing.Choice{Label: label, Value: string(id), Current: id == chosen})
	}
	slices.SortFunc(out[1:], func(x, y listing.Choice) int {
		return strings.Compare(x.Label+"\x00"+x.Value, y.Label+"\x00"+y.Value)
	})
	return out
}

func fieldName(id field.ID) string {
	if f, ok := field.ByID(id); ok {
		return f.Label
	}
	return string(id)
}

// chips remove one value of a filter each.
func (s maker) chips(v *changesView, a ask) {
	for _, x := range a.Causes {
		v.Chips = append(v.Chips, listing.Chip{Label: "cause: " + explain.CauseName(x), Href: a.with(path, "cause", without(a.values["cause"], string(x))...)})
	}
	if a.Field != "" {
		v.Chips = append(v.Chips, listing.Chip{Label: "figure: " + fieldName(a.Field), Href: a.with(path, "field")})
	}
	for _, k := range a.Kinds {
		v.Chips = append(v.Chips, listing.Chip{Label: "effect: " + explain.LowerFirst(kindName(k)), Href: a.with(path, "kind", without(a.values["kind"], string(k))...)})
	}
	if a.Least > 0 {
		v.Chips = append(v.Chips, listing.Chip{Label: "at least " + v.Least + " points", Href: a.with(path, "least")})
	}
	bare := a
	bare.values = map[string][]string{}
	for _, name := range []string{"list", query.AsOf} {
		bare.values[name] = a.values[name]
	}
	v.Clear = bare.with(path, "cause")
}

func without(values []string, value string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == value })
}

// kindName is a kind in words.
func kindName(k query.Kind) string {
	switch k {
	case query.Rise:
		return "Raised risk"
	case query.Fall:
		return "Lowered risk"
	case query.NowKnown:
		return "Became known"
	case query.NowUnknown:
		return "Became unknown"
	}
	return "No points of risk"
}
