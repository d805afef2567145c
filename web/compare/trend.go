package compare

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// trendView is the reconstructed past of a few projects over each other.
type trendView struct {
	Chart chart.Figure
	// Note says what is not drawn, and why.
	Note string
	Says string
}

// trendOf reads the reconstructed past of the first projects that have one. Cost: an evaluation for
// each quarter of each.
func (m maker) trendOf(cs []column) (trendView, error) {
	var drawn []column
	var without, more []string
	for _, c := range cs {
		switch {
		case !m.Query.HasQuarters(c.Key):
			without = append(without, c.Name)
		case len(drawn) == chart.MostSeries:
			more = append(more, c.Name)
		default:
			drawn = append(drawn, c)
		}
	}
	v := trendView{Says: fmt.Sprintf("reconstructed:%d without:%d left:%d", len(drawn), len(without), len(more))}
	if len(without) > 0 {
		v.Note = "No past quarter was reconstructed of " + explainList(without) + ". "
	}
	if len(more) > 0 {
		v.Note += fmt.Sprintf("At most %d lines are drawn; left out: %s. ", chart.MostSeries, explainList(more))
	}
	if len(drawn) < 2 {
		return v, nil
	}
	var all []query.Quarters
	for _, c := range drawn {
		q, err := c.View.Quarters(m.Context(), c.Key)
		if err != nil {
			return v, err
		}
		all = append(all, q)
		for _, g := range q.Gaps {
			v.Note += fmt.Sprintf("%s has no points from %s to %s: %s. ", c.Name, explain.DayOf(g.From), explain.DayOf(g.To), g.Reason)
		}
	}
	v.Chart = overlayOf(all)
	return v, nil
}

// overlayOf is pure.
func overlayOf(all []query.Quarters) chart.Figure {
	o := chart.Overlay{
		ID: "overlay", Title: "Past quarters over each other, reconstructed",
		Caption: "Every point is reconstructed from today’s clone and scored by today’s model; none was published. Projects were chosen today, which favours survivors.",
	}
	for _, q := range all {
		o.Series = append(o.Series, chart.Series{Name: q.Project.Name, Href: page.Past(q.Project.Slug, "")})
		for _, p := range q.Points {
			o.Days = append(o.Days, p.Day)
		}
	}
	if len(o.Days) == 0 {
		return chart.Figure{}
	}
	slices.Sort(o.Days)
	o.Days = slices.Compact(o.Days)
	for _, a := range quarterAxes {
		o.Panels = append(o.Panels, panelOf(a.label, all, o.Days, func(x query.Quarter) *float64 { return pointOf(x, a.axis) }))
	}
	commits := panelOf("Human commits in 12 months", all, o.Days, func(x query.Quarter) *float64 {
		if c, ok := x.Cells[field.HumanCommits12m]; ok && c.State == health.Observed {
			return &c.Value
		}
		return nil
	})
	for _, values := range commits.Values {
		for _, v := range values {
			if v != nil {
				commits.Top = max(commits.Top, *v)
			}
		}
	}
	o.Panels = append(o.Panels, commits)
	o.Desc = fmt.Sprintf("Vitality, resilience and posture from 0 to 100, and human commits, at %d ends of quarters from %s to %s. Every point is reconstructed. A gap is a quarter without a point. The table has the numbers.",
		len(o.Days), explain.DayOf(o.Days[0]), explain.DayOf(o.Days[len(o.Days)-1]))
	return o.Figure()
}

// panelOf is a figure of each project on each of the days, which are sorted.
func panelOf(name string, all []query.Quarters, days []string, of func(query.Quarter) *float64) chart.OverlayPanel {
	p := chart.OverlayPanel{Name: name}
	for _, q := range all {
		values := make([]*float64, len(days))
		for _, x := range q.Points {
			if i, ok := slices.BinarySearch(days, x.Day); ok {
				values[i] = of(x)
			}
		}
		p.Values = append(p.Values, values)
	}
	return p
}

// pointOf is an axis of a quarter; nil where too little was seen for a number.
func pointOf(x query.Quarter, a model.Axis) *float64 {
	s := x.Score.Axis(a)
	if !s.Known || s.Thin {
		return nil
	}
	return &s.Value
}
