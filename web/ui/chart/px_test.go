package chart

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// Coordinates are written as strconv writes them, to the letter: pages do not change
// because they are made faster.
func TestPxIsTheShortestText(t *testing.T) {
	slow := func(v float64) string {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			v = 0
		}
		return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	}
	check := func(v float64) {
		t.Helper()
		if got, want := px(v), slow(v); got != want {
			t.Fatalf("px(%v) = %q, strconv has %q", v, got, want)
		}
	}
	for _, v := range []float64{
		0, math.Copysign(0, -1), 0.04, -0.04, 0.05, -0.05, 0.1, -0.1, 0.95, -0.95, 1, -1, 99.95, 100, -100.25,
		99_999.94, 100_000, 100_000.1, -100_000.1, 1e15, 1e300, -1e300, math.NaN(), math.Inf(1), math.Inf(-1), 1e-320,
	} {
		check(v)
	}
	for n := range 20_001 {
		check(float64(n-10_000) / 10)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		check((r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(8))))
	}
}
