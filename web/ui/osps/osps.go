// Package osps draws what pages of the OSPS Baseline share: answers, requirements with their public
// text, and tables of them by level.
package osps

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// State is an answer as a cell. No answer has a colour, and what is unknown looks as everywhere.
func State(s baseline.State) table.Cell {
	c := table.Cell{Text: s.Label(), Says: string(s)}
	switch s {
	case baseline.Unknown:
		c.Unknown, c.Text, c.Class = true, "unknown", "nowrap"
	case baseline.Met, baseline.NotMet:
		c.Class = "strong"
	}
	return c
}

// Requirement is a requirement in our words, with a link to its public text.
func Requirement(v baseline.Version, q baseline.Requirement) table.Cell {
	return table.Cell{Content: named(q.ID, v.TextOf(q.ID), q.Says)}
}

// ByLevel adds rows to a table by the first level that asks their requirements, which is how the forms
// of the badge have them. rows returns those that a level adds.
func ByLevel(t *table.Table, rows func(level int) []table.Row) {
	for level := 1; level <= baseline.Levels; level++ {
		added := rows(level)
		if len(added) == 0 {
			continue
		}
		name := "Level 1"
		if level > 1 {
			name = fmt.Sprintf("Added by level %d", level)
		}
		t.Rows = append(t.Rows, table.Row{Group: name, Note: fmt.Sprintf("%d here", len(added))})
		t.Rows = append(t.Rows, added...)
	}
}
