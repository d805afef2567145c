package main

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// full is the vitality from which a page prints 100.
const full = 99.5

// candidate is a set of curves of vitality.md, by the id of the input.
type candidate struct {
	id      string
	curves  map[string][]model.Point
	weights map[string]float64
}

var (
	curveA = []model.Point{{X: 0, Y: 0}, {X: 1, Y: 25}, {X: 3, Y: 50}, {X: 6, Y: 80}, {X: 12, Y: 100}}
	// curveA1 is A for the amendment: the month that has just begun costs nothing.
	curveA1 = []model.Point{{X: 0, Y: 0}, {X: 1, Y: 25}, {X: 3, Y: 50}, {X: 6, Y: 80}, {X: 11, Y: 100}}
	curveB  = []model.Point{{X: 1, Y: 100}, {X: 12, Y: 70}, {X: 24, Y: 30}, {X: 36, Y: 0}}
	curveB2 = []model.Point{{X: 1, Y: 100}, {X: 3, Y: 90}, {X: 6, Y: 80}, {X: 12, Y: 60}, {X: 24, Y: 30}, {X: 36, Y: 0}}
	curveC  = []model.Point{{X: 1, Y: 100}, {X: 3, Y: 95}, {X: 12, Y: 60}, {X: 24, Y: 25}, {X: 36, Y: 0}}
)

// candidates are those of vitality.md.
var candidates = []candidate{
	{"A", map[string][]model.Point{"V1": curveA}, nil},
	{"B", map[string][]model.Point{"V3": curveB}, nil},
	{"B2", map[string][]model.Point{"V3": curveB2}, nil},
	{"C", map[string][]model.Point{"V2": curveC}, nil},
	{"D", map[string][]model.Point{"V1": curveA, "V3": curveB}, nil},
	{"D2", map[string][]model.Point{"V1": curveA, "V3": curveB2}, nil},
	{"E", map[string][]model.Point{"V1": curveA, "V2": curveC, "V3": curveB}, nil},
	{"A1", map[string][]model.Point{"V1": curveA1}, nil},
	{"D1", map[string][]model.Point{"V1": curveA1, "V3": curveB}, nil},
	{"G", map[string][]model.Point{"V1": curveA, "V3": curveB}, map[string]float64{"V4": 10}},
}

// shippedBefore are the curves that vitality.md compares with, whatever the model holds now.
var shippedBefore = candidate{"before", map[string][]model.Point{
	"V1": {{X: 0, Y: 0}, {X: 1, Y: 25}, {X: 3, Y: 50}, {X: 6, Y: 80}, {X: 9, Y: 100}},
	"V2": {{X: 3, Y: 100}, {X: 12, Y: 60}, {X: 24, Y: 25}, {X: 36, Y: 0}},
	"V3": {{X: 6, Y: 100}, {X: 12, Y: 70}, {X: 24, Y: 30}, {X: 36, Y: 0}},
}, map[string]float64{"V4": 6}}

// of returns the model with the curves.
func (c candidate) of(m model.Model) model.Model {
	m.Axes = maps.Clone(m.Axes)
	rules := slices.Clone(m.Axes[model.Vitality])
	for i, r := range rules {
		if curve, ok := c.curves[r.ID]; ok {
			rules[i].Curve = curve
		}
		if w, ok := c.weights[r.ID]; ok {
			rules[i].Weight = w
		}
	}
	m.Axes[model.Vitality] = rules
	return m
}

// judgedPanel is a panel under one model: a row for each project-year that counts.
type judgedPanel struct {
	cluster                      []string
	silent, slowing, late, quiet []bool
	lateKnown                    []bool
	health, vitality             []float64 // 100 is best
	active                       []float64
}

func judgePanel(m model.Model, all []year, later map[string]year) judgedPanel {
	judge := backtest.NewJudge(m)
	var p judgedPanel
	for _, y := range all {
		o, why := judge.Observe(y.Project, y.At, y.Snapshot)
		if _, end := backtest.Watch(y.At); why != "" || y.Taken.Before(end) {
			continue
		}
		active, _ := y.value(field.ActiveMonths12m)
		flow, known := later[key(y.Project.Slug, y.At.Year()+2)].value(field.ReleaseFlowMonths)
		p.cluster = append(p.cluster, o.Project)
		p.silent, p.slowing = append(p.silent, y.silent()), append(p.slowing, y.slowing())
		p.late, p.lateKnown = append(p.late, flow >= 12), append(p.lateKnown, known)
		p.health, p.vitality = append(p.health, 100-o.Values[0]), append(p.vitality, 100-o.Values[1])
		p.active, p.quiet = append(p.active, active), append(p.quiet, active <= 3)
	}
	return p
}

