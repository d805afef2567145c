package ranking

import (
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// pickable adds to each project of a table the box that chooses it for the page of comparison. rows
// are the projects in the order of the table, which may have lines of groups between them.
func pickable(t table.Table, rows []ranked.Row) table.Table {
	t.Heads = append(t.Heads, table.Head{Label: "Compare", Class: "num tick", Cells: "num tick"})
	next := 0
	for i := range t.Rows {
		if t.Rows[i].Group == "" {
			t.Rows[i].Cells = append(t.Rows[i].Cells, table.Cell{Content: ranked.Pick(rows[next])})
			next++
		}
	}
	return t
}

// withPicks is a table of projects with their boxes.
func withPicks(of func([]ranked.Row) table.Table, rows []ranked.Row) table.Table {
	return pickable(of(rows), rows)
}
