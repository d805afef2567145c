package portfolio

import (
	"math"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Draws is how many variants of the assumptions a plan is tried under.
const Draws = 200

// ninety is the quantile of the normal distribution that leaves a tenth outside on both sides
// together: within a factor in nine of ten cases.
const ninety = 1.645

// measure is one of the catalogue.
type measure struct{ remedy.Measure }

// spread returns the standard deviation of each of the two parts of the doubt.
func (m measure) spread() float64 { return math.Log(m.Factor) / ninety * math.Sqrt(.5) }

// variants makes the draws of one catalogue. Half of the variance of a cost or a chance is common to
// all projects, because the assumption may be wrong. The other half differs between projects.
type variants struct {
	measures []measure
	seed     string
	// shared is the part of the variance of assumed checks that those of a project have in common.
	shared float64
}

// common returns the natural logarithms of what multiplies costs and odds in draw k, for all projects.
func (v variants) common(k int) (cost, odds []float64) {
	g := stats.Stream(stats.Seed(v.seed, "all", strconv.Itoa(k)))
	for _, m := range v.measures {
		cost, odds = append(cost, m.spread()*g.Normal()), append(odds, m.spread()*g.Normal())
	}
	return cost, odds
}

// of returns draw k of the choices of a project with so many assumed inputs. cost and odds are those
// of common.
func (v variants) of(k int, c remedy.Choices, assumed int, cost, odds []float64) remedy.Draw {
	g := stats.Stream(stats.Seed(v.seed, c.Slug, strconv.Itoa(k)))
	d := remedy.Draw{Cost: make([]float64, len(v.measures)), Odds: make([]float64, len(v.measures))}
	for _, i := range c.Measures {
		sd := v.measures[i].spread()
		d.Cost[i] = math.Exp(cost[i] + sd*g.Normal())
		d.Odds[i] = math.Exp(odds[i] + sd*g.Normal())
	}
	if !c.Assumes() {
		return d
	}
	d.Place = make([]float64, assumed)
	together := math.Sqrt(v.shared) * g.Normal()
	for i := range d.Place {
		d.Place[i] = stats.NormalCDF(together + math.Sqrt(1-v.shared)*g.Normal())
	}
	return d
}
