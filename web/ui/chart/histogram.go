package chart

import (
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Cut is a boundary of a scale with its word.
type Cut struct {
	From float64
	Word string
}

// Histogram is a distribution to be drawn: values cut at Step, from 0 to Max.
type Histogram struct {
	ID, Title, Desc string
	Caption         string
	Values          []float64
	Step, Max       float64
	Cuts            []Cut // ascending, the first at 0
	// HotFrom colours the columns from that value up; 0: none.
	HotFrom float64
	Unit    string // what is counted: "projects"
	// Wide is the width of the wide drawing in pixels; 0: 320.
	Wide float64
}

// Figure returns the drawing. Without values it is empty.
func (h Histogram) Figure() Figure {
	counts := h.counts()
	if !slices.ContainsFunc(h.Values, isNumber) || len(counts) == 0 {
		return Figure{}
	}
	h.Desc, h.Caption = h.unknown(h.Desc), h.unknown(h.Caption)
	t := Table{Caption: h.Title, Heads: []string{"From", "Below", h.Unit}}
	for i, n := range counts {
		from := float64(i) * h.Step
		t.Rows = append(t.Rows, []string{whole(from), whole(from + h.Step), stats.Thousands(n)})
	}
	wide := h.Wide
	if wide == 0 {
		wide = 320
	}
	return Figure{Wide: h.draw(counts, wide, "w", wideClass), Narrow: h.draw(counts, 328, "n", narrowClass), Caption: h.Caption, Table: t}
}

// counts returns how many values lie in each step; the last takes the maximum.
func (h Histogram) counts() []int {
	if h.Step <= 0 || h.Max <= 0 {
		return nil
	}
	n := int(math.Ceil(h.Max / h.Step))
	out := make([]int, n)
	for _, v := range h.Values {
		if !isNumber(v) { // unknown, not 0
			continue
		}
		out[min(n-1, int(clamp(v, h.Max)/h.Step))]++
	}
	return out
}

// unknown adds to a sentence how many values are no numbers, which no column has.
func (h Histogram) unknown(text string) string {
	n := 0
	for _, v := range h.Values {
		if !isNumber(v) {
			n++
		}
	}
	if n == 0 {
		return text
	}
	return sentence(text, stats.Thousands(n)+" unknown, not drawn.")
}

const (
	histHeight = 132.0
	histBase   = 92.0
	histTop    = 16.0
)

func (h Histogram) draw(counts []int, w float64, suffix, class string) Drawing {
	d := Drawing{ID: h.ID + suffix, Title: h.Title, Desc: h.Desc, Class: class, W: w, H: histHeight}
	top := 1
	highest := slices.Index(counts, slices.Max(counts))
	for _, n := range counts {
		top = max(top, n)
	}
	step := w / float64(len(counts))
	room := 6.6*float64(len(stats.Thousands(top))) <= step+6 // else only the highest has its number
	for i, n := range counts {
		if n == 0 {
			continue
		}
		height := float64(n) / float64(top) * (histBase - histTop)
		b := Box{X: float64(i)*step + 1, W: step - 2, H: height, Y: histBase - height, Class: "m-col"}
		if h.HotFrom > 0 && float64(i)*h.Step >= h.HotFrom {
			b.Class = "m-risk"
		}
		d.Boxes = append(d.Boxes, b)
		if room || i == highest {
			half := nameWidth(stats.Thousands(n)) / 2
			d.Labels = append(d.Labels, Label{X: max(half, min(w-half, b.X+b.W/2)), Y: b.Y - 4, Text: stats.Thousands(n), Class: "t-s", Anchor: "middle"})
		}
	}
	d.Rules = append(d.Rules, Rule{0, histBase, w, histBase, "m-axis"})
	for i, c := range h.Cuts {
		x := clamp(c.From/h.Max, 1) * w
		d.Rules = append(d.Rules, Rule{x, histBase, x, histBase + 5, "m-axis"})
		end := w
		if i+1 < len(h.Cuts) {
			end = clamp(h.Cuts[i+1].From/h.Max, 1) * w
		}
		from := Label{X: x + 3, Y: histBase + 16, Text: whole(c.From), Class: "t-s", Anchor: "start"}
		if x+5+nameWidth(from.Text) > w {
			from.X, from.Anchor = min(x-3, w), "end"
		}
		d.Labels = append(d.Labels, from)
		if nameWidth(c.Word) < end-x { // a word that would run into the next is left to the table
			d.Labels = append(d.Labels, Label{X: x + 3, Y: histBase + 31, Text: c.Word, Class: "t-s t-ink", Anchor: "start"})
		}
	}
	return d
}
