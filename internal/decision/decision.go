// Package decision says how much the place of a project depends on what is not known and on choices
// that another reader could make. It is pure: it re-scores figures that were read, and reads none.
package decision

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// The variants, in the order of pages.
const (
	PostureBad     = "posture-bad"
	PostureGood    = "posture-good"
	HalfCritical   = "criticality-half"
	DoubleCritical = "criticality-double"
	NoExperts      = "no-expert-lists"
)

// Labels are the variants in words.
var Labels = map[string]string{
	PostureBad:     "If its unseen checks are as bad as those of the worst tenth of similar projects",
	PostureGood:    "If its unseen checks are as good as those of the best tenth of similar projects",
	HalfCritical:   "With half the weight of criticality",
	DoubleCritical: "With double the weight of criticality",
	NoExperts:      "Without the expert lists in criticality",
}

// First is how many projects of a list are taken as the chosen ones.
const First = 20

// Variants are all of them, in the order of pages.
var Variants = []string{PostureBad, PostureGood, HalfCritical, DoubleCritical, NoExperts}

// Outcome is the rank of a project under one variant.
type Outcome struct {
	Variant string
	// Rank is 0 if the project is not ranked under it; Of is how many have a position.
	Rank, Of int
	// Stays is whether the rank is among the first so many.
	Stays bool
}

// Open is a fact that is unknown, with the rank if it came out well or badly, all else as it is.
type Open struct {
	Input         string // id of the rule
	Field         field.ID
	Axis          model.Axis
	Label, Reason string
	// Good and Bad are ranks: the one if the fact lowers risk most, and if it raises it most. Of a
	// check that is assumed they are those at the 90th and 10th percentile of similar projects; of
	// others at the ends of the curve of the model.
	Good, Bad int
	// Swing is how far the two risks are apart, in points.
	Swing float64
}

// Decision is how much the place of one project depends on what is unknown or chosen.
type Decision struct {
	Slug string
	// Rank is 0 if the project is not ranked. One without a position has the rank it could have.
	Rank, Of int
	// Partial means that it has no position: Rank is the one of its risk, which depends on much that is
	// not known. Risky is false if its risk is unknown.
	Partial, Risky bool
	// First is how many projects can be chosen; Stays counts the outcomes in which it is among them, of
	// those in which it is ranked.
	First, Stays, Judged int
	Outcomes             []Outcome
	// Open are the unknown facts that could move its risk, those that could move its rank most first.
	Open []Open
}

// In reports whether the project is among the first today.
func (d Decision) In() bool { return d.Rank > 0 && d.Rank <= d.First }

// Judge answers for the projects of one list. It is safe for concurrent use.
type Judge struct {
	m      model.Model
	now    time.Time
	scorer *score.Scorer // with draws
	plain  *score.Scorer
	by     map[string]score.Candidate
	base   score.Order
	others map[string]score.Order // by variant, of those that concern the whole list
}

// New returns a judge of the candidates of a list, as scored by the model. now is that of
// score.Evaluate. Cost: it evaluates the list four times without draws.
func New(m model.Model, cands []score.Candidate, now time.Time) *Judge {
	j := &Judge{m: m, now: now, scorer: score.New(m), plain: score.WithoutDraws(m), by: make(map[string]score.Candidate, len(cands))}
	for _, c := range cands {
		j.by[c.Project.Slug] = c
	}
	j.base = score.Reorder(m, cands, now, 1)
	j.others = map[string]score.Order{
		HalfCritical:   score.Reorder(m, cands, now, .5),
		DoubleCritical: score.Reorder(m, cands, now, 2),
		NoExperts:      score.Reorder(without(m, field.ExpertLists), cands, now, 1),
	}
	return j
}

// without returns a model in which a field counts for nothing.
func without(m model.Model, id field.ID) model.Model {
	m.Axes = maps.Clone(m.Axes)
	for a, rules := range m.Axes {
		m.Axes[a] = slices.DeleteFunc(slices.Clone(rules), func(r model.InputRule) bool { return r.Field == id })
	}
	return m
}

// Of returns the decision about a project if the first so many can be chosen; false if it is not on the
// list.
func (j *Judge) Of(slug string, first int) (Decision, bool) {
	c, ok := j.by[slug]
	if !ok {
		return Decision{}, false
	}
	d := Decision{Slug: slug, Rank: j.base.Rank[slug], Of: j.base.Of, First: first, Partial: len(c.Score.Partial) > 0, Risky: c.Score.RiskKnown}
	if bad, good, ok := j.scorer.UnseenPosture(c); ok && d.Rank > 0 {
		d.Outcomes = append(d.Outcomes,
			Outcome{Variant: PostureBad, Rank: j.base.At(slug, bad), Of: d.Of}, Outcome{Variant: PostureGood, Rank: j.base.At(slug, good), Of: d.Of})
	}
	for _, v := range Variants[2:] {
		o := j.others[v]
		d.Outcomes = append(d.Outcomes, Outcome{Variant: v, Rank: o.Rank[slug], Of: o.Of})
	}
	for i := range d.Outcomes {
		o := &d.Outcomes[i]
		o.Stays = o.Rank > 0 && o.Rank <= first
		if o.Rank > 0 {
			d.Judged++
		}
		if o.Stays {
			d.Stays++
		}
	}
	d.Open = j.open(c)
	return d, true
}

// open returns the unknown facts of a project that could move it.
func (j *Judge) open(c score.Candidate) []Open {
	var out []Open
	for _, a := range model.InputAxes {
		for _, row := range c.Score.Axis(a).Inputs {
			rule, ok := j.m.Rule(a, row.ID)
			if !ok || row.Input.State == health.Observed || row.Input.State == health.NotApplicable {
				continue
			}
			lo, hi := ends(rule, row)
			one, known := j.risk(c, rule.Field, lo)
			other, also := j.risk(c, rule.Field, hi)
			if !known || !also {
				continue
			}
			x := Open{Input: rule.ID, Field: rule.Field, Axis: a, Label: row.Label, Reason: row.Input.Reason}
			good, bad := min(one, other), max(one, other)
			if x.Swing = bad - good; x.Swing <= model.Rounding {
				continue
			}
			x.Good, x.Bad = j.base.At(c.Project.Slug, good), j.base.At(c.Project.Slug, bad)
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Open) int {
		return cmp.Or(cmp.Compare(b.Good-b.Bad, a.Good-a.Bad), cmp.Compare(b.Swing, a.Swing))
	})
	return out
}

// ends returns two values of an unknown input: a bad and a good one.
func ends(r model.InputRule, row health.ScoredInput) (lo, hi float64) {
	if row.Expected != nil {
		return row.Expected.Deciles.At(.1), row.Expected.Deciles.At(.9)
	}
	least, most := r.Curve[0], r.Curve[0]
	for _, p := range r.Curve {
		if p.Y < least.Y {
			least = p
		}
		if p.Y > most.Y {
			most = p
		}
	}
	return least.X, most.X
}

// risk returns the risk of a project if a field had a value; false if it would still be unknown.
func (j *Judge) risk(c score.Candidate, id field.ID, value float64) (float64, bool) {
	ins := maps.Clone(c.Inputs)
	ins.Put(health.Obs(id, value))
	sc := j.plain.Evaluate(c.Project, ins, c.ObservedAt, j.now)
	return sc.Risk.Value, sc.RiskKnown
}
