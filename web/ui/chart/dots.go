package chart

import (
	"cmp"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// Dots is one figure after another for a few things, each as a bar with its value: who is above whom,
// and whose ranges overlap.
type Dots struct {
	ID, Title, Desc string
	Caption         string
	Groups          []DotGroup
}

// DotGroup is one figure of all of them.
type DotGroup struct {
	Name string
	// Top is the end of its scale; 0: 100.
	Top  float64
	Hot  bool // the risk hue
	Dots []Dot
}

// Dot is one figure of one thing. One that is not known is hatched over the whole scale.
type Dot struct {
	Name, Href    string
	Value, Lo, Hi float64
	Known         bool
	// Text is the value as it is printed, Range its range; Why is why there is none.
	Text, Range, Why string
}

const (
	dotRow   = 17.0
	dotHead  = 25.0
	dotValue = 30.0 // the room of a value
	dotsMost = 60   // the rows of the drawing, about
)

// known is the chart in which a figure that is no number is unknown, as everywhere.
func (c Dots) known() Dots {
	c.Groups = slices.Clone(c.Groups)
	for i, g := range c.Groups {
		c.Groups[i].Dots = slices.Clone(g.Dots)
		for k, d := range g.Dots {
			c.Groups[i].Dots[k].Known = d.Known && isNumber(d.Value) && !math.IsNaN(d.Lo) && !math.IsNaN(d.Hi)
		}
	}
	return c
}

// bounded is the chart with as many rows as have room, the first of each figure.
func (c Dots) bounded() Dots {
	each, all, drawn := max(1, dotsMost/len(c.Groups)), 0, 0
	c.Groups = slices.Clone(c.Groups)
	for i, g := range c.Groups {
		all += len(g.Dots)
		c.Groups[i].Dots = g.Dots[:min(len(g.Dots), each)]
		drawn += len(c.Groups[i].Dots)
	}
	c.Desc, c.Caption = cut(c.Desc, "first", drawn, all, "rows"), cut(c.Caption, "first", drawn, all, "rows")
	return c
}

// dotLayers are the classes of boxes from the lowest up.
var dotLayers = []string{"m-quiet", hatched, "m-bar", "m-bar--r", "m-ink", "m-risk"}

// Figure returns the drawing; it is empty without groups.
func (c Dots) Figure() Figure {
	if len(c.Groups) == 0 {
		return Figure{}
	}
	c = c.known()
	t := Table{Caption: c.Title, Heads: []string{"Figure", "Project", "Value", "Range"}}
	for _, g := range c.Groups {
		for _, d := range g.Dots {
			row := []string{g.Name, d.Name, d.Text, d.Range}
			if !d.Known {
				row[2], row[3] = "unknown", d.Why
			}
			t.Rows = append(t.Rows, row)
		}
	}
	c = c.bounded()
	return Figure{Wide: c.draw(720, 150, "w", wideClass), Narrow: c.draw(328, 92, "n", narrowClass), Caption: c.Caption, Table: t}
}

func (c Dots) draw(w, names float64, suffix, class string) Drawing {
	d := Drawing{ID: c.ID + suffix, Title: c.Title, Desc: c.Desc, Class: class, W: w}
	y := 0.0
	for _, g := range c.Groups {
		y += dotHead
		d.Labels = append(d.Labels, Label{X: 0, Y: y - 9, Text: g.Name, Class: "t-s t-ink t-b", Anchor: "start"})
		for _, one := range g.Dots {
			one.draw(&d, g, names, y)
			y += dotRow
		}
	}
	d.H = y + 2
	// Those of one class together are one path; no row covers another.
	slices.SortStableFunc(d.Boxes, func(a, b Box) int {
		return cmp.Compare(slices.Index(dotLayers, a.Class), slices.Index(dotLayers, b.Class))
	})
	return d
}

// draw draws one figure below y.
func (one Dot) draw(d *Drawing, g DotGroup, names, y float64) {
	top := g.Top
	if top <= 0 {
		top = 100
	}
	left, right := names+2, d.W-dotValue-2
	x := func(v float64) float64 { return left + clamp(v, top)/top*(right-left) }
	mid := y + dotRow/2
	d.Labels = append(d.Labels, Label{X: 0, Y: mid + 4, Text: explain.Shorten(one.Name, int(names/6.6)), Class: "t-s", Anchor: "start", Href: one.Href})
	if !one.Known {
		d.Boxes = append(d.Boxes, Box{X: left, Y: mid - 4, W: right - left, H: 8, Class: hatched})
		d.Labels = append(d.Labels, Label{X: d.W, Y: mid + 4, Text: "?", Class: "t-s t-ink", Anchor: "end"})
		return
	}
	bar, mark := "m-bar", "m-ink"
	if g.Hot {
		bar, mark = "m-bar--r", "m-risk"
	}
	d.Boxes = append(d.Boxes,
		Box{X: left, Y: mid - .5, W: right - left, H: 1, Class: "m-quiet"},
		Box{X: x(one.Lo), Y: mid - 3, W: max(0, x(one.Hi)-x(one.Lo)), H: 6, Class: bar},
		Box{X: x(one.Value) - 1.5, Y: mid - 6, W: 3, H: 12, Class: mark})
	d.Labels = append(d.Labels, Label{X: d.W, Y: mid + 4, Text: one.Text, Class: "t-s t-ink", Anchor: "end"})
}
