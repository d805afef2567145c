package fund

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// budgetView is the plan of the budget with the form of its terms.
type budgetView struct {
	Title  string
	Hidden []ui.Pair
	Fields []number
	// With are the projects that must get something, each with the address without it.
	With []ui.Link
	// Among says how many projects the plan chooses from, and which it leaves out.
	Among     string
	Envelopes []envelopeView
	Rules     table.Table
	RulesSay  string
	Why       *whyView
	Links     []ui.Link
}

// number is a field of the form.
type number struct {
	Name, Label      string
	Value, Min, Most int
}

// envelopeView is one envelope.
type envelopeView struct {
	ID, Title, About string
	Often            table.Table
	OftenMore        string
	Best             table.Table
	BestSays         string
	Ask              table.Table
	AskMore          string
}

// Shares of the draws that pages call all, most and some.
const (
	inAll  = 1.0
	inMost = .8
	inSome = .4
)

// most rows of the tables of an envelope.
const (
	mostOften = 8
	mostBest  = 8
	mostAsked = 5
)

func (s maker) budget(c chosen) budgetView {
	a := s.asked
	v := budgetView{
		Title: "A plan for " + euros(float64(a.budget)) + ", in two envelopes",
		Hidden: s.carried(func(a *asked) {
			a.budget, a.people, a.most, a.least, a.why = usualBudget, usualPeople, usualMost, 0, ""
		}),
		Fields: []number{
			{"budget", "Budget, €", a.budget, 0, mostEuros},
			{"people", "Share for people, %", a.people, 0, 100},
			{"most", "Most for one project and envelope, % of the budget", a.most, 1, 100},
			{"least", "Least for one project and envelope, €", a.least, 0, mostEuros},
		},
		Among: among(c.plan) + s.outside(c.plan),
	}
	names := namesOf(c.funds)
	for _, slug := range a.with {
		href := s.to("/fund", func(a *asked) {
			var rest []string
			for _, x := range a.with {
				if x != slug {
					rest = append(rest, x)
				}
			}
			a.with = rest
		})
		label := page.Cut(cmp.Or(names[slug], slug))
		if !slices.Contains(c.planned(), slug) {
			label += ": cannot, it is not eligible or its risk is unknown"
		}
		v.With = append(v.With, ui.Link{Label: label, Href: href})
	}
	for _, e := range c.plan.Envelopes {
		v.Envelopes = append(v.Envelopes, s.envelope(e))
	}
	v.Rules, v.RulesSay = compared(c.plan)
	v.Links = s.planLinks(c.plan)
	return v
}

func namesOf(f query.Funds) map[string]string {
	out := map[string]string{}
	for _, x := range f.All {
		out[x.Slug] = x.Name
	}
	return out
}

// among says which projects the plan chooses from.
func among(p query.Plan) string {
	out := "It chooses among " + explain.Of(p.Planned, "eligible project", "eligible projects") + " of known risk"
	if p.Beyond > 0 {
		out += ", those of the highest risk; " + explain.Thousands(p.Beyond) + " more are left out"
	}
	if p.Unknown > 0 {
		out += ". " + explain.Sentence(explain.Of(p.Unknown, "eligible project has", "eligible projects have")) + " an unknown risk and cannot be planned for"
	}
	return out + "."
}

