package main

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// tooFew is the number of members, or of others, below which nothing is computed.
const tooFew = 20

// experts compares, for each expert list, the members with all others under a criticality that does
// not know the list.
func (s *sides) experts() []model.ValidityList {
	var out []model.ValidityList
	for _, e := range s.list.Sources {
		list := s.list
		list.Projects = slices.Clone(list.Projects)
		members := map[string]bool{}
		for i, p := range list.Projects {
			members[p.Slug] = slices.Contains(p.ExpertLists, e.ID)
			list.Projects[i].ExpertLists = slices.DeleteFunc(slices.Clone(p.ExpertLists), func(id string) bool { return id == e.ID })
		}
		l := model.ValidityList{ID: e.ID, Title: e.Title, Copied: slices.Contains(s.list.CopiedFrom, e.ID)}
		compare(&l, values(criticalities(s.models[1], list, s.bundle)), members)
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b model.ValidityList) int {
		return cmp.Or(cmp.Compare(b.Members, a.Members), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// compare counts both sides and, if there are enough, computes how often a member is above another.
func compare(l *model.ValidityList, c map[string]float64, members map[string]bool) {
	var x []float64
	var in []bool
	var cluster []string
	for _, slug := range slices.Sorted(maps.Keys(c)) {
		x, in, cluster = append(x, math.Round(c[slug]/equalBelow)*equalBelow), append(in, members[slug]), append(cluster, slug)
		if members[slug] {
			l.Members++
		} else {
			l.Others++
		}
	}
	if min(l.Members, l.Others) < tooFew {
		return
	}
	lo, hi := backtest.Bootstrap(cluster, backtest.Draws, backtest.Seed, func(w []float64) float64 { return weightedAUC(x, in, w) })
	l.AUC, l.Lo, l.Hi = tidy(backtest.AUC(x, in)), tidy(lo), tidy(hi)
}

// weightedAUC is backtest.AUC of rows that count weights[i] times.
func weightedAUC(x []float64, in []bool, weights []float64) float64 {
	var values []float64
	var events []bool
	for i, w := range weights {
		for range int(w) {
			values, events = append(values, x[i]), append(events, in[i])
		}
	}
	return backtest.AUC(values, events)
}

// ties groups projects of equal criticality, the greatest group first.
func ties(all map[string]health.AxisScore) []model.ValidityTie {
	groups := map[float64][]string{}
	for _, slug := range slices.Sorted(maps.Keys(all)) {
		key := math.Round(all[slug].Value * 1e6)
		groups[key] = append(groups[key], slug)
	}
	var out []model.ValidityTie
	for _, slugs := range groups {
		if len(slugs) < 2 {
			continue
		}
		t := model.ValidityTie{Criticality: math.Round(10*all[slugs[0]].Value) / 10, Projects: slugs}
		for _, one := range slugs {
			same := 0
			for _, other := range slugs {
				if samePoints(all[one], all[other]) {
					same++
				}
			}
			if same > t.Same {
				t.Same = same
				t.Inputs = observed(all[one])
			}
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b model.ValidityTie) int {
		return cmp.Or(cmp.Compare(len(b.Projects), len(a.Projects)), cmp.Compare(b.Criticality, a.Criticality), cmp.Compare(a.Projects[0], b.Projects[0]))
	})
	return out
}

// observed returns the ids of the observed inputs.
func observed(c health.AxisScore) []string {
	var ids []string
	for _, r := range c.Inputs {
		if r.Input.Known() {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// samePoints reports whether the same inputs are observed, with the same points.
func samePoints(a, b health.AxisScore) bool {
	for i := range a.Inputs {
		x, y := a.Inputs[i], b.Inputs[i]
		if x.Input.Known() != y.Input.Known() || x.Input.Known() && math.Abs(x.S-y.S) > equalBelow {
			return false
		}
	}
	return true
}
