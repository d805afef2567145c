package main

import (
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// criticalities returns C of each project of which it is known.
func criticalities(m model.Model, list health.List, b exchange.Bundle) map[string]health.AxisScore {
	known := map[string]exchange.BundleProject{}
	for _, p := range b.Projects {
		known[p.Slug] = p
	}
	scorer := score.New(m)
	out := map[string]health.AxisScore{}
	for _, p := range list.Projects {
		f := known[p.Slug].Figures(list, p).Judged(m)
		if c := scorer.Evaluate(p, f.Inputs, f.At(), b.MadeAt).C; c.Known {
			out[p.Slug] = c
		}
	}
	return out
}

// values returns the points of each project.
func values(all map[string]health.AxisScore) map[string]float64 {
	out := map[string]float64{}
	for slug, c := range all {
		out[slug] = c.Value
	}
	return out
}

// without returns the model without some inputs of criticality.
func without(m model.Model, ids ...string) model.Model {
	axes := map[model.Axis][]model.InputRule{}
	for a, rules := range m.Axes {
		axes[a] = rules
	}
	axes[model.Criticality] = slices.DeleteFunc(slices.Clone(m.Axes[model.Criticality]), func(r model.InputRule) bool {
		return slices.Contains(ids, r.ID)
	})
	m.Axes = axes
	return m
}

// spearman returns the rank correlation of rows that count weights[i] times each; nil weights all
// equally. Equal values share their mean rank. NaN if a side is constant.
func spearman(x, y, weights []float64) float64 {
	if weights == nil {
		weights = slices.Repeat([]float64{1}, len(x))
	}
	rx, ry := ranks(x, weights), ranks(y, weights)
	var n, mx, my float64
	for i, w := range weights {
		n += w
		mx += w * rx[i]
		my += w * ry[i]
	}
	mx /= n
	my /= n
	var xy, xx, yy float64
	for i, w := range weights {
		xy += w * (rx[i] - mx) * (ry[i] - my)
		xx += w * (rx[i] - mx) * (rx[i] - mx)
		yy += w * (ry[i] - my) * (ry[i] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

func ranks(x, weights []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]-equalBelow:
			return -1
		case x[a] > x[b]+equalBelow:
			return 1
		}
		return 0
	})
	out := make([]float64, len(x))
	below := 0.0
	for i := 0; i < len(order); {
		j, here := i, 0.0
		for j < len(order) && math.Abs(x[order[j]]-x[order[i]]) <= equalBelow {
			here += weights[order[j]]
			j++
		}
		for _, row := range order[i:j] {
			out[row] = below + here/2
		}
		below += here
		i = j
	}
	return out
}

// was is the correlation that the specification of the measured input found before there was one.
const was = .32

// correlation compares a criticality with a count over the slugs that have both.
func correlation(set, of, with string, slugs []string, c, count map[string]float64) model.ValidityRank {
	var x, y []float64
	var cluster []string
	for _, slug := range slugs {
		a, ok := c[slug]
		b, ok2 := count[slug]
		if ok && ok2 {
			x, y, cluster = append(x, a), append(y, b), append(cluster, slug)
		}
	}
	out := model.ValidityRank{Set: set, Of: of, With: with, N: len(x)}
	above, draws := 0, 0
	lo, hi := backtest.Bootstrap(cluster, backtest.Draws, backtest.Seed, func(w []float64) float64 {
		rho := spearman(x, y, w)
		draws++
		if rho > was {
			above++
		}
		return rho
	})
	out.Rho, out.Lo, out.Hi = tidy(spearman(x, y, nil)), tidy(lo), tidy(hi)
	out.Above = tidy(float64(above) / float64(draws))
	return out
}

// tidy returns three decimals, because more would be noise. NaN becomes 0.
func tidy(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return math.Round(v*1e3) / 1e3
}
