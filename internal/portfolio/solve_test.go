package portfolio

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

// brute returns the greatest value of any choice.
func brute(classes []class, budget float64) float64 {
	if len(classes) == 0 {
		return 0
	}
	best := brute(classes[1:], budget)
	for _, s := range classes[0] {
		if s.Cost <= budget {
			best = max(best, s.Expected+brute(classes[1:], budget-s.Cost))
		}
	}
	return best
}

// cases returns random classes as a Frontier makes them.
func cases(r *rand.Rand, projects, most int, equal bool) []class {
	out := make([]class, projects)
	for k := range out {
		cost, points := 0.0, 0.0
		for range r.IntN(most + 1) {
			if equal { // as the catalogue has them: the same few costs everywhere
				cost += []float64{1000, 4000, 5000, 60000}[r.IntN(4)]
				points += float64(1 + r.IntN(3))
			} else {
				cost += 1 + 100*r.Float64()
				points += .01 + 5*r.Float64()
			}
			out[k] = append(out[k], remedy.Set{Cost: cost, Expected: points})
		}
	}
	return out
}

// The answer equals the best of all choices, tried one by one.
func TestSolve_equalsBruteForce(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(16, 1))
	for n := range 1000 {
		classes := cases(r, 1+r.IntN(7), 4, n%2 == 0)
		budget := []float64{0, .5, 50, 150, 400, 9000, 66000, 130000, 1e12}[r.IntN(9)]
		got := solve(classes, budget)
		want := brute(classes, budget)
		value, cost := 0.0, 0.0
		for k, i := range got.chosen {
			if i >= 0 {
				value += classes[k][i].Expected
				cost += classes[k][i].Cost
			}
		}
		if math.Abs(value-want) > 1e-9 || cost > budget+1e-9 || math.Abs(value-got.value) > 1e-9 || math.Abs(cost-got.cost) > 1e-6 {
			t.Fatalf("case %d: got %g points for %g (sums %g, %g), want %g within %g: %v", n, got.value, got.cost, value, cost, want, budget, classes)
		}
	}
}

func TestSolve_takesNothingWithoutMoney(t *testing.T) {
	t.Parallel()
	classes := []class{{{Cost: 1000, Expected: 2}}, nil}
	for _, budget := range []float64{0, -5, 999.99} {
		if got := solve(classes, budget); got.chosen[0] != -1 || got.chosen[1] != -1 || got.value != 0 {
			t.Errorf("%g euros bought %+v", budget, got)
		}
	}
	if got := solve(nil, 1e6); got.value != 0 || len(got.chosen) != 0 {
		t.Errorf("no projects: %+v", got)
	}
}

// Two hundred projects with the costs of a catalogue must not make the search grow.
func BenchmarkSolve(b *testing.B) {
	classes := cases(rand.New(rand.NewPCG(16, 2)), 200, 12, false)
	for b.Loop() {
		solve(classes, 5000)
	}
}
