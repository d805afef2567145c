package ui

import "github.com/plumbline-scorecard/plumbline/internal/model"

// Rungs is a band of risk as five rungs with its word.
type Rungs struct {
	Word   string
	Filled int // of five
	Unsure bool
}

// RiskRungs returns the rungs of a band, counted from the lowest band of the
// model upwards.
func RiskRungs(m model.Model, b model.Band, unsure bool) Rungs {
	bands := m.Bands["risk"]
	r := Rungs{Word: b.Word, Unsure: unsure}
	for i, x := range bands { // highest first
		if x.Word == b.Word {
			r.Filled = len(bands) - i
		}
	}
	return r
}

type rung struct {
	x     string
	class string
	y, h  string
}

func (r Rungs) rungs() []rung {
	out := make([]rung, 5)
	for i, x := range []string{"0.5", "5", "9.5", "14", "18.5"} {
		out[i] = rung{x: x, class: "rung", y: "0.5", h: "11"}
		if i >= r.Filled {
			out[i] = rung{x: x, class: "rung--o", y: "10", h: "1.5"}
		}
	}
	return out
}
