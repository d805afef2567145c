package chart_test

import (
	"fmt"
	"math"

	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

func histogramCases() cases {
	out := cases{}
	for name, values := range floats(10_000) {
		out[name] = chart.Show(chart.Histogram{
			ID: "h", Title: "Risk of projects", Desc: "Most are in the middle.", Caption: "Projects by risk.", Values: values, Step: 5, Max: 100,
			Cuts: []chart.Cut{{From: 0, Word: "low"}, {From: 20, Word: "moderate"}, {From: 40, Word: "high"}, {From: 95, Word: "very high"}}, HotFrom: 40, Unit: "Projects",
		}.Figure())
	}
	return out
}

func layersCases() cases {
	out := cases{}
	for name, values := range ints() {
		l := chart.Layers{
			ID: "l", Title: "Results at past quarters", Desc: "More pass than before.", Caption: "Projects by result.",
			Parts: []chart.Layer{{Class: "m-met", Now: 40}, {Class: "m-soft", Now: 20}, {Class: "m-quiet", Now: 10}, {Class: "hatch", Now: 30}},
		}
		for i, n := range values {
			l.Days = append(l.Days, dayOf(i, len(values)))
			l.Parts[0].N, l.Parts[1].N = append(l.Parts[0].N, n), append(l.Parts[1].N, n/2)
			l.Parts[2].N, l.Parts[3].N = append(l.Parts[2].N, 3), append(l.Parts[3].N, n)
			if name == "gaps" && n == 0 {
				l.Parts[2].N[i] = 0
			}
		}
		out[name] = chart.Show(l.Figure())
	}
	return out
}

func stackCases() cases {
	out := cases{}
	for name, n := range map[string][4]int{
		"none": {}, "one": {1}, "two": {1, 1}, "many": {6200, 2100, 900, 800}, "gaps": {0, 0, 0, 40}, "equal": {25, 25, 25, 25}, "extremes": {huge, 1, -4, 1},
	} {
		out[name] = chart.Stacked(chart.Results(n[0], n[1], n[2], n[3]))
	}
	return out
}

func slopeCases() cases {
	many := make([]chart.SlopeMove, 10_000)
	for i := range many {
		many[i] = chart.SlopeMove{Name: fmt.Sprintf("project %d", i), Href: "/p/x", From: 1 + i, To: 1 + i*7919%10_000}
	}
	out := cases{}
	for name, moves := range map[string][]chart.SlopeMove{
		"none": nil, "one": {{Name: "curl", Href: "/p/curl", From: 12, To: 3}}, "two": {{Name: "curl", Href: "/p/curl", From: 12, To: 3}, {Name: "zlib", Href: "/p/zlib", From: 3, To: 9}},
		"many":     many,
		"gaps":     {{Name: "curl", Href: "/p/curl", From: 1, To: 2}, {Name: "zlib", Href: "/p/zlib", From: 2, To: 1}, {Name: "a name that is much too long for its column", Href: "/p/x", From: 170, To: 160}},
		"equal":    {{Name: "curl", Href: "/p/curl", From: 4, To: 4}, {Name: "zlib", Href: "/p/zlib", From: 4, To: 4}, {Name: "xz", Href: "/p/xz", From: 4, To: 4}},
		"extremes": {{Name: "curl", Href: "/p/curl", From: 1, To: huge}, {Name: "zlib", Href: "/p/zlib", From: huge, To: 1}, {Name: "xz", Href: "/p/xz", From: 2, To: 1}},
	} {
		out[name] = chart.Show(chart.Slope{ID: "s", Title: "Places at two dates", Desc: "Some rose.", Caption: "Solid: nearer to place 1.", From: "1 Nov 2026", To: "1 Dec 2026", Moves: moves}.Figure())
	}
	return out
}

func waterfallCases() cases {
	out := cases{}
	for name, values := range map[string][]float64{
		"none": nil, "one": {12}, "two": {12, 3}, "many": waves(10_000, false), "gaps": {8, 0, 0, 4.2, 0, 6}, "equal": {5, 5, 5, 5, 5, 5},
		"extremes": {0, 1e9, -40, math.NaN(), math.Inf(1), .04, 3},
	} {
		w := chart.Waterfall{ID: "w", Title: "Parts of the risk", Desc: "The first part is the largest.", Caption: "Parts add up.", TotalName: "Risk", Unit: "Points"}
		for i, v := range values {
			w.Parts = append(w.Parts, chart.Part{Group: []string{"Vitality", "Resilience", "Posture"}[i*3/len(values)], Name: fmt.Sprintf("Part %d with a long name", i), Value: v})
			w.Total += v
		}
		out[name] = chart.Show(w.Figure())
	}
	return out
}

func dotsCases() cases {
	out := cases{}
	for name, values := range floats(10_000) {
		d := dotsOf(values...)
		d.Title, d.Desc, d.Caption = "Figures of projects", "The ranges overlap.", "A bar is a range, a mark the value."
		for i := range d.Groups[0].Dots {
			d.Groups[0].Dots[i].Text = fmt.Sprintf("%.0f", min(100, max(0, values[i])))
		}
		if values == nil {
			d.Groups = nil
		}
		out[name] = chart.Show(d.Figure())
	}
	return out
}

func intervalCases() cases {
	out := cases{}
	for name, b := range map[string]chart.Interval{
		"none": {}, "one": {Value: 64, Lo: 64, Hi: 64, Known: true}, "two": {Value: 64, Lo: 40, Hi: 71, Known: true, Median: new(55.0)}, "many": {Value: 20, Lo: 0, Hi: 100, Known: true},
		"gaps": {Value: math.NaN(), Lo: 10, Hi: 20, Known: true}, "equal": {Value: 0, Lo: 0, Hi: 0, Known: true}, "extremes": {Value: 1e300, Lo: -1e9, Hi: 1e300, Known: true, Hot: true},
	} {
		b.Name, b.Scale = "vitality", chart.Points
		out[name] = chart.Bar(b)
	}
	return out
}
