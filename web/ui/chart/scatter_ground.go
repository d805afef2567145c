package chart

import (
	"strconv"
	"strings"
)

// What follows is markup of numbers of ours, and of ids: no text of others is in it.

// symbols are the marks of each shape and size, to be used by id.
func (s Scatter) symbols(f frame) string {
	var b strings.Builder
	b.WriteString("<defs>")
	for size := 1; size <= 3; size++ {
		r := f.radius[size]
		n := strconv.Itoa(size)
		b.WriteString(`<circle id="` + s.ID + "c" + n + `" r="` + px(r) + `"/>`)
		side := 0.88 * r
		b.WriteString(`<path id="` + s.ID + "s" + n + `" d="` + boxPath(-side, -side, 2*side, 2*side) + `"/>`)
		d := px(1.25 * r)
		b.WriteString(`<path id="` + s.ID + "d" + n + `" d="M0-` + d + "L" + d + " 0 0 " + d + "-" + d + ` 0z"/>`)
	}
	b.WriteString("</defs>")
	return b.String()
}

// ground is what is under the points: the last quarter, the scales, the cuts and the strips.
func (s Scatter) ground(f frame) string {
	var b strings.Builder
	x := f.x
	rect(&b, `class="m-quiet"`, x(s.CutX), f.y(s.CutY), right-x(s.CutX), f.bottom-f.y(s.CutY))
	var ticks strings.Builder
	for v := f.x0; v <= 100; v += tick {
		line(&b, "m-track", x(v), f.top, x(v), f.bottom)
		ticks.WriteString(`<text text-anchor="middle" x="` + px(x(v)) + `%" y="` + px(f.bottom+15) + `">` + px(v) + `</text>`)
	}
	for v := f.y0; v <= 100; v += tick {
		line(&b, "m-track", left, f.y(v), right, f.y(v))
		ticks.WriteString(`<text text-anchor="end" x="` + px(left) + `%" dx="-6" y="` + px(f.y(v)+4) + `">` + px(v) + `</text>`)
	}
	line(&b, "m-axis", left, f.y(s.CutY), right, f.y(s.CutY))
	line(&b, "m-axis", x(s.CutX), f.top, x(s.CutX), f.bottom)
	if s.unknown(false) > 0 {
		rect(&b, `fill="url(#ht)"`, left, f.strip, right-left, stripHeight)
	}
	if s.unknown(true) > 0 {
		rect(&b, `fill="url(#ht)"`, stripAt, f.top, stripW, f.bottom-f.top)
	}
	b.WriteString(`<g class="t-s">` + ticks.String() + "</g>")
	return b.String()
}

func rect(b *strings.Builder, attrs string, x, y, w, h float64) {
	b.WriteString("<rect " + attrs + ` x="` + px(x) + `%" y="` + px(y) + `" width="` + px(w) + `%" height="` + px(h) + `"/>`)
}

func line(b *strings.Builder, class string, x1, y1, x2, y2 float64) {
	b.WriteString(`<line class="` + class + `" x1="` + px(x1) + `%" y1="` + px(y1) + `" x2="` + px(x2) + `%" y2="` + px(y2) + `"/>`)
}

// unlinked are the hexagons and the dots.
func (p plot) unlinked() string {
	var b strings.Builder
	for _, h := range p.hexes {
		b.WriteString(`<path class="m-met" fill-opacity="` + h.opacity + `" d="` + h.d + `"/>`)
	}
	for _, d := range p.dots {
		b.WriteString(`<path class="m-dot" vector-effect="non-scaling-stroke" stroke-width="` + px(2*p.radius[d.size]) + `" d="` + d.d + `"/>`)
	}
	return b.String()
}

// counts are the numbers of points in the hexagons.
func (p plot) counts() string {
	var b strings.Builder
	for _, h := range p.hexes {
		b.WriteString(`<text x="` + px(h.x/perMille*100) + `%" y="` + px(h.y+4) + `">` + strconv.Itoa(h.n) + `</text>`)
	}
	return b.String()
}
