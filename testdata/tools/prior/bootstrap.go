package main

import (
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// bootstrap returns the 95% interval of a mean over repositories, resampling owners.
func bootstrap(by map[string][]float64) (low, high float64) {
	owners := slices.Sorted(maps.Keys(by))
	r := rand.New(rand.NewPCG(hash(seed), 1))
	means := make([]float64, resamples)
	for i := range means {
		var sum, n float64
		for range owners {
			for _, x := range by[owners[r.IntN(len(owners))]] {
				sum += x
				n++
			}
		}
		means[i] = sum / n
	}
	slices.Sort(means)
	return round(means[resamples*25/1000], 1), round(means[resamples*975/1000-1], 1)
}

// scales compares the two scorers on what files alone decide, over all clones.
func scales(of map[string]point, facts []fact) []scale {
	var out []scale
	for _, name := range slices.Concat(fromTree, maybe) {
		s := scale{Check: name}
		for _, f := range facts {
			v, ok := of[strings.ToLower(f.Repo)].scored(name)
			if c := f.Checks[name]; ok && c.State == "observed" {
				s.N++
				s.Ours += c.Score
				s.Published += v
			}
		}
		if s.N > 0 {
			s.Ours, s.Published = round(s.Ours/float64(s.N), 2), round(s.Published/float64(s.N), 2)
			out = append(out, s)
		}
	}
	return out
}

func round(x float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(x*p) / p
}

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}
