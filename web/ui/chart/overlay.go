package chart

import (
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// Overlay is a few series over one time, a panel for each figure. Series differ by how their lines are
// broken and by a letter at the end, not by colour.
type Overlay struct {
	ID, Title, Desc string
	Caption         string
	Days            []string // YYYY-MM-DD, oldest first
	Marks           []string // days with a dotted line
	Series          []Series
	Panels          []OverlayPanel
}

// Series is one line of each panel. There are at most MostSeries.
type Series struct{ Name, Href string }

// MostSeries is how many lines can be told from each other.
const MostSeries = 4

// OverlayPanel is one figure of all series.
type OverlayPanel struct {
	Name string
	// Top is the end of its scale; 0: 100.
	Top float64
	// Values has a list for each series, with one value for each day; nil: unknown, a gap.
	Values [][]*float64
}

const (
	overlayPanel = 132.0
	overlayTop   = 24.0 // of the lines, below the name
	overlayScale = 96.0 // the height of the scale
	overlayEnd   = 54.0 // the room of the letters
	overlayLane  = 12.0 // of the unknown days of one series
	// overlayMost is how many points are drawn, about.
	overlayMost = 1200
)

// lineClasses are those of the series, in their order.
var lineClasses = [MostSeries]string{"m-line m-line--a", "m-line m-line--b", "m-line m-line--c", "m-line m-line--d"}

func letter(i int) string { return string(rune('A' + i)) }

// Figure returns the drawing with its numbers; it is empty without days or series.
func (o Overlay) Figure() Figure {
	if len(o.Days) == 0 || len(o.Series) == 0 || len(o.Series) > MostSeries || len(o.Panels) == 0 {
		return Figure{}
	}
	o = o.bounded()
	t := Table{Caption: o.Title, Heads: []string{"Day"}}
	for _, p := range o.Panels {
		for _, s := range o.Series {
			t.Heads = append(t.Heads, p.Name+", "+explain.Shorten(s.Name, 40))
		}
	}
	for i, day := range o.Days {
		row := []string{day}
		for _, p := range o.Panels {
			for s := range o.Series {
				text := "?"
				if v := value(p, s, i); v != nil {
					text = points(*v)
				}
				row = append(row, text)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return Figure{Wide: o.draw(720, "w", wideClass), Narrow: o.draw(328, "n", narrowClass), Caption: o.Caption, Table: t}
}

// value is that of a series on a day; nil where there is none.
func value(p OverlayPanel, series, day int) *float64 {
	if series >= len(p.Values) || day >= len(p.Values[series]) {
		return nil
	}
	return finite(p.Values[series][day])
}

// bounded is the chart with as many days as have room, in the picture and in the table.
func (o Overlay) bounded() Overlay {
	n := len(o.Days)
	drawn, k := steps(n, overlayMost/(len(o.Series)*len(o.Panels)))
	if k == 1 {
		return o
	}
	o.Desc, o.Caption = thinned(o.Desc, k, n, "days"), thinned(o.Caption, k, n, "days")
	o.Days, o.Panels = picked(o.Days, drawn), slices.Clone(o.Panels)
	for i, p := range o.Panels {
		o.Panels[i].Values = slices.Clone(p.Values)
		for s, values := range p.Values {
			o.Panels[i].Values[s] = picked(values, drawn)
		}
	}
	return o
}

func (o Overlay) draw(width float64, suffix, class string) Drawing {
	d := Drawing{ID: o.ID + suffix, Title: o.Title, Desc: o.Desc, Class: class, W: width}
	y := o.legend(&d)
	x := o.scale(width)
	for _, p := range o.Panels {
		o.panel(&d, p, y, x)
		y = o.lanes(&d, p, y, x) + overlayPanel
	}
	for _, day := range o.Marks {
		if at, ok := o.marked(day, width); ok {
			d.Rules = append(d.Rules, Rule{at, o.legendHeight(), at, y, "m-step"})
		}
	}
	last := -100.0
	for i, day := range o.Days {
		year := day[:min(4, len(day))]
		if (i == 0 || !strings.HasPrefix(o.Days[i-1], year)) && x(i)-last >= 40 && x(i) <= width-overlayEnd {
			d.Labels = append(d.Labels, Label{X: x(i), Y: y + 10, Text: year, Class: "t-s", Anchor: "start"})
			last = x(i)
		}
	}
	d.H = y + 16
	return d
}

// lanes draws a hatched lane below a panel for each series with unknown days, and returns y moved down
// by as much.
func (o Overlay) lanes(d *Drawing, p OverlayPanel, y float64, x func(int) float64) float64 {
	end := d.W - overlayEnd - 4
	for s := range o.Series {
		values := make([]*float64, len(o.Days))
		for i := range o.Days {
			values[i] = value(p, s, i)
		}
		at := y + overlayTop + overlayScale + 4
		if boxes := gaps(values, x, end, at, 7); len(boxes) > 0 {
			d.Boxes = append(d.Boxes, boxes...)
			d.Labels = append(d.Labels, Label{X: d.W - overlayEnd + 8, Y: at + 8, Text: letter(s) + " ?", Class: "t-s t-ink", Anchor: "start"})
			y += overlayLane
		}
	}
	return y
}

// legend names the lines, a row for each, and returns where the panels begin.
func (o Overlay) legend(d *Drawing) float64 {
	y := 0.0
	for i, s := range o.Series {
		d.Lines = append(d.Lines, Line{Points: [][2]float64{{0, y + 9}, {34, y + 9}}, Class: lineClasses[i]})
		d.Labels = append(d.Labels,
			Label{X: 42, Y: y + 13, Text: letter(i), Class: "t-s t-ink t-b", Anchor: "start"},
			Label{X: 56, Y: y + 13, Text: explain.Shorten(s.Name, int((d.W-60)/6.6)), Class: "t-s", Anchor: "start", Href: s.Href})
		y += 18
	}
	return o.legendHeight()
}

// scale returns where a day is. Days are as far apart as their dates; dates that cannot be read are
// one step apart.
func (o Overlay) scale(width float64) func(i int) float64 {
	room := width - overlayEnd - 8
	first, err := time.Parse(time.DateOnly, o.Days[0])
	end, err2 := time.Parse(time.DateOnly, o.Days[len(o.Days)-1])
	span := end.Sub(first).Hours()
	return func(i int) float64 {
		at, err3 := time.Parse(time.DateOnly, o.Days[i])
		if err != nil || err2 != nil || err3 != nil || span <= 0 {
			return 4 + clamp(float64(i), float64(len(o.Days)))/float64(len(o.Days))*room
		}
		return 4 + clamp(at.Sub(first).Hours()/span, 1)*room
	}
}

// marked returns where a marked day is; false if it is not among the days.
func (o Overlay) marked(day string, width float64) (float64, bool) {
	n := len(o.Days)
	if day < o.Days[0] || day > o.Days[n-1] {
		return 0, false
	}
	days := Overlay{Days: []string{o.Days[0], day, o.Days[n-1]}}
	return days.scale(width)(1), true
}

// legendHeight is where the panels begin.
func (o Overlay) legendHeight() float64 { return 18*float64(len(o.Series)) + 6 }

// panel draws one figure below y.
func (o Overlay) panel(d *Drawing, p OverlayPanel, y float64, x func(int) float64) {
	top := p.Top
	if top <= 0 {
		top = 100
	}
	at := func(v float64) float64 { return y + overlayTop + overlayScale - clamp(v, top)/top*overlayScale }
	edge := d.W - overlayEnd + 4
	d.Labels = append(d.Labels,
		Label{X: 0, Y: y + 12, Text: p.Name, Class: "t-s t-ink t-b", Anchor: "start"},
		Label{X: edge, Y: y + 12, Text: "0 to " + points(top), Class: "t-s", Anchor: "end"})
	d.Rules = append(d.Rules, Rule{0, at(0), edge, at(0), "m-axis"}, Rule{0, at(top), edge, at(top), "m-step"})
	var ends []float64
	var names []string
	for s := range o.Series {
		var run [][2]float64
		var last *float64
		flush := func() {
			if len(run) > 1 {
				d.Lines = append(d.Lines, Line{Points: run, Class: lineClasses[s]})
			}
			if len(run) == 1 { // a value between gaps is a mark
				d.Boxes = append(d.Boxes, Box{X: run[0][0] - 2, Y: run[0][1] - 2, W: 4, H: 4, Class: "m-ink"})
			}
			run = nil
		}
		for i := range o.Days {
			v := value(p, s, i)
			if v == nil {
				flush()
				continue
			}
			run, last = append(run, [2]float64{x(i), at(*v)}), v
		}
		flush()
		if last != nil {
			ends, names = append(ends, at(*last)), append(names, letter(s)+" "+points(*last))
		}
	}
	for i, ly := range spread(ends, 12, y+overlayTop, y+overlayTop+overlayScale-4) {
		d.Labels = append(d.Labels, Label{X: edge + 4, Y: ly + 4, Text: names[i], Class: "t-s t-ink", Anchor: "start"})
	}
}
