package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// one is a repository of the test half.
type one struct {
	owner string
	fact  fact
	point point
}

// term is a check of one repository. truth is below 0 if it does not apply.
type term struct {
	check                  string
	gap                    model.Gap
	weight, truth, assumed float64
	cell                   *model.PriorCell // nil: it was seen
}

func writeCheck(points, facts, prior, file string) error {
	d, err := read(points, facts)
	if err != nil {
		return err
	}
	b, err := os.ReadFile(prior)
	if err != nil {
		return err
	}
	table, err := curated.ReadPrior(prior, b)
	if err != nil {
		return err
	}
	set, err := curated.LoadRules()
	if err != nil {
		return err
	}
	weights := map[string]float64{}
	for _, r := range set.Model.Axes[model.Posture] {
		weights[string(r.Field)] = r.Weight
	}
	if b, err = json.MarshalIndent(check(d, table, weights), "", "  "); err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}

func check(d data, prior model.Prior, weights map[string]float64) model.PriorCheck {
	out := model.PriorCheck{Made: prior.Made, Crawl: crawl, Seed: seed, NotTested: []string{"CI-Tests", "Packaging", "Vulnerabilities"}}
	out.Table, out.Test = half(d, false), half(d, true)
	out.Shared, out.TableCoverage = chooseShared(d, weights)
	c := compare(d, prior, weights, inTest)
	c.how.shared = out.Shared
	out.Posture = c.posture()
	for _, gap := range testedGaps {
		out.Gaps = append(out.Gaps, c.all(gap))
		for _, name := range slices.Concat(hosted, maybe) {
			if m := c.measure(string(gap), name, func(x one) side { return c.gap(x, gap, name) }); m.N > 0 {
				out.Checks = append(out.Checks, m)
			}
		}
	}
	out.Splits = splits(d, weights, out.Shared)
	out.Scale = scales(d)
	out.Notes = notes(out)
	return out
}

// testedGaps are the gaps that the repositories have.
var testedGaps = []model.Gap{model.NotAsked, model.NoWorkflows, model.NotVisible}

func half(d data, test bool) model.PriorHalf {
	var out model.PriorHalf
	owners := map[string]bool{}
	for _, f := range d.facts {
		if inTest(owner(f.Repo)) != test {
			continue
		}
		owners[owner(f.Repo)] = true
		out.Repositories++
		if f.Workflows == 0 {
			out.NoWorkflows++
		}
	}
	out.Owners = len(owners)
	return out
}

// compare returns the comparison over the repositories whose owners are in the test.
func compare(d data, prior model.Prior, weights map[string]float64, in func(owner string) bool) comparison {
	c := comparison{prior: prior, weights: weights}
	for _, f := range d.facts {
		if o := owner(f.Repo); in(o) {
			c.test = append(c.test, one{owner: o, fact: f, point: d.point(f)})
		}
	}
	return c
}

// all measures all checks with one gap.
func (c comparison) all(gap model.Gap) model.PriorMeasure {
	return c.measure(string(gap), "", func(x one) side { return c.gap(x, gap, "") })
}

// comparison compares what is assumed of the test half with what was published.
type comparison struct {
	prior   model.Prior
	weights map[string]float64
	how     drawing
	test    []one
}

// terms returns the checks of a repository that were seen in the tree, with our own score on both
// sides, and those that are assumed, with the published score as the truth. Checks whose result
// failed in the crawl are left out, as are those that cannot be compared.
func (c comparison) terms(x one) []term {
	var out []term
	for name, s := range x.fact.Checks {
		if s.State == "observed" {
			out = append(out, term{check: name, weight: c.weights[name], truth: s.Score, assumed: s.Score})
		}
	}
	for _, name := range slices.Concat(hosted, maybe) {
		gap := gapOf(x.fact, name)
		truth, ok := x.point.scored(name)
		if !ok {
			truth = -1
		}
		if gap == "" || !ok && name != "Signed-Releases" { // no release: the check does not apply
			continue
		}
		if e, ok := c.prior.Expect(field.ID(name), gap, model.OnGitHub); ok {
			out = append(out, term{check: name, gap: gap, weight: c.weights[name], truth: truth, assumed: e.Score, cell: &c.prior.Cells[e.Cell]})
		}
	}
	slices.SortFunc(out, func(a, b term) int { return strings.Compare(a.check, b.check) })
	return out
}

