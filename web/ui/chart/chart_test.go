package chart_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

func render(t testing.TB, c templ.Component) *goquery.Document {
	t.Helper()
	var buf bytes.Buffer
	if err := c.Render(context.Background(), &buf); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// boxes are the rectangles in a path.
var boxes = regexp.MustCompile(`M(\S+?) (\S+?)h(\S+?)v(\S+?)h-?[0-9.]+z`)

// within fails when a rectangle of a drawing has no finite place inside it.
func within(t testing.TB, doc *goquery.Document, what string) {
	t.Helper()
	doc.Find("svg").Each(func(_ int, svg *goquery.Selection) {
		var x0, y0, w, h float64
		if _, err := fmt.Sscanf(svg.AttrOr("viewbox", svg.AttrOr("viewBox", "")), "%g %g %g %g", &x0, &y0, &w, &h); err != nil {
			w, h = 100, 100 // without a view box every place is a share
			svg.Find("rect").Each(func(_ int, r *goquery.Selection) {
				for _, name := range []string{"x", "y", "width", "height"} {
					if v := r.AttrOr(name, "0"); v != "0" && !strings.HasSuffix(v, "%") {
						t.Errorf("%s: no view box, and a %s of %s", what, name, v)
					}
				}
			})
		}
		inside := func(v [4]float64) {
			if v[0] < x0-0.1 || v[1] < y0-0.1 || v[2] < 0 || v[3] < 0 || v[0]+v[2] > x0+w+1 || v[1]+v[3] > y0+h+0.1 {
				t.Errorf("%s: a box at %v leaves %g × %g", what, v, w, h)
			}
		}
		number := func(text string) float64 {
			n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
			if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
				t.Errorf("%s: a coordinate is %q", what, text)
			}
			return n
		}
		svg.Find("rect").Each(func(_ int, r *goquery.Selection) {
			var v [4]float64
			for i, name := range []string{"x", "y", "width", "height"} {
				v[i] = number(r.AttrOr(name, "0"))
			}
			inside(v)
		})
		svg.Find("path").Each(func(_ int, p *goquery.Selection) {
			d := p.AttrOr("d", "")
			if left := strings.Trim(d, "MLhvVz0123456789.- "); left != "" {
				t.Errorf("%s: the path %q has %q", what, d, left)
			}
			for _, box := range boxes.FindAllStringSubmatch(d, -1) {
				inside([4]float64{number(box[1]), number(box[2]), number(box[3]), number(box[4])})
			}
		})
		if svg.AttrOr("role", "") == "img" && svg.AttrOr("aria-label", "")+svg.Find("title").Text() == "" {
			t.Errorf("%s: the picture has no name", what)
		}
	})
}

func TestBar_anyFigureStaysInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := chart.Interval{
			Value: rapid.Float64().Draw(rt, "value"), Lo: rapid.Float64().Draw(rt, "lo"), Hi: rapid.Float64().Draw(rt, "hi"),
			Known: rapid.Bool().Draw(rt, "known"), Scale: rapid.SampledFrom([]chart.Scale{chart.Points, chart.Risk, 0}).Draw(rt, "scale"), Name: "health",
		}
		doc := render(t, chart.Bar(b))
		within(t, doc, fmt.Sprintf("%+v", b))
		if d := doc.Find("path").AttrOr("d", ""); b.Known && !boxes.MatchString(d) {
			t.Errorf("%+v: the bar %q is no box", b, d)
		}
	})
}

func TestBar_unknownIsHatchedAndSaysSo(t *testing.T) {
	t.Parallel()
	doc := render(t, chart.Bar(chart.Interval{Name: "posture"}))
	if svg := doc.Find("svg"); !strings.Contains(svg.AttrOr("aria-label", ""), "posture") || svg.AttrOr("data-state", "") != "unknown" {
		t.Errorf("the label is %q, the state %q", svg.AttrOr("aria-label", ""), svg.AttrOr("data-state", ""))
	}
	if doc.Find("rect[fill='url(#ht)']").Length() != 1 || doc.Find("line").Length() != 0 {
		t.Error("an unknown figure is drawn as a value")
	}
}

