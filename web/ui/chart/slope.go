package chart

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// Slope is places at two dates, a line for each thing. A place nearer to 1 is higher.
type Slope struct {
	ID, Title, Desc string
	Caption         string
	From, To        string // the dates in words
	Moves           []SlopeMove
}

// SlopeMove is one thing at both dates. Places begin at 1.
type SlopeMove struct {
	Name, Href string
	From, To   int
}

const (
	slopeRow = 16.0
	slopeTop = 34.0
	// slopeMost is how many moves are drawn and in the table, the first ones.
	slopeMost = 60
)

// Figure returns the drawing with its numbers; it is empty without moves.
func (s Slope) Figure() Figure {
	if len(s.Moves) == 0 {
		return Figure{}
	}
	if n := len(s.Moves); n > slopeMost {
		s.Desc, s.Caption = cut(s.Desc, "first", slopeMost, n, "moves"), cut(s.Caption, "first", slopeMost, n, "moves")
		s.Moves = s.Moves[:slopeMost]
	}
	t := Table{Caption: s.Title, Heads: []string{"Project", s.From, s.To, "Places"}}
	for _, m := range s.Moves {
		t.Rows = append(t.Rows, []string{m.Name, strconv.Itoa(m.From), strconv.Itoa(m.To), signedPlaces(m.From - m.To)})
	}
	return Figure{Wide: s.draw(720, 190, "w", wideClass), Narrow: s.draw(328, 112, "n", narrowClass), Caption: s.Caption, Table: t}
}

// signedPlaces is how many places up, with a sign.
func signedPlaces(up int) string {
	switch {
	case up > 0:
		return "+" + strconv.Itoa(up)
	case up < 0:
		return "−" + strconv.Itoa(-up)
	}
	return "0"
}

func (s Slope) draw(w, names float64, suffix, class string) Drawing {
	bottom := slopeTop + slopeRow*float64(max(len(s.Moves)-1, 1))
	d := Drawing{ID: s.ID + suffix, Title: s.Title, Desc: s.Desc, Class: class, W: w, H: bottom + 14}
	lo, hi := s.Moves[0].From, s.Moves[0].From
	for _, m := range s.Moves {
		lo, hi = min(lo, m.From, m.To), max(hi, m.From, m.To)
	}
	at := func(place int) float64 {
		if hi == lo {
			return slopeTop
		}
		return slopeTop + clamp(float64(place-lo)/float64(hi-lo), 1)*(bottom-slopeTop)
	}
	left, right := names+6, w-names-6
	d.Labels = append(d.Labels,
		Label{X: left, Y: 12, Text: s.From, Class: "t-s t-ink t-b", Anchor: "end"},
		Label{X: right, Y: 12, Text: s.To, Class: "t-s t-ink t-b", Anchor: "start"})
	d.Rules = append(d.Rules, Rule{left, slopeTop - 10, left, bottom + 6, "m-axis"}, Rule{right, slopeTop - 10, right, bottom + 6, "m-axis"})
	var from, to []float64
	for _, m := range s.Moves {
		from, to = append(from, at(m.From)), append(to, at(m.To))
		class := "m-line m-line--a"
		if m.To > m.From { // down the list
			class = "m-line m-line--b"
		}
		d.Lines = append(d.Lines, Line{Points: [][2]float64{{left, at(m.From)}, {right, at(m.To)}}, Class: class})
	}
	from, to = spread(from, slopeRow-3, slopeTop, bottom), spread(to, slopeRow-3, slopeTop, bottom)
	for i, m := range s.Moves {
		// A name has the room that its number leaves.
		name := func(place int) string {
			return explain.Shorten(m.Name, max(2, int((names-4)/6.6)-1-len(strconv.Itoa(place))))
		}
		d.Labels = append(d.Labels,
			Label{X: left - 6, Y: from[i] + 4, Text: name(m.From) + " " + strconv.Itoa(m.From), Class: "t-s", Anchor: "end", Href: m.Href},
			Label{X: right + 6, Y: to[i] + 4, Text: strconv.Itoa(m.To) + " " + name(m.To), Class: "t-s", Anchor: "start", Href: m.Href})
	}
	return d
}
