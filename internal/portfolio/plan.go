package portfolio

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

// Candidate is a project that money may go to.
type Candidate struct {
	Slug, Name string
	Prospect   remedy.Prospect
	// Need and Criticality order the simple rules that a plan is compared with, as does Usage: how
	// much the project is used, 0 to 100. NaN: unknown, and last.
	Need, Criticality, Usage float64
}

// Terms are what the funder decides.
type Terms struct {
	// Budget is in euros, 0 or more. People is the share of it for people and continuity, 0 to 1;
	// the rest is for hygiene.
	Budget float64
	People float64
	// Cap is the share of the budget that one project may get from an envelope, 0 to 1. Least is the
	// least sum worth paying to a project from an envelope, in euros.
	Cap   float64
	Least float64
	// With are the slugs of projects that must get something from an envelope that can pay for it.
	With []string
}

// Of returns the budget of an envelope.
func (t Terms) Of(e remedy.Envelope) float64 {
	if e == remedy.People {
		return t.Budget * t.People
	}
	return t.Budget - t.Budget*t.People // not Budget·(1 − People): that may miss a whole euro
}

// Plan is what a budget would buy.
type Plan struct {
	Terms     Terms
	Envelopes []Envelope // in the order of remedy.Envelopes
	// Draws is how many variants of the assumptions the shares are of.
	Draws int
}

// Envelope is the plan of one envelope.
type Envelope struct {
	ID     remedy.Envelope
	Budget float64 // euros
	// Picks are the exact optimum by the assumptions as stated, the most expected points first. Cost
	// and Expected are their sums.
	Picks          []Pick
	Cost, Expected float64
	// Next is the points that the next NextSum euros would add.
	Next float64
	// Often are all projects that some draw chose, the most often first: what to look at first.
	Often []Share
	// AskFirst are measures for projects that may be finished, and those that improve mostly what was
	// assumed and not seen (remedy.AskFirst), the
	// most points first.
	AskFirst []Question
	// Rules are what simpler rules would do with the same money.
	Rules []Rule
}

// NextSum is the sum that Envelope.Next is about.
const NextSum = 10_000

// Pick is a project with what is paid for in it.
type Pick struct {
	Slug, Name string
	Measures   []remedy.Measure
	// Cost is in euros by the stated assumptions, Expected and IfDone in points of risk.
	Cost, Expected, IfDone float64
	// Share of the draws that pay for anything in the project, 0 to 1.
	Share float64
}

// Share is how often the draws choose a project.
type Share struct {
	Slug, Name string
	// Share of the draws that pay for anything in it, 0 to 1.
	Share float64
	// Measures are what they pay for, the most often first.
	Measures []MeasureShare
}

// MeasureShare is how often the draws choose a measure of a project, 0 to 1.
type MeasureShare struct {
	Measure remedy.Measure
	Share   float64
}

// Question is a measure to ask the maintainers about before it is paid for.
type Question struct {
	Slug, Name string
	Measure    remedy.Measure
	// IfDone is the points of risk that it would remove. Assumed is the part of them from inputs that
	// no one saw.
	IfDone, Assumed float64
	// MayBeFinished is whether the question is first of all if the project is finished.
	MayBeFinished bool
}

// Planner plans budgets for the same projects. It is safe for concurrent use.
type Planner struct {
	candidates []Candidate
	draws      variants
}

// New returns a planner. The order of the candidates has no effect on plans. seed names the figures:
// the same seed gives the same draws; shared is that of the model's draws.
func New(c remedy.Catalogue, candidates []Candidate, seed string, shared float64) *Planner {
	p := &Planner{candidates: slices.Clone(candidates), draws: variants{seed: seed, shared: shared}}
	for _, m := range c.Measures {
		p.draws.measures = append(p.draws.measures, measure{m})
	}
	slices.SortFunc(p.candidates, func(a, b Candidate) int { return cmp.Compare(a.Slug, b.Slug) })
	return p
}

// Plan returns what the terms would buy. Cost: 200 projects and Draws draws take some tenths of a
// second on two cores.
func (p *Planner) Plan(t Terms) Plan {
	out := Plan{Terms: t, Draws: Draws}
	for _, e := range remedy.Envelopes {
		out.Envelopes = append(out.Envelopes, p.envelope(e, t))
	}
	return out
}

func (p *Planner) envelope(e remedy.Envelope, t Terms) Envelope {
	out := Envelope{ID: e, Budget: t.Of(e)}
	x := p.exercise(e, t)
	best := x.best(x.stated, out.Budget)
	out.Cost, out.Expected = best.cost, best.value
	out.Next = x.best(x.stated, out.Budget+NextSum).value - best.value
	shares := x.shares(out.Budget)
	for k, i := range best.chosen {
		if i >= 0 {
			out.Picks = append(out.Picks, x.pick(k, x.stated[k][i], shares))
		}
	}
	slices.SortStableFunc(out.Picks, func(a, b Pick) int { return cmp.Compare(b.Expected, a.Expected) })
	out.Often = shares.list(x)
	out.AskFirst = p.questions(e)
	out.Rules = x.rules(out.Budget)
	return out
}

// exercise is one envelope with the measures that can be paid for.
type exercise struct {
	*Planner
	id          remedy.Envelope
	least, most float64
	must        []bool
	choices     []remedy.Choices
	stated      []class // by the assumptions as stated
}

