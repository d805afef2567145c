package backtest

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Number of draws of a bootstrap, and its seed: the same observations give the same intervals.
const (
	Draws = 1000
	Seed  = 20130701
)

// AUC returns the probability that a row with the event has a higher value than one without; ties
// count half. It returns NaN if one kind is missing. Values must not be NaN.
func AUC(values []float64, events []bool) float64 {
	return newOrder(values).auc(events, nil)
}

// order is rows sorted by value, lowest first, so that many weightings of the same rows need only
// one sort.
type order struct {
	rows []int
	ends []int // end, in rows, of each group of equal values
}

func newOrder(values []float64) order {
	o := order{rows: make([]int, len(values))}
	for i := range o.rows {
		o.rows[i] = i
	}
	slices.SortStableFunc(o.rows, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	for i := range o.rows {
		if i+1 == len(o.rows) || values[o.rows[i]] != values[o.rows[i+1]] {
			o.ends = append(o.ends, i+1)
		}
	}
	return o
}

// auc weights row i by weights[i]; nil weights all equally.
func (o order) auc(events []bool, weights []float64) float64 {
	var pairs, with, without float64
	start := 0
	for _, end := range o.ends {
		var here, below float64 = 0, without
		for _, row := range o.rows[start:end] {
			w := 1.0
			if weights != nil {
				w = weights[row]
			}
			if events[row] {
				here += w
			} else {
				without += w
			}
		}
		pairs += here * (below + (without-below)/2)
		with += here
		start = end
	}
	return pairs / (with * without)
}

// Precision returns the share of events among the highest part of the rows (0 to 1, at least one
// row). Values tied at the cut count in proportion, as if drawn at random. It returns NaN without
// rows.
func Precision(values []float64, events []bool, part float64) float64 {
	o := newOrder(values)
	room := math.Ceil(part*float64(len(values)) - 1e-9)
	if len(values) > 0 {
		room = max(room, 1)
	}
	left, found := room, 0.0
	for i := len(o.ends) - 1; i >= 0 && left > 0; i-- {
		start := 0
		if i > 0 {
			start = o.ends[i-1]
		}
		group := o.rows[start:o.ends[i]]
		n := 0
		for _, row := range group {
			if events[row] {
				n++
			}
		}
		taken := math.Min(left, float64(len(group)))
		found += float64(n) * taken / float64(len(group))
		left -= taken
	}
	return found / room
}

// Bootstrap returns the 2.5% and 97.5% quantiles of a figure when complete clusters are drawn with
// replacement. cluster is the cluster of each row; stat gets how often each row was drawn. Draws
// with a NaN figure are left out; both results are NaN if all are.
func Bootstrap(cluster []string, draws int, seed uint64, stat func(weights []float64) float64) (lo, hi float64) {
	at := map[string]int{}
	number := make([]int, len(cluster))
	for i, c := range cluster {
		if _, ok := at[c]; !ok {
			at[c] = len(at)
		}
		number[i] = at[c]
	}
	rnd := rand.New(rand.NewPCG(seed, uint64(len(cluster))))
	weights, times := make([]float64, len(cluster)), make([]float64, len(at))
	var got []float64
	for range draws {
		clear(times)
		for range times {
			times[rnd.IntN(len(times))]++
		}
		for i, n := range number {
			weights[i] = times[n]
		}
		if x := stat(weights); !math.IsNaN(x) {
			got = append(got, x)
		}
	}
	slices.Sort(got)
	return quantile(got, .025), quantile(got, .975)
}

// quantile interpolates between the two nearest values; NaN without values.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	x := q * float64(len(sorted)-1)
	i := int(x)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (x-float64(i))*(sorted[i+1]-sorted[i])
}

// Brier returns the mean of (probability − outcome)², 0 to 1, where 0 is perfect; NaN without
// values.
func Brier(probabilities []float64, events []bool) float64 {
	sum := 0.0
	for i, p := range probabilities {
		outcome := 0.0
		if events[i] {
			outcome = 1
		}
		sum += (p - outcome) * (p - outcome)
	}
	return sum / float64(len(probabilities))
}

// RatesOfOthers returns for each row the rate of events in its band among the rows of other
// clusters, and the rate of all those rows. If no other cluster has a row in the band, the second
// rate is used for both: nothing is predicted from the row itself. It returns NaN if there is no
// other cluster.
func RatesOfOthers(band, cluster []string, events []bool) (inBand, overall []float64) {
	type tally struct{ events, rows float64 }
	count := map[[2]string]tally{} // band and cluster; "" for all of them
	for i := range band {
		for _, key := range [][2]string{{band[i], cluster[i]}, {band[i], ""}, {"", cluster[i]}, {"", ""}} {
			t := count[key]
			t.rows++
			if events[i] {
				t.events++
			}
			count[key] = t
		}
	}
	rate := func(all, own tally) float64 { return (all.events - own.events) / (all.rows - own.rows) }
	for i := range band {
		base := rate(count[[2]string{}], count[[2]string{"", cluster[i]}])
		own := rate(count[[2]string{band[i], ""}], count[[2]string{band[i], cluster[i]}])
		if math.IsNaN(own) {
			own = base
		}
		inBand, overall = append(inBand, own), append(overall, base)
	}
	return inBand, overall
}
