package chart

import (
	"fmt"
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// A drawing is bounded however much there is to draw: what it leaves out is
// the same everywhere, and its sentence says so.

// steps returns which of n are drawn when there is room for most: every k-th, counted back from the
// newest, and k.
func steps(n, most int) (drawn []int, k int) {
	k = max(1, (n+most-1)/max(1, most))
	for i := (n - 1) % k; i < n; i += k {
		drawn = append(drawn, i)
	}
	return drawn, k
}

// picked are the values at the places drawn; a place beyond the end is left out.
func picked[T any](all []T, drawn []int) []T {
	out := make([]T, 0, len(drawn))
	for _, i := range drawn {
		if i < len(all) {
			out = append(out, all[i])
		}
	}
	return out
}

// thinned adds to a sentence that one of k of n things is drawn.
func thinned(text string, k, n int, things string) string {
	if k <= 1 {
		return text
	}
	return sentence(text, fmt.Sprintf("One in %s of %s %s is drawn.", stats.Thousands(k), stats.Thousands(n), things))
}

// cut adds to a sentence that only most of n things are drawn; which says which: "first".
func cut(text, which string, most, n int, things string) string {
	if n <= most {
		return text
	}
	return sentence(text, fmt.Sprintf("Only the %s %s of %s %s are drawn.", which, stats.Thousands(most), stats.Thousands(n), things))
}

func sentence(text, more string) string {
	if text == "" {
		return more
	}
	return text + " " + more
}

// finite is v, or nil if it is no number: that is unknown, never 0 and never the end of a scale.
func finite(v *float64) *float64 {
	if v == nil || !isNumber(*v) {
		return nil
	}
	return v
}

func isNumber(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// tableMost is how many rows the table of a chart has.
const tableMost = 400

// bounded is the table with its first rows, and a caption that says so.
func (t Table) bounded() Table {
	if n := len(t.Rows); n > tableMost {
		t.Caption += fmt.Sprintf(": the first %s of %s rows", stats.Thousands(tableMost), stats.Thousands(n))
		t.Rows = t.Rows[:tableMost]
	}
	return t
}