func (p *Planner) exercise(e remedy.Envelope, t Terms) *exercise {
	x := &exercise{Planner: p, id: e, least: t.Least, most: min(t.Cap*t.Budget, t.Of(e))}
	for i := range p.candidates {
		c := &p.candidates[i]
		x.choices = append(x.choices, c.Prospect.Choices(e))
		x.must = append(x.must, slices.Contains(t.With, c.Slug))
	}
	for k := range x.choices {
		x.stated = append(x.stated, x.choices[k].Sets(nil, remedy.Draw{}, x.least, x.most))
	}
	return x
}

// best solves with the projects that must get something: their best set for the money is taken first
// by leaving them no other choice.
func (x *exercise) best(classes []class, budget float64) solution {
	return solveWith(classes, x.must, budget)
}

// solveWith is solve where some classes must get one of their sets, if the budget pays for all of
// them. It raises their points by more than all sets together bring.
func solveWith(classes []class, must []bool, budget float64) solution {
	lift := 1.0
	for _, sets := range classes {
		if n := len(sets); n > 0 {
			lift += sets[n-1].Expected
		}
	}
	lifted := slices.Clone(classes)
	for k, sets := range classes {
		if must[k] {
			lifted[k] = slices.Clone(sets)
			for i := range lifted[k] {
				lifted[k][i].Expected += lift
			}
		}
	}
	out := solve(lifted, budget)
	out.value = 0
	for k, i := range out.chosen {
		if i >= 0 {
			out.value += classes[k][i].Expected
		}
	}
	return out
}

func (x *exercise) pick(k int, s remedy.Set, shares *tally) Pick {
	c := &x.candidates[k]
	out := Pick{Slug: c.Slug, Name: c.Name, Cost: s.Cost, Expected: s.Expected, IfDone: s.IfDone, Share: shares.project(k)}
	for i, o := range x.choices[k].Options {
		if s.Has(i) {
			out.Measures = append(out.Measures, o.Measure)
		}
	}
	return out
}

// questions returns the measures of an envelope that wait for an answer.
func (p *Planner) questions(e remedy.Envelope) []Question {
	var out []Question
	for _, c := range p.candidates {
		for _, o := range c.Prospect.Options {
			if o.Measure.Envelope == e && o.AskFirst() {
				out = append(out, Question{c.Slug, c.Name, o.Measure, o.IfDone, o.Assumed, o.MayBeFinished})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Question) int { return cmp.Compare(b.IfDone, a.IfDone) })
	return out
}

// tally counts in how many draws a project, and each of its options, is chosen.
type tally struct {
	projects []int
	options  [][]int
}

func newTally(x *exercise) *tally {
	t := &tally{projects: make([]int, len(x.choices)), options: make([][]int, len(x.choices))}
	for k := range x.choices {
		t.options[k] = make([]int, len(x.choices[k].Options))
	}
	return t
}

func (t *tally) add(k int, s remedy.Set) {
	t.projects[k]++
	for i := range t.options[k] {
		if s.Has(i) {
			t.options[k][i]++
		}
	}
}

func (t *tally) merge(o *tally) {
	for k := range t.projects {
		t.projects[k] += o.projects[k]
		for i := range t.options[k] {
			t.options[k][i] += o.options[k][i]
		}
	}
}

func (t *tally) project(k int) float64 { return float64(t.projects[k]) / Draws }

// list returns the shares of the projects that any draw chose, the most often first, ties by slug.
func (t *tally) list(x *exercise) []Share {
	var out []Share
	for k, n := range t.projects {
		if n == 0 {
			continue
		}
		s := Share{Slug: x.candidates[k].Slug, Name: x.candidates[k].Name, Share: t.project(k)}
		for i, n := range t.options[k] {
			if n > 0 {
				s.Measures = append(s.Measures, MeasureShare{x.choices[k].Options[i].Measure, float64(n) / Draws})
			}
		}
		slices.SortStableFunc(s.Measures, func(a, b MeasureShare) int { return cmp.Compare(b.Share, a.Share) })
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Share) int { return cmp.Compare(b.Share, a.Share) })
	return out
}

// shares solves every draw, on all processors.
func (x *exercise) shares(budget float64) *tally {
	workers := min(runtime.GOMAXPROCS(0), Draws)
	parts := make([]*tally, workers)
	var wait sync.WaitGroup
	for w := range parts {
		parts[w] = newTally(x)
		wait.Go(func() {
			for k := w; k < Draws; k += workers {
				x.draw(k, budget, parts[w])
			}
		})
	}
	wait.Wait()
	out := newTally(x)
	for _, p := range parts {
		out.merge(p)
	}
	return out
}

// draw solves draw k and counts what it chose.
func (x *exercise) draw(k int, budget float64, into *tally) {
	classes := make([]class, len(x.choices))
	cost, odds := x.draws.common(k)
	for i := range x.choices {
		d := x.draws.of(k, x.choices[i], x.candidates[i].Prospect.Assumed(), cost, odds)
		classes[i] = x.choices[i].Sets(nil, d, x.least, x.most)
	}
	for i, s := range x.best(classes, budget).chosen {
		if s >= 0 {
			into.add(i, classes[i][s])
		}
	}
}
