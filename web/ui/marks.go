package ui

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

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

// marks are the filled rungs and the feet of the others, as markup of numbers of ours.
func (r Rungs) marks() string {
	out := ""
	if d := r.path(0, r.Filled, ".5v11"); d != "" {
		out = `<path class="rung" d="` + d + `"/>`
	}
	if d := r.path(r.Filled, len(rungs), "10v1.5"); d != "" {
		out += `<path class="rung--o" d="` + d + `"/>`
	}
	return out
}

// rungs are the left edges of the rungs.
var rungs = [...]string{".5", "5", "9.5", "14", "18.5"}

func (r Rungs) path(from, to int, down string) string {
	top, _, _ := strings.Cut(down, "v")
	var out strings.Builder
	for _, x := range rungs[min(from, len(rungs)):min(to, len(rungs))] {
		out.WriteString("M" + x + " " + down + "h3V" + top)
	}
	return out.String()
}
