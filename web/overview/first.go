package overview

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// first fills in what comes before the order of the ranking: what has ended, which facts raise risk,
// and what is critical and not visible.
func (s maker) first(v *homeView, o query.Summary) {
	v.Ended, v.Gates, v.Unseen = s.endedTable(o), s.gateTable(o), s.unseenTable(o)
	if n := o.EndedN; n > len(o.Ended) {
		v.AllEnded = ui.Link{Label: "All " + explain.Thousands(n) + " archived or declared end of life", Href: s.On("/projects?status=archived&status=end_of_life")}
	}
	if n := o.Total - o.Measured; n > len(o.Unseen) {
		v.AllUnseen = ui.Link{Label: "All projects without a rank, with reasons", Href: s.On("/projects?ranked=no")}
	}
}

// endedTable lists the projects that have ended without a live successor.
func (s maker) endedTable(o query.Summary) table.Table {
	t := table.Table{
		Caption: "Projects that have ended without a live successor", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project"},
			{Label: "Criti\u00adcality", Class: "num", Cells: "num is-row", Short: "Criticality"},
			{Label: "What happened", Class: "is-g", Cells: "is-g is-full"},
			{Label: "What users can do", Class: "is-g", Cells: "is-g is-full"},
		},
	}
	for _, r := range o.Ended {
		row := ranked.RowOf(s.View, r, o)
		t.Add(table.Cell{Content: ranked.Listed(row)}, table.Cell{Text: row.Criticality}, table.Cell{Text: r.Status.Reason}, table.Cell{Text: explain.Migrate})
	}
	return t
}

// gateTable counts the projects that each gate raises. It names none, because gates can be facts
// about people.
func (s maker) gateTable(o query.Summary) table.Table {
	t := table.Grid("Facts that raise risk whatever else is in order", []string{"Fact", "Projects whose risk it raises"}, 1)
	for _, g := range s.Model.Gates {
		if n := o.Gates[g.ID]; n > 0 {
			t.Rows = append(t.Rows, table.Row{Key: g.ID, Cells: []table.Cell{{Text: g.Name()}, {Text: explain.Thousands(n)}}})
		}
	}
	return t
}

// unseenTable lists the most critical projects of which nothing is known.
func (s maker) unseenTable(o query.Summary) table.Table {
	t := table.Table{
		Caption: "The most critical projects without data", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project"},
			{Label: "Criti\u00adcality", Class: "num", Cells: "num is-row", Short: "Criticality"},
			{Label: "Why", Class: "is-g", Cells: "is-g is-full"},
			{Label: "How to get it", Class: "is-g", Cells: "is-g is-full"},
		},
	}
	for _, r := range o.Unseen {
		row := ranked.RowOf(s.View, r, o)
		t.Add(table.Cell{Content: ranked.Listed(row)}, criticality(r), table.Cell{Text: why(r)}, table.Cell{Text: settles(r, row)})
	}
	return t
}

// criticality is the value with the range whose lower end the table is ordered by.
func criticality(r ranking.Row) table.Cell {
	if r.C == nil {
		return table.Cell{Text: "?"}
	}
	return table.Cell{Text: explain.Whole(r.C.Value), Sub: explain.Range(r.C.Lo, r.C.Hi)}
}

// why says why nothing is known of a project.
func why(r ranking.Row) string {
	if r.Problem != "" {
		return explain.Sentence(r.Problem) + "."
	}
	for _, x := range r.Reasons {
		return explain.Sentence(x.Text) + "."
	}
	return ""
}

// settles says what would make the figures of a project known.
func settles(r ranking.Row, row ranked.Row) string {
	if a, ok := explain.AdviceForReason(r.Problem); ok {
		return a.Step()
	}
	return row.Settle + "."
}