// side is one comparison of one repository, 0 to 100; seen is the share of weight that was seen.
type side struct {
	ok             bool
	truth, assumed float64
	seen           float64
	terms          []term // that the assumed side is drawn from; nil: not drawn
}

// posture compares posture as a whole and shows what leaving out the unseen does.
func (c comparison) posture() []model.PriorMeasure {
	apart := c
	apart.how = drawing{apart: true}
	return []model.PriorMeasure{
		c.measure("assumed", "", func(x one) side { return whole(c.terms(x)) }),
		apart.measure("assumed_apart", "", func(x one) side { return whole(c.terms(x)) }),
		c.measure("assumed_applicable", "", func(x one) side {
			return whole(slices.DeleteFunc(c.terms(x), func(t term) bool { return t.truth < 0 }))
		}),
		c.measure("assumed_published", "", func(x one) side { return whole(published(c.terms(x), x.point)) }),
		c.measure("seen_only", "", func(x one) side {
			s := whole(c.terms(x))
			seen := slices.DeleteFunc(c.terms(x), func(t term) bool { return t.gap != "" })
			s.ok, s.assumed, s.terms = s.ok && len(seen) > 0, mean(seen, func(t term) float64 { return t.assumed }), nil
			return s
		}),
	}
}

// published puts the crawl's own scores of the files in place of ours, on the side of the truth.
func published(terms []term, p point) []term {
	for i, t := range terms {
		if v, ok := p.scored(t.check); t.gap == "" && ok {
			terms[i].truth = v
		}
	}
	return terms
}

func whole(terms []term) side {
	applies := slices.DeleteFunc(slices.Clone(terms), func(t term) bool { return t.truth < 0 })
	var seen, all float64
	for _, t := range terms {
		all += t.weight
		if t.gap == "" {
			seen += t.weight
		}
	}
	return side{
		ok: len(applies) > 0, terms: terms, seen: seen / all,
		truth:   mean(applies, func(t term) float64 { return t.truth }),
		assumed: mean(terms, func(t term) float64 { return t.assumed }),
	}
}

// gap compares only what one gap hides, of one check or of all.
func (c comparison) gap(x one, gap model.Gap, name string) side {
	terms := slices.DeleteFunc(c.terms(x), func(t term) bool {
		return t.gap != gap || t.truth < 0 || name != "" && t.check != name
	})
	return side{
		ok: len(terms) > 0, terms: terms,
		truth:   mean(terms, func(t term) float64 { return t.truth }),
		assumed: mean(terms, func(t term) float64 { return t.assumed }),
	}
}

// mean returns the weighted mean of scores as points of 100.
func mean(terms []term, score func(term) float64) float64 {
	var sum, all float64
	for _, t := range terms {
		sum += t.weight * score(t)
		all += t.weight
	}
	return 10 * sum / all
}

func (c comparison) measure(id, name string, of func(one) side) model.PriorMeasure {
	out := model.PriorMeasure{ID: id, Check: name}
	by := map[string][]float64{}
	var covered, width, drawn float64
	for _, x := range c.test {
		s := of(x)
		if !s.ok {
			continue
		}
		out.N++
		out.Seen += s.seen
		out.Truth += s.truth
		out.Bias += s.assumed - s.truth
		by[x.owner] = append(by[x.owner], s.assumed-s.truth)
		if s.terms != nil {
			low, high := c.how.interval(s.terms, x.fact.Repo)
			drawn++
			width += high - low
			if holds(low, high, s.truth) {
				covered++
			}
		}
	}
	if out.N == 0 {
		return out
	}
	n := float64(out.N)
	out.Seen, out.Truth, out.Bias = round(out.Seen/n, 3), round(out.Truth/n, 1), round(out.Bias/n, 1)
	out.Low, out.High = bootstrap(by)
	if drawn > 0 {
		share, mean := round(covered/drawn, 3), round(width/drawn, 1)
		out.Coverage, out.Width = &share, &mean
	}
	return out
}
