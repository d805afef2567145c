package chart_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// drawn renders a figure twice as wide as it is drawn and checks what every drawing must have.
func drawn(t *testing.T, f chart.Figure, what string) *goquery.Document {
	t.Helper()
	doc := render(t, chart.Show(f))
	within(t, doc, what)
	doc.Find("svg").Each(func(_ int, s *goquery.Selection) {
		w, _ := strconv.ParseFloat(s.AttrOr("width", ""), 64)
		h, _ := strconv.ParseFloat(s.AttrOr("height", ""), 64)
		s.Find("text").Each(func(_ int, l *goquery.Selection) {
			x, err := strconv.ParseFloat(l.AttrOr("x", ""), 64)
			y, err2 := strconv.ParseFloat(l.AttrOr("y", ""), 64)
			if err != nil || err2 != nil || x < 0 || x > w || y < 0 || y > h {
				t.Errorf("%s: the text %q is at %s, %s of %g × %g", what, l.Text(), l.AttrOr("x", ""), l.AttrOr("y", ""), w, h)
			}
		})
		if links := s.Find("a").Length() > 0; links != (s.AttrOr("role", "") == "group") {
			t.Errorf("%s: links %v and role %q", what, links, s.AttrOr("role", ""))
		}
		if s.Find("title").Text() == "" || s.Find("desc").Text() == "" {
			t.Errorf("%s: a drawing has no title or description", what)
		}
	})
	return doc
}

func dotsOf(values ...float64) chart.Dots {
	d := chart.Dots{ID: "d", Title: "T", Desc: "D"}
	g := chart.DotGroup{Name: "Vitality"}
	for i, v := range values {
		one := chart.Dot{Name: fmt.Sprintf("project %d", i), Href: "/p/x", Value: v, Lo: v - 10, Hi: v + 10, Known: !math.IsNaN(v), Text: strconv.Itoa(i), Why: "not read"}
		g.Dots = append(g.Dots, one)
	}
	d.Groups = append(d.Groups, g)
	return d
}

func TestDots_noneOneManyEqualExtremeAndUnknown(t *testing.T) {
	t.Parallel()
	if !(chart.Dots{}).Figure().Empty() {
		t.Error("nothing is drawn")
	}
	many := make([]float64, 200)
	for i := range many {
		many[i] = float64(i)
	}
	for _, values := range [][]float64{{50}, {50, 50, 50}, {0, 100}, {-1e12, 1e12}, {math.NaN(), 4}, {math.NaN()}, {math.Inf(1)}, many} {
		doc := drawn(t, dotsOf(values...).Figure(), fmt.Sprint(values[:min(4, len(values))]))
		if got := doc.Find("tbody tr").Length(); got != len(values) {
			t.Errorf("%d rows for %d values", got, len(values))
		}
		unknown := 0
		for _, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				unknown++
			}
		}
		if got := doc.Find("path[fill='url(#ht)']").Length(); (got > 0) != (unknown > 0) {
			t.Errorf("%v: %d hatched paths", values, got)
		}
		if got := strings.Count(doc.Find("tbody").Text(), "unknown"); got != unknown {
			t.Errorf("%v: the table says unknown %d times", values, got)
		}
	}
}

func TestDots_longNamesAreCutInThePictureAndWholeInTheTable(t *testing.T) {
	t.Parallel()
	d := dotsOf(4)
	d.Groups[0].Dots[0].Name = strings.Repeat("long ", 40)
	doc := drawn(t, d.Figure(), "a long name")
	if got := doc.Find("svg a").First().Text(); len([]rune(got)) > 25 || !strings.HasSuffix(got, "…") {
		t.Errorf("the picture says %q", got)
	}
	if !strings.Contains(doc.Find("tbody").Text(), strings.TrimSpace(d.Groups[0].Dots[0].Name)) {
		t.Error("the table lacks the name")
	}
}

// overlayOf has a day for each value of the first series; NaN is a gap.
func overlayOf(series ...[]float64) chart.Overlay {
	o := chart.Overlay{ID: "o", Title: "T", Desc: "D"}
	p := chart.OverlayPanel{Name: "Vitality"}
	for i, values := range series {
		o.Series = append(o.Series, chart.Series{Name: fmt.Sprintf("project %d", i), Href: "/p/x"})
		var line []*float64
		for k, v := range values {
			if len(o.Days) <= k {
				o.Days = append(o.Days, fmt.Sprintf("%04d-%02d-28", 2000+k/4, 3+k%4*3))
			}
			if math.IsNaN(v) {
				line = append(line, nil)
			} else {
				line = append(line, &v)
			}
		}
		p.Values = append(p.Values, line)
	}
	if len(o.Series) > 0 {
		o.Panels = append(o.Panels, p)
	}
	return o
}

