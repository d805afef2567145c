package ranking

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
)

// weights are the choices of other weights, and the label of the chosen one:
// empty as published. Without ranks there is nothing to read by them.
func (s maker) weights(l listing, ranked bool) ([]choice, string) {
	if !ranked || len(s.Scenarios()) == 0 {
		return nil, ""
	}
	to := l
	to.Sort, to.Reverse, to.After = "", false, ""
	add := func(id, label string) choice {
		to.Weights = id
		return choice{Label: label, Value: id, Href: "/projects" + page.Encode(to.values(s.defaultList())), Current: id == l.Weights}
	}
	out := []choice{add("", "As published")}
	for _, o := range s.Scenarios() {
		out = append(out, add(viewID(o), o.Label))
	}
	return out, s.scenarioLabel(l.Weights)
}

// viewID is the scenario's id as rankings and addresses have it: without the
// prefix that tells it from a file on the command line.
func viewID(o model.Overlay) string { return strings.TrimPrefix(o.ID, "scenario:") }

func (s maker) scenario(id string) model.Overlay {
	for _, o := range s.Scenarios() {
		if viewID(o) == id {
			return o
		}
	}
	return model.Overlay{}
}

func (s maker) scenarioLabel(id string) string { return s.scenario(id).Label }

func (s maker) scenarioWhy(id string) string { return s.scenario(id).Why }

// under puts the place under a scenario in the place of the published one, which
// moves below it. The risk is a point: no range was drawn under these weights.
func under(x *ranked.Row, r ranking.Row, scenario string) {
	for _, v := range r.Views {
		if v.ID != scenario {
			continue
		}
		x.RankRange = "(" + x.Rank + ")" // short: it stands in a narrow column
		if x.Rank == "" {
			x.RankRange = "(–)"
		}
		x.Rank = "–"
		if v.Rank > 0 {
			x.Rank = explain.Thousands(v.Rank)
		}
		if x.Partial { // the rank it could have
			x.Rank, x.RankRange = "("+x.Rank+")", "(–)"
		}
		x.RiskUnder = "?"
		if v.Risk != nil {
			x.RiskUnder = explain.Whole(*v.Risk)
		}
	}
}
