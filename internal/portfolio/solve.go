package portfolio

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

const tiny = model.Rounding

// class is the sets of one project, cheapest first, each better than the ones before it.
type class = []remedy.Set

// solution is which set each class gets; −1: none.
type solution struct {
	chosen []int
	value  float64 // expected points
	cost   float64
}

// solve returns the choice of at most one set from each class with the greatest sum of expected
// points among those that the budget pays for: the multiple-choice knapsack problem, exactly. Among
// equal choices the one found first is kept, which depends on nothing but the arguments.
//
// A greedy choice along the convex hulls gives a first answer and the price of a point at the margin.
// With that price, most sets are shown not to be in any better answer, and a search over what is left
// decides (Pisinger, A minimal algorithm for the multiple-choice knapsack problem, 1995). Cost:
// n log n, then a few states for each class that stays open; the worst case is exponential, but
// costs and points of real projects are far from it.
func solve(classes []class, budget float64) solution {
	g := greedy(classes, budget)
	s := search{classes: classes, budget: budget, price: g.price, best: g.solution}
	s.run()
	return s.best
}

// step is one edge of the convex hull of a class: from one of its sets to the next better one.
type step struct {
	class, to    int
	cost, points float64
}

// hull returns the edges of the upper convex hull of a class with the origin.
func hull(k int, sets class) []step {
	var at []int // indexes of the sets on the hull
	x := func(i int) (float64, float64) {
		if i < 0 {
			return 0, 0
		}
		return sets[i].Cost, sets[i].Expected
	}
	slope := func(a, b int) float64 {
		c1, v1 := x(a)
		c2, v2 := x(b)
		return (v2 - v1) / (c2 - c1)
	}
	below := func(n int) int { // the one before the last n
		if len(at) < n {
			return -1
		}
		return at[len(at)-n]
	}
	for i := range sets {
		for len(at) > 0 && slope(below(2), below(1)) <= slope(below(1), i) {
			at = at[:len(at)-1]
		}
		at = append(at, i)
	}
	out := make([]step, 0, len(at))
	last := -1
	for _, i := range at {
		c1, v1 := x(last)
		c2, v2 := x(i)
		out = append(out, step{k, i, c2 - c1, v2 - v1})
		last = i
	}
	return out
}

type greedyResult struct {
	solution
	// price is the points that a euro brings at the margin.
	price float64
}

// greedy takes edges of the hulls by points for each euro as long as the budget pays for them, and
// then those that still fit.
func greedy(classes []class, budget float64) greedyResult {
	var steps []step
	out := greedyResult{solution: solution{chosen: make([]int, len(classes))}}
	for k, sets := range classes {
		out.chosen[k] = -1
		steps = append(steps, hull(k, sets)...)
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(b.points*a.cost, a.points*b.cost) })
	stopped := make([]bool, len(classes))
	full := false
	for _, s := range steps {
		if stopped[s.class] {
			continue
		}
		if out.cost+s.cost > budget+tiny {
			if !full {
				full, out.price = true, s.points/s.cost
			}
			stopped[s.class] = true
			continue
		}
		out.chosen[s.class] = s.to
		out.cost += s.cost
		out.value += s.points
	}
	return out
}

// search looks for an answer that is better than the best known.
type search struct {
	classes []class
	budget  float64
	price   float64
	best    solution
	// reach is, for each class, the most that value − price·cost of one of its sets is; at least 0.
	reach []float64
	open  []int
	rest  []float64 // rest[i] is the sum of reach over open[i:]
}

// state is a choice for the first open classes.
type state struct {
	cost, value float64
	before      int32 // in the layer of the class before
	set         int32 // −1: none
}

func (s *search) run() {
	bound := s.price * s.budget
	s.reach = make([]float64, len(s.classes))
	for k, sets := range s.classes {
		for _, set := range sets {
			s.reach[k] = max(s.reach[k], set.Expected-s.price*set.Cost)
		}
		bound += s.reach[k]
	}
	fixed, start := s.reduce(bound)
	slices.SortStableFunc(s.open, func(a, b int) int { return cmp.Compare(s.reach[b], s.reach[a]) })
	s.rest = make([]float64, len(s.open)+1)
	for i := len(s.open) - 1; i >= 0; i-- {
		s.rest[i] = s.rest[i+1] + s.reach[s.open[i]]
	}
	s.layers(fixed, start)
}

// useful reports whether a set may be in a better answer: with it, the bound is still above the best.
func (s *search) useful(bound, loss float64) bool { return bound-loss > s.best.value+tiny }

// reduce drops the sets that no better answer holds. Classes with one choice left are fixed; it
// returns them with their cost and value.
func (s *search) reduce(bound float64) ([]int, state) {
	fixed := make([]int, len(s.classes))
	start := state{before: -1, set: -1}
	for k, sets := range s.classes {
		fixed[k] = -1
		only, n := -1, 0
		if s.useful(bound, s.reach[k]) {
			n++
		}
		for i, set := range sets {
			if s.useful(bound, s.reach[k]-(set.Expected-s.price*set.Cost)) {
				only, n = i, n+1
			}
		}
		switch {
		case n > 1:
			s.open = append(s.open, k)
		case only >= 0:
			fixed[k] = only
			start.cost += sets[only].Cost
			start.value += sets[only].Expected
		}
	}
	return fixed, start
}

// layers extends the states class by class, and keeps those that can still beat the best.
func (s *search) layers(fixed []int, start state) {
	if start.cost > s.budget+tiny {
		return
	}
	layers := [][]state{{start}}
	for i, k := range s.open {
		now := layers[i]
		next := make([]state, 0, 2*len(now))
		for j, st := range now {
			st.before, st.set = int32(j), -1
			next = s.keep(next, st, i+1)
			for n, set := range s.classes[k] {
				with := state{st.cost + set.Cost, st.value + set.Expected, int32(j), int32(n)}
				next = s.keep(next, with, i+1)
			}
		}
		layers = append(layers, undominated(next))
	}
	s.take(layers, fixed)
}

// keep appends a state if what is left of the budget could still make it the best.
func (s *search) keep(into []state, st state, i int) []state {
	if left := s.budget - st.cost; left < -tiny || st.value+s.price*left+s.rest[i] <= s.best.value+tiny {
		return into
	}
	return append(into, st)
}

// undominated keeps, by cost, the states with more value than every cheaper one.
func undominated(states []state) []state {
	slices.SortFunc(states, func(a, b state) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.value, a.value), cmp.Compare(a.before, b.before), cmp.Compare(a.set, b.set))
	})
	kept := states[:0]
	for _, st := range states {
		if len(kept) == 0 || st.value > kept[len(kept)-1].value {
			kept = append(kept, st)
		}
	}
	return kept
}

// take makes the best state of the last layer the answer, if it beats the best known.
func (s *search) take(layers [][]state, fixed []int) {
	last := layers[len(layers)-1]
	if len(last) == 0 {
		return
	}
	at := len(last) - 1 // the states ascend in value
	if last[at].value <= s.best.value+tiny {
		return
	}
	out := solution{chosen: fixed, value: last[at].value, cost: last[at].cost}
	for i := len(s.open) - 1; i >= 0; i-- {
		st := layers[i+1][at]
		out.chosen[s.open[i]] = int(st.set)
		at = int(st.before)
	}
	s.best = out
}