// outside says how many projects the plan gives a sum that the chosen programme would not give.
func (s maker) outside(p query.Plan) string {
	g, ok := s.Query.Ground().Programme(s.asked.programme)
	switch {
	case !ok || g.Least+g.Most == 0:
		return ""
	case g.Currency != "EUR":
		return " The limits of the programme are in " + g.Currency + " and are not applied."
	}
	n := 0
	for _, x := range paidFor(p) {
		if x.sum < g.Least || g.Most > 0 && x.sum > g.Most {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return " " + explain.Sentence(explain.Of(n, "project gets", "projects get")) + " a sum outside the limits of the programme, " +
		explain.MoneyRange(g.Least, g.Most, g.Currency) + "; the limits of the form can be set to them."
}

func (s maker) envelope(e portfolio.Envelope) envelopeView {
	v := envelopeView{ID: string(e.ID), Title: e.ID.Label() + ", " + euros(e.Budget), About: aboutEnvelope(e.ID)}
	v.Often, v.OftenMore = s.often(e)
	v.Best, v.BestSays = s.best(e)
	v.Ask, v.AskMore = s.ask(e)
	return v
}

func aboutEnvelope(id remedy.Envelope) string {
	if id == remedy.People {
		return "What vitality and resilience show: people, releases, succession."
	}
	return "What posture shows. Practices are cheap to change and no effect on incidents has been shown, so they never compete with people for the same money."
}

// often is the projects by how many draws choose them.
func (s maker) often(e portfolio.Envelope) (table.Table, string) {
	t := table.Table{
		Caption: "Projects by how often the draws choose them: " + e.ID.Label(), Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project", Cells: "is-name"},
			{Label: "Measures", Class: "is-g", Cells: "is-g is-row", Short: "Measures"},
			{Label: "Draws that pay", Class: "num", Cells: "num is-row", Short: "Draws that pay"},
		},
	}
	group := ""
	for _, x := range e.Often[:min(mostOften, len(e.Often))] {
		if g := often(x.Share); g != group {
			group = g
			t.Rows = append(t.Rows, table.Row{Group: g})
		}
		measures := ""
		for i, m := range x.Measures {
			if i > 0 && m.Share < x.Share/2 {
				continue // tried in a few draws only; files have all
			}
			if i > 0 {
				measures += "; "
			}
			measures += m.Measure.Label
		}
		t.Rows = append(t.Rows, table.Row{Key: x.Slug, Cells: []table.Cell{
			{Content: name(s.funding(x.Slug), page.Cut(x.Name), "")}, {Text: measures}, {Text: explain.Percent(x.Share)},
		}})
	}
	more := ""
	if n := len(e.Often) - mostOften; n > 0 {
		more = explain.Sentence(explain.Of(n, "more project is", "more projects are")) + " chosen in fewer draws."
	}
	return t, more
}

// often names a share of the draws.
func often(share float64) string {
	if share >= inAll { // not rounded: all are all
		return "In all draws"
	}
	share = stats.Round(share, 2) // as printed
	switch {
	case share >= inMost:
		return "In most draws (80% or more)"
	case share >= inSome:
		return "In some draws (40% to 80%): depends on the assumptions"
	}
	return "In few draws (below 40%)"
}

// best is the exact optimum by the assumptions as stated.
func (s maker) best(e portfolio.Envelope) (table.Table, string) {
	t := table.Table{
		Caption: "Best plan by the assumptions as stated: " + e.ID.Label(), Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project", Cells: "is-name"},
			{Label: "Measures", Class: "is-g", Cells: "is-g is-row", Short: "Measures"},
			{Label: "Cost", Class: "num", Cells: "num is-row", Short: "Cost"},
			{Label: "Risk points expected", Class: "num", Cells: "num is-row", Short: "Risk points expected"},
			{Label: "If all is done", Class: "num", Cells: "num is-row", Short: "If all is done"},
			{Label: "Draws that pay", Class: "num", Cells: "num is-row", Short: "Draws that pay"},
		},
	}
	done := 0.0
	for i, p := range e.Picks {
		done += p.IfDone
		if i >= mostBest {
			continue
		}
		t.Rows = append(t.Rows, table.Row{Key: p.Slug, Cells: []table.Cell{
			{Content: name(s.funding(p.Slug), page.Cut(p.Name), "")},
			{Text: labels(p.Measures)},
			{Text: euros(p.Cost)},
			{Text: fewer(p.Expected)},
			{Text: fewer(p.IfDone)},
			{Text: explain.Percent(p.Share)},
		}})
	}
	if len(e.Picks) == 0 {
		return t, "This envelope pays for nothing: no measure for these projects is within the terms."
	}
	t.Foot = []table.Cell{{Text: "Sum"}, {}, {Text: euros(e.Cost)}, {Text: fewer(e.Expected)}, {Text: fewer(done)}, {}}
	if n := len(e.Picks) - mostBest; n > 0 {
		t.Foot[0].Text = "Sum, with " + explain.Of(n, "more project", "more projects")
	}
	says := euros(max(0, e.Budget-e.Cost)) + " of the envelope is left. "
	return t, says + "The next " + euros(portfolio.NextSum) + " would remove " + explain.Decimal(e.Next) + " more points."
}

