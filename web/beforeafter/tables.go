package beforeafter

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// unknown is a cell without a figure.
func unknown(why string) table.Cell {
	return table.Cell{Unknown: true, Text: "unknown", Sub: why}
}

// figure is a health with its range and its day.
func figure(p intervention.Point) table.Cell {
	if p.Health == nil {
		return unknown("")
	}
	c := table.Cell{Text: explain.Whole(p.Health.Value) + " " + explain.Range(p.Health.Lo, p.Health.Hi)}
	if p.Day != "" {
		c.Sub = explain.DayOf(p.Day)
	}
	return c
}

// pointsCell is a change in points.
func pointsCell(v *float64, why string) table.Cell {
	if v == nil {
		return unknown(why)
	}
	return table.Cell{Text: explain.Points(*v)}
}

// changesTable has a row for each horizon.
func changesTable(b query.BeforeAfter) table.Table {
	t := table.Grid("Health before and after, beside the peers", []string{"After", "Health before", "Health after", "Change", "Median change of peers", "Difference"}, 1, 2, 3, 4, 5)
	for _, c := range b.Changes {
		change := pointsCell(c.Own, "")
		if c.Own != nil && c.Inside {
			change.Sub = "within the ranges"
		}
		median := pointsCell(c.Median, fmt.Sprintf("fewer than %d peers", intervention.LeastPeers))
		if c.Median != nil {
			median.Sub = fmt.Sprintf("%s to %s, %s", explain.Points(c.Peers[0]), explain.Points(c.Peers[len(c.Peers)-1]), explain.Of(len(c.Peers), "peer", "peers"))
		}
		after := figure(c.To)
		if c.To.Health == nil {
			after.Sub = noPoint(b, c.Months)
		}
		t.Rows = append(t.Rows, table.Row{Key: fmt.Sprint(c.Months), Cells: []table.Cell{
			{Text: explain.Of(c.Months, "month", "months")}, figure(c.From), after, change, median, pointsCell(c.Difference, ""),
		}})
	}
	return t
}

// noPoint says why there is no health so many months after: it is still to come, or is unknown.
func noPoint(b query.BeforeAfter, months int) string {
	due := intervention.At(b.Day, months)
	if due > b.Last {
		return "still to come: " + explain.DayOf(due)
	}
	return "no known health near " + explain.DayOf(due)
}

// peersTable has a row for each peer.
func peersTable(b query.BeforeAfter) table.Table {
	t := table.Grid("Peers, the nearest before first", []string{"Peer", "Health before", "12 months after", "24 months after"}, 1, 2, 3)
	for _, p := range b.Peers {
		row := table.Row{Key: p.Slug, Cells: []table.Cell{{Text: p.Name, Href: "/p/" + p.Slug}, figure(p.Before)}}
		for _, after := range p.After {
			row.Cells = append(row.Cells, figure(after))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// chartOf draws the health of the project and the median of its peers; values[0] has the project.
func chartOf(b query.BeforeAfter, days []string, values [][]*float64) chart.Figure {
	if len(days) < 2 {
		return chart.Figure{}
	}
	o := chart.Overlay{
		ID: "around", Title: "Health around " + explain.DayOf(b.Day), Days: days, Marks: []string{b.Day},
		Caption: "Dotted line: the day. Every point is reconstructed.",
		Series:  []chart.Series{{Name: b.Project.Name}},
		Panels:  []chart.OverlayPanel{{Name: "Health", Values: [][]*float64{values[0]}}},
	}
	if len(b.Peers) >= intervention.LeastPeers {
		o.Series = append(o.Series, chart.Series{Name: "Median of " + explain.Of(len(b.Peers), "peer", "peers")})
		o.Panels[0].Values = append(o.Panels[0].Values, medians(values[1:], len(days)))
	}
	o.Desc = fmt.Sprintf("Health from 0 to 100 at %d ends of quarters, from %s to %s, and a dotted line on the day. The table has the numbers.", len(days), explain.DayOf(days[0]), explain.DayOf(days[len(days)-1]))
	return o.Figure()
}

// medians are the medians of the known values of each day; nil with fewer than a median needs.
func medians(values [][]*float64, days int) []*float64 {
	out := make([]*float64, days)
	for i := range days {
		var known []float64
		for _, line := range values {
			if line[i] != nil {
				known = append(known, *line[i])
			}
		}
		if slices.Sort(known); len(known) >= intervention.LeastPeers {
			m := intervention.Median(known)
			out[i] = &m
		}
	}
	return out
}

// bounds are the value and the range of a health for documents; nil: unknown.
func bounds(h *health.Interval) (value, lo, hi *float64) {
	if h == nil {
		return nil, nil, nil
	}
	return &h.Value, &h.Lo, &h.Hi
}