func key(slug string, year int) string { return fmt.Sprint(slug, " ", year) }

// vitality prints what vitality.md asks for, of the years from one to another.
func (s *sides) vitality(f flags) error {
	every, err := keptPanel(f.panel, firstYear, lastYear)
	if err != nil {
		return err
	}
	later := map[string]year{}
	var all []year
	for _, y := range every {
		later[key(y.Project.Slug, y.At.Year())] = y
		if y.At.Year() >= f.from && y.At.Year() <= f.to {
			all = append(all, y)
		}
	}
	base := shippedBefore.of(s.models[1])
	old := judgePanel(base, all, later)
	fmt.Printf("%d to %d: %d project-years of %d projects, %d silent\n", f.from, f.to, len(old.cluster), distinct(old.cluster), count(old.silent))
	fmt.Printf("before: health %s, vitality %s, at full %.1f%%, deciles %v\n", old.auc(old.health), old.auc(old.vitality), 100*old.full(), deciles(old.vitality))
	for _, c := range candidates {
		compareVitality(c.id, old, judgePanel(c.of(base), all, later))
	}
	return nil
}

// compareVitality prints one candidate beside the curves before.
func compareVitality(id string, old, now judgedPanel) {
	a, b := order(old.health, old.silent), order(now.health, now.silent)
	lo, hi := backtest.Bootstrap(old.cluster, backtest.Draws, backtest.Seed, func(w []float64) float64 { return b(w) - a(w) })
	fmt.Printf("%s: health %s, difference %+.4f (%+.4f to %+.4f), vitality %s\n", id, now.auc(now.health), b(nil)-a(nil), lo, hi, now.auc(now.vitality))
	quiet, n := 0.0, 0.0
	for i := range old.quiet {
		if old.quiet[i] {
			quiet += now.vitality[i] - old.vitality[i]
			n++
		}
	}
	fmt.Printf("   quiet: %+.2f over %.0f project-years; at full %.1f%%, deciles %v\n", quiet/n, n, 100*now.full(), deciles(now.vitality))
	fmt.Printf("   signal: slowing %s; late %s\n", old.signal(now.vitality, old.slowing, nil), old.signal(now.vitality, old.late, old.lateKnown))
}

// order returns the AUC of a deficit as a function of weights.
func order(good []float64, events []bool) func([]float64) float64 {
	deficit := make([]float64, len(good))
	for i, v := range good {
		deficit[i] = 100 - v
	}
	return func(w []float64) float64 {
		if w == nil {
			return backtest.AUC(deficit, events)
		}
		return weightedAUC(deficit, events, w)
	}
}

// auc prints the AUC of 100 − good for silence, with its interval.
func (p judgedPanel) auc(good []float64) string {
	f := order(good, p.silent)
	lo, hi := backtest.Bootstrap(p.cluster, backtest.Draws, backtest.Seed, f)
	return fmt.Sprintf("%.4f (%.3f to %.3f)", f(nil), lo, hi)
}

// full is the share of project-years that a page prints as 100.
func (p judgedPanel) full() float64 {
	n := 0.0
	for _, v := range p.vitality {
		if v >= full {
			n++
		}
	}
	return n / float64(len(p.vitality))
}

// signal prints the AUC of 100 − now for the event, over the rows that were full. nil known: all.
func (p judgedPanel) signal(now []float64, event, known []bool) string {
	var good []float64
	var events []bool
	var cluster []string
	for i, v := range p.vitality {
		if v >= full && (known == nil || known[i]) {
			good, events, cluster = append(good, now[i]), append(events, event[i]), append(cluster, p.cluster[i])
		}
	}
	f := order(good, events)
	lo, hi := backtest.Bootstrap(cluster, backtest.Draws, backtest.Seed, f)
	return fmt.Sprintf("%.3f (%.3f to %.3f; %d of %d)", f(nil), lo, hi, count(events), len(events))
}

// deciles are the nine inner ones, rounded.
func deciles(values []float64) []float64 {
	sorted := slices.Sorted(slices.Values(values))
	var out []float64
	for i := 1; i < 10; i++ {
		out = append(out, math.Round(10*sorted[min(len(sorted)-1, i*len(sorted)/10)])/10)
	}
	return out
}

func count(all []bool) int {
	n := 0
	for _, yes := range all {
		n += map[bool]int{true: 1}[yes]
	}
	return n
}

func distinct(all []string) int {
	seen := map[string]bool{}
	for _, x := range all {
		seen[x] = true
	}
	return len(seen)
}
