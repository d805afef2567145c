// Package decided draws how much the place of a project depends on what is unknown and on choices that
// another reader could make.
package decided

import (
	"errors"

	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// mostOpen is how many unknown facts are shown.
const mostOpen = 5

// View is what pages show.
type View struct {
	Sentence string
	// Outcomes are the ranks under the variants, Open those if an unknown fact came out well or badly.
	Outcomes, Open table.Table
	// Decision is what they were made from; nil: unknown, and Why says why.
	Decision *decision.Decision
	Why      string
	// WhatIf leads to the same list under other weights.
	WhatIf string
}

// Read returns the view of a project on the day of the request.
func Read(r *page.Request, slug string) (View, error) {
	d, err := r.Decision(r.Context(), slug, decision.First)
	switch {
	case errors.Is(err, query.ErrTooLong):
		return View{Why: "The list has more than " + explain.Thousands(query.MostReordered) + " projects and is not ranked anew for a page."}, nil
	case errors.Is(err, health.ErrNotFound):
		return View{Why: "The project has no place on a published list."}, nil
	case err != nil:
		return View{}, err
	}
	v := view(d)
	v.WhatIf = page.Within(r.View, "/whatif")
	return v, nil
}

// view is pure.
func view(d decision.Decision) View {
	v := View{Sentence: d.Sentence(), Decision: &d}
	v.Outcomes = table.Table{Caption: "Rank under other choices", Layout: table.Columns, Heads: []table.Head{
		{Label: "Variant"},
		{Label: "Rank", Class: "num", Cells: "num is-row", Short: "Rank"},
		{Label: "Among the first " + explain.Thousands(d.First), Class: "is-g", Cells: "is-g is-row", Short: "Among the first " + explain.Thousands(d.First)},
	}}
	for _, o := range d.Outcomes {
		rank, stays := table.Cell{Unknown: true, Text: "not ranked"}, table.Cell{}
		if o.Rank > 0 {
			rank = table.Cell{Text: explain.Thousands(o.Rank) + " of " + explain.Thousands(o.Of)}
			stays.Text = "no"
		}
		if o.Stays {
			stays.Text = "yes"
		}
		v.Outcomes.Rows = append(v.Outcomes.Rows, table.Row{Key: o.Variant, Cells: []table.Cell{{Text: decision.Labels[o.Variant]}, rank, stays}})
	}
	v.Open = table.Table{Caption: "Rank if an unknown fact came out well or badly", Layout: table.Columns, Heads: []table.Head{
		{Label: "Unknown fact"},
		{Label: "Rank if it is bad", Class: "num", Cells: "num is-row", Short: "Rank if it is bad"},
		{Label: "Rank if it is good", Class: "num", Cells: "num is-row", Short: "Rank if it is good"},
	}}
	for _, o := range d.Open[:min(mostOpen, len(d.Open))] {
		v.Open.Rows = append(v.Open.Rows, table.Row{Key: o.Input, Cells: []table.Cell{
			{Text: o.Label, Sub: explain.Sentence(o.Reason), Href: page.Method(o.Field)}, {Text: explain.Thousands(o.Bad)}, {Text: explain.Thousands(o.Good)},
		}})
	}
	return v
}

// Document returns the decision of a view; nil: unknown.
func (v View) Document() *decision.JSON {
	if v.Decision == nil {
		return nil
	}
	return v.Decision.Document()
}
