package ui

import "github.com/plumbline-scorecard/plumbline/internal/health"

// Rungs is a band of risk as five rungs with its word.
type Rungs struct {
	Word   string
	Filled int // of five
	Unsure bool
}

// RiskRungs returns the rungs of a band, counted from the lowest band of the
// model upwards.
func RiskRungs(m health.Model, b health.Band, unsure bool) Rungs {
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

// BandName returns a band of health or posture for people: "C, fair ±".
func BandName(b health.Band, unsure bool) string {
	text := b.Word
	if b.Letter != "" && b.Word != "" {
		text = b.Letter + ", " + LowerFirst(b.Word)
	} else if b.Letter != "" {
		text = b.Letter
	}
	if unsure && text != "" {
		text += nbsp + "±"
	}
	return text
}

// LowerFirst returns text with its first letter small, where that is A to Z.
func LowerFirst(s string) string {
	if s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}
