package overview

import (
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// riskiest is the table of the projects with the highest risk.
func riskiest(rows []ranked.Row) table.Table {
	t := table.Table{
		Caption: "Projects with the highest risk, with rank interval", Layout: table.Plumbed, Header: 1,
		Heads: []table.Head{
			{Label: "Rank", Cells: "is-tight rank"},
			{Label: "Project and main reason"},
			{Label: "Band", Cells: "is-tight"},
			{Label: "Risk (bars 0–60)", Cells: "is-row", Short: "Risk"},
			{Label: "Criti\u00adcality", Class: "num", Cells: "num is-off"},
			{Label: "Commits, 12\u00a0months", Cells: "is-off is-tight"},
		},
	}
	for _, r := range rows {
		t.Add(
			table.Cell{Content: ranked.Place(r)},
			table.Cell{Content: ranked.Named(r)},
			table.Cell{Content: ranked.Banded(r)},
			table.Cell{Content: ui.Ranged(r.Risk)},
			table.Cell{Text: r.Criticality},
			table.Cell{Content: ranked.Months(r)},
		)
	}
	return t
}

// weakest is the table of the projects few people carry, before anything is ranked.
func weakest(rows []ranked.Row) table.Table {
	t := table.Table{
		Caption: "Projects with the lowest resilience", Layout: table.Measured,
		Heads: []table.Head{
			{Label: "Project and main reason"},
			{Label: "Resilience", Cells: "is-row", Short: "Resilience"},
			{Label: "Health", Cells: "is-row nowrap", Short: "Health"},
			{Label: "Criti\u00adcality", Class: "num", Cells: "num is-row", Short: "Criticality"},
			{Label: "Commits, 12\u00a0months", Class: "is-g", Cells: "is-off is-tight is-g"},
		},
	}
	for _, r := range rows {
		t.Add(
			table.Cell{Content: ranked.Named(r)},
			table.Cell{Content: ui.Ranged(r.R)},
			table.Cell{Content: ui.Bold(r.H)},
			table.Cell{Text: r.Criticality},
			table.Cell{Content: ranked.Months(r)},
		)
	}
	return t
}
