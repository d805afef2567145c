package changes

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// turnView is one reconstructed quarter. None of it was published.
type turnView struct {
	Day, Title, Text, Says string
	Table                  table.Table
}

// turnRows is how many changes a quarter shows; the document has more.
const turnRows = 8

// turnsOf is pure: the newest quarter first.
func turnsOf(all []query.Turn) []turnView {
	var out []turnView
	for _, t := range all {
		v := turnView{
			Day: t.Day, Title: explain.DayOf(t.Before) + " → " + explain.DayOf(t.Day),
			Says: fmt.Sprintf("quarter:%s differ:%d/%d", t.Day, t.Differ, t.Projects),
			Text: fmt.Sprintf("The number of regular contributors or integrators changed for %s of %s.", explain.Thousands(t.Differ), explain.Of(t.Projects, "project", "projects")),
		}
		v.Table = table.Grid("Reconstructed: largest changes from "+v.Title, []string{"Project", "Figure", "Before", "After", "Difference"}, 2, 3, 4)
		v.Table.Layout = table.Names
		for _, m := range t.Moves[:min(turnRows, len(t.Moves))] {
			v.Table.Rows = append(v.Table.Rows, table.Row{Key: m.Slug + ":" + string(m.Field), Cells: []table.Cell{
				{Text: page.Cut(m.Name), Href: page.Past(m.Slug, t.Day)},
				{Text: label(m.Field)},
				{Text: explain.Thousands(m.Before)},
				{Text: explain.Thousands(m.After)},
				{Text: signed(m.After - m.Before)},
			}})
		}
		if n := len(t.Moves) - turnRows; n > 0 {
			v.Text += fmt.Sprintf(" Shown are the %d changes by the largest factor; the JSON document has all %s.", turnRows, explain.Thousands(len(t.Moves)))
		}
		out = append(out, v)
	}
	return out
}

func label(id field.ID) string {
	f, _ := field.ByID(id)
	return f.Label
}

// signed is a difference of people with its sign.
func signed(n int) string {
	if n > 0 {
		return "+" + explain.Thousands(n)
	}
	return "−" + explain.Thousands(-n)
}
