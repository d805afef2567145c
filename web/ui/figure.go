package ui

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// Figure is a number with its range and bar.
type Figure struct {
	Number string // "54", or "?" when not known
	Range  string // "(46–63)", empty when not known
	Name   string
	Bar    chart.Interval
}

// FigureOf returns the figure of an interval, nil when it is not known. median is
// the middle of the list, nil when there is none; size is the class of the bar.
func FigureOf(name string, i *health.Interval, median *float64, scale chart.Scale, size string) Figure {
	f := Figure{
		Number: "?", Name: name,
		Bar: chart.Interval{Name: name, Scale: scale, Median: median, Size: size, Hot: scale == chart.Risk},
	}
	if i != nil {
		f.Number, f.Range = explain.Whole(i.Value), explain.Range(i.Lo, i.Hi)
		f.Bar.Value, f.Bar.Lo, f.Bar.Hi, f.Bar.Known = i.Value, i.Lo, i.Hi, true
	}
	return f
}
