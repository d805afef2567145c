package model

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Difference is one number, id or word that two models do not share.
type Difference struct {
	// Path says where it is, in the words of the file: "axes.V.V1.weight".
	Path string `json:"path"`
	// From and To are its values in print; empty: the model has no such number.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Why is the reason that the newer model gives for the input, gate or rule it belongs to (the
	// older one for what was removed); empty: it gives none.
	Why string `json:"why,omitempty"`
}

// Kind returns "added", "removed" or "changed".
func (d Difference) Kind() string {
	switch {
	case d.From == "":
		return "added"
	case d.To == "":
		return "removed"
	}
	return "changed"
}

// Differences returns everything that the scores depend on and that differs between two models, in
// the order of the newer one and then of the older one. It covers what Canonical covers, but for the
// id and version. Cost: some milliseconds.
func Differences(before, after Model) []Difference {
	was, now := leavesOf(before), leavesOf(after)
	var out []Difference
	for _, path := range now.order {
		to, from := now.by[path], was.by[path]
		if to.text != from.text && !(from.text == "" && isNothing(to.text)) {
			out = append(out, Difference{path, from.text, to.text, to.why})
		}
	}
	for _, path := range was.order {
		if _, ok := now.by[path]; !ok && !isNothing(was.by[path].text) {
			out = append(out, Difference{path, was.by[path].text, "", was.by[path].why})
		}
	}
	return out
}

// isNothing reports whether a value says the same as none.
func isNothing(text string) bool { return text == "0" || text == "no" || text == "" }

// leaf is one value with the reason for its part of the model.
type leaf struct{ text, why string }

// leaves are the values of a model by path.
type leaves struct {
	by    map[string]leaf
	order []string
}

func leavesOf(m Model) *leaves {
	l := &leaves{by: map[string]leaf{}}
	m.ID, m.Version, m.SHA256 = "", "", ""
	l.walk("", reflect.ValueOf(m), "")
	return l
}

// unsaid are fields that say why and not what.
var unsaid = []string{"Why", "Ref", "Reference"}

// put adds a value, but for one that its own key holds already, such as the id of an input.
func (l *leaves) put(path, text, why string) {
	if parts := strings.Split(path, "."); len(parts) > 1 && slices.Contains(strings.Split(parts[len(parts)-2], "="), text) {
		return
	}
	if _, ok := l.by[path]; !ok {
		l.order = append(l.order, path)
	}
	l.by[path] = leaf{text, why}
}

// walk adds the values below v. A new kind of value in the model needs no line here; one without a
// key of its own in a slice does, in keyOf.
func (l *leaves) walk(path string, v reflect.Value, why string) {
	switch v.Kind() {
	case reflect.Struct:
		if p, ok := v.Interface().(PriorCell); ok {
			l.put(path, p.print(), why)
			return
		}
		if w := v.FieldByName("Why"); w.IsValid() {
			why = w.String()
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			tag := f.Tag.Get("json")
			if slices.Contains(unsaid, f.Name) || tag == "-" || strings.Contains(tag, "omit") && v.Field(i).IsZero() {
				continue
			}
			l.walk(join(path, snake(f.Name)), v.Field(i), why)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			l.walk(join(path, k.String()), v.MapIndex(k), why)
		}
	case reflect.Slice:
		l.walkSlice(path, v, why)
	default:
		if text := printed(v); text != "" {
			l.put(path, text, why)
		}
	}
}

func (l *leaves) walkSlice(path string, v reflect.Value, why string) {
	if curve, ok := v.Interface().([]Point); ok {
		var knots []string
		for _, p := range curve {
			knots = append(knots, number(p.X)+" → "+number(p.Y))
		}
		l.put(path, strings.Join(knots, ", "), why)
		return
	}
	for i := range v.Len() {
		x := v.Index(i)
		if x.Kind() == reflect.String {
			l.put(join(path, x.String()), "yes", why)
			continue
		}
		l.walk(join(path, keyOf(x, i)), x, why)
	}
}

// keyOf returns what identifies an element of a slice: its own id, so that a new element does not
// move those after it.
func keyOf(x reflect.Value, i int) string {
	switch e := x.Interface().(type) {
	case InputRule:
		return e.ID
	case GateRule:
		return e.ID
	case Term:
		return string(e.Field) + string(e.Axis)
	case Reading:
		return string(e.Field)
	case Floor:
		return string(e.Field) + "=" + e.Text
	case Band:
		return snake(strings.ReplaceAll(e.Word, " ", ""))
	case PriorCell:
		return strings.TrimRight(strings.Join([]string{string(e.Check), string(e.Gap), string(e.Host)}, "/"), "/")
	}
	return strconv.Itoa(i)
}

// print returns a distribution in one line.
func (c PriorCell) print() string {
	var ds []string
	for _, d := range c.Deciles {
		ds = append(ds, number(d))
	}
	out := "mean " + number(c.Mean) + " of " + strconv.Itoa(c.N) + ", deciles " + strings.Join(ds, " ")
	if c.LowerHalf {
		out += ", lower half"
	}
	return out
}

func printed(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Float64:
		return number(v.Float())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Bool:
		if v.Bool() {
			return "yes"
		}
		return "no"
	case reflect.String:
		return v.String()
	}
	return ""
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// snake returns the name of a field as files have it: "MinCoverage" is "min_coverage".
func snake(name string) string {
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if unicode.IsUpper(r) && i > 0 && (unicode.IsLower(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