// A pattern in a drawing that is stretched is stretched too, and unknown looks different on every page.
func TestHatch_isNeverStretched(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]templ.Component{
		"interval": chart.Bar(chart.Interval{Name: "posture", Size: "wide"}), "stack": chart.Stacked(chart.Results(1, 2, 3, 4)), "key": chart.ResultKey(), "months": chart.Months(chart.Spark{}),
	} {
		hatches := render(t, c).Find("[fill='url(#ht)']")
		if hatches.Length() != 1 {
			t.Errorf("%s has %d hatches", name, hatches.Length())
		}
		if svg := hatches.Closest("svg"); svg.AttrOr("preserveaspectratio", svg.AttrOr("preserveAspectRatio", "")) == "none" {
			t.Errorf("the hatch of %s is stretched", name)
		}
	}
}

func TestMonths_emptyOneAndZero(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		months         []int
		label          []string // its numbers
		columns, hatch int
	}{
		{nil, nil, 0, 1},
		{[]int{0}, []string{"0", "1", "1"}, 1, 0},
		{[]int{5, 5, 5}, []string{"15", "3"}, 1, 0},
		{[]int{0, 1, 1e9}, []string{"1", "1000000001", "3"}, 2, 0},
	} {
		doc := render(t, chart.Months(chart.Spark{Months: c.months}))
		label := doc.Find("svg").AttrOr("aria-label", "")
		numbers := pagetest.Numbers(label)
		if slices.Sort(numbers); label == "" || !slices.Equal(numbers, c.label) {
			t.Errorf("%v: label %q, want the numbers %q", c.months, label, c.label)
		}
		if got := doc.Find("path").Length(); got != c.columns {
			t.Errorf("%v: %d paths, want %d", c.months, got, c.columns)
		}
		if got := doc.Find("rect").Length(); got != c.hatch {
			t.Errorf("%v: %d hatched, want %d", c.months, got, c.hatch)
		}
	}
}

func TestHistogram_countsEverythingOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-5, 130), 1, 200).Draw(rt, "values")
		f := chart.Histogram{ID: "h", Title: "T", Desc: "D", Values: values, Step: 10, Max: 100, Unit: "n"}.Figure()
		sum := 0
		for _, row := range f.Table.Rows {
			n, err := strconv.Atoi(row[2])
			if err != nil {
				rt.Fatal(err)
			}
			sum += n
		}
		if sum != len(values) || len(f.Table.Rows) != 10 {
			rt.Errorf("%d rows hold %d of %d values", len(f.Table.Rows), sum, len(values))
		}
		within(t, render(t, chart.Show(f)), fmt.Sprint(values))
	})
}

func TestFigures_withNothingToDrawAreEmpty(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]chart.Figure{
		"histogram": chart.Histogram{Step: 10, Max: 100}.Figure(), "no step": chart.Histogram{Values: []float64{1}}.Figure(),
		"waterfall": chart.Waterfall{}.Figure(), "years": chart.Years{}.Figure(),
	} {
		if !f.Empty() {
			t.Errorf("%s is drawn", name)
		}
		if got := strings.TrimSpace(render(t, chart.Show(f)).Find("body").Text()); got != "" {
			t.Errorf("%s shows %q", name, got)
		}
	}
	for _, c := range []chart.Concentration{{}, {Commits: []int{0}}, {Total: 5}} {
		if !c.Empty() {
			t.Errorf("%+v is drawn", c)
		}
	}
}

