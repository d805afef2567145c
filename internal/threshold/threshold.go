// Package threshold reads rules such as "posture<50" and judges one project by them,
// so that a build can fail. It is pure; an unknown value fails no rule by itself.
package threshold

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Rule is a comparison that a project must not meet: "posture<50" fails a project with
// a posture below 50.
type Rule struct {
	// Text is the rule as it was written.
	Text  string
	axis  model.Axis // or
	field field.Row
	op    string
	bound float64
}

// State is what became of a rule.
type State string

// The states of a rule. Only Failed fails; NotApplicable never does.
const (
	Met           State = "met"
	Failed        State = "failed"
	Unknown       State = "unknown"
	NotApplicable State = "not applicable"
)

// Verdict is what a rule says of a project.
type Verdict struct {
	Rule  string
	State State
	// Text is the value, or why there is none: "posture is 41.2 (30–55)".
	Text string
}

// axes are those a project has without a list.
var axes = []model.Axis{model.Health, model.Vitality, model.Resilience, model.Posture}

// operators, the longer first.
var operators = []string{"<=", ">=", "<", ">", "="}

// Parse reads a rule: a name, an operator (<, <=, >, >=, =) and a number. The error says
// what is allowed, with the names nearest to the one given.
func Parse(text string) (Rule, error) {
	i := strings.IndexAny(text, "<>=")
	if i < 0 {
		return Rule{}, fmt.Errorf("%q has no operator; allowed: NAME<NUMBER, or with <=, >, >= or =", text)
	}
	r := Rule{Text: strings.TrimSpace(text)}
	rest := text[i:]
	for _, op := range operators {
		if after, ok := strings.CutPrefix(rest, op); ok {
			r.op = op
			rest = strings.TrimSpace(after)
			break
		}
	}
	var err error
	if r.bound, err = strconv.ParseFloat(rest, 64); err != nil || math.IsInf(r.bound, 0) || math.IsNaN(r.bound) {
		return Rule{}, fmt.Errorf("%q: %q is not a number", r.Text, rest)
	}
	if err := r.name(strings.TrimSpace(text[:i])); err != nil {
		return Rule{}, fmt.Errorf("%q: %w", r.Text, err)
	}
	return r, r.scale()
}

// name finds the axis, check or field that a rule names.
func (r *Rule) name(name string) error {
	for _, a := range axes {
		if strings.EqualFold(name, a.Name()) {
			r.axis = a
			return nil
		}
	}
	if strings.EqualFold(name, "risk") || strings.EqualFold(name, model.Criticality.Name()) {
		return fmt.Errorf("%s is known only for listed projects; allowed are the axes health, vitality, resilience and posture", name)
	}
	for _, row := range field.Catalogue {
		if !strings.EqualFold(name, string(row.ID)) {
			continue
		}
		if !numeric(row) {
			return fmt.Errorf("%s is not a number", row.ID)
		}
		r.field = row
		return nil
	}
	return fmt.Errorf("there is no %q; did you mean %s?", name, strings.Join(nearest(name, Names()), ", "))
}

func numeric(row field.Row) bool { return row.Kind == field.Number || row.Kind == field.Count }

// Names returns everything a rule may name: the axes, then checks and numeric fields in
// the order of the catalogue.
func Names() []string {
	var out []string
	for _, a := range axes {
		out = append(out, a.Name())
	}
	for _, row := range field.Catalogue {
		if numeric(row) {
			out = append(out, string(row.ID))
		}
	}
	return out
}

// scale refuses a bound outside the scale, where the rule would always say the same.
func (r Rule) scale() error {
	most := 100.0
	if r.axis == "" {
		if r.field.Source != field.SourceScorecard {
			return nil
		}
		most = 10
	}
	if r.bound < 0 || r.bound > most {
		return fmt.Errorf("%q: the scale is 0 to %.0f", r.Text, most)
	}
	return nil
}

// Judge returns what the rule says of a project's score and inputs.
func (r Rule) Judge(sc health.Score, ins health.Inputs) Verdict {
	v := Verdict{Rule: r.Text, State: Met}
	value := 0.0
	if r.axis != "" {
		a := sc.Axis(r.axis)
		if !a.Known {
			return v.without(r.axis.Name(), Unknown, "nothing of it was observed")
		}
		value = a.Value
		v.Text = fmt.Sprintf("%s is %s (%.0f–%.0f, %d%% of the evidence seen)", r.axis.Name(), number(value), stats.Points(a.Lo), stats.Points(a.Hi), health.SeenPercent(a.Coverage))
	} else {
		in := ins.Field(r.field.ID)
		switch in.State {
		case health.NotApplicable:
			return v.without(string(r.field.ID), NotApplicable, in.Reason)
		case health.Unknown:
			return v.without(string(r.field.ID), Unknown, in.Reason)
		}
		value = in.Value
		v.Text = fmt.Sprintf("%s is %s (%s)", r.field.ID, number(value), r.field.Unit)
	}
	if r.holds(value) {
		v.State = Failed
	}
	return v
}

// without is the verdict on a value that does not exist.
func (v Verdict) without(name string, state State, reason string) Verdict {
	v.State = state
	v.Text = fmt.Sprintf("%s is %s, because %s", name, state, cmp.Or(reason, "no source gave a reason"))
	return v
}

// holds compares a value to the bound, with tolerance for sums of fractions.
func (r Rule) holds(value float64) bool {
	const tolerance = 1e-9
	d := value - r.bound
	if math.Abs(d) < tolerance {
		return r.op == "=" || r.op == "<=" || r.op == ">="
	}
	return d < 0 && r.op[0] == '<' || d > 0 && r.op[0] == '>'
}

// number writes a value with at most two decimals.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }
