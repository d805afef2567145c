package remedy

import (
	"math"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Prospect is one project with what each measure of a catalogue would take from its risk:
//
//	Δrisk(M) = C/100 · (max(L, gates) − max(L − Σᵢ ωₐ·shareᵢ·maxₘ(s'ᵢ − sᵢ)⁺, gates not released by M))
//
// Of several measures that improve the same input, the greatest counts.
type Prospect struct {
	Slug string
	// Known is false if the risk of the project is unknown; no measure then has points.
	Known bool
	// Options has a row for every measure, in the order of the catalogue.
	Options []Option

	criticality, weakness float64
	gates                 []gate
	inputs                []input
}

// Option is what one measure alone would do.
type Option struct {
	Measure Measure
	// WhyNot says why it does not apply or changes nothing; empty: it applies.
	WhyNot string
	// IfDone is the points of risk removed if it succeeds and lasts; Expected is that times Chance
	// times Lasts.
	IfDone, Expected float64
	// Assumed is the part of IfDone that improves what was never seen, only assumed.
	Assumed float64
	// MayBeFinished is whether no one here knows that the project is not finished: the tracker was not
	// read. Work that is not needed is then no help, whatever was seen.
	MayBeFinished bool
	// Releases are the labels of the gates that it ends.
	Releases []string
	// Waits is the label of the gate that hides what it does; empty: none.
	Waits string

	moves    []move
	released []bool // by gate
}

// AskFirst reports whether the project may be finished, or at least half of the points come from
// inputs that were assumed and not seen. A message to the maintainers then comes before money.
func (o Option) AskFirst() bool {
	return o.WhyNot == "" && o.IfDone > 0 && (o.MayBeFinished || o.Assumed >= o.IfDone/2)
}

// gate is one that applies today.
type gate struct {
	label string
	floor float64
}

// input is one input that counts on an axis of weakness.
type input struct {
	id     string  // of its rule
	points float64 // of weakness for one point of the sub-score: ω · share
	s      float64
	// assumed is the distribution of its sub-score if it was not seen; nil if it was.
	assumed *model.Deciles
}

// move is a better sub-score of one input.
type move struct {
	input int // index in Prospect.inputs
	to    float64
}

// Of returns what each measure of the catalogue would do for a project, by the model that its score
// was made with. Cost: measures × inputs, some microseconds.
func Of(c Catalogue, m model.Model, ins health.Inputs, sc health.Score) Prospect {
	p := Prospect{Slug: sc.Project, Known: sc.RiskKnown, criticality: sc.C.Value, weakness: sc.Weakness}
	var rules []model.GateRule
	for i, g := range sc.Gates {
		if g.Fired {
			p.gates = append(p.gates, gate{g.Label, g.Floor})
			rules = append(rules, m.Gates[i])
		}
	}
	at := map[string]int{}
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		for i, row := range sc.Axis(a).Inputs {
			if row.Share > 0 {
				at[row.ID] = len(p.inputs)
				p.inputs = append(p.inputs, input{row.ID, m.Risk.Omega[a] * row.Share, row.S, assumed(m.Axes[a][i], row)})
			}
		}
	}
	for _, measure := range c.Measures {
		p.Options = append(p.Options, p.option(measure, m, rules, at, ins, sc))
	}
	return p
}

// assumed returns the sub-scores that an input may have that was not seen.
func assumed(r model.InputRule, row health.ScoredInput) *model.Deciles {
	if row.Expected == nil {
		return nil
	}
	out := model.Deciles{}
	for i, x := range row.Expected.Deciles {
		out[i] = min(100, max(0, score.Curve(r.Curve, x)))
	}
	return &out
}

