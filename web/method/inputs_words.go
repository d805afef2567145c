package method

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// curveWords says a curve by its knots: "0 → 0, 3 → 50, from 9 → 100".
func curveWords(ps []model.Point) string {
	var out []string
	for _, p := range ps {
		out = append(out, number(p.X)+"\u00a0→\u00a0"+number(p.Y))
	}
	return strings.Join(out, ", ")
}

// noneWords says how an input without a value can count all the same.
func noneWords(r model.InputRule) string {
	if len(r.NoneWhen) == 0 {
		return ""
	}
	said := "Without a value: " + number(r.NoneScore) + " points when " + termsWords(r.NoneWhen)
	if r.NoneUnless != "" {
		f, _ := field.ByID(r.NoneUnless)
		said += ", unless this is known: " + f.Label
	}
	return said
}

// otherWords says what else can decide the points of an input.
func otherWords(r model.InputRule) string {
	var said []string
	for _, x := range r.Readings {
		f, _ := field.ByID(x.Field)
		said = append(said, number(x.Factor)+" × the points of “"+f.Label+"” on the same curve")
	}
	for _, x := range r.Floors {
		f, _ := field.ByID(x.Field)
		said = append(said, number(x.Score)+" points where “"+f.Label+"” is "+x.Text)
	}
	if len(said) > 0 {
		return "The greatest counts: this; " + strings.Join(said, "; ")
	}
	return noneWords(r)
}

func termsWords(ts []model.Term) string {
	var out []string
	for _, t := range ts {
		out = append(out, termWords(t))
	}
	return strings.Join(out, "; ")
}

// termWords says a condition: "Integrators ≤ 1", "Live successor: no".
func termWords(t model.Term) string {
	if t.Axis != "" {
		return explain.Sentence(t.Axis.Name()) + " " + opWords(t.Op) + " " + number(t.Value)
	}
	f, _ := field.ByID(t.Field)
	if f.Kind == field.Bool && t.Op == "==" {
		return f.Label + ": " + map[bool]string{true: "yes", false: "no"}[t.Value != 0]
	}
	name := f.Label
	if f.Source == field.SourceScorecard {
		name = string(f.ID)
	}
	return name + " " + opWords(t.Op) + " " + number(t.Value)
}

func opWords(op string) string {
	switch op {
	case "<=":
		return "≤"
	case ">=":
		return "≥"
	case "==":
		return "="
	}
	return op
}
