package fund

import (
	"maps"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// funnelView is the conditions with what each removes, and the form to change them.
type funnelView struct {
	Hidden []ui.Pair
	All    int
	// Beyond says that projects of lower risk are left out; empty: none are.
	Beyond string
	Rows   []ruleRow
}

// ruleRow is one condition.
type ruleRow struct {
	ID, Label string
	Checked   bool
	Left      string
	Bar       chart.Stack
	// Removed are the first projects that it removes; More says how many others there are.
	Removed []ui.Link
	More    string
	// Unknown says how many stay although it cannot be judged of them; empty: none.
	Unknown string
}

// mostNames is how many names of removed projects a row shows.
const mostNames = 8

func (s maker) funnel(c chosen) funnelView {
	v := funnelView{All: len(c.funds.All), Hidden: s.carried(func(a *asked) { a.rules, a.ruled = nil, false })}
	if c.funds.Rest > 0 {
		v.Beyond = "The list has " + explain.Thousands(c.funds.Rest) + " more projects. Only the " + explain.Thousands(query.MostFundables) + " of the highest risk are considered here."
	}
	names := map[string]string{}
	for _, f := range c.funds.All {
		names[f.Slug] = f.Name
	}
	for _, step := range c.funnel.Steps {
		v.Rows = append(v.Rows, s.ruleRow(step, v.All, names))
	}
	return v
}

func (s maker) ruleRow(step portfolio.Step, all int, names map[string]string) ruleRow {
	r := ruleRow{ID: step.Condition.ID, Label: step.Condition.Label, Checked: step.Applies, Left: explain.Thousands(step.Left)}
	r.Bar = chart.Stack{{Class: "m-met", N: step.Left - step.Unknown}, {Hatched: true, N: step.Unknown}, {Class: "m-quiet", N: all - step.Left}}
	for _, slug := range step.Removed[:min(mostNames, len(step.Removed))] {
		r.Removed = append(r.Removed, ui.Link{Label: names[slug], Href: s.funding(slug)})
	}
	if n := len(step.Removed) - len(r.Removed); n > 0 {
		r.More = "and " + explain.Thousands(n) + " more"
	}
	if step.Unknown > 0 {
		r.Unknown = "unknown for " + explain.Thousands(step.Unknown) + " that stay"
	}
	return r
}

// carried are the parameters of the address without what a form sets itself.
func (s maker) carried(edit func(*asked)) []ui.Pair {
	a := s.asked
	edit(&a)
	v := a.values()
	maps.Copy(v, s.Carried())
	return page.Hidden(v)
}

// programmeFacts are what a programme says of itself.
func (s maker) programmeFacts(g portfolio.Programme) []ui.Fact {
	seen := "read on " + explain.DayOf(g.Date)
	facts := []ui.Fact{{ID: "funder", Name: "Funder", Text: g.Funder, State: health.Observed, URL: g.URL, Note: seen}}
	if sum := explain.MoneyRange(g.Least, g.Most, g.Currency); sum != "" {
		facts = append(facts, ui.Fact{ID: "grant", Name: "Grant", Text: sum, State: health.Observed, Note: inEuros(g)})
	} else {
		facts = append(facts, ui.Fact{ID: "grant", Name: "Grant", Text: "Its page names no sum", State: health.Unknown})
	}
	if len(g.Stages) > 0 {
		facts = append(facts, ui.Fact{ID: "stages", Name: "After the grant", Text: explain.Sentence(strings.Join(g.Stages, ", ")), State: health.Observed})
	}
	if len(g.Asks) > 0 {
		facts = append(facts, ui.Fact{ID: "asks", Name: "What its form asks", Text: strings.Join(g.Asks, "; "), State: health.Observed})
	}
	return facts
}

func inEuros(g portfolio.Programme) string {
	if g.Currency != "EUR" {
		return "The budget below is in euros; Plumbline converts no currencies."
	}
	return ""
}
