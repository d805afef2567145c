package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

const (
	draws     = 500
	resamples = 2000
)

// report is scorecards/posture-check.json. Biases and widths are points of 100.
type report struct {
	Made      string    `json:"made"`
	Crawl     string    `json:"crawl"`
	Seed      string    `json:"seed"`
	Table     half      `json:"table"`
	Test      half      `json:"test"`
	Posture   []measure `json:"posture"`
	Gaps      []measure `json:"gaps"`
	Checks    []measure `json:"checks"`
	Scale     []scale   `json:"scale"`
	NotTested []string  `json:"not_tested"`
}

// half is one half of the repositories with our own scan.
type half struct {
	Repositories int `json:"repositories"`
	Owners       int `json:"owners"`
	NoWorkflows  int `json:"no_workflows"`
	Forks        int `json:"forks,omitempty"`
}

// measure is how far what was assumed is from what was published.
type measure struct {
	ID    string `json:"id"`
	Check string `json:"check,omitempty"`
	N     int    `json:"n"`
	// Seen is the mean share of the weight that files alone showed.
	Seen float64 `json:"seen,omitempty"`
	// Truth is the mean of the published results.
	Truth float64 `json:"truth"`
	// Bias is the mean of assumed minus published, Low and High its 95% interval over owners.
	Bias float64 `json:"bias"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Coverage is the share of repositories whose published value is in the 90% interval. Nil: none
	// was drawn.
	Coverage *float64 `json:"coverage,omitempty"`
	Width    *float64 `json:"width,omitempty"`
}

// scale is how our own scan with v4.13.1 and the crawl score the same files.
type scale struct {
	Check     string  `json:"check"`
	N         int     `json:"n"`
	Ours      float64 `json:"ours"`
	Published float64 `json:"published"`
}

// one is a repository of the test half.
type one struct {
	owner string
	fact  fact
	point point
}

// term is a check of one repository. truth is below 0 if it does not apply.
type term struct {
	check, gap             string
	weight, truth, assumed float64
	cell                   *cell
}

func writeCheck(points, facts, file string) error {
	of, later, err := readPoints(points)
	if err != nil {
		return err
	}
	seen, err := readFacts(facts)
	if err != nil {
		return err
	}
	set, err := curated.LoadRules()
	if err != nil {
		return err
	}
	weights := map[string]float64{}
	for _, r := range set.Model.Axes["S"] {
		weights[string(r.Field)] = r.Weight
	}
	out, err := check(of, makeTable(of, later, seen), seen, weights)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}

func check(of map[string]point, t table, facts []fact, weights map[string]float64) (report, error) {
	out := report{Made: "2026-12-02", Crawl: crawl, Seed: seed, NotTested: []string{"CI-Tests", "Packaging", "Vulnerabilities"}}
	var test []one
	for _, f := range facts {
		p, ok := of[strings.ToLower(f.Repo)]
		switch {
		case !ok:
			return out, fmt.Errorf("%s has no point", f.Repo)
		case forTest(f.Repo):
			out.Test.add(f)
			test = append(test, one{owner: owner(f.Repo), fact: f, point: p})
		default:
			out.Table.add(f)
		}
	}
	out.Test.Owners, out.Table.Owners = ownersOf(facts, true), ownersOf(facts, false)
	c := comparison{table: t, weights: weights, test: test}
	out.Posture = c.posture()
	for _, gap := range []string{notAsked, noWorkflows, notVisible} {
		out.Gaps = append(out.Gaps, c.measure(gap, "", func(x one) side { return c.gap(x, gap, "") }))
		for _, name := range slices.Concat(hosted, maybe) {
			if m := c.measure(gap, name, func(x one) side { return c.gap(x, gap, name) }); m.N > 0 {
				out.Checks = append(out.Checks, m)
			}
		}
	}
	out.Scale = scales(of, facts)
	return out, nil
}

func (h *half) add(f fact) {
	h.Repositories++
	if f.Workflows == 0 {
		h.NoWorkflows++
	}
	if f.Fork != "" {
		h.Forks++
	}
}

func ownersOf(facts []fact, test bool) int {
	set := map[string]bool{}
	for _, f := range facts {
		if forTest(f.Repo) == test {
			set[owner(f.Repo)] = true
		}
	}
	return len(set)
}

// comparison compares what is assumed of the test half with what was published.
type comparison struct {
	table   table
	weights map[string]float64
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
		if gap == "" {
			continue
		}
		truth, ok := x.point.scored(name)
		if !ok {
			truth = -1
			if name != "Signed-Releases" { // no release: the check does not apply
				continue
			}
		}
		if e := c.table.expect(name, gap, github); e != nil {
			out = append(out, term{check: name, gap: gap, weight: c.weights[name], truth: truth, assumed: e.mean, cell: e})
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

// posture compares posture as a whole in three ways and shows what leaving out the unseen does.
func (c comparison) posture() []measure {
	return []measure{
		c.measure("assumed", "", func(x one) side { return whole(c.terms(x)) }),
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
func (c comparison) gap(x one, gap, name string) side {
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

func (c comparison) measure(id, name string, of func(one) side) measure {
	out := measure{ID: id, Check: name}
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
			low, high := c.interval(s.terms, x.fact.Repo)
			drawn++
			width += high - low
			if low-1e-9 <= s.truth && s.truth <= high+1e-9 {
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

// interval returns the 90% interval of draws. Each first moves every cell of the table by its
// standard error, the same for all projects, and then draws the project.
func (c comparison) interval(terms []term, repo string) (low, high float64) {
	own := rand.New(rand.NewPCG(hash(repo), 2))
	got := make([]float64, draws)
	for d := range got {
		got[d] = mean(terms, func(t term) float64 {
			if t.cell == nil {
				return t.assumed
			}
			return t.cell.draw(uint64(d), own.Float64())
		})
	}
	slices.Sort(got)
	return got[draws*5/100], got[draws*95/100-1]
}

// draw returns a score at the quantile u, moved by the table's own doubt in draw d.
func (c *cell) draw(d uint64, u float64) float64 {
	x := math.Min(u*10, 10-1e-9)
	i := int(x)
	v := c.deciles[i] + (c.deciles[i+1]-c.deciles[i])*(x-float64(i))
	moved := rand.New(rand.NewPCG(hash(c.check+c.gap+c.host), d)).NormFloat64()
	return math.Max(0, math.Min(10, v+moved*c.sd()/math.Sqrt(float64(c.n))))
}

// sd returns the standard deviation of the distribution between the deciles.
func (c *cell) sd() float64 {
	var m, sum float64
	for i := range 10 {
		m += (c.deciles[i] + c.deciles[i+1]) / 20
	}
	for i := range 10 {
		a, b := c.deciles[i]-m, c.deciles[i+1]-m
		sum += (a*a + a*b + b*b) / 30
	}
	return math.Sqrt(sum)
}
