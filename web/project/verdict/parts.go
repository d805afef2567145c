package verdict

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// Parts is where the points come from: of risk when it is known, else of the
// weakness of the halves that are.
func Parts(sub query.Project) (head, note string, fig chart.Figure) {
	sc := sub.Score
	w := chart.Waterfall{ID: "wf", Unit: "Points"}
	var cs []health.Contribution
	if sc.RiskKnown {
		head = "Where the " + explain.Decimal(sc.Risk.Value) + " points come from"
		note = "The parts add up"
		w.Title, w.TotalName, w.Total, cs = "Where the risk of "+explain.Decimal(sc.Risk.Value)+" comes from", "Risk", sc.Risk.Value, sc.Contributions
	} else {
		head = "Where vitality and resilience lose points"
		note = fmt.Sprintf("Points of weakness, at most %s", explain.Whole(100*(sub.Model.Risk.Omega[model.Vitality]+sub.Model.Risk.Omega[model.Resilience])))
		w.Title, w.TotalName = "Points of weakness by input", "Known weakness"
		w.Caption = "Risk is unknown, so these are not points of risk. Points = share of the axis × (100 − points of the input)."
		for _, a := range []model.Axis{model.Vitality, model.Resilience} {
			cs = append(cs, sc.Axis(a).Weakness(sub.Model)...)
		}
		for _, c := range cs {
			w.Total += c.Points
		}
	}
	w.Parts = waterParts(sub.Model, score.Rounded(cs))
	w.Desc = largestPart(w)
	return head, note, w.Figure()
}

// waterParts are the contributions as parts, posture by its groups: sixteen
// rows of checks stand in their own table.
func waterParts(m model.Model, cs []health.Contribution) []chart.Part {
	var out []chart.Part
	assumed := 0.0
	for _, c := range cs {
		if assumed > 0 && c.Axis != model.Posture {
			out, assumed = append(out, assumedPart(assumed)), 0
		}
		p := chart.Part{Group: explain.Sentence(c.Axis.Name()), Name: c.Label, Value: c.Points}
		if c.Gate {
			p.Group = "Gate"
		}
		if c.Axis == model.Posture && !c.Gate {
			if c.Assumed {
				assumed += c.Points
				continue
			}
			if rule, ok := m.Rule(c.Axis, c.Input); ok && rule.Group != "" {
				p.Name = explain.Sentence(rule.Group)
			}
			if n := len(out) - 1; n >= 0 && out[n].Group == p.Group && out[n].Name == p.Name {
				out[n].Value += p.Value
				continue
			}
		}
		out = append(out, p)
	}
	if assumed > 0 {
		out = append(out, assumedPart(assumed))
	}
	return out
}

// assumedPart is what checks that were not seen are assumed to cost.
func assumedPart(points float64) chart.Part {
	return chart.Part{Group: explain.Sentence(model.Posture.Name()), Name: "Assumed, not seen", Value: points}
}

func largestPart(w chart.Waterfall) string {
	if len(w.Parts) == 0 {
		return "Nothing is known."
	}
	top := slices.MaxFunc(w.Parts, func(a, b chart.Part) int {
		switch {
		case a.Value < b.Value:
			return -1
		case a.Value > b.Value:
			return 1
		}
		return 0
	})
	return fmt.Sprintf("The largest part is “%s”, with %s of %s points.", top.Name, explain.Decimal(top.Value), explain.Decimal(w.Total))
}
