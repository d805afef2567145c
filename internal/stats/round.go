package stats

import (
	"math"
	"strconv"
)

// Round returns v rounded to decimals, half away from zero. Every printed figure is rounded here: a
// format verb rounds a half to the nearest even digit, so the same figure would differ by place. A
// value that misses a half only by floating-point error counts as the half.
func Round(v float64, decimals int) float64 {
	const noise = 1e-9
	scale := math.Pow10(decimals)
	return math.Copysign(math.Floor(math.Abs(v)*scale+.5+noise), v) / scale
}

// Points returns a figure as a whole number. It is rounded once, from the exact value that JSON and
// CSV have: 53.48 is 53. Like a percentage, it is 100 only if the value is not below 100.
func Points(v float64) float64 {
	if p := Round(v, 0); p != 100 || v >= 100 {
		return p
	}
	return 99
}

// Percent returns a share of 0 to 1 as a whole percentage. It is 0 or 100 only if the share is 0
// or 1.
func Percent(share float64) float64 {
	switch p := Round(100*share, 0); {
	case p == 0 && share > 0:
		return 1
	case p == 100 && share < 1:
		return 99
	default:
		return p
	}
}

// Months returns a span as whole months, rounded like every figure.
func Months(m float64) int { return int(Round(m, 0)) }

// Thousands returns a whole number in groups of three: "12,345". A negative one has a minus sign.
func Thousands(n int) string {
	s := strconv.FormatUint(uint64(max(n, -n)), 10) // the least int is its own opposite, with the right bits
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if n < 0 {
		return "−" + s
	}
	return s
}
