package remedy

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Choices are the measures of one envelope that could be paid for in one project.
type Choices struct {
	Slug string
	// Options are those that apply and need no question first; bit k of a Set is Options[k].
	Options []Option
	// Measures are their places in the catalogue.
	Measures []int

	p *Prospect
	// done is what every set removes by the sub-scores of the score; gains are what moves it.
	done  []float64
	gains []gain
	// assumes means that some of the gains are of assumed inputs.
	assumes bool
}

// Set is some of the options of a project. Bit k of Bits is 1 if Options[k] is among them.
type Set struct {
	Bits uint16
	Cost float64 // euros
	// Expected is the points of risk that it is expected to remove, IfDone those if all succeed and
	// last.
	Expected, IfDone float64
}

// Has reports whether the set holds option k.
func (s Set) Has(k int) bool { return s.Bits>>k&1 == 1 }

// Draw is one variant of what is assumed of a project. The zero value is the assumptions as stated.
type Draw struct {
	// Cost and Odds multiply the cost of a measure and the odds of its chance, by place in the
	// catalogue; nil: 1.
	Cost, Odds []float64
	// Place is where the sub-score of each assumed input lies among those that it may have, 0 to 1,
	// in the order of the model; nil: as scored.
	Place []float64
}

// Assumes reports whether a draw of assumed sub-scores changes what the options do.
func (c *Choices) Assumes() bool { return c.assumes }

// gain is what the options do to one input.
type gain struct {
	input  int
	points float64
	to     []float64 // by option; 0: it does not move this input
}

// Assumed returns how many inputs of the project are assumed: the length of Draw.Place.
func (p *Prospect) Assumed() int {
	n := 0
	for _, in := range p.inputs {
		if in.assumed != nil {
			n++
		}
	}
	return n
}

// Choices returns the measures of an envelope that apply to the project, without those that need a
// question first (Option.AskFirst). Cost: 2^n for n measures, which
// MostOfEnvelope bounds.
func (p *Prospect) Choices(e Envelope) Choices {
	c := Choices{Slug: p.Slug, p: p}
	for i, o := range p.Options {
		if o.Measure.Envelope == e && o.WhyNot == "" && !o.AskFirst() {
			c.Options, c.Measures = append(c.Options, o), append(c.Measures, i)
		}
	}
	c.prepare()
	return c
}

// prepare sets what the sets are computed from.
func (c *Choices) prepare() {
	at := map[int]int{}
	for k, o := range c.Options {
		for _, mv := range o.moves {
			i, known := at[mv.input]
			if !known {
				i = len(c.gains)
				at[mv.input] = i
				c.gains = append(c.gains, gain{mv.input, c.p.inputs[mv.input].points, make([]float64, len(c.Options))})
				c.assumes = c.assumes || c.p.inputs[mv.input].assumed != nil
			}
			c.gains[i].to[k] = max(c.gains[i].to[k], mv.to)
		}
	}
	c.done = c.table(nil)
}

// Sets appends to the buffer every set that costs between least and most and is not worse than a
// cheaper one, by cost, so Expected ascends, too. Of equal ones the set with fewer measures is kept,
// then the one of those that come first.
//
// The outcomes of a set hold together: where the measure with the smaller chance succeeds, so does
// the other. That is the least that measures for the same input can bring. Cost: 2^n · n.
func (c *Choices) Sets(into []Set, d Draw, least, most float64) []Set {
	done := c.done
	if d.Place != nil && c.assumes {
		done = c.table(c.p.subs(d))
	}
	chance := make([]float64, len(c.Options))
	cost := make([]float64, len(c.Options))
	for k, o := range c.Options {
		chance[k] = d.chance(c.Measures[k], o.Measure) * o.Measure.Lasts
		cost[k] = float64(o.Measure.Cost) * factor(d.Cost, c.Measures[k])
	}
	expected := together(done, chance)
	from := len(into)
	for mask := 1; mask < len(done); mask++ {
		price := 0.0
		for k, x := range cost {
			if mask>>k&1 == 1 {
				price += x
			}
		}
		if expected[mask] > tiny && price >= least-tiny && price <= most+tiny {
			into = append(into, Set{uint16(mask), price, expected[mask], done[mask]})
		}
	}
	return frontier(into, from)
}

// frontier keeps of the sets from the index on those that no cheaper one equals.
func frontier(sets []Set, from int) []Set {
	slices.SortFunc(sets[from:], func(a, b Set) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(b.Expected, a.Expected),
			cmp.Compare(bits.OnesCount16(a.Bits), bits.OnesCount16(b.Bits)), cmp.Compare(a.Bits, b.Bits))
	})
	kept, best := from, tiny
	for _, s := range sets[from:] {
		if s.Expected > best+tiny {
			sets[kept], best = s, s.Expected
			kept++
		}
	}
	return sets[:kept]
}

func factor(of []float64, i int) float64 {
	if of == nil {
		return 1
	}
	return of[i]
}

// chance returns the chance of a measure with its odds multiplied.
func (d Draw) chance(i int, m Measure) float64 {
	f := factor(d.Odds, i)
	return m.Chance * f / (1 - m.Chance + m.Chance*f)
}

// subs returns the sub-scores of the inputs in a draw.
func (p *Prospect) subs(d Draw) []float64 {
	out := make([]float64, len(p.inputs))
	k := 0
	for i, in := range p.inputs {
		out[i] = in.s
		if in.assumed != nil {
			out[i] = in.assumed.At(d.Place[k])
			k++
		}
	}
	return out
}

// table returns the points that every set of the options removes if done, by the bits of the set.
// subs are the sub-scores of the inputs; nil: those of the score.
func (c *Choices) table(subs []float64) []float64 {
	today := c.p.weakness
	for i := range subs {
		in := &c.p.inputs[i]
		today += in.points * (in.s - subs[i])
	}
	out := make([]float64, 1<<len(c.Options))
	before := math.Max(today, c.floor(0))
	for mask := 1; mask < len(out); mask++ {
		after := today
		for i := range c.gains {
			g, best := &c.gains[i], 0.0
			for k, to := range g.to {
				if mask>>k&1 == 1 {
					best = max(best, to)
				}
			}
			s := c.p.inputs[g.input].s
			if subs != nil {
				s = subs[g.input]
			}
			after -= g.points * max(0, best-s)
		}
		out[mask] = max(0, c.p.criticality/100*(before-math.Max(after, c.floor(mask))))
	}
	return out
}

// floor returns the highest gate that none of the options of a set ends.
func (c *Choices) floor(mask int) float64 {
	floor := 0.0
	for i, g := range c.p.gates {
		ended := false
		for k := range c.Options {
			ended = ended || mask>>k&1 == 1 && c.Options[k].released[i]
		}
		if !ended {
			floor = max(floor, g.floor)
		}
	}
	return floor
}

// together returns the expected points of every set:
//
//	E(M) = E(M∖l) + p_l · (Δ(M) − Δ(M∖l))     where l has the smallest chance in M
func together(done, chance []float64) []float64 {
	out := make([]float64, len(done))
	for mask := 1; mask < len(done); mask++ {
		least := -1
		for k, c := range chance {
			if mask>>k&1 == 1 && (least < 0 || c < chance[least]) {
				least = k
			}
		}
		rest := mask &^ (1 << least)
		out[mask] = out[rest] + chance[least]*(done[mask]-done[rest])
	}
	return out
}