func (p *Prospect) option(measure Measure, m model.Model, rules []model.GateRule, at map[string]int, ins health.Inputs, sc health.Score) Option {
	o := Option{Measure: measure, released: make([]bool, len(rules)), MayBeFinished: score.MayBeFinished(ins, sc)}
	_, ended := score.Ended(sc)
	switch {
	case !p.Known:
		o.WhyNot = "the risk is unknown"
	case measure.Ended && !ended:
		o.WhyNot = "the project has not ended"
	case !measure.Ended && ended:
		o.WhyNot = "the project has ended"
	default:
		o.WhyNot = unmet(measure.Needs, ins)
	}
	if o.WhyNot != "" {
		return o
	}
	var unseen []string
	values := map[field.ID]float64{}
	for _, e := range measure.Sets {
		rule, ok := RuleOf(m, e.Input)
		if !ok {
			continue // another model, without this input
		}
		i, counts := at[e.Input]
		if !counts {
			unseen = append(unseen, e.Input)
			continue
		}
		to, x := e.on(rule.Curve, p.inputs[i].s)
		if to > p.inputs[i].s {
			o.moves = append(o.moves, move{i, to})
			values[rule.Field] = x
		}
	}
	for i, g := range rules {
		o.released[i] = slices.Contains(measure.Releases, g.ID) || ends(g, values)
		if o.released[i] {
			o.Releases = append(o.Releases, p.gates[i].label)
		}
	}
	if len(o.moves) == 0 && len(o.Releases) == 0 {
		o.WhyNot = "nothing left to improve"
		if len(unseen) == len(measure.Sets) && len(unseen) > 0 {
			o.WhyNot = "what it improves was not seen"
		}
		return o
	}
	return p.value(o)
}

// value sets the points of an option.
func (p *Prospect) value(o Option) Option {
	alone := Choices{p: p, Options: []Option{o}}
	alone.prepare()
	o.IfDone = alone.done[1]
	o.Expected = o.IfDone * o.Measure.Chance * o.Measure.Lasts
	seen := Choices{p: p, Options: []Option{{released: o.released}}}
	for _, mv := range o.moves {
		if p.inputs[mv.input].assumed == nil {
			seen.Options[0].moves = append(seen.Options[0].moves, mv)
		}
	}
	seen.prepare()
	o.Assumed = o.IfDone - seen.done[1]
	if floor := alone.floor(1); o.IfDone <= tiny {
		for _, g := range p.gates {
			if g.floor == floor {
				o.Waits = g.label
			}
		}
	}
	return o
}

const tiny = model.Rounding

// on returns the sub-score that the effect reaches from s, and the value of the input that has it.
func (e Effect) on(curve []model.Point, s float64) (to, x float64) {
	if e.Steps == 0 {
		return e.To, inverse(curve, e.To)
	}
	knots := slices.Clone(curve)
	slices.SortStableFunc(knots, func(a, b model.Point) int {
		if a.Y < b.Y {
			return -1
		}
		if a.Y > b.Y {
			return 1
		}
		return 0
	})
	to, left := s, e.Steps
	for _, k := range knots {
		if left > 0 && k.Y > to+tiny {
			to, x, left = k.Y, k.X, left-1
		}
	}
	return to, x
}

// inverse returns the value at which a curve reaches the points; the nearest knot if it never does.
func inverse(curve []model.Point, points float64) float64 {
	nearest, far := 0.0, math.Inf(1)
	for i, b := range curve {
		if d := math.Abs(b.Y - points); d < far {
			nearest, far = b.X, d
		}
		if i == 0 {
			continue
		}
		if a := curve[i-1]; (a.Y-points)*(b.Y-points) < 0 {
			return a.X + (b.X-a.X)*(points-a.Y)/(b.Y-a.Y)
		}
	}
	return nearest
}

// ends reports whether a gate no longer applies with the new values of inputs.
func ends(g model.GateRule, values map[field.ID]float64) bool {
	return slices.ContainsFunc(g.All, func(t model.Term) bool {
		v, changed := values[t.Field]
		return changed && !t.Holds(v)
	})
}

// unmet returns the first condition that is not known to hold, in words; empty if all hold.
func unmet(needs []model.Term, ins health.Inputs) string {
	for _, t := range needs {
		row, _ := field.ByID(t.Field)
		in := ins.Field(t.Field)
		if !in.Known() {
			return "unknown: " + strings.ToLower(row.Label)
		}
		if !t.Holds(in.Value) {
			return "it needs " + strings.ToLower(row.Label) + ": " + t.Words()
		}
	}
	return ""
}

// RuleOf returns the rule of an input of vitality, resilience or posture, and false if the model has
// none with that id.
func RuleOf(m model.Model, id string) (model.InputRule, bool) {
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		if r, ok := m.Rule(a, id); ok {
			return r, true
		}
	}
	return model.InputRule{}, false
}
