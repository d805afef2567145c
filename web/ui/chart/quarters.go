package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Quarters is figures at past quarters, a panel for each on one scale of time. What is
// shown now is behind a break: another instrument found it.
type Quarters struct {
	ID, Title, Desc string
	Caption         string
	Days            []string // of the points, YYYY-MM-DD, oldest first
	Panels          []Panel
}

// Panel is one figure.
type Panel struct {
	Name string
	// Values has one for each day; nil: unknown.
	Values []*float64
	// Top is the end of its scale; 0: 100.
	Top float64
	// Flat is a figure of today drawn over the past.
	Flat bool
	// Now is the figure as it is shown today; nil: unknown.
	Now *float64
}

const (
	panelHeight = 78.0
	panelTop    = 22.0 // of the lines, below the name
	panelScale  = 44.0 // the height of 100
	nowWidth    = 46.0 // of what is behind the break
	// quartersMost is how many points are drawn, about.
	quartersMost = 360
)

// bounded is the chart without unknowns that look like numbers, and with as many days as have room.
func (q Quarters) bounded() Quarters {
	n := len(q.Days)
	drawn, k := steps(n, max(30, quartersMost/max(1, len(q.Panels))))
	q.Desc, q.Caption = thinned(q.Desc, k, n, "points"), thinned(q.Caption, k, n, "points")
	q.Days, q.Panels = picked(q.Days, drawn), slices.Clone(q.Panels)
	for i, p := range q.Panels {
		q.Panels[i].Values, q.Panels[i].Now = picked(p.Values, drawn), finite(p.Now)
		for k, v := range q.Panels[i].Values {
			q.Panels[i].Values[k] = finite(v)
		}
	}
	return q
}

// Figure returns the drawing without a table, which the page has; it is empty without points.
func (q Quarters) Figure() Figure {
	if len(q.Days) == 0 {
		return Figure{}
	}
	q = q.bounded()
	return Figure{Wide: q.draw(720, "w", wideClass), Narrow: q.draw(328, "n", narrowClass), Caption: q.Caption}
}

func (q Quarters) draw(width float64, suffix, class string) Drawing {
	d := Drawing{ID: q.ID + suffix, Title: q.Title, Desc: q.Desc, Class: class, W: width, H: float64(len(q.Panels))*panelHeight + 18}
	step := (width - nowWidth - 12) / float64(max(len(q.Days)-1, 1))
	x := func(i int) float64 { return 6 + float64(i)*step }
	for n, p := range q.Panels {
		q.panel(&d, p, float64(n)*panelHeight, x)
	}
	base := float64(len(q.Panels)) * panelHeight
	last := -100.0
	for i, day := range q.Days {
		year := day[:min(4, len(day))]
		if (i == 0 || !strings.HasPrefix(q.Days[i-1], year)) && x(i) >= last+40 && x(i) <= width-nowWidth-26 {
			d.Labels = append(d.Labels, Label{X: x(i), Y: base + 10, Text: year, Class: "t-s", Anchor: "start"})
			last = x(i)
		}
	}
	edge := width - nowWidth + 8
	d.Rules = append(d.Rules, Rule{edge, 0, edge, base, "m-step"})
	d.Labels = append(d.Labels, Label{X: width - 2, Y: base + 10, Text: "today", Class: "t-s", Anchor: "end"})
	return d
}

// panel draws one figure below y.
func (q Quarters) panel(d *Drawing, p Panel, y float64, x func(int) float64) {
	top := p.Top
	if top <= 0 {
		top = 100
	}
	at := func(v float64) float64 { return y + panelTop + panelScale - clamp(v, top)/top*panelScale }
	end := d.W - nowWidth - 6
	dots := x(1)-x(0) >= 6 // nearer ones would be a thick line
	d.Labels = append(d.Labels, Label{X: 0, Y: y + 12, Text: p.Name, Class: "t-s t-ink", Anchor: "start"})
	d.Rules = append(d.Rules, Rule{0, at(0), d.W, at(0), "m-axis"}, Rule{0, at(top), d.W, at(top), "m-step"})
	line := "m-plumb--s"
	if p.Flat {
		line = "m-axis"
	}
	d.Boxes = append(d.Boxes, gaps(p.Values, x, end, y+panelTop, panelScale)...)
	for i, v := range p.Values {
		if v == nil {
			continue
		}
		if p.Flat && len(p.Values) == 1 { // as long as a mark
			d.Rules = append(d.Rules, Rule{x(i) - 2, at(*v), x(i) + 2, at(*v), line})
		}
		if i > 0 && p.Values[i-1] != nil {
			d.Rules = append(d.Rules, Rule{x(i - 1), at(*p.Values[i-1]), x(i), at(*v), line})
		}
		alone := (i == 0 || p.Values[i-1] == nil) && (i == len(p.Values)-1 || p.Values[i+1] == nil)
		if !p.Flat && (dots || alone) {
			d.Boxes = append(d.Boxes, Box{X: x(i) - 2, Y: at(*v) - 2, W: 4, H: 4, Class: "m-accent"})
		}
	}
	if last := valueAt(p.Values, len(q.Days)-1); last != nil && !p.Flat {
		d.Labels = append(d.Labels, Label{X: end, Y: y + 12, Text: points(*last), Class: "t-s t-ink", Anchor: "end"})
	}
	if p.Now != nil {
		d.Boxes = append(d.Boxes, Box{X: d.W - 14, Y: at(*p.Now) - 3, W: 6, H: 6, Class: "m-ink"})
		d.Labels = append(d.Labels, Label{X: d.W - 2, Y: y + 12, Text: points(*p.Now), Class: "t-s t-ink", Anchor: "end"})
	} else {
		d.Boxes = append(d.Boxes, Box{X: d.W - 28, Y: y + panelTop, W: 26, H: panelScale, Class: hatched})
		d.Labels = append(d.Labels, Label{X: d.W - 2, Y: y + 12, Text: "?", Class: "t-s t-ink", Anchor: "end"})
	}
}

// valueAt is the value at a place; nil if there is none.
func valueAt(values []*float64, i int) *float64 {
	if i < 0 || i >= len(values) {
		return nil
	}
	return values[i]
}

// gaps are hatched boxes over the runs of unknown values, from the known one before to the known one
// after, or to the ends of the scale of time.
func gaps(values []*float64, x func(int) float64, end, top, height float64) []Box {
	var out []Box
	for i := 0; i < len(values); i++ {
		if values[i] != nil {
			continue
		}
		from, to := x(max(0, i-1)), end
		for i < len(values) && values[i] == nil {
			i++
		}
		if i < len(values) {
			to = x(i)
		}
		out = append(out, Box{X: from, Y: top, W: max(1, to-from), H: height, Class: hatched})
	}
	return out
}

// points is a figure without decimals.
func points(v float64) string {
	if math.Abs(v) < 1e12 {
		return stats.Thousands(int(stats.Points(v)))
	}
	return strconv.FormatFloat(v, 'g', 3, 64) // too long for a label
}
