package chart

import (
	"math"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Part is one addend of a sum.
type Part struct {
	Group string // drawn once above its parts
	Name  string
	Value float64
}

// Waterfall is a sum laid out as its parts, each starting where the one
// before ended. Parts may be zero; the printed parts add up to the printed sum.
type Waterfall struct {
	ID, Title, Desc string
	Caption         string
	Parts           []Part
	Total           float64
	TotalName       string
	Unit            string
}

const (
	wfRow    = 20.0
	wfHot    = 4.0 // parts from here on are drawn in full colour
	wfFigure = 34.0
	wfMost   = 60 // parts with a bar each
)

// bounded is the sum with at most wfMost parts: the others are one part at the end.
func (w Waterfall) bounded() Waterfall {
	n := len(w.Parts)
	if n <= wfMost {
		return w
	}
	rest := Part{Group: "Others", Name: stats.Thousands(n-wfMost) + " other parts"}
	for _, p := range w.Parts[wfMost:] {
		rest.Value += p.Value
	}
	w.Parts = append(w.Parts[:wfMost:wfMost], rest)
	return w
}

// Figure returns the drawing; it is empty without parts.
func (w Waterfall) Figure() Figure {
	if len(w.Parts) == 0 {
		return Figure{}
	}
	w = w.bounded()
	printed := w.printed()
	t := Table{Caption: w.Title, Heads: []string{"Part", w.Unit}}
	for i, p := range w.Parts {
		t.Rows = append(t.Rows, []string{p.Group + ": " + p.Name, printed[i]})
	}
	t.Rows = append(t.Rows, []string{w.TotalName, w.sum()})
	return Figure{Wide: w.draw(printed, 500, 210, "w", wideClass), Narrow: w.draw(printed, 328, 190, "n", narrowClass), Caption: w.Caption, Table: t}
}

// printed are the parts as text; one that is no number is unknown.
func (w Waterfall) printed() []string {
	vs := values(w.Parts)
	var unknown []int
	for i, v := range vs {
		if !isNumber(v) {
			vs[i], unknown = 0, append(unknown, i)
		}
	}
	total := w.Total
	if !isNumber(total) {
		total = 0
	}
	out := Tenths(vs, total)
	for _, i := range unknown {
		out[i] = "unknown"
	}
	return out
}

// sum is the total as text.
func (w Waterfall) sum() string {
	if !isNumber(w.Total) {
		return "unknown"
	}
	return oneDecimal(w.Total)
}

func (w Waterfall) draw(printed []string, width, names float64, suffix, class string) Drawing {
	d := Drawing{ID: w.ID + suffix, Title: w.Title, Desc: w.Desc, Class: class, W: width}
	unit := 0.0
	if span := w.span(); span > 0 {
		figure := wfFigure
		for _, text := range append(printed, w.sum()) {
			figure = math.Max(figure, 8+nameWidth(text))
		}
		unit = (width - names - figure) / span
	}
	y, at, group := 0.0, 0.0, ""
	for i, p := range w.Parts {
		if p.Group != group {
			group = p.Group
			y += 28
			d.Labels = append(d.Labels, Label{X: 0, Y: y, Text: group, Class: "t-b t-ink", Anchor: "start"})
		}
		y += wfRow
		x := names + at*unit
		if i > 0 {
			d.Rules = append(d.Rules, Rule{x, y - wfRow + 1, x, y - 9, "m-step"})
		}
		b := Box{X: x, Y: y - 9, W: math.Max(1, amount(p.Value)*unit), H: 11, Class: "m-soft"}
		switch {
		case !isNumber(p.Value): // hatched over what is left of the scale
			b.W, b.Class = math.Max(12, (w.span()-at)*unit), hatched
		case p.Value >= wfHot:
			b.Class = "m-risk"
		}
		d.Boxes = append(d.Boxes, b)
		d.Labels = append(d.Labels,
			Label{X: 10, Y: y, Text: fit(p.Name, names-14), Anchor: "start"},
			Label{X: x + b.W + 5, Y: y, Text: printed[i], Class: "t-ink", Anchor: "start"})
		at += amount(p.Value)
	}
	y += 28
	d.Rules = append(d.Rules, Rule{0, y - 18, width, y - 18, "m-axis"})
	all := Box{X: names, Y: y - 9, W: math.Max(1, amount(w.Total)*unit), H: 11, Class: "m-ink"}
	if !isNumber(w.Total) {
		all.W, all.Class = math.Max(12, w.span()*unit), hatched
	}
	d.Boxes = append(d.Boxes, all)
	d.Labels = append(d.Labels,
		Label{X: 0, Y: y, Text: w.TotalName, Class: "t-b t-ink", Anchor: "start"},
		Label{X: names + all.W + 5, Y: y, Text: w.sum(), Class: "t-b t-ink", Anchor: "start"})
	d.H = y + 8
	return d
}

// span is the widest the bars get: the total, or the running sum when rounding
// or a negative part makes that larger.
func (w Waterfall) span() float64 {
	sum := 0.0
	for _, p := range w.Parts {
		sum += amount(p.Value)
	}
	return math.Max(sum, amount(w.Total))
}

// amount is how long the bar of a value is: nothing for one below 0, or that is no number.
func amount(v float64) float64 {
	if !isNumber(v) {
		return 0
	}
	return math.Max(0, v)
}

func values(ps []Part) []float64 {
	out := make([]float64, len(ps))
	for i, p := range ps {
		out[i] = p.Value
	}
	return out
}

// Tenths prints values with one decimal so that the printed ones add up to
// the printed total (largest remainder).
func Tenths(vs []float64, total float64) []string {
	units := make([]int, len(vs))
	rest := make([]float64, len(vs))
	missing := int(math.Round(stats.Round(total, 1) * 10))
	for i, v := range vs {
		f := math.Floor(v*10 + 1e-9)
		units[i], rest[i] = int(f), v*10-f
		missing -= units[i]
	}
	for ; missing > 0 && len(vs) > 0; missing-- {
		best := 0
		for i := range rest {
			if rest[i] > rest[best] {
				best = i
			}
		}
		if rest[best] <= 0 { // the parts do not make up the total: do not invent what is missing
			break
		}
		units[best]++
		rest[best] = -1
	}
	out := make([]string, len(vs))
	for i, u := range units {
		out[i] = oneDecimal(float64(u) / 10)
	}
	return out
}

func oneDecimal(v float64) string {
	s := strconv.FormatFloat(stats.Round(math.Abs(v), 1), 'f', 1, 64)
	if v < 0 && s != "0.0" {
		return "−" + s
	}
	return s
}

// fit shortens a text to a width; the table holds it whole.
func fit(s string, width float64) string {
	r := []rune(s)
	if n := int(width / 6.8); len(r) > n && n > 1 {
		return string(r[:n-1]) + "…"
	}
	return s
}
