package mapping

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// table are the points of the map as rows: what the map shows by place, size, shape and fill.
func (s maker) table(l listing.Listing, q ranking.Query, cuts ranked.Cuts, rows []ranking.Row) table.Table {
	heads := l.Heads(q)
	head := func(by ranking.Sort, class string) table.Head {
		return heads[by].With(class, class+" is-row").As(explain.Sentence(listing.ColumnName(by)))
	}
	t := table.Table{
		Caption: "Projects of the map, with intervals", Layout: table.Columns,
		Heads: []table.Head{
			heads[ranking.SortName].With("", "is-name"),
			{Label: "Quarter", Class: "is-g", Cells: "is-g is-row nowrap", Short: "Quarter"},
			head(ranking.SortCriticality, "num"),
			head(ranking.SortHealth, "num"),
			{Label: "People for half of the commits", Class: "num", Cells: "num is-row", Short: "People"},
			{Label: "Funding", Class: "is-g", Cells: "is-g is-row nowrap", Short: "Funding"},
			{Label: "Main reason", Class: "is-g hide-n", Cells: "is-g is-off hide-n small muted"},
		},
	}
	for _, r := range rows {
		row := table.Row{Key: r.Slug, Cells: []table.Cell{
			{Content: name(s.On("/p/"+r.Slug), r, s.age(r))},
			{Text: string(cuts.Of(r.C.Number(), r.H.Number())), Sub: noPosition(r)},
			figure(r.C, ""), figure(r.H, why(r)),
			known(people(r)), known(funding(r)),
			{Text: explain.Sentence(r.MainReason)},
		}}
		if row.Cells[1].Text == "" {
			row.Cells[1] = table.Cell{Unknown: true, Text: "unknown", Sub: noPosition(r)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// age is how old the figures of a row are; empty if there are none.
func (s maker) age(r ranking.Row) string {
	if r.ObservedAt.IsZero() {
		return ""
	}
	return explain.Age(r.ObservedAt, s.Now)
}

// figure is a value with its interval, or why it is unknown.
func figure(i *health.Interval, why string) table.Cell {
	if i == nil {
		return table.Cell{Unknown: true, Text: "unknown", Sub: why}
	}
	return table.Cell{Text: explain.Whole(i.Value) + " " + explain.Range(i.Lo, i.Hi)}
}

// why says why the health of a project is unknown; empty if no reason is known.
func why(r ranking.Row) string {
	if r.Problem != "" {
		return explain.Sentence(r.Problem)
	}
	for _, x := range r.Reasons {
		return explain.Sentence(x.Text)
	}
	return ""
}

// known is a text, or the mark of what is unknown.
func known(text string) table.Cell {
	if text == "" {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	return table.Cell{Text: text}
}
