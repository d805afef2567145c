package chart

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Layers is parts of a whole at past days, a column for each day, the first part at the bottom. What
// is shown now is behind a break: another instrument found it.
type Layers struct {
	ID, Title, Desc string
	Caption         string
	Days            []string // YYYY-MM-DD, oldest first
	Parts           []Layer
}

// Layer is one part.
type Layer struct {
	Class string // "hatch" for what is unknown
	// N has a number for each day. Now is the one behind the break.
	N   []int
	Now int
}

const (
	layersTop  = 16.0
	layersBase = 146.0
	// layersMost is how many boxes are drawn, about.
	layersMost = 480
)

// Figure returns the drawing without a table, which the page has; it is empty without days.
func (l Layers) Figure() Figure {
	if len(l.Days) == 0 {
		return Figure{}
	}
	n := len(l.Days)
	drawn, k := steps(n, layersMost/max(1, len(l.Parts)))
	if k > 1 {
		l.Desc, l.Caption = thinned(l.Desc, k, n, "days"), thinned(l.Caption, k, n, "days")
		l.Days, l.Parts = picked(l.Days, drawn), slices.Clone(l.Parts)
		for i, p := range l.Parts {
			l.Parts[i].N = picked(p.N, drawn)
		}
	}
	return Figure{Wide: l.draw(720, "w", wideClass), Narrow: l.draw(328, "n", narrowClass), Caption: l.Caption}
}

func (l Layers) draw(width float64, suffix, class string) Drawing {
	d := Drawing{ID: l.ID + suffix, Title: l.Title, Desc: l.Desc, Class: class, W: width, H: layersBase + 18}
	sums, top := make([]int, len(l.Days)+1), 1
	for i := range sums {
		for _, p := range l.Parts {
			sums[i] += p.at(i, len(l.Days))
		}
		top = max(top, sums[i])
	}
	edge := width - nowWidth + 8
	step := (edge - 8) / float64(len(l.Days))
	x := func(i int) float64 {
		if i == len(l.Days) {
			return edge + 10
		}
		return float64(i) * step
	}
	wide := max(step-1, .6)
	under := make([]float64, len(sums))
	for _, p := range l.Parts {
		for i := range sums {
			n := p.at(i, len(l.Days))
			if n <= 0 {
				continue
			}
			h := float64(n) / float64(top) * (layersBase - layersTop)
			b := Box{X: x(i), Y: layersBase - under[i] - h, W: wide, H: h, Class: p.Class}
			if i == len(l.Days) {
				b.W = nowWidth - 22
			}
			under[i] += h
			d.Boxes = append(d.Boxes, b)
		}
	}
	d.Rules = append(d.Rules, Rule{0, layersBase, width, layersBase, "m-axis"}, Rule{0, layersTop, width, layersTop, "m-step"}, Rule{edge, 0, edge, layersBase, "m-step"})
	d.Labels = append(d.Labels, Label{X: 0, Y: layersTop - 4, Text: stats.Thousands(top), Class: "t-s", Anchor: "start"})
	l.years(&d, x)
	return d
}

// years labels the first column of each year that has room, and the column of now.
func (l Layers) years(d *Drawing, x func(int) float64) {
	last := -100.0
	for i, day := range l.Days {
		if i > 0 && day[:4] == l.Days[i-1][:4] || x(i) < last+34 || x(i) > d.W-nowWidth-26 {
			continue
		}
		last = x(i)
		d.Labels = append(d.Labels, Label{X: last, Y: layersBase + 12, Text: day[:4], Class: "t-s", Anchor: "start"})
	}
	d.Labels = append(d.Labels, Label{X: d.W - 2, Y: layersBase + 12, Text: "run", Class: "t-s", Anchor: "end"})
}

// at is the number of a day, or of now after the last.
func (p Layer) at(i, days int) int {
	switch {
	case i == days:
		return p.Now
	case i < len(p.N):
		return p.N[i]
	}
	return 0
}
