package fund

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// mostActs is how many projects the table of the page has; files have all.
const mostActs = 15

// act is the eligible projects with the greatest need, with a note on the others.
func (s maker) act(c chosen) (table.Table, string) {
	t := table.Table{
		Caption: "Eligible projects by need", Layout: table.Names,
		Heads: []table.Head{
			{Label: "Project", Cells: "is-name"},
			{Label: "Need", Class: "is-g", Cells: "is-row is-g", Short: "Need"},
			{Label: "Value of asking", Class: "num hide-n", Cells: "num is-row hide-n", Short: "Asking"},
			{Label: "Risk", Class: "num hide-n", Cells: "num is-row hide-n", Short: "Risk"},
			{Label: "Criticality", Class: "num hide-n", Cells: "num is-row hide-n", Short: "Criticality"},
			{Label: "How the work is paid", Class: "is-g", Cells: "is-g is-row", Short: "Paid by"},
			{Label: "Channels", Class: "is-g", Cells: "is-g is-row", Short: "Channels"},
			{Label: "Last grant on record", Class: "is-g", Cells: "is-g is-row", Short: "Last grant"},
			{Label: "In the best plan", Class: "is-g", Cells: "is-g is-row", Short: "In the best plan"},
		},
	}
	paid := paidFor(c.plan)
	by := query.Funds{All: c.left}.ByNeed()
	for _, f := range by[:min(mostActs, len(by))] {
		t.Rows = append(t.Rows, table.Row{Key: f.Slug, Cells: []table.Cell{
			{Content: name(s.funding(f.Slug), page.Cut(f.Name), explain.StatusName(f.Status))},
			needCell(f), askingCell(f), points(f.Risk), points(f.C), paidCell(f), channelCell(f), s.grantCell(f), s.planCell(f.Slug, paid),
		}})
	}
	note := "Need is the part of the risk that comes from too few people and too little activity and is not paid for yet, as far as known. The value of asking is how far an answer to one message to the maintainers could narrow its range. The record of grants is not complete."
	if n := len(by) - mostActs; n > 0 {
		note += " " + explain.Sentence(explain.Of(n, "more project is", "more projects are")) + " in the files."
	}
	return t, note
}

func needCell(f query.Fundable) table.Cell {
	if !f.Need.Known {
		return table.Cell{Unknown: true, Text: "unknown", Sub: "criticality or health is unknown"}
	}
	return table.Cell{Content: ui.Ranged(ui.FigureOf("need", &f.Need.Interval, nil, chart.Points, "s"))}
}

func askingCell(f query.Fundable) table.Cell {
	switch {
	case !f.Need.Known:
		return table.Cell{Unknown: true, Text: "unknown"}
	case f.Need.Asking == 0:
		return table.Cell{Text: "nothing to ask"}
	}
	return table.Cell{Text: "±" + explain.Decimal(f.Need.Asking)}
}

func points(i *health.Interval) table.Cell {
	if i == nil {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	return table.Cell{Text: explain.Whole(i.Value)}
}

func paidCell(f query.Fundable) table.Cell {
	p := f.Facts.Paid
	if p != nil {
		return table.Cell{Text: p.State.Label(), Sub: "read on " + explain.DayOf(p.Date)}
	}
	if day, ok := f.Facts.AskedOn("paid"); ok {
		return table.Cell{Unknown: true, Text: "unknown", Sub: "asked on " + explain.DayOf(day)}
	}
	return table.Cell{Unknown: true, Text: "unknown"}
}

func channelCell(f query.Fundable) table.Cell {
	if f.Channels == nil {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	if len(f.Channels) > 2 {
		return table.Cell{Text: strings.Join(f.Channels[:2], ", "), Sub: fmt.Sprintf("and %d more", len(f.Channels)-2)}
	}
	return table.Cell{Text: explain.Channels(f.Channels)}
}

// grantCell is the newest grant on record, with a warning if it may pay for the same work.
func (s maker) grantCell(f query.Fundable) table.Cell {
	if len(f.Grants) == 0 {
		return table.Cell{Text: "none on record"}
	}
	g := f.Grants[0]
	c := table.Cell{Text: page.Cut(g.Funder), Sub: explain.Period(g.Start, g.End)}
	for _, g := range f.Grants {
		if g.Recent(s.Now) == funding.Yes {
			c.Sub += fmt.Sprintf("; within %d months: ask whether it paid for the same work", funding.OverlapMonths)
			break
		}
	}
	return c
}

// payment is what a plan gives to a project from both envelopes. share is the greatest share of the
// draws of an envelope that pay for anything in it.
type payment struct{ sum, share float64 }

// paidFor are the payments of a plan, by slug.
func paidFor(p query.Plan) map[string]payment {
	out := map[string]payment{}
	for _, e := range p.Envelopes {
		for _, pick := range e.Picks {
			was := out[pick.Slug]
			out[pick.Slug] = payment{was.sum + pick.Cost, max(was.share, pick.Share)}
		}
	}
	return out
}

// planCell is what the plan pays to a project, or a link that says why it pays nothing.
func (s maker) planCell(slug string, paid map[string]payment) table.Cell {
	if x, ok := paid[slug]; ok {
		return table.Cell{Text: euros(x.sum), Sub: "in " + explain.Percent(x.share) + " of draws"}
	}
	return table.Cell{Text: "Why not?", Href: s.to("/fund", func(a *asked) { a.why = slug }) + "#why"}
}