// ask is the measures that need an answer of the maintainers before money.
func (s maker) ask(e portfolio.Envelope) (table.Table, string) {
	t := table.Table{
		Caption: "Ask first: " + e.ID.Label(), Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project", Cells: "is-name"},
			{Label: "Measure", Class: "is-g", Cells: "is-g is-row", Short: "Measure"},
			{Label: "If done", Class: "num", Cells: "num is-row", Short: "Risk points if done"},
			{Label: "Assumed", Class: "num", Cells: "num is-row", Short: "Of them assumed"},
		},
	}
	for _, q := range e.AskFirst[:min(mostAsked, len(e.AskFirst))] {
		t.Rows = append(t.Rows, table.Row{Key: q.Slug, Cells: []table.Cell{
			{Content: name(s.funding(q.Slug), page.Cut(q.Name), "")}, {Text: q.Measure.Label}, {Text: fewer(q.IfDone)}, {Text: explain.Percent(q.Assumed / q.IfDone), Sub: finished(q.MayBeFinished)},
		}})
	}
	more := ""
	if n := len(e.AskFirst) - mostAsked; n > 0 {
		more = explain.Sentence(explain.Of(n, "more measure is", "more measures are")) + " in the JSON file."
	}
	return t, more
}

// finished is the question before all others.
func finished(may bool) string {
	if may {
		return "is it finished?"
	}
	return ""
}

// compared is the plan beside simpler rules for the same money and projects.
func compared(p query.Plan) (table.Table, string) {
	t := table.Table{
		Caption: "Points of risk removed by the plan and by simpler rules", Layout: table.Columns,
		Heads: []table.Head{{Label: "Rule"}},
	}
	for _, e := range p.Envelopes {
		t.Heads = append(t.Heads, table.Head{Label: e.ID.Label(), Class: "num", Cells: "num is-row", Short: e.ID.Label()})
	}
	t.Heads = append(t.Heads,
		table.Head{Label: "Both", Class: "num", Cells: "num is-row", Short: "Both"},
		table.Head{Label: "Of the plan", Class: "num", Cells: "num is-row", Short: "Of the plan"},
		table.Head{Label: "Spent", Class: "num", Cells: "num is-row", Short: "Spent"})
	best, spent := 0.0, 0.0
	plan := []table.Cell{{Text: "This plan", Class: "strong"}}
	for _, e := range p.Envelopes {
		best, spent = best+e.Expected, spent+e.Cost
		plan = append(plan, table.Cell{Text: fewer(e.Expected)})
	}
	if best == 0 {
		return table.Table{}, ""
	}
	t.Add(append(plan, table.Cell{Text: fewer(best)}, table.Cell{Text: "100%"}, table.Cell{Text: euros(spent)})...)
	closest, share := "", 0.0
	for i, id := range portfolio.RuleIDs {
		row, sum, cost := []table.Cell{{Text: rules[id]}}, 0.0, 0.0
		for _, e := range p.Envelopes {
			sum += e.Rules[i].Expected
			cost += e.Rules[i].Cost
			row = append(row, table.Cell{Text: fewer(e.Rules[i].Expected)})
		}
		if sum/best > share {
			closest, share = rules[id], sum/best
		}
		t.Add(append(row, table.Cell{Text: fewer(sum)}, table.Cell{Text: explain.Percent(sum / best)}, table.Cell{Text: euros(cost)})...)
	}
	return t, fmt.Sprintf("The simplest rule that comes closest is “%s”, with %s of the points. A rule spends a sum only where it buys a measure. Sums are made before rounding.", closest, explain.Percent(share))
}

// planLinks lead on from the plan.
func (s maker) planLinks(p query.Plan) []ui.Link {
	links := []ui.Link{{Label: "Plan as CSV", Href: s.to("/fund/plan.csv", nil)}}
	var slugs []string
	for _, e := range p.Envelopes {
		for _, x := range e.Picks {
			if !slices.Contains(slugs, x.Slug) {
				slugs = append(slugs, x.Slug)
			}
		}
	}
	if len(slugs) == 0 {
		return links
	}
	v := map[string][]string{"p": slugs[:min(len(slugs), shortlist.MostItems)], query.AsOf: {s.Day}}
	links = append(links, ui.Link{Label: "Keep them as a shortlist", Href: page.Shortlists + page.Encode(v)})
	if first := slugs[:min(len(slugs), page.MostCompared)]; len(first) > 1 {
		v["p"] = first
		links = append(links, ui.Link{Label: "Compare the first " + strconv.Itoa(len(first)), Href: "/compare" + page.Encode(v)})
	}
	return links
}