func TestOverlay_noneOneManyEqualExtremeAndGaps(t *testing.T) {
	t.Parallel()
	for what, o := range map[string]chart.Overlay{"nothing": {}, "no days": overlayOf(nil), "five": overlayOf([]float64{1}, []float64{1}, []float64{1}, []float64{1}, []float64{1})} {
		if !o.Figure().Empty() {
			t.Errorf("%s is drawn", what)
		}
	}
	gap := math.NaN()
	many := make([]float64, 400)
	for i := range many {
		many[i] = float64(i % 101)
	}
	for _, c := range []struct {
		series       [][]float64
		lines, marks int // of one drawing, beside the legend
	}{
		{[][]float64{{5}}, 0, 1},
		{[][]float64{{5, 6}}, 1, 0},
		{[][]float64{{5, 5, 5}, {5, 5, 5}, {5, 5, 5}, {5, 5, 5}}, 4, 0},
		{[][]float64{{0, 100, -1e9, 1e9}}, 1, 0},
		{[][]float64{{1, 2, gap, 3, 4}, {gap, gap, 7, gap, gap}, {gap, gap, gap, gap, gap}}, 2, 1},
		{[][]float64{many, many[:100]}, 2, 0},
	} {
		f := overlayOf(c.series...).Figure()
		doc := drawn(t, f, fmt.Sprint(len(c.series)))
		if got := len(f.Wide.Lines) - len(c.series); got != c.lines {
			t.Errorf("%v: %d lines, want %d", c.series, got, c.lines)
		}
		marks := slices.DeleteFunc(slices.Clone(f.Wide.Boxes), func(b chart.Box) bool { return b.Class == "hatch" }) // lanes of what is unknown
		if got := len(marks); got != c.marks {
			t.Errorf("%v: %d marks, want %d", c.series, got, c.marks)
		}
		if got := doc.Find("tbody tr").Length(); got != len(c.series[0]) {
			t.Errorf("%d rows, want %d", got, len(c.series[0]))
		}
		classes := map[string]bool{}
		for _, l := range f.Wide.Lines[:len(c.series)] {
			classes[l.Class] = true
		}
		if len(classes) != len(c.series) {
			t.Errorf("%d series look like %d", len(c.series), len(classes))
		}
	}
}

func TestOverlay_daysThatAreNoDatesStayInside(t *testing.T) {
	t.Parallel()
	o := overlayOf([]float64{1, 2, 3})
	o.Days = []string{"", "soon", strings.Repeat("9", 200)}
	drawn(t, o.Figure(), "no dates")
}

func TestSlope_noneOneManyEqualAndExtreme(t *testing.T) {
	t.Parallel()
	if !(chart.Slope{}).Figure().Empty() {
		t.Error("nothing is drawn")
	}
	many := make([]chart.SlopeMove, 60)
	for i := range many {
		many[i] = chart.SlopeMove{Name: strings.Repeat("n", 200), Href: "/p/x", From: 1 + i, To: 60 - i}
	}
	for _, moves := range [][]chart.SlopeMove{
		{{Name: "a", From: 1, To: 9}},
		{{Name: "a", From: 1, To: 9}, {Name: "b", From: 9, To: 1}},
		{{Name: "a", From: 4, To: 4}, {Name: "b", From: 4, To: 4}, {Name: "c", From: 4, To: 4}},
		{{Name: "a", From: 1, To: math.MaxInt32}, {Name: "b", From: 1, To: 2}},
		many,
	} {
		f := chart.Slope{ID: "s", Title: "T", Desc: "D", From: "then", To: "now", Moves: moves}.Figure()
		doc := drawn(t, f, fmt.Sprint(len(moves)))
		if got := doc.Find("tbody tr").Length(); got != len(moves) || len(f.Wide.Lines) != len(moves) {
			t.Errorf("%d rows and %d lines for %d moves", got, len(f.Wide.Lines), len(moves))
		}
		var at []float64
		for _, l := range f.Wide.Labels {
			if l.Anchor == "end" && l.Href != "" {
				at = append(at, l.Y)
			}
		}
		slices.Sort(at)
		for i := 1; i < len(at); i++ {
			if at[i]-at[i-1] < 12.9 {
				t.Errorf("%d moves: two names are %g apart", len(moves), at[i]-at[i-1])
			}
		}
	}
	up := chart.Slope{ID: "s", From: "a", To: "b", Moves: []chart.SlopeMove{{Name: "x", From: 9, To: 2}, {Name: "y", From: 2, To: 9}}}.Figure()
	if up.Wide.Lines[0].Class == up.Wide.Lines[1].Class {
		t.Error("up and down look the same")
	}
	if got := []string{up.Table.Rows[0][3], up.Table.Rows[1][3]}; !slices.Equal(got, []string{"+7", "−7"}) {
		t.Errorf("the places are %q", got)
	}
}

func TestCharts_escapeWhatNamesSay(t *testing.T) {
	t.Parallel()
	d := dotsOf(1)
	d.Groups[0].Dots[0].Name, d.Groups[0].Name, d.Title = pagetest.Polyglot, pagetest.Polyglot, pagetest.Polyglot
	o := overlayOf([]float64{1, 2})
	o.Series[0].Name, o.Panels[0].Name = pagetest.Polyglot, pagetest.Polyglot
	s := chart.Slope{ID: "s", Title: pagetest.Polyglot, Desc: "D", From: pagetest.Polyglot, To: "b", Moves: []chart.SlopeMove{{Name: pagetest.Polyglot, Href: "/p/x", From: 1, To: 2}}}
	for _, f := range []chart.Figure{d.Figure(), o.Figure(), s.Figure()} {
		doc := render(t, chart.Show(f))
		if doc.Find("script, img, [onload]").Length() != 0 {
			t.Error("a name became markup")
		}
	}
}
