package method

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// serviceSection lists the assumptions about external services with the day each was
// last verified against the real service.
func (s maker) serviceSection() section {
	g := table.Grid("Assumptions about external services", []string{"Service", "Assumption", "Last verified"})
	never := 0
	for _, a := range s.rules.Live {
		row := table.Row{ID: a.ID, Cells: []table.Cell{{Text: a.Service}, {Text: a.Text}, {Text: "never", Unknown: true}}}
		if t, err := time.Parse(time.DateOnly, a.Verified); err == nil {
			row.Cells[2] = table.Cell{Text: explain.Day(t)}
		} else {
			never++
		}
		g.Rows = append(g.Rows, row)
	}
	return section{
		ID: "services", Head: "Assumptions", Tables: []table.Table{g},
		Note: fmt.Sprintf("%d of %d have never been verified against the real service.", never, len(s.rules.Live)),
	}
}
