package chart

import (
	"math"
	"strings"
)

// Scale is the range a bar is drawn on, the same on every page.
type Scale float64

// The scales.
const (
	Points Scale = 100
	Risk   Scale = 60
)

// Interval is one figure with its range as a bar. One drawing serves every
// width: it is stretched, its strokes are not.
type Interval struct {
	Value, Lo, Hi float64
	Known         bool
	Scale         Scale
	// Median is the middle of the list, drawn as the plumb line; nil: no line.
	Median *float64
	Size   string // "", "s" or "wide"
	Hot    bool   // the risk hue
	Name   string // what it is: "vitality"
}

func (b Interval) class() string {
	if b.Size == "" {
		return "ivl"
	}
	return "ivl ivl--" + b.Size
}

// Width of the drawing's own units, and what is left free at both ends, so that a
// mark at 0 or at the top of the scale is whole.
const (
	intervalWidth = 100
	intervalInset = 2
)

// x returns the place of a value. A bar is about as many pixels wide as it has whole places, and a page
// has a hundred bars.
func (b Interval) x(v float64) float64 {
	top := float64(b.Scale)
	if top <= 0 {
		top = float64(Points)
	}
	return math.Round(intervalInset + clamp(v/top, 1)*(intervalWidth-2*intervalInset))
}

// parts are the track, the plumb line, the bar and the point, as markup of numbers and
// names of ours. A page has a hundred bars: as elements with an attribute for each
// number they are a fifth of it. The track is the one of the page.
func (b Interval) parts() string {
	parts := []string{`<use href="#tk"/>`}
	if b.Median != nil {
		parts = append(parts, `<path class="m-plumb" d="M`, px(b.x(*b.Median)), `-30v76"/>`)
	}
	parts = append(parts, `<path class="`, b.barClass(), `" d="`, boxPath(b.x(b.Lo), 5, b.barWidth(), 6), `"/>`)
	parts = append(parts, `<path class="`, b.pointClass(), `" d="M`, px(b.x(b.Value)), ` 1v14"/>`)
	return strings.Join(parts, "")
}

// known reports whether there is a figure to draw. One that is no number is unknown.
func (b Interval) known() bool {
	return b.Known && isNumber(b.Value) && !math.IsNaN(b.Lo) && !math.IsNaN(b.Hi)
}

func (b Interval) barWidth() float64 { return math.Max(0, b.x(b.Hi)-b.x(b.Lo)) }

func (b Interval) barClass() string {
	if b.Hot {
		return "m-bar--r"
	}
	return "m-bar"
}

func (b Interval) pointClass() string {
	if b.Hot {
		return "m-pt--r"
	}
	return "m-pt"
}

func (b Interval) label() string {
	if !b.known() {
		return b.Name + " unknown"
	}
	return b.Name + " " + whole(b.Value) + ", between " + whole(b.Lo) + " and " + whole(b.Hi)
}

func whole(v float64) string { return px(math.Round(v)) }
