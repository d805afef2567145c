package chart

import (
	"math"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Years is months as columns, one row for each twelve ending with Last, on
// one scale. A month of zero keeps an orange foot; a month before the series
// begins is left blank.
type Years struct {
	ID, Title, Desc string
	Caption         string
	Months          []int     // oldest first; any number
	Last            time.Time // any instant in the last month
	Unit            string
}

const (
	yearRow  = 62.0
	yearBase = 34.0
	yearName = 42.0
	digit    = 6.9 // the width of one in a label, about
	// yearsMost is how many months are drawn, the last ones.
	yearsMost = 120
)

// Figure returns the drawing; it is empty without months.
func (y Years) Figure() Figure {
	if len(y.Months) == 0 {
		return Figure{}
	}
	if n := len(y.Months); n > yearsMost {
		y.Desc, y.Caption = cut(y.Desc, "last", yearsMost, n, "months"), cut(y.Caption, "last", yearsMost, n, "months")
		y.Months = y.Months[n-yearsMost:]
	}
	t := Table{Caption: y.Title, Heads: []string{"Month", y.Unit}}
	for i, n := range y.Months {
		t.Rows = append(t.Rows, []string{y.month(i).Format("Jan 2006"), stats.Thousands(n)})
	}
	return Figure{Wide: y.draw(412, "w", wideClass), Narrow: y.draw(328, "n", narrowClass), Caption: y.Caption, Table: t}
}

// month returns the first day of the month of the i-th value.
func (y Years) month(i int) time.Time {
	last := y.Last.UTC()
	return time.Date(last.Year(), last.Month()-time.Month(len(y.Months)-1-i), 1, 0, 0, 0, 0, time.UTC)
}

func (y Years) draw(width float64, suffix, class string) Drawing {
	rows := (len(y.Months) + 11) / 12
	d := Drawing{ID: y.ID + suffix, Title: y.Title, Desc: y.Desc, Class: class, W: width, H: float64(rows)*yearRow + 12}
	top := 1
	for _, n := range y.Months {
		top = max(top, n)
	}
	step := (width - yearName) / 12
	offset := rows*12 - len(y.Months)
	every := 1 // counts that would touch are on every second month; the table has all
	for _, n := range y.Months {
		if digit*float64(len(short(n)))+4 > step {
			every = 2
		}
	}
	for i, n := range y.Months {
		row, col := (i+offset)/12, (i+offset)%12
		base := float64(row)*yearRow + yearBase
		b := Box{X: yearName + float64(col)*step + step*0.1, W: step * 0.8, H: 1.5, Class: "m-risk"}
		if n > 0 {
			b.Class, b.H = "m-col", math.Max(1.5, float64(n)/float64(top)*(yearBase-4))
		}
		b.Y = base - b.H
		d.Boxes = append(d.Boxes, b)
		if every == 1 || (11-col)%every == 0 {
			d.Labels = append(d.Labels, Label{X: b.X + b.W/2, Y: base + 13, Text: short(n), Class: "t-s", Anchor: "middle"})
		}
		if col == 0 || i == 0 {
			from := y.month(i)
			to := y.month(min(len(y.Months)-1, i+11-col))
			d.Labels = append(d.Labels, Label{X: 0, Y: base, Text: span(from, to), Class: "t-s t-ink", Anchor: "start"})
		}
		if row == rows-1 {
			name := y.month(i).Format("Jan")
			if step < 30 {
				name = name[:1]
			}
			d.Labels = append(d.Labels, Label{X: b.X + b.W/2, Y: base + 30, Text: name, Class: "t-s", Anchor: "middle"})
		}
	}
	return d
}

func span(from, to time.Time) string {
	if from.Year() == to.Year() {
		return from.Format("2006")
	}
	return from.Format("06") + "–" + to.Format("06")
}

// short keeps a count within a column's width.
func short(n int) string {
	switch {
	case n < 0:
		return "0"
	case n >= 1_000_000_000:
		return strconv.Itoa(n/1_000_000_000) + "B"
	case n >= 1_000_000:
		return strconv.Itoa(n/1_000_000) + "M"
	case n >= 10_000:
		return strconv.Itoa(n/1000) + "k"
	}
	return strconv.Itoa(n)
}
