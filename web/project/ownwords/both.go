package ownwords

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// both are the two numbers: as scanned, and with the maintainers' annotations, as if the annotated
// checks did not apply. Only the first one counts.
type both struct {
	Checks      []field.ID // annotated; empty: there is no second number
	As, Without fixplan.Standing
}

func bothOf(v *query.View, p query.Project, said reply.Reply) both {
	b := both{Checks: said.Annotated()}
	if len(b.Checks) > 0 {
		b.As, b.Without = v.Without(p, b.Checks)
	}
	return b
}

// table has a row for posture and one for Scorecard's own total.
func (b both) table() table.Table {
	t := table.Grid("With and without the annotated checks", []string{"Figure", "As scanned", "With annotations"}, 1, 2)
	posture := func(s fixplan.Standing) table.Cell {
		if !s.Score.S.Known {
			return table.Cell{Unknown: true, Text: "unknown"}
		}
		return table.Cell{Text: explain.Decimal(s.Score.S.Value) + " " + explain.Range(s.Score.S.Lo, s.Score.S.Hi)}
	}
	total := func(a fixplan.Aggregate) table.Cell {
		if !a.Known {
			return table.Cell{Unknown: true, Text: "unknown"}
		}
		return table.Cell{Text: explain.Decimal(a.Value), Sub: fmt.Sprintf("from %d of 18 checks", a.Checks)}
	}
	t.Rows = []table.Row{
		{Key: "posture", Cells: []table.Cell{{Text: "Posture, of 100"}, posture(b.As), posture(b.Without)}},
		{Key: "aggregate", Cells: []table.Cell{{Text: "Scorecard’s total, of 10"}, total(b.As.Aggregate), total(b.Without.Aggregate)}},
	}
	return t
}
