package main

import (
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const (
	draws     = 500
	resamples = 2000
)

// drawing is how unseen checks are drawn.
type drawing struct {
	// apart draws each check by itself and adds the doubt of the table to its score. Otherwise the
	// place in the distribution is drawn on the normal curve: part of it is the project's, shared
	// by its checks, and the doubt of the table moves the place, so that a score of 0 stays one.
	apart  bool
	shared float64
}

// interval returns the 90% interval of draws. The doubt of the table is the same for all projects.
func (how drawing) interval(terms []term, repo string) (low, high float64) {
	own := rand.New(rand.NewPCG(hash(repo), 2))
	got := make([]float64, draws)
	for d := range got {
		project := own.NormFloat64()
		got[d] = mean(terms, func(t term) float64 {
			if t.cell == nil {
				return t.assumed
			}
			return how.score(*t.cell, uint64(d), project, own)
		})
	}
	slices.Sort(got)
	return got[draws*5/100], got[draws*95/100-1]
}

func (how drawing) score(c model.PriorCell, d uint64, project float64, own *rand.Rand) float64 {
	doubt := rand.New(rand.NewPCG(hash(string(c.Check)+string(c.Gap)+string(c.Host)), d)).NormFloat64() / math.Sqrt(float64(c.N))
	if how.apart {
		x := c.At(own.Float64()) + c.Mean - c.Deciles.Mean() + doubt*c.SD()
		return math.Max(0, math.Min(10, x))
	}
	place := math.Sqrt(how.shared)*project + math.Sqrt(1-how.shared)*own.NormFloat64() + doubt
	return c.At(math.Erfc(-place/math.Sqrt2) / 2)
}

// chooseShared returns the smallest tenth at which the 90% intervals hold 90% of the repositories of
// the table half, each with a table that was made without its owner, and the share that they hold.
func chooseShared(d data, weights map[string]float64) (shared, coverage float64) {
	tables := map[string]model.Prior{}
	for tenth := range 10 {
		shared = float64(tenth) / 10
		var held, all float64
		for _, f := range d.facts {
			o := owner(f.Repo)
			if inTest(o) {
				continue
			}
			if _, ok := tables[o]; !ok {
				tables[o] = makeTable(d, func(x string) bool { return inTest(x) || x == o }).Prior
			}
			c := comparison{prior: tables[o], weights: weights, how: drawing{shared: shared}}
			s := whole(c.terms(one{owner: o, fact: f, point: d.point(f)}))
			low, high := c.how.interval(s.terms, f.Repo)
			all++
			if holds(low, high, s.truth) {
				held++
			}
		}
		if coverage = round(held/all, 3); coverage >= .9 {
			break
		}
	}
	return shared, coverage
}

func holds(low, high, x float64) bool { return low-1e-9 <= x && x <= high+1e-9 }

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

func round(x float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(x*p) / p
}

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}
