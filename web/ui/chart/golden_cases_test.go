package chart_test

import (
	"fmt"
	"math"
	"time"

	"github.com/a-h/templ"

	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// huge is what a source could say by mistake.
const huge = 1_000_000_000

type cases map[string]templ.Component

// goldens are the drawings of every kind, each of nothing, one, two, 10,000 points, gaps, values that
// are all equal, and extremes.
func goldens() map[string]cases {
	return map[string]cases{
		"spark": sparkCases(), "years": yearsCases(), "overlay": overlayCases(), "quarters": quartersCases(),
		"scatter": scatterCases(), "histogram": histogramCases(), "layers": layersCases(), "stack": stackCases(),
		"slope": slopeCases(), "waterfall": waterfallCases(), "dots": dotsCases(), "concentration": concentrationCases(),
		"interval": intervalCases(),
	}
}

// wave is n counts from 0 to 40 that rise and fall; every seventh is 0.
func wave(n int) []int {
	out := make([]int, n)
	for i := range out {
		if i%7 != 3 {
			out[i] = int(20 + 20*math.Sin(float64(i)/3))
		}
	}
	return out
}

// waves is wave as figures; with gaps every fifth and sixth is NaN.
func waves(n int, gaps bool) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 50 + 40*math.Sin(float64(i)/float64(max(4, n/20)))
		if gaps && i%6 > 3 {
			out[i] = math.NaN()
		}
	}
	return out
}

// ints are the counts of the seven cases of a kind that draws counts.
func ints() map[string][]int {
	return map[string][]int{
		"none": nil, "one": {7}, "two": {3, 9}, "many": wave(10_000), "gaps": {4, 0, 0, 6, 0, 8, 2, 0, 0, 0, 5, 1},
		"equal": {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, "extremes": {0, 1, huge, 0, -4, 12, 99_999, 1, 0, 1, 2, huge},
	}
}

func sparkCases() cases {
	out := cases{}
	for name, months := range ints() {
		out[name] = chart.Months(chart.Spark{Months: months})
	}
	return out
}

func yearsCases() cases {
	out := cases{}
	for name, months := range ints() {
		out[name] = chart.Show(chart.Years{
			ID: "y", Title: "Human commits by month", Desc: "Commits of people, a row for each year.", Caption: "An orange foot is a month without a commit.",
			Months: months, Last: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Unit: "Commits",
		}.Figure())
	}
	return out
}

func concentrationCases() cases {
	out := cases{}
	for name, c := range map[string]chart.Concentration{
		"none": {}, "one": {Commits: []int{7}}, "two": {Commits: []int{171, 13}}, "many": {Commits: wave(10_000)},
		"gaps": {Commits: []int{50, 20, 10}, Total: 200, People: 70}, "equal": {Commits: []int{5, 5, 5, 5, 5, 5, 5, 5}}, "extremes": {Commits: []int{huge, 1, 1, 0, -4}},
	} {
		c.ID = "c"
		out[name] = chart.People(c)
	}
	return out
}

// floats are the figures of the seven cases of a kind that draws figures; NaN is unknown.
func floats(n int) map[string][]float64 {
	equal := make([]float64, 12)
	for i := range equal {
		equal[i] = 61
	}
	return map[string][]float64{
		"none": nil, "one": {64}, "two": {38, 71}, "many": waves(n, false), "gaps": waves(24, true), "equal": equal,
		"extremes": {0, 100, -1e9, 1e300, math.Inf(1), math.Inf(-1), math.NaN(), 50, 0, 100},
	}
}

func overlayCases() cases {
	out := cases{}
	for name, values := range floats(10_000) {
		var series [][]float64
		if values != nil {
			other := make([]float64, len(values))
			for i, v := range values {
				other[i] = v * .7
				if name == "gaps" && i < 9 {
					other[i] = math.NaN()
				}
			}
			series = [][]float64{values, other}
		}
		o := overlayOf(series...)
		if name == "many" {
			for i := range o.Days {
				o.Days[i] = dayOf(i, len(o.Days))
			}
		}
		o.Title, o.Desc, o.Caption = "Vitality of two projects", "The first is above the second.", "Lines end in the letter of their project."
		out[name] = chart.Show(o.Figure())
	}
	return out
}

func quartersCases() cases {
	out := cases{}
	for name, values := range floats(10_000) {
		q := chart.Quarters{ID: "q", Title: "Figures of past quarters", Desc: "Vitality, and criticality of today.", Caption: "Every point is reconstructed."}
		p, flat, now, old := chart.Panel{Name: "Vitality"}, chart.Panel{Name: "Criticality, today’s at every point", Flat: true}, 55.0, 80.0
		p.Now, flat.Now = &now, &old
		if name == "gaps" {
			p.Now = nil
		}
		for i, v := range values {
			q.Days = append(q.Days, dayOf(i, len(values)))
			p.Values, flat.Values = append(p.Values, &v), append(flat.Values, &old)
			if math.IsNaN(v) && name == "gaps" {
				p.Values[i] = nil
			}
		}
		q.Panels = []chart.Panel{p, flat}
		out[name] = chart.Show(q.Figure())
	}
	return out
}

// dayOf is the i-th of n days: ends of quarters, or of many every one.
func dayOf(i, n int) string {
	if n > 100 {
		return time.Date(1999, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	return fmt.Sprintf("%04d-%02d-28", 2000+i/4, 3+i%4*3)
}

func scatterCases() cases {
	out := cases{}
	for name, n := range map[string]int{"none": 0, "one": 1, "two": 2, "many": 10_000, "gaps": 60, "equal": 12, "extremes": 12} {
		s := scatter(n)
		for i := range s.Points {
			switch {
			case name == "equal":
				s.Points[i].X, s.Points[i].Y = new(80.0), new(30.0)
			case name == "extremes":
				s.Points[i].X, s.Points[i].Y = new([]float64{0, 100, -1e9, 1e300}[i%4]), new([]float64{math.NaN(), math.Inf(1), 0, 100}[i/3])
			case name == "gaps" && i%3 == 0:
				s.Points[i].X = nil
			}
		}
		out[name] = chart.Scattered(s)
	}
	return out
}
