package chart_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// scatter is a map of n points: every ninth lacks Y, every fiftieth X.
func scatter(n int) chart.Scatter {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	s := chart.Scatter{
		ID: "m", Title: "Map", Desc: "What it says.", XName: "criticality", YName: "health", CutX: 60, CutY: 60, Labels: 12,
		Quarters: [4]string{"Fine", "Keep healthy", "Watch", "Support now"},
		Table:    chart.Table{Caption: "Counts", Heads: []string{"Quarter", "Projects"}, Rows: [][]string{{"Fine", "1"}}},
	}
	for i := range n {
		x, y := 25+70*r.Float64(), 100*r.Float64()
		p := chart.Point{Name: fmt.Sprintf("project %d", i), Href: fmt.Sprintf("/p/project-%d", i), X: &x, Y: &y, Size: i % 4, Mark: []chart.Mark{chart.Round, chart.Square, chart.Diamond}[i%3], Hollow: i%2 == 0, Hot: i < 5}
		if i%9 == 8 {
			p.Y = nil
		}
		if i%50 == 49 {
			p.X = nil
		}
		s.Points = append(s.Points, p)
	}
	return s
}

func markup(t testing.TB, s chart.Scatter) string {
	t.Helper()
	var buf bytes.Buffer
	if err := chart.Scattered(s).Render(context.Background(), &buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestScatter_drawsAnyNumberOfPoints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n, links int // of all points
		hexes    bool
		most     int // bytes
	}{
		{0, 0, false, 0}, {1, 1, false, 8_000}, {2, 2, false, 8_000}, {177, 177, false, 40_000}, {2000, 80, false, 50_000}, {2001, 1, true, 40_000}, {10_000, 1, true, 40_000},
	} {
		s := scatter(c.n)
		text := markup(t, s)
		doc := render(t, chart.Scattered(s))
		if text != markup(t, scatter(c.n)) {
			t.Errorf("%d points: drawn in two ways", c.n)
		}
		if len(text) > c.most {
			t.Errorf("%d points: %d bytes, at most %d", c.n, len(text), c.most)
		}
		links := doc.Find("svg a").Length()
		if c.links == c.n && links != c.n || links < c.links {
			t.Errorf("%d points: %d links, want %d", c.n, links, c.links)
		}
		if n := doc.Find("path[fill-opacity]").Length(); n > 0 != c.hexes {
			t.Errorf("%d points: %d hexagons", c.n, n)
		}
		if c.n > 0 && (doc.Find("svg[role=group] title").Length() == 0 || doc.Find("svg desc").Length() != 1 || doc.Find("figure table caption").Length() != 1) {
			t.Errorf("%d points: no title, sentence or table", c.n)
		}
		inFrame(t, doc, c.n)
		t.Logf("%d points: %d links, %d bytes", c.n, links, len(text))
	}
}

// inFrame fails when a mark has no finite place in the drawing.
func inFrame(t *testing.T, doc *goquery.Document, n int) {
	t.Helper()
	height, _ := strconv.ParseFloat(doc.Find("svg[role=group]").AttrOr("height", "0"), 64)
	doc.Find("svg a use, svg rect, svg line").Each(func(_ int, u *goquery.Selection) {
		for _, name := range []string{"x", "x1", "x2", "y", "y1", "y2", "width"} {
			text, ok := u.Attr(name)
			if !ok {
				continue
			}
			v, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
			top := height
			if strings.HasSuffix(text, "%") {
				top = 100
			}
			if err != nil || math.IsNaN(v) || v < 0 || v > top {
				t.Errorf("%d points: %s=%q is out of the drawing", n, name, text)
			}
		}
	})
}

func TestScatter_everyHexagonCounts(t *testing.T) {
	t.Parallel()
	s := scatter(10_000)
	known := 0
	for _, p := range s.Points {
		if p.X != nil && p.Y != nil {
			known++
		}
	}
	sum := 0
	doc := render(t, chart.Scattered(s))
	doc.Find("svg[role=group] > g.t-halo text").Each(func(_ int, x *goquery.Selection) {
		n, err := strconv.Atoi(x.Text())
		if err != nil || n < 1 {
			t.Errorf("a hexagon counts %q", x.Text())
		}
		sum += n
	})
	if sum != known {
		t.Errorf("the hexagons count %d points of %d", sum, known)
	}
}

func TestScatter_equalsAndExtremes(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][2]float64{
		"all at 50": {50, 50}, "all at 0": {0, 0}, "all at 100": {100, 100}, "beyond": {1e300, -1e300}, "no number": {math.NaN(), math.Inf(1)}, "in the corner": {99, 1},
	} {
		for _, n := range []int{3, 177, 2100} {
			s := scatter(n)
			for i := range s.Points {
				s.Points[i].X, s.Points[i].Y = &values[0], &values[1]
			}
			doc := render(t, chart.Scattered(s))
			inFrame(t, doc, n)
			if doc.Find("svg a").Length() == 0 && doc.Find("path[fill-opacity], path.m-dot").Length() == 0 {
				t.Errorf("%s: nothing is drawn of %d points", name, n)
			}
			if strings.Contains(markup(t, s), "NaN") || strings.Contains(markup(t, s), "Inf") {
				t.Errorf("%s: a place is no number", name)
			}
		}
	}
}

func TestScatter_unknownIsInTheStrips(t *testing.T) {
	t.Parallel()
	v := 70.0
	s := scatter(0)
	s.Points = []chart.Point{{Name: "no health", Href: "/p/a", X: &v}, {Name: "no criticality", Href: "/p/b", Y: &v}, {Name: "nothing", Href: "/p/c"}}
	doc := render(t, chart.Scattered(s))
	if n := doc.Find(`rect[fill="url(#ht)"]`).Length(); n != 2 {
		t.Errorf("%d hatched strips, want 2", n)
	}
	text := doc.Find("svg[role=group]").Text()
	for _, want := range []string{"Health unknown: 1", "Criticality unknown: 2", "no health: health unknown, criticality 70", "no criticality: health 70, criticality unknown", "nothing: health unknown, criticality unknown"} {
		if !strings.Contains(text, want) {
			t.Errorf("the drawing lacks %q: %q", want, text)
		}
	}
	if n := render(t, chart.Scattered(scatter(3))).Find(`rect[fill="url(#ht)"]`).Length(); n != 0 {
		t.Errorf("%d strips though all is known", n)
	}
}

func TestScatter_namesAreEscaped(t *testing.T) {
	t.Parallel()
	x, y := 80.0, 20.0
	s := scatter(0)
	s.Points = []chart.Point{{Name: `"><script>x</script>` + strings.Repeat("é", 200), Href: `/p/"><b>`, X: &x, Y: &y}}
	doc := render(t, chart.Scattered(s))
	if doc.Find("script, b").Length() != 0 || doc.Find("svg a").Length() != 1 {
		t.Error("a name or an address is not escaped")
	}
	if got := doc.Find("svg a title").Text(); len([]rune(got)) > 100 {
		t.Errorf("a long name is not cut: %q", got)
	}
}
