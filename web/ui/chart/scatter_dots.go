package chart

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// perMille are the units across of the drawing of dots and hexagons, which is as wide as the plot.
const perMille = 1000.0

// dotted returns points without a link as paths, those of one size together. Each place occurs once.
func (s Scatter) dotted(f frame, ps []Point) []dots {
	type at struct{ size, y, x int }
	var all []at
	for _, p := range ps {
		x, y := f.place(p)
		all = append(all, at{p.size(), int(math.Round(y)), int(math.Round(x * perMille / 100))})
	}
	slices.SortFunc(all, func(a, b at) int { return cmp.Or(b.size-a.size, a.y-b.y, a.x-b.x) })
	var out []dots
	var d strings.Builder
	for i, a := range slices.Compact(all) {
		if n := len(out); n == 0 || out[n-1].size != a.size {
			if i > 0 {
				out[n-1].d = d.String()
				d.Reset()
			}
			out = append(out, dots{size: a.size})
		}
		d.WriteString("M" + strconv.Itoa(a.x) + " " + strconv.Itoa(a.y) + "h0")
	}
	if len(out) > 0 {
		out[len(out)-1].d = d.String()
	}
	return out
}

// hex is one hexagon with the points in it.
type hex struct {
	n       int
	d       string // in units of dots
	x, y    float64
	opacity string
}

// hexColumns is how many hexagons are in a row, hexRows how many rows there are, about: those of a
// wide screen look regular.
const (
	hexColumns = 15
	hexRows    = 9
)

// lattice is how far hexagons are from each other, and the middle of the first. They fill the plot and
// do not leave it.
func (f frame) lattice() (w, h, x0, y0 float64) {
	w = (right - left) / 100 * perMille / (hexColumns + .5)
	h = (f.bottom - f.top) / (hexRows + 1.0/3) // from row to row
	return w, h, left*perMille/100 + w/2, f.top + 2*h/3
}

// hexagons counts the points with both figures by hexagon, from the upper left.
func hexagons(f frame, ps []Point) []hex {
	w, h, x0, y0 := f.lattice()
	counts := map[[2]int]int{}
	most := 0
	for _, p := range ps {
		if p.X == nil || p.Y == nil {
			continue
		}
		x, y := f.place(p)
		key := nearest((x*perMille/100-x0)/w, (y-y0)/h)
		key[0] = min(max(key[0], 0), hexRows-1) // all are within the plot
		key[1] = min(max(key[1], 0), hexColumns-1)
		counts[key]++
		most = max(most, counts[key])
	}
	var out []hex
	for key, n := range counts {
		row, column := key[0], key[1]
		x := x0 + (float64(column)+float64(row&1)/2)*w
		y := y0 + float64(row)*h
		out = append(out, hex{n: n, x: x, y: y, d: hexPath(x, y, w, h), opacity: shade(n, most)})
	}
	slices.SortFunc(out, func(a, b hex) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x)) })
	return out
}

// nearest returns the row and the column of the hexagon whose middle is nearest, in units of columns
// and rows. Odd rows are half a column further.
func nearest(x, y float64) [2]int {
	best := [2]int{}
	least := math.Inf(1)
	for _, row := range []int{int(math.Floor(y)), int(math.Floor(y)) + 1} {
		half := float64(row&1) / 2
		column := int(math.Round(x - half))
		dx, dy := x-half-float64(column), (y-float64(row))*math.Sqrt(3)/2
		if d := dx*dx + dy*dy; d < least-1e-12 {
			least, best = d, [2]int{row, column}
		}
	}
	return best
}

func hexPath(x, y, w, h float64) string {
	third := h / 3
	return "M" + px(x) + " " + px(y-2*third) + "l" + px(w/2) + " " + px(third) + "v" + px(2*third) + "l" + px(-w/2) + " " + px(third) +
		"l" + px(-w/2) + " " + px(-third) + "v" + px(-2*third) + "z"
}

// shade is how dark a hexagon is: four steps by the share of the fullest, each four times the one
// before.
func shade(n, most int) string {
	switch share := float64(n) / float64(max(1, most)); {
	case share > 1.0/4:
		return ".7"
	case share > 1.0/16:
		return ".48"
	case share > 1.0/64:
		return ".3"
	}
	return ".16"
}
