package chart

import (
	"html"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// Mark is the shape of a point.
type Mark byte

// The shapes of points.
const (
	Round   Mark = 'c'
	Square  Mark = 's'
	Diamond Mark = 'd'
)

// Point is one thing on two scales from 0 to 100.
type Point struct {
	Name, Href string
	X, Y       *float64 // nil: unknown
	Size       int      // 1 to 3; 0: unknown
	Mark       Mark
	Hollow     bool
	Hot        bool // the hue of risk
}

// Scatter shows points on two scales from 0 to 100, cut into four quarters. It draws one picture for
// every width: places are shares of the width, and text is never scaled. Up to MostPoints every point
// is drawn, beyond it hexagons with counts. The points of which a scale is unknown are in a hatched
// strip at the edge.
type Scatter struct {
	ID, Title, Desc string
	XName, YName    string
	CutX, CutY      float64
	// Quarters are the names of the quarters: upper left, upper right, lower left, lower right. Points
	// in the last one get labels.
	Quarters [4]string
	// Points are in the order of importance: the first get links and labels.
	Points []Point
	// Labels is how many points get a label at most.
	Labels int
	// Small is for a column: lower, and only labelled points are links.
	Small bool
	// Bytes limits the markup of links, about; 0: DefaultBytes. Points beyond it are dots without one.
	Bytes   int
	Caption string
	Table   Table

	made *plot // what is drawn; nil until Made
}

const (
	// MostPoints is how many points are drawn one by one.
	MostPoints = 2000
	// DefaultBytes is the markup of about 180 links; the list of their names takes as much again.
	DefaultBytes = 26_000
	// linkBytes is the markup of a link beside its texts.
	linkBytes = 92
)

// The frame, in percent of the width and in pixels of the height.
const (
	left, right     = 13.0, 97.0
	stripAt, stripW = 1.0, 3.4
	stripHeight     = 14.0
)

// frame is where things are from top to bottom, in pixels, and how large marks are.
type frame struct {
	top, bottom, strip, height float64
	radius                     [4]float64 // by size
	x0, y0                     float64    // where the scales begin
}

// tick is the distance of the lines of a scale.
const tick = 20

// start is where a scale begins: at the last line below every point, and a line before the cut.
func start(ps []Point, cut float64, of func(Point) *float64) float64 {
	least := cut
	for _, p := range ps {
		if v := of(p); v != nil {
			least = min(least, clamp(*v, 100))
		}
	}
	return max(0, min(math.Floor(least/tick), math.Ceil(cut/tick)-1)*tick)
}

// Starts returns where the scales of the drawing begin.
func (s Scatter) Starts() (x, y float64) {
	s = s.sound()
	f := s.frame()
	return f.x0, f.y0
}

func (s Scatter) frame() frame {
	f := frame{top: 46, bottom: 526, radius: [4]float64{6, 4, 6, 9}}
	if s.Small {
		f = frame{top: 42, bottom: 282, radius: [4]float64{4, 3, 4, 6}}
	}
	f.x0, f.y0 = start(s.Points, s.CutX, func(p Point) *float64 { return p.X }), start(s.Points, s.CutY, func(p Point) *float64 { return p.Y })
	f.strip, f.height = f.bottom+44, f.bottom+40
	if s.unknown(false) > 0 {
		f.height = f.strip + 34
	}
	return f
}

// unknown counts the points without X, or else without Y alone.
func (s Scatter) unknown(x bool) int {
	n := 0
	for _, p := range s.Points {
		if x && p.X == nil || !x && p.X != nil && p.Y == nil {
			n++
		}
	}
	return n
}

// place is the middle of a point: percent of the width, and pixels.
func (f frame) place(p Point) (x, y float64) {
	x, y = stripAt+stripW/2, f.strip+stripHeight/2
	if p.X != nil {
		x = f.x(*p.X)
	}
	if p.Y != nil {
		y = f.y(*p.Y)
	} else if p.X == nil {
		y = f.bottom + 15 // of both nothing is known: the corner of the strips
	}
	return x, y
}

func (f frame) x(v float64) float64 { return left + share(v, f.x0)*(right-left) }

func (f frame) y(v float64) float64 { return f.bottom - share(v, f.y0)*(f.bottom-f.top) }

// share is how far a value is on a scale that ends at 100.
func share(v, from float64) float64 { return clamp((clamp(v, 100)-from)/(100-from), 1) }

// mark is a point as it is drawn.
type mark struct {
	Href, Name, Title string
	Use, Class        string
	Dashed            bool
	X, Y              string
	Texts             []markText
}

// plot is everything that is drawn.
type plot struct {
	frame
	marks []mark // links; those with a label last
	dots  []dots
	hexes []hex
	// linked and drawn count the points that are links, and all.
	linked, drawn int
}

// dots are points without a link, of one size.
type dots struct {
	size int
	d    string
}

// names are the marks without a text of their own, by title.
func (p plot) names() []mark {
	var out []mark
	for _, m := range p.marks {
		if len(m.Texts) == 0 {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b mark) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out
}

// Made returns the chart with its drawing, which Linked and Scattered else make anew each time. Only
// Title, Desc, Caption and Table may change afterwards.
func (s Scatter) Made() Scatter {
	s = s.sound()
	p := s.plot()
	s.made = &p
	return s
}

// sound is the chart in which a figure that is no number is unknown.
func (s Scatter) sound() Scatter {
	if s.made != nil || !slices.ContainsFunc(s.Points, func(p Point) bool { return finite(p.X) != p.X || finite(p.Y) != p.Y }) {
		return s
	}
	s.Points = slices.Clone(s.Points)
	for i, p := range s.Points {
		s.Points[i].X, s.Points[i].Y = finite(p.X), finite(p.Y)
	}
	return s
}

// Linked returns how many points of the drawing are links, and whether all are drawn one by one.
func (s Scatter) Linked() (n int, each bool) {
	s = s.sound()
	return s.plot().linked, len(s.Points) <= MostPoints
}

func (s Scatter) plot() plot {
	if s.made != nil {
		return *s.made
	}
	p := plot{frame: s.frame(), drawn: len(s.Points)}
	labels := s.labels(p.frame)
	links := s.links(labels)
	var rest []Point
	var named []mark
	for i, x := range s.Points {
		switch {
		case len(labels[i]) > 0:
			named = append(named, s.mark(p.frame, x, labels[i]))
		case links[i]:
			p.marks = append(p.marks, s.mark(p.frame, x, nil))
		default:
			rest = append(rest, x)
		}
	}
	p.linked = len(p.marks) + len(named)
	slices.Reverse(p.marks) // the first are drawn last, above the others
	p.marks = append(p.marks, named...)
	if len(s.Points) > MostPoints {
		p.hexes = hexagons(p.frame, s.Points)
		rest = slices.DeleteFunc(rest, func(x Point) bool { return x.X != nil && x.Y != nil })
	}
	p.dots = s.dotted(p.frame, rest)
	return p
}

// links are the points that become links without a label: the first, as far as there is room.
func (s Scatter) links(labels map[int][]markText) map[int]bool {
	out := map[int]bool{}
	if s.Small || len(s.Points) > MostPoints {
		return out
	}
	room := s.Bytes
	if room == 0 {
		room = DefaultBytes
	}
	cost := make([]int, len(s.Points))
	all := 0
	for i, p := range s.Points {
		cost[i] = linkBytes + len(html.EscapeString(p.Href)) + len(html.EscapeString(s.title(p)))
		all += cost[i]
	}
	if all > room { // the others are dots, which have a weight too
		room /= 2
	}
	for i := range s.Points {
		if room -= cost[i]; room < 0 {
			break
		}
		if len(labels[i]) == 0 {
			out[i] = true
		}
	}
	return out
}

func (s Scatter) mark(f frame, p Point, texts []markText) mark {
	x, y := f.place(p)
	m := mark{Href: p.Href, Name: p.Name, Title: s.title(p), Class: "m-met", Dashed: p.Size == 0, X: px(x) + "%", Y: px(y), Texts: texts}
	m.Use = "#" + s.ID + string(p.shape()) + strconv.Itoa(p.size())
	switch {
	case p.Hot && p.Hollow:
		m.Class = "m-open m-open--r"
	case p.Hot:
		m.Class = "m-risk"
	case p.Hollow:
		m.Class = "m-open"
	}
	return m
}

func (p Point) shape() Mark {
	if p.Mark == 0 {
		return Round
	}
	return p.Mark
}

// size is 1 to 3; what is not known has a size between.
func (p Point) size() int {
	if p.Size < 1 || p.Size > 3 {
		return 2
	}
	return p.Size
}

// title is the name of a point with its figures.
func (s Scatter) title(p Point) string {
	return explain.Shorten(p.Name, 60) + ": " + scaled(s.YName, p.Y) + ", " + scaled(s.XName, p.X)
}

func scaled(name string, v *float64) string {
	if v == nil {
		return name + " unknown"
	}
	return name + " " + points(clamp(*v, 100))
}

// capital is a name at the beginning of a label.
func capital(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
