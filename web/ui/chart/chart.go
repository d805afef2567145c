// Package chart draws Plumbline's charts as inline SVG: geometry in
// attributes, colour in classes, so that themes and print work without a
// style attribute. Every drawing has a role, a title, a sentence to take away
// and a table of its numbers. It knows numbers and words, not projects.
package chart

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// px formats a coordinate: one decimal is finer than a pixel.
func px(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	tenths := math.Round(v * 10)
	if tenths == 0 || math.Abs(tenths) > 1e6 { // minus zero has a sign
		return strconv.FormatFloat(tenths/10, 'f', -1, 64)
	}
	// What a drawing has is short, and a page has a thousand: strconv looks for the
	// shortest text of any number, which is known here.
	n := int64(tenths)
	text := strconv.AppendInt(make([]byte, 0, 16), n/10, 10)
	if n/10 == 0 && n < 0 {
		text = append(text[:0], "-0"...)
	}
	if digit := max(n%10, -(n % 10)); digit != 0 {
		text = append(text, '.', '0'+byte(digit))
	}
	return string(text)
}

// clamp returns v within [0, top].
func clamp(v, top float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return math.Max(0, math.Min(v, top))
}

// viewBox returns the attribute of a drawing that starts at the origin.
func viewBox(w, h float64) string { return "0 0 " + px(w) + " " + px(h) }

// Box is one rectangle of a drawing.
type Box struct {
	X, Y, W, H float64
	Class      string
}

// Label is one text of a drawing.
type Label struct {
	X, Y   float64
	Text   string
	Class  string
	Anchor string // "start", "middle" or "end"
	// Href is an address within the site; empty: no link. A drawing with links is a group of them, no
	// image: the parts of an image cannot be reached.
	Href string
}

// texts are the labels by class and anchor, in the order in which each first occurs: said once for
// many labels, they make a page lighter.
func (d Drawing) texts() []textGroup {
	var out []textGroup
	for _, l := range d.Labels {
		i := slices.IndexFunc(out, func(g textGroup) bool { return g.class == l.Class && g.anchor == l.Anchor })
		if i < 0 {
			i = len(out)
			out = append(out, textGroup{class: l.Class, anchor: l.Anchor})
		}
		out[i].labels = append(out[i].labels, l)
	}
	return out
}

type textGroup struct {
	class, anchor string
	labels        []Label
}

// Rule is one line of a drawing.
type Rule struct {
	X1, Y1, X2, Y2 float64
	Class          string
}

// Line is a line through points, x and y of each.
type Line struct {
	Points [][2]float64
	Class  string
}

// Drawing is a finished picture: boxes, then rules, then lines, then labels.
type Drawing struct {
	ID, Title, Desc string
	Class           string // "chart" or "chart chart--s"
	W, H            float64
	Boxes           []Box
	Rules           []Rule
	Lines           []Line
	Labels          []Label
}

// role is that of the picture for those who hear it.
func (d Drawing) role() string {
	if slices.ContainsFunc(d.Labels, func(l Label) bool { return l.Href != "" }) {
		return "group"
	}
	return "img"
}

// shape is a run of boxes or rules of one class as one path: a chart has dozens, twice.
type shape struct{ class, d string }

// hatched is the class of a box with the pattern of what is unknown.
const hatched = "hatch"

// shapes are the boxes, then the rules, then the lines.
func (d Drawing) shapes() []shape {
	var out []shape
	add := func(class, d string) {
		if n := len(out); n > 0 && out[n-1].class == class {
			out[n-1].d += d
		} else {
			out = append(out, shape{class, d})
		}
	}
	for _, b := range d.Boxes {
		add(b.Class, boxPath(b.X, b.Y, b.W, b.H))
	}
	for _, r := range d.Rules {
		add(r.Class, "M"+px(r.X1)+" "+px(r.Y1)+"L"+px(r.X2)+" "+px(r.Y2))
	}
	for _, l := range d.Lines {
		add(l.Class, linePath(l.Points))
	}
	return out
}

// boxPath is a rectangle as part of a path.
func boxPath(x, y, w, h float64) string {
	return "M" + px(x) + " " + px(y) + "h" + px(w) + "v" + px(h) + "h" + px(-w) + "z"
}

// linePath is a line through points as part of a path.
func linePath(points [][2]float64) string {
	var out strings.Builder
	for i, p := range points {
		if i == 0 {
			out.WriteByte('M')
		} else {
			out.WriteByte('L')
		}
		out.WriteString(px(p[0]) + " " + px(p[1]))
	}
	return out.String()
}

// spread moves positions apart that are nearer than least, keeping their order, and within top and
// bottom as far as there is room. The result is in the order of the argument.
func spread(at []float64, least, top, bottom float64) []float64 {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	out := slices.Clone(at)
	for k, i := range order {
		out[i] = max(out[i], top)
		if k > 0 {
			out[i] = max(out[i], out[order[k-1]]+least)
		}
	}
	for k := len(order) - 1; k >= 0; k-- {
		i := order[k]
		limit := bottom
		if k < len(order)-1 {
			limit = out[order[k+1]] - least
		}
		out[i] = max(min(out[i], limit), top+least*float64(k))
	}
	return out
}

// Table is the numbers of a chart as text: what a reader who does not see the
// picture gets.
type Table struct {
	Caption string
	Heads   []string
	Rows    [][]string
}

// Figure is a chart in two widths, because text is never scaled, with its
// table. A Figure without drawings is left out by its component.
type Figure struct {
	Wide, Narrow Drawing
	Caption      string
	Table        Table
}

// Empty reports whether there is nothing to draw.
func (f Figure) Empty() bool { return len(f.Wide.Boxes) == 0 && len(f.Wide.Labels) == 0 }

const (
	wideClass   = "chart"
	narrowClass = "chart chart--s"
)

// nameWidth is a safe width of a text at 12 px, for placing what follows it.
func nameWidth(s string) float64 { return 6.6 * float64(len([]rune(s))) }
