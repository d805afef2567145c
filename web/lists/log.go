package lists

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

const (
	// logRows is how many departures and revisions a page shows.
	logRows = 50
	// logNames is how many projects a line names.
	logNames = 12
)

// logView is how a list changed, as far as it is known.
type logView struct {
	Added    []addedView
	Departed table.Table
	Excluded table.Table // at most logRows of ExcludedN
	// ExcludedN counts what was considered and left out.
	ExcludedN string
	Editions  table.Table
}

// addedView is the projects of one day.
type addedView struct {
	Day, Title, Says string
	Links            []ui.Link
	More             string
}

// logOf is pure.
func logOf(l health.List, log query.ListLog) logView {
	v := logView{Added: addedOf(l), ExcludedN: explain.Thousands(len(l.Excluded))}
	if len(log.Departed) > 0 {
		v.Departed = table.Grid("Projects that left the list, the last first", []string{"Project", "Added", "Left"})
		for _, d := range log.Departed {
			project := table.Cell{Text: d.Name, Href: "/p/" + d.Slug}
			if d.Name == "" { // it has no page here
				project = table.Cell{Text: d.Slug}
			}
			v.Departed.Rows = append(v.Departed.Rows, table.Row{Key: d.Slug, Cells: []table.Cell{project, {Text: explain.DayOf(d.Added)}, {Text: explain.Day(d.Removed)}}})
		}
	}
	if len(l.Excluded) > 0 {
		v.Excluded = table.Grid("Considered and left out", []string{"Project", "Reason", "Date"})
		for _, x := range l.Excluded[:min(logRows, len(l.Excluded))] {
			v.Excluded.Rows = append(v.Excluded.Rows, table.Row{Key: x.Name, Cells: []table.Cell{{Content: outLink(x.Name, x.URL)}, {Text: x.Reason}, {Text: explain.DayOf(x.Date)}}})
		}
	}
	if len(log.Editions) > 0 {
		v.Editions = table.Grid("Revisions that published runs used, the newest first", []string{"Revision", "First run", "Last run", "Runs"}, 3)
		for _, e := range log.Editions {
			v.Editions.Rows = append(v.Editions.Rows, table.Row{Key: e.Revision, Cells: []table.Cell{
				{Text: cmp.Or(e.Revision, "not known"), Mono: e.Revision != ""},
				{Text: fmt.Sprintf("Run %d", e.FirstRun), Sub: explain.Day(e.From)},
				{Text: fmt.Sprintf("Run %d", e.LastRun), Sub: explain.Day(e.To)},
				{Text: explain.Thousands(e.Runs)},
			}})
		}
	}
	return v
}

// addedOf groups the entries by the day on which they say they were added, the newest first.
func addedOf(l health.List) []addedView {
	by := map[string][]health.Project{}
	for _, p := range l.Projects {
		by[p.Added] = append(by[p.Added], p)
	}
	var days []string
	for d := range by {
		days = append(days, d)
	}
	slices.SortFunc(days, func(a, b string) int { return cmp.Compare(b, a) })
	var out []addedView
	for _, d := range days[:min(logRows, len(days))] {
		all := by[d]
		v := addedView{Day: d, Title: cmp.Or(explain.DayOf(d), "Without a date"), Says: fmt.Sprintf("added:%d", len(all))}
		v.Title += ": " + explain.Of(len(all), "project", "projects")
		for _, p := range all[:min(logNames, len(all))] {
			v.Links = append(v.Links, ui.Link{Label: p.Name, Href: "/p/" + p.Slug})
		}
		if n := len(all) - logNames; n > 0 {
			v.More = "and " + explain.Thousands(n) + " more"
		}
		out = append(out, v)
	}
	return out
}
