package backtest_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
)

func near(a, b float64) bool {
	return math.Abs(a-b) < 1e-9 || math.IsNaN(a) && math.IsNaN(b)
}

func TestAUC_knownAnswers(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, x := range []struct {
		name   string
		values []float64
		events []bool
		want   float64
	}{
		{"perfect", []float64{1, 2, 3, 4}, []bool{false, false, true, true}, 1},
		{"reversed", []float64{4, 3, 2, 1}, []bool{false, false, true, true}, 0},
		{"all tied", []float64{7, 7, 7}, []bool{true, false, false}, .5},
		{"one tie", []float64{1, 2, 2, 3}, []bool{false, true, false, true}, (1 + .5 + 2) / 4.},
		{"mixed", []float64{.1, .4, .35, .8}, []bool{false, false, true, true}, .75}, // the example of scikit-learn's roc_auc_score
		{"no event", []float64{1, 2}, []bool{false, false}, nan},
		{"only events", []float64{1, 2}, []bool{true, true}, nan},
		{"nothing", nil, nil, nan},
	} {
		if got := backtest.AUC(x.values, x.events); !near(got, x.want) {
			t.Errorf("%s: got %v, want %v", x.name, got, x.want)
		}
	}
}

func TestPrecision_tiesAtTheEdgeCountInProportion(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name   string
		values []float64
		events []bool
		part   float64
		want   float64
	}{
		{"the first of ten", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []bool{9: true}, .1, 1},
		{"the first is none", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []bool{8: true, 9: false}, .1, 0},
		{"a tie of two for one place", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 9}, []bool{9: true}, .1, .5},
		{"eleven rows have two places", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, []bool{10: true}, .1, .5},
		{"all tied is the base rate", []float64{1, 1, 1, 1}, []bool{true, false, false, false}, .5, .25},
		{"at least one row", []float64{1, 2}, []bool{false, true}, .1, 1},
		{"nothing", nil, nil, .1, math.NaN()},
	} {
		if got := backtest.Precision(x.values, x.events, x.part); !near(got, x.want) {
			t.Errorf("%s: got %v, want %v", x.name, got, x.want)
		}
	}
}

func TestBrier_knownAnswers(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		p      []float64
		events []bool
		want   float64
	}{
		{[]float64{1, 0}, []bool{true, false}, 0},
		{[]float64{0, 1}, []bool{true, false}, 1},
		{[]float64{.1, .9, .8, .3}, []bool{false, true, true, false}, .0375}, // the example of scikit-learn's brier_score_loss
		{nil, nil, math.NaN()},
	} {
		if got := backtest.Brier(x.p, x.events); !near(got, x.want) {
			t.Errorf("%v: got %v, want %v", x.p, got, x.want)
		}
	}
}

func TestRatesOfOthers_neverUseTheOwnProject(t *testing.T) {
	t.Parallel()
	band := []string{"A", "A", "A", "B", "B"}
	cluster := []string{"x", "x", "y", "y", "x"}
	events := []bool{true, false, false, true, false}
	inBand, overall := backtest.RatesOfOthers(band, cluster, events)
	if want := []float64{0, 0, .5, 0, 1}; !slices.EqualFunc(inBand, want, near) {
		t.Errorf("in the band: got %v, want %v", inBand, want)
	}
	if want := []float64{.5, .5, 1. / 3, 1. / 3, .5}; !slices.EqualFunc(overall, want, near) {
		t.Errorf("overall: got %v, want %v", overall, want)
	}
	// A band nobody else is in: the rate of all others stands in.
	inBand, _ = backtest.RatesOfOthers([]string{"A", "B", "B"}, []string{"x", "y", "z"}, []bool{false, true, false})
	if inBand[0] != .5 {
		t.Errorf("alone in its band: got %v, want .5", inBand[0])
	}
}

func TestBootstrap_isSeededAndDrawsWholeProjects(t *testing.T) {
	t.Parallel()
	cluster := []string{"a", "a", "a", "b", "c"}
	stat := func(w []float64) float64 {
		if w[0] != w[1] || w[1] != w[2] {
			t.Errorf("project a was torn apart: %v", w)
		}
		if sum := w[0] + w[3] + w[4]; sum != 3 {
			t.Errorf("%v projects were drawn, want 3", sum)
		}
		return w[0]
	}
	lo, hi := backtest.Bootstrap(cluster, 500, 1, stat)
	lo2, hi2 := backtest.Bootstrap(cluster, 500, 1, stat)
	if lo != lo2 || hi != hi2 {
		t.Errorf("the same seed gave %v–%v and %v–%v", lo, hi, lo2, hi2)
	}
	if lo != 0 || hi < 2 || hi > 3 {
		t.Errorf("range %v–%v of draws from 0 to 3", lo, hi)
	}
	if lo, _ := backtest.Bootstrap(cluster, 10, 1, func([]float64) float64 { return math.NaN() }); !math.IsNaN(lo) {
		t.Errorf("of no number: %v", lo)
	}
}

// The mean of n numbers has a known standard error: the range has to be that wide.
func TestBootstrap_widthIsThatOfTheMean(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	const n = 400
	values, cluster := make([]float64, n), make([]string, n)
	for i := range values {
		values[i], cluster[i] = rnd.NormFloat64(), strconv.Itoa(i)
	}
	lo, hi := backtest.Bootstrap(cluster, 1000, 7, func(w []float64) float64 {
		sum := 0.0
		for i, v := range values {
			sum += w[i] * v
		}
		return sum / n
	})
	if want := 2 * 1.96 / math.Sqrt(n); math.Abs(hi-lo-want) > .15*want {
		t.Errorf("width %v, want about %v", hi-lo, want)
	}
}

func TestMeasures_properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "n")
		values := rapid.SliceOfN(rapid.Float64Range(-3, 3), n, n).Draw(t, "values")
		for i := range values { // ties
			values[i] = math.Round(values[i]*2) / 2
		}
		events := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "events")
		a := backtest.AUC(values, events)
		if !math.IsNaN(a) && (a < 0 || a > 1) {
			t.Fatalf("AUC %v", a)
		}
		if got := slowAUC(values, events); !near(got, a) {
			t.Fatalf("AUC %v, pair by pair %v", a, got)
		}
		turned, stretched := make([]float64, n), make([]float64, n)
		for i, v := range values {
			turned[i], stretched[i] = -v, math.Exp(v)
		}
		if got := backtest.AUC(turned, events); !near(got, 1-a) {
			t.Fatalf("turned %v, want %v", got, 1-a)
		}
		if got := backtest.AUC(stretched, events); !near(got, a) {
			t.Fatalf("a monotonic change moved it: %v, want %v", got, a)
		}
		p := backtest.Precision(values, events, rapid.Float64Range(0, 1).Draw(t, "part"))
		if p < 0 || p > 1+1e-9 {
			t.Fatalf("precision %v", p)
		}
		base := 0.0
		for _, e := range events {
			if e {
				base += 1 / float64(n)
			}
		}
		if got := backtest.Precision(values, events, 1); !near(got, base) {
			t.Fatalf("precision of all %v, want the base rate %v", got, base)
		}
	})
}

// slowAUC compares every pair.
func slowAUC(values []float64, events []bool) float64 {
	won, pairs := 0.0, 0.0
	for i := range values {
		for j := range values {
			if !events[i] || events[j] {
				continue
			}
			pairs++
			switch {
			case values[i] > values[j]:
				won++
			case values[i] == values[j]:
				won += .5
			}
		}
	}
	return won / pairs
}
