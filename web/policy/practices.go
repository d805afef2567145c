package policy

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// drawn is the check whose past is drawn where none is asked for: the one with the most points.
func drawn(over []query.PracticePoint) field.ID {
	var best field.ID
	most := -1
	for _, n := range over[len(over)-1].Checks {
		points := 0
		for _, share := range shares(over, n.Check) {
			if share != nil {
				points++
			}
		}
		if points > most {
			best, most = n.Check, points
		}
	}
	return best
}

// practices are the checks over time: a row for each with its first point, the point a year before the
// last, and the last; and the past of one as a chart.
func (s maker) practices(c counted) practices {
	if len(c.Over) == 0 {
		return practices{}
	}
	id := cmp.Or(c.Asked.check, drawn(c.Over))
	out := practices{Check: label(id), Table: s.practiceTable(c), Notes: notes(c)}
	o := chart.Overlay{
		ID: "practice", Title: "Projects that pass “" + label(id) + "”, in percent of those known", Caption: "Dotted: what reads or judges the checks changed, so the step is not one of the projects.",
		Panels: []chart.OverlayPanel{{Name: "Pass, % of known"}},
	}
	name := "The whole list"
	if c.Asked.Cohort != nil {
		name = c.Asked.Cohort.Title
	} else if c.Asked.narrowed() {
		name = "This set"
	}
	o.Series = []chart.Series{{Name: name}}
	o.Days, o.Marks = days(c.Over)
	o.Panels[0].Values = [][]*float64{shares(c.Over, id)}
	if c.Asked.narrowed() && len(c.ListOver) == len(c.Over) {
		o.Series = append(o.Series, chart.Series{Name: "The whole list"})
		o.Panels[0].Values = append(o.Panels[0].Values, shares(c.ListOver, id))
	}
	o.Desc = said(c.Over[0], id) + " " + said(c.Over[len(c.Over)-1], id)
	out.Chart = o.Figure()
	return out
}

// days are those of the points, and of those at which a step is broken.
func days(over []query.PracticePoint) (all, breaks []string) {
	for _, p := range over {
		all = append(all, p.Day)
		if p.Breaks {
			breaks = append(breaks, p.Day)
		}
	}
	return all, breaks
}

// shares are the percentages of those with a known result that pass, nil where none is known.
func shares(over []query.PracticePoint, id field.ID) []*float64 {
	out := make([]*float64, len(over))
	for i, p := range over {
		out[i] = share(countOf(p, id))
	}
	return out
}

// share is nil where no result is known, and where only passes are: then a fail cannot be seen.
func share(n survey.CheckCount) *float64 {
	if n.Fail == 0 {
		return nil
	}
	x := float64(n.Pass) / float64(n.Known()) * 100
	return &x
}

func countOf(p query.PracticePoint, id field.ID) survey.CheckCount {
	for _, n := range p.Checks {
		if n.Check == id {
			return n
		}
	}
	return survey.CheckCount{Check: id, Unknown: p.Counted}
}

func said(p query.PracticePoint, id field.ID) string {
	n := countOf(p, id)
	return fmt.Sprintf("%s: %d of %d known pass; %d of %d unknown.", explain.DayOf(p.Day), n.Pass, n.Known(), n.Unknown, p.Counted)
}

// notes say what breaks the lines, the newest first, and what the reconstructed points are.
func notes(c counted) []string {
	var out []string
	for _, p := range c.Over {
		if p.Breaks {
			out = append(out, explain.DayOf(p.Day)+": "+p.Why)
		}
	}
	if c.Over[0].Run == 0 {
		out = append(out, "Reconstructed points cover the members on the list today, which favours survivors; only files were seen.")
	}
	if a := c.Asked.Cohort; a != nil && a.Made > c.Over[0].Day {
		out = append(out, fmt.Sprintf("The cohort was made on %s. Points before that day describe the same members, looked at backwards.", explain.DayOf(a.Made)))
	}
	return out
}

// yearAgo is the last point at least a year before the newest; nil: there is none.
func yearAgo(over []query.PracticePoint) *query.PracticePoint {
	last := over[len(over)-1].Day
	var out *query.PracticePoint
	for i, p := range over {
		if len(p.Day) == len(last) && yearOf(p.Day)+p.Day[4:] <= last {
			out = &over[i]
		}
	}
	return out
}

// yearOf is the year after that of a day.
func yearOf(day string) string {
	var year int
	if _, err := fmt.Sscanf(day, "%4d", &year); err != nil {
		return "9999"
	}
	return fmt.Sprintf("%04d", year+1)
}

// practiceTable has a row for each check.
func (s maker) practiceTable(c counted) table.Table {
	first, last, year := c.Over[0], c.Over[len(c.Over)-1], yearAgo(c.Over)
	heads := []string{"Check", heading(first)}
	if year != nil && year.Day != first.Day {
		heads = append(heads, heading(*year))
	} else {
		year = nil
	}
	if len(c.Over) > 1 {
		heads = append(heads, heading(last))
	}
	heads = append(heads, "Unknown now")
	if c.Asked.narrowed() {
		heads = append(heads, "In the whole list")
	}
	t := table.Grid("Projects that pass each check, of those with a known result", heads, 1, 2, 3, 4, 5)
	for _, n := range last.Checks {
		to := with(s.to(c.Asked), paramCheck, string(n.Check))
		cells := []table.Cell{{Text: label(n.Check), Href: page.Policy + page.Encode(to) + "#over-time"}, passed(countOf(first, n.Check))}
		if year != nil {
			cells = append(cells, passed(countOf(*year, n.Check)))
		}
		if len(c.Over) > 1 {
			cells = append(cells, passed(n))
		}
		cells = append(cells, table.Cell{Text: explain.Thousands(n.Unknown)})
		if c.Asked.narrowed() {
			cells = append(cells, passed(countOf(c.ListOver[len(c.ListOver)-1], n.Check)))
		}
		t.Rows = append(t.Rows, table.Row{Key: string(n.Check), Cells: cells})
	}
	return t
}

// heading is the day of a point, marked where it is reconstructed.
func heading(p query.PracticePoint) string {
	if p.Run == 0 {
		return explain.DayOf(p.Day) + " (reconstructed)"
	}
	return explain.DayOf(p.Day)
}

// passed is "12 of 80", or why there is no share.
func passed(n survey.CheckCount) table.Cell {
	switch {
	case n.Known() == 0:
		return table.Cell{Text: "unknown", Unknown: true}
	case n.Fail == 0:
		return table.Cell{Text: explain.Thousands(n.Pass), Sub: "a fail is not visible"}
	}
	return table.Cell{Text: fmt.Sprintf("%s of %s", explain.Thousands(n.Pass), explain.Thousands(n.Known())), Sub: strings.TrimSpace(explain.Percent(float64(n.Pass) / float64(n.Known())))}
}
