package archive

import "slices"

// Quantile is a share of the sources and the count that this share does not exceed.
type Quantile struct {
	Percent float64
	Count   int
}

// perMille are the quantiles that describe a distribution: half of all sources have no dependent,
// so the upper end is described closely.
var perMille = []int{500, 750, 900, 950, 990, 995, 999}

// Quantiles returns the distribution of a count over all sources, by nearest rank.
func Quantiles(counts []Count, of func(Count) int) []Quantile {
	if len(counts) == 0 {
		return nil
	}
	all := make([]int, len(counts))
	for i, c := range counts {
		all[i] = of(c)
	}
	slices.Sort(all)
	out := make([]Quantile, len(perMille))
	for i, p := range perMille {
		rank := (p*len(all) + 999) / 1000
		out[i] = Quantile{float64(p) / 10, all[rank-1]}
	}
	return out
}
