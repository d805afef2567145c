package portfolio

import (
	"cmp"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

// Rule is what a simpler rule would do with the same money and the same projects.
type Rule struct {
	ID string // "equal", "need", "usage", "criticality"
	// Expected is the points of risk that it is expected to remove, Cost what it spends in euros, and
	// Projects how many get anything.
	Expected, Cost float64
	Projects       int
}

// RuleIDs are the simpler rules, in the order of pages: every project the same sum; or one project
// after another as much as helps it, by need, by usage, by criticality.
var RuleIDs = []string{"equal", "need", "usage", "criticality"}

func (x *exercise) rules(budget float64) []Rule {
	out := []Rule{x.equal(budget)}
	for id, of := range map[string]func(Candidate) float64{
		"need":        func(c Candidate) float64 { return c.Need },
		"usage":       func(c Candidate) float64 { return c.Usage },
		"criticality": func(c Candidate) float64 { return c.Criticality },
	} {
		out = append(out, x.inTurn(id, of, budget))
	}
	slices.SortFunc(out, func(a, b Rule) int { return cmp.Compare(slices.Index(RuleIDs, a.ID), slices.Index(RuleIDs, b.ID)) })
	return out
}

// equal gives every project that has a measure the same sum, and buys the best set that it pays for.
func (x *exercise) equal(budget float64) Rule {
	n := 0
	for _, sets := range x.stated {
		if len(sets) > 0 {
			n++
		}
	}
	r := Rule{ID: "equal"}
	for _, sets := range x.stated {
		r.buy(sets, budget/float64(max(n, 1)))
	}
	return r
}

// inTurn gives one project after another the best set that is left money for.
func (x *exercise) inTurn(id string, of func(Candidate) float64, budget float64) Rule {
	order := make([]int, len(x.candidates))
	for i := range order {
		order[i] = i
	}
	value := func(i int) float64 {
		if v := of(x.candidates[i]); !math.IsNaN(v) {
			return v
		}
		return math.Inf(-1)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(value(b), value(a)) })
	r := Rule{ID: id}
	for _, k := range order {
		r.buy(x.stated[k], budget-r.Cost)
	}
	return r
}

// buy takes the best set that a sum pays for; sets ascend in cost and points.
func (r *Rule) buy(sets []remedy.Set, sum float64) {
	for i := len(sets) - 1; i >= 0; i-- {
		if sets[i].Cost <= sum+tiny {
			r.Cost += sets[i].Cost
			r.Expected += sets[i].Expected
			r.Projects++
			return
		}
	}
}

// Refusal says why a plan pays for nothing in a project from one envelope.
type Refusal struct {
	// Reason is a word: "nothing" (no measure applies), "ask" (all wait for an answer), "dear" (no
	// set is within the limits), "outbid" (other projects bring more for the money).
	Reason string
	// Best is what would be paid for if the project had to get something; only if outbid.
	Best Pick
	// Lost is the points that the envelope would then remove less, and Leaves are the names of the
	// projects that would get nothing any more.
	Lost   float64
	Leaves []string
}

// WhyNot returns why a plan pays for nothing in a project from an envelope; false if it pays, or if
// the project is no candidate.
func (p *Planner) WhyNot(t Terms, e remedy.Envelope, slug string) (Refusal, bool) {
	k := slices.IndexFunc(p.candidates, func(c Candidate) bool { return c.Slug == slug })
	if k < 0 {
		return Refusal{}, false
	}
	x := p.exercise(e, t)
	best := x.best(x.stated, t.Of(e))
	switch {
	case best.chosen[k] >= 0:
		return Refusal{}, false
	case len(x.choices[k].Options) == 0:
		asks := slices.ContainsFunc(p.candidates[k].Prospect.Options, func(o remedy.Option) bool { return o.Measure.Envelope == e && o.AskFirst() })
		if asks {
			return Refusal{Reason: "ask"}, true
		}
		return Refusal{Reason: "nothing"}, true
	case len(x.stated[k]) == 0:
		return Refusal{Reason: "dear"}, true
	}
	x.must[k] = true
	forced := x.best(x.stated, t.Of(e))
	if forced.chosen[k] < 0 {
		return Refusal{Reason: "dear"}, true
	}
	r := Refusal{Reason: "outbid", Best: x.pick(k, x.stated[k][forced.chosen[k]], newTally(x)), Lost: best.value - forced.value}
	for i := range best.chosen {
		if best.chosen[i] >= 0 && forced.chosen[i] < 0 {
			r.Leaves = append(r.Leaves, x.candidates[i].Name)
		}
	}
	return r, true
}
