package chart

import (
	"slices"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// markText is the label of a point: where it begins from the middle of the point, in pixels.
type markText struct {
	Text, Anchor string
	DX, DY       float64
	Class        string // says on which screens it is shown
	// From and To are the ends of a line from the point up or down to a label that is not beside it;
	// both are 0 without one.
	From, To float64
}

// led reports whether a line leads to the label.
func (t markText) led() bool { return t.From != t.To }

// line is the line to the label as a path from the middle of the point.
func (t markText) line() string { return "M0 " + px(t.From) + "v" + px(t.To-t.From) }

// around are the places of a label, the best first: beside the point, then above and below it at the
// end of a line. out is how far from its middle the first are.
func around(out float64) []markText {
	places := []markText{
		{Anchor: "start", DX: out, DY: 4},
		{Anchor: "end", DX: -out, DY: 4},
		{Anchor: "middle", DY: -out},
		{Anchor: "middle", DY: out + 9},
		{Anchor: "start", DX: out - 2, DY: -6},
		{Anchor: "end", DX: 2 - out, DY: -6},
		{Anchor: "start", DX: out - 2, DY: 14},
		{Anchor: "end", DX: 2 - out, DY: 14},
	}
	for far := 12.0; far <= 144; far += 12 {
		for _, a := range []string{"middle", "start", "end"} {
			dx := map[string]float64{"start": -3, "end": 3}[a]
			places = append(places,
				markText{Anchor: a, DX: dx, DY: -out - far, From: 3 - out, To: 4 - out - far},
				markText{Anchor: a, DX: dx, DY: out + 9 + far, From: out - 3, To: out + far - 2})
		}
	}
	return places
}

// room is a range of widths that labels are placed for. Places are linear in the width, so that
// labels that are free at both ends, on the same side of each other, are free between.
type room struct {
	most     int
	from, to float64
	class    string
}

func (s Scatter) rooms() []room {
	switch {
	case s.Labels == 0:
		return nil
	case s.Small:
		return []room{{s.Labels, 288, 1060, ""}}
	}
	return []room{{s.Labels, 560, 1280, "hide-s"}, {(s.Labels + 1) / 2, 288, 608, "only-s"}}
}

// area is the place of a text or a mark at the two ends of a range of widths: the left edge, its
// width and its height are pixels.
type area struct{ x0, x1, w, y0, y1 float64 }

// clear reports whether two areas do not meet at any width of the range.
func (a area) clear(b area) bool {
	if a.y1 <= b.y0 || b.y1 <= a.y0 {
		return true
	}
	before := a.x0+a.w <= b.x0 && a.x1+a.w <= b.x1
	after := b.x0+b.w <= a.x0 && b.x1+b.w <= a.x1
	return before || after
}

// at returns the area of a box, x in percent and dx in pixels.
func (r room) at(x, dx, w, y0, y1 float64) area {
	return area{x*r.from/100 + dx, x*r.to/100 + dx, w, y0, y1}
}

// inside reports whether an area is within the drawing.
func (a area) inside(r room, height float64) bool {
	return a.x0 >= 0 && a.x1 >= 0 && a.x0+a.w <= r.from && a.x1+a.w <= r.to && a.y0 >= 0 && a.y1 <= height
}

// letters is how many letters of a name are in a label.
const letters = 26

// labels returns the labels of points, by their place among the points: of those in the last
// quarter, the first that find room. A label covers no other and no mark.
func (s Scatter) labels(f frame) map[int][]markText {
	out := map[int][]markText{}
	for _, r := range s.rooms() {
		taken := append(s.corners(f, r), s.scales(f, r)...)
		if len(s.Points) <= MostPoints {
			taken = append(taken, s.areas(f, r)...)
		} else if r.class != "only-s" { // where hexagons have their counts
			taken = append(taken, s.counts(f, r)...)
		}
		n := 0
		for i, p := range s.Points {
			if n == r.most {
				break
			}
			if p.X == nil || p.Y == nil || *p.X < s.CutX || *p.Y >= s.CutY {
				continue
			}
			if t, areas, ok := s.label(f, r, p, taken); ok {
				t.Class = r.class
				out[i] = append(out[i], t)
				taken = append(taken, areas...)
				n++
			}
		}
	}
	for i, ts := range out { // one that is the same on every screen is said once
		if len(ts) == 2 && ts[0].DX == ts[1].DX && ts[0].DY == ts[1].DY && ts[0].Anchor == ts[1].Anchor {
			ts[0].Class = ""
			out[i] = ts[:1]
		}
	}
	return out
}

// areas are the marks of all points.
func (s Scatter) areas(f frame, r room) []area {
	out := make([]area, 0, len(s.Points))
	for _, p := range s.Points {
		x, y := f.place(p)
		half := f.radius[p.size()]
		out = append(out, r.at(x, -half, 2*half, y-half, y+half))
	}
	return out
}

// corners are the names of the quarters.
func (s Scatter) corners(f frame, r room) []area {
	var out []area
	for i, name := range s.Quarters {
		w := 9.5 * float64(len([]rune(name)))
		x, dx := left, cornerX
		if i%2 == 1 {
			x, dx = right, -cornerX-w
		}
		y := f.cornerY(i)
		out = append(out, r.at(x, dx, w, y-14, y+4))
	}
	return out
}

// scales are the numbers at the axes and their names.
func (s Scatter) scales(f frame, r room) []area {
	var out []area
	for v := f.x0; v <= 100; v += tick {
		out = append(out, r.at(f.x(v), -14, 28, f.bottom+5, f.bottom+18))
	}
	for v := f.y0; v <= 100; v += tick {
		out = append(out, r.at(left, -28, 22, f.y(v)-6, f.y(v)+6))
	}
	w := nameWidth(s.XName) + 14
	return append(out, r.at(right, -w, w, f.bottom+22, f.bottom+35))
}

// counts are the numbers in the hexagons.
func (s Scatter) counts(f frame, r room) []area {
	var out []area
	for _, h := range hexagons(f, s.Points) {
		w := nameWidth(strconv.Itoa(h.n))
		out = append(out, r.at(h.x/perMille*100, -w/2, w, h.y-6, h.y+6))
	}
	return out
}

const cornerX = 8.0

// cornerY is the base line of the name of a quarter.
func (f frame) cornerY(i int) float64 {
	if i < 2 { // above the plot
		return f.top - 9
	}
	return f.bottom - 9
}

// label returns the first place around a point that is free, and the areas it takes.
func (s Scatter) label(f frame, r room, p Point, taken []area) (markText, []area, bool) {
	x, y := f.place(p)
	text := explain.Shorten(p.Name, letters)
	w := nameWidth(text)
	for _, t := range around(f.radius[p.size()] + 4) {
		t.Text = text
		dx := t.DX
		switch t.Anchor {
		case "end":
			dx -= w
		case "middle":
			dx -= w / 2
		}
		areas := []area{r.at(x, dx, w, y+t.DY-10, y+t.DY+3)}
		if t.led() {
			areas = append(areas, r.at(x, -1, 2, y+min(t.From, t.To), y+max(t.From, t.To)))
		}
		if !slices.ContainsFunc(areas, func(a area) bool { return !a.inside(r, f.height) || !free(a, taken) }) {
			return t, areas, true
		}
	}
	return markText{}, nil, false
}

func free(a area, taken []area) bool {
	for _, b := range taken {
		if !a.clear(b) {
			return false
		}
	}
	return true
}
