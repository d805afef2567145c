package score

import (
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// draws are the random variants of the model: ω from a Dirichlet distribution, every weight times a
// lognormal factor. They are the same for every project of one evaluation.
type draws struct {
	n     int
	tail  float64
	rules int
	// first is the index of the first weight of each axis, in the order of InputAxes.
	first   [4]int
	omega   [][3]float64
	weights []float64 // n rows of rules
	// shifts are n rows of how far each distribution of the table of expected scores lies from the
	// table, because the table is a sample: in standard deviations.
	shifts []float64
	cells  int
	// common and apart are the parts of a draw of an assumed check that the checks of a project share
	// and do not share: the roots of Shared and of the rest.
	common, apart float64
	// base and middle are the weights and ω of the model itself.
	base   []float64
	middle [3]float64
}

func newDraws(m model.Model, seed string) draws {
	d := draws{n: max(m.Draws.Draws, 1), tail: m.Draws.Tail}
	for i, a := range model.InputAxes {
		d.first[i] = d.rules
		d.rules += len(m.Axes[a])
	}
	d.omega = make([][3]float64, d.n)
	d.weights = make([]float64, 0, d.n*d.rules)
	g := stats.Stream(stats.Seed(seed))
	for k := range d.n {
		sum := 0.0
		for i, a := range weaknessAxes {
			d.omega[k][i] = g.Gamma(math.Max(m.Draws.DirichletK*m.Risk.Omega[a], rounding))
			sum += d.omega[k][i]
		}
		for i := range d.omega[k] {
			d.omega[k][i] /= sum
		}
		for _, a := range model.InputAxes {
			for _, r := range m.Axes[a] {
				d.weights = append(d.weights, r.Weight*math.Exp(m.Draws.WeightSigma*g.Normal()))
			}
		}
	}
	for i, a := range weaknessAxes {
		d.middle[i] = m.Risk.Omega[a]
	}
	for _, a := range model.InputAxes {
		for _, r := range m.Axes[a] {
			d.base = append(d.base, r.Weight)
		}
	}
	d.common, d.apart = math.Sqrt(m.Draws.Shared), math.Sqrt(1-m.Draws.Shared)
	d.cells = len(m.Prior.Cells)
	d.shifts = make([]float64, 0, d.n*d.cells)
	for range d.n {
		for _, c := range m.Prior.Cells {
			d.shifts = append(d.shifts, g.Normal()/math.Sqrt(float64(max(c.N, 1))))
		}
	}
	return d
}

// exposure is a project prepared for the draws, without maps or pointers for speed.
type exposure struct {
	seed uint64
	// partial means that it has no position, whatever its risk.
	partial bool
	axes    [4]axisDraw
	gates   []gateDraw
}

// axisDraw is an axis: its inputs and a triangular distribution over the interval of those that were
// observed. The assumed ones are drawn one by one.
type axisDraw struct {
	rule              []int32 // index of the weight in a row of draws
	s                 []float64
	assumed           []assumedDraw
	lo, mode, hi      float64
	peak, rise, slope float64 // where the triangle peaks in 0..1, and its two scales
}

// assumedDraw is a check that was not seen: the distribution of its sub-scores.
type assumedDraw struct {
	rule   int32
	cell   int
	points model.Deciles
}

// value returns the sub-score at a place of the standard normal distribution. The doubt of the table
// moves the place and not the score, so that a score of 0 stays one.
func (a *assumedDraw) value(place float64) float64 { return a.points.At(stats.NormalCDF(place)) }

// assumed returns the weighted sum of the assumed inputs of an axis and their weight, in draw k.
func (d *draws) assumed(a *axisDraw, k int, w []float64, g *stats.Stream) (sum, all float64) {
	if len(a.assumed) == 0 {
		return 0, 0
	}
	shifts := d.shifts[k*d.cells : (k+1)*d.cells]
	project := d.common * g.Normal()
	for i := range a.assumed {
		x := &a.assumed[i]
		sum += w[x.rule] * x.value(project+d.apart*g.Normal()+shifts[x.cell])
		all += w[x.rule]
	}
	return sum, all
}

// value returns the axis for one draw of the weights and one uniform number. sum and all are those of
// its assumed inputs.
func (a *axisDraw) value(w []float64, u, sum, all float64) float64 {
	for i, r := range a.rule {
		sum += w[r] * a.s[i]
		all += w[r]
	}
	x := sum / all
	if a.hi > a.lo {
		if u < a.peak {
			x += a.lo + math.Sqrt(u*a.rise) - a.mode
		} else {
			x += a.hi - math.Sqrt((1-u)*a.slope) - a.mode
		}
	}
	return clamp(x)
}

// gateDraw is a gate whose terms are all observed. A term is true if a uniform number lies in
// [from, to), which represents its input drawn with its own deviation. A term over an axis is
// tested on the drawn axis.
type gateDraw struct {
	floor float64
	terms []termDraw
}

type termDraw struct {
	axis     int // index in InputAxes; −1 for a field
	term     model.Term
	from, to float64
	holds    bool // at the observed value of the field
}

// risk returns the risk of one draw. It allocates nothing.
func (d *draws) risk(e *exposure, k int) float64 {
	return d.drawn(e, k, d.weights[k*d.rules:(k+1)*d.rules], d.omega[k])
}

// drawn returns the risk of one draw with the given weights.
func (d *draws) drawn(e *exposure, k int, w []float64, omega [3]float64) float64 {
	g := stats.Stream(e.seed).Fork(uint64(k))
	var x [4]float64
	for i := range e.axes {
		u := g.Uniform()
		sum, all := d.assumed(&e.axes[i], k, w, &g)
		x[i] = e.axes[i].value(w, u, sum, all)
	}
	l := 0.0
	for i, o := range omega {
		l += o * (100 - x[i])
	}
	for i := range e.gates {
		if gate := &e.gates[i]; gate.floor > l && gate.fires(&x, &g) {
			l = gate.floor
		}
	}
	return x[3] / 100 * l
}

func (t *gateDraw) fires(x *[4]float64, g *stats.Stream) bool {
	for i := range t.terms {
		switch term := &t.terms[i]; {
		case term.axis >= 0:
			if !term.term.Holds(x[term.axis]) {
				return false
			}
		default:
			if u := g.Uniform(); u < term.from || u >= term.to {
				return false
			}
		}
	}
	return true
}

// interval returns the range that contains all draws except the tails.
func (d *draws) interval(e *exposure) (lo, hi float64) {
	all := make([]float64, d.n)
	for k := range all {
		all[k] = d.risk(e, k)
	}
	slices.Sort(all)
	return all[d.low()], all[d.n-1-d.low()]
}

// unseen returns the risk at 90% and at 10% of the draws if only what was not seen is drawn: the
// assumed checks, and the interval of criticality.
func (d *draws) unseen(e *exposure) (bad, good float64) {
	only := *e
	for i, a := range model.InputAxes {
		if a != model.Criticality {
			x := &only.axes[i]
			x.lo, x.hi = x.mode, x.mode
		}
	}
	only.gates = slices.Clone(e.gates)
	for i, g := range only.gates { // their fields were seen
		only.gates[i].terms = slices.Clone(g.terms)
		for j := range g.terms {
			t := &only.gates[i].terms[j]
			t.from, t.to = certain(t.holds)
		}
	}
	all := make([]float64, d.n)
	for k := range all {
		all[k] = d.drawn(&only, k, d.base, d.middle)
	}
	slices.Sort(all)
	return all[d.n*9/10], all[d.n/10]
}

// low returns the index of the lower end of the interval in n sorted draws.
func (d *draws) low() int { return min(int(d.tail*float64(d.n)), (d.n-1)/2) }