func TestWaterfall_printedPartsAddUpAndStayInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		vs := rapid.SliceOfN(rapid.Float64Range(0, 40), 1, 16).Draw(rt, "parts")
		w := chart.Waterfall{ID: "w", Title: "T", Desc: "D", TotalName: "Risk", Unit: "Points"}
		for i, v := range vs {
			w.Total += v
			w.Parts = append(w.Parts, chart.Part{Group: "G" + strconv.Itoa(i/4), Name: strings.Repeat("long name ", i), Value: v})
		}
		printed := 0.0
		for _, s := range chart.Tenths(vs, w.Total) {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				rt.Fatal(err)
			}
			printed += v
		}
		if math.Abs(printed-math.Round(w.Total*10)/10) > 1e-6 {
			rt.Errorf("the printed parts of %v add up to %v, the sum is %v", vs, printed, w.Total)
		}
		within(t, render(t, chart.Show(w.Figure())), fmt.Sprint(vs))
	})
}

func TestWaterfall_aSingleNought(t *testing.T) {
	t.Parallel()
	f := chart.Waterfall{ID: "w", Title: "T", Parts: []chart.Part{{Name: "nothing"}}, TotalName: "Risk"}.Figure()
	doc := render(t, chart.Show(f))
	within(t, doc, "a single nought")
	if got := doc.Find("table tbody tr").Length(); got != 2 {
		t.Errorf("the table has %d rows, want the part and the sum", got)
	}
}

func TestYears_namesTheMonthsItShows(t *testing.T) {
	t.Parallel()
	last := time.Date(2026, 8, 22, 0, 0, 0, 0, time.UTC)
	for _, n := range []int{1, 11, 12, 13, 36, 40} {
		months := make([]int, n)
		for i := range months {
			months[i] = i % 5
		}
		f := chart.Years{ID: "y", Title: "T", Desc: "D", Months: months, Last: last, Unit: "Commits"}.Figure()
		if got := f.Table.Rows[n-1][0]; got != "Aug 2026" {
			t.Errorf("%d months: the last is %s", n, got)
		}
		if got := len(f.Wide.Boxes); got != n {
			t.Errorf("%d months: %d columns", n, got)
		}
		within(t, render(t, chart.Show(f)), strconv.Itoa(n)+" months")
	}
	f := chart.Years{ID: "y", Months: []int{1, 2}, Last: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)}.Figure()
	if got := f.Table.Rows[0][0]; got != "Dec 2025" {
		t.Errorf("the month before January is %s", got)
	}
}

func TestPeople_peopleAndCommitsAreAllThere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		c    chart.Concentration
		says string
		rows int
		rest int
	}{
		{chart.Concentration{ID: "c", Commits: []int{7}}, "first:7/7 others:0/0", 1, 0},
		{chart.Concentration{ID: "c", Commits: []int{171, 13}, People: 2}, "first:171/184 others:1/13", 2, 0},
		{chart.Concentration{ID: "c", Commits: []int{5, 5}, Total: 100, People: 50}, "first:5/100 others:49/95", 3, 1},
	} {
		doc := render(t, chart.People(c.c))
		if got := doc.Find("svg").AttrOr("data-says", ""); got != c.says {
			t.Errorf("got %q, want %q", got, c.says)
		}
		numbers, desc := regexp.MustCompile(`[1-9][0-9]*`).FindAllString(c.says, -1), doc.Find("desc").Text()
		for _, n := range numbers {
			if !strings.Contains(desc, n) {
				t.Errorf("%q lacks the %s of %q", desc, n, c.says)
			}
		}
		if got := doc.Find("tbody tr").Length(); got != c.rows {
			t.Errorf("%s: %d rows, want %d", c.says, got, c.rows)
		}
		if got := doc.Find("rect.m-quiet").Length(); got != c.rest {
			t.Errorf("%s: %d rests, want %d", c.says, got, c.rest)
		}
		within(t, doc, c.says)
	}
}

func TestBars_allEqualAndNone(t *testing.T) {
	t.Parallel()
	for _, cs := range []chart.Counts{nil, {{Name: "a"}}, {{Name: "a", N: 3}, {Name: "b", N: 3}}, {{Name: "a", N: 1 << 40}, {Name: "b", N: 1, Hot: true}}} {
		doc := render(t, chart.Bars(cs))
		if got := doc.Find("li").Length(); got != len(cs) {
			t.Errorf("%v: %d lines", cs, got)
		}
		within(t, doc, fmt.Sprint(cs))
	}
}
