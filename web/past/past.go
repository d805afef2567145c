package past

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// pastView is the page, in its order.
type pastView struct {
	Name, Slug string
	Project    string // the address of its page
	Finding    ui.Finding
	Chart      chart.Figure
	// Point is the point that is shown in detail.
	Point  pointView
	Points table.Table
	Clone  []ui.Fact
	Gaps   []string
}

// pointView is one point in detail.
type pointView struct {
	Title, Day string
	// Instead says that another day was asked for; empty: it was this one.
	Instead string
	Scores  table.Table
	Inputs  table.Table
	// Since is the title of what changed since the point a year before; without one it is empty.
	Since  string
	Causes []query.Cause
}

// show answers with the page, or with the same as JSON.
func show(r *page.Request) error {
	slug := r.HTTP.PathValue("slug")
	if _, listed := r.Query.Entry(slug); !listed {
		return &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	clone, ok := r.Query.Clone(slug)
	if !ok {
		return page.NotFound("No past quarter of this project was reconstructed: no clone of it was available.")
	}
	mark, err := r.Mark(r.Context(), slug)
	if err != nil || r.Known(mark, clone) {
		return err
	}
	q, err := r.Quarters(r.Context(), slug)
	if err != nil {
		return err
	}
	if len(q.Points) == 0 {
		return page.NotFound("No past quarter of this project could be reconstructed.")
	}
	at, asked, err := pointAt(r, q)
	if err != nil {
		return err
	}
	if strings.HasSuffix(r.HTTP.URL.Path, ".json") {
		return r.Document(documentOf(q, at, asked))
	}
	p := r.Frame("Reconstructed past of "+q.Project.Name, "What its repository of today shows of past quarters. None of it was published.", "/projects")
	p.Notices = append([]ui.Notice{kindNotice(q)}, page.Ignored(page.Others(r.Values(), query.At))...)
	p.Formats = []ui.Link{{Label: "JSON", Href: "/p/" + slug + "/past.json"}}
	v := viewOf(q, at, asked)
	if year := q.Nearest(yearBefore(q.Points[at].Day)); year >= 0 {
		v.Point.Since = explain.DayOf(q.Points[year].Day)
		v.Point.Causes = r.QuarterCauses(q.Points[year], q.Points[at])
	}
	return r.Show(pastPage(p, v))
}

// pointAt returns the point that an address asks for, or the newest, and the day that was asked for:
// empty if none was. Of any other day the nearest earlier point is meant.
func pointAt(r *page.Request, q query.Quarters) (at int, asked string, err error) {
	newest := len(q.Points) - 1
	if !r.Values().Has(query.At) {
		return newest, "", nil
	}
	asked = r.Values().Get(query.At)
	rest := r.Values()
	rest.Del(query.At)
	bad := page.BadValue{Param: query.At, Value: asked, Reason: "no-day", Limit: "a day such as " + q.Points[newest].Day, Rest: rest}
	if _, err := time.Parse(time.DateOnly, asked); err != nil {
		return 0, asked, &bad
	}
	if at = q.Nearest(asked); at < 0 {
		bad.Reason, bad.Limit = "too-early", "a day from "+q.Points[0].Day+" on, the first quarter that could be reconstructed"
		bad.Missing = true
		bad.Links = []ui.Link{{Label: "The first point", Href: address(q, 0)}}
		return 0, asked, &bad
	}
	return at, asked, nil
}

func address(q query.Quarters, i int) string {
	return "/p/" + q.Project.Slug + "/past?" + query.At + "=" + q.Points[i].Day
}

// yearBefore is the day a year before, at the end of its month.
func yearBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return explain.ISO(t.AddDate(-1, 0, 0))
}

// kindNotice says on the page what these figures are, before the first of them.
func kindNotice(q query.Quarters) ui.Notice {
	return ui.Notice{
		Says: "reconstructed", Claim: "Reconstructed, not published.",
		Text: "A clone of " + explain.DayOf(q.Clone.Cloned) + " was read as it was at the end of each quarter. " +
			"The list was chosen today, which favours survivors. Tags and branches are as they are now. " +
			"Criticality is today’s at every point.",
		Link: ui.Link{Label: "Published runs", Href: "/p/" + q.Project.Slug + "/history"},
	}
}

// axes are the figures in their order.
var axes = []struct {
	axis model.Axis
	name string
}{{model.Vitality, "Vitality"}, {model.Resilience, "Resilience"}, {model.Posture, "Posture"}, {model.Criticality, "Criticality"}}

// viewOf is pure.
func viewOf(q query.Quarters, at int, asked string) pastView {
	v := pastView{Name: q.Project.Name, Slug: q.Project.Slug, Project: "/p/" + q.Project.Slug, Chart: chartOf(q), Points: tableOf(q, at), Finding: findingOf(q)}
	p := q.Points[at]
	v.Point = pointView{Title: "State of " + explain.DayOf(p.Day), Day: p.Day, Scores: scoresOf(p), Inputs: inputsOf(p)}
	if asked != "" && asked != p.Day {
		v.Point.Instead = "You asked for " + explain.DayOf(asked) + ". This is the nearest earlier point."
	}
	v.Clone = []ui.Fact{
		{Name: "Repository", Text: strings.TrimPrefix(q.Clone.Repository, "https://"), State: health.Observed},
		{Name: "Clone of", Text: explain.DayOf(q.Clone.Cloned), State: health.Observed},
		{Name: "Newest commit", Text: page.Short(q.Clone.Commit), State: health.Observed},
		{Name: "Read by", Text: q.Clone.Git + ", Scorecard " + q.Clone.Scorecard, State: health.Observed},
	}
	for _, g := range q.Gaps {
		v.Gaps = append(v.Gaps, fmt.Sprintf("No points from %s to %s: %s.", explain.DayOf(g.From), explain.DayOf(g.To), g.Reason))
	}
	return v
}

// findingOf says how work went, and how many people carried it at first and last.
func findingOf(q query.Quarters) ui.Finding {
	first, last := q.Points[0], q.Points[len(q.Points)-1]
	most := first
	for _, p := range q.Points {
		if v := commits(p); v == nil {
			return ui.Finding{Claim: fmt.Sprintf("%d quarters, from %s to %s.", len(q.Points), explain.DayOf(first.Day), explain.DayOf(last.Day))}
		} else if *v > *commits(most) {
			most = p
		}
	}
	n, m, top := int(*commits(first)), int(*commits(last)), int(*commits(most))
	f := ui.Finding{
		Claim: fmt.Sprintf("Human commits in 12 months: %s to %s, %s to %s.", explain.Thousands(n), explain.DayOf(first.Day), explain.Thousands(m), explain.DayOf(last.Day)),
		Rest:  fmt.Sprintf("The highest was %s, to %s.", explain.Thousands(top), explain.DayOf(most.Day)),
		Says:  fmt.Sprintf("commits:%d/%d most:%d@%s", n, m, top, most.Day),
	}
	from, to := first.Cells[field.Regulars12m], last.Cells[field.Regulars12m]
	if from.State == health.Observed && to.State == health.Observed {
		f.Rest += fmt.Sprintf(" Regular contributors: %d at first, %d at last.", int(from.Value), int(to.Value))
		f.Says += fmt.Sprintf(" regulars:%d/%d", int(from.Value), int(to.Value))
	}
	return f
}

// commits are the human commits of the twelve months before a point; nil if they are unknown.
func commits(p query.Quarter) *float64 {
	c, ok := p.Cells[field.HumanCommits12m]
	if !ok || c.State != health.Observed {
		return nil
	}
	return &c.Value
}

func chartOf(q query.Quarters) chart.Figure {
	c := chart.Quarters{
		ID: "past", Title: "Figures of past quarters, reconstructed",
		Desc: fmt.Sprintf("Vitality, resilience and posture at %d ends of quarters, from %s to %s, on a scale of 0 to 100. Every point is reconstructed. Below are the human commits of the 12 months before each point. Criticality is today’s, a flat line. A dotted line is the change of instrument. %s The table of all quarters has the numbers.",
			len(q.Points), explain.DayOf(q.Points[0].Day), explain.DayOf(q.Points[len(q.Points)-1].Day), behind(q)),
		Caption: "Every point is reconstructed. Dotted line: change of instrument (cause: the source). " + behind(q),
	}
	for _, p := range q.Points {
		c.Days = append(c.Days, p.Day)
	}
	for _, a := range axes {
		if a.axis == model.Criticality {
			c.Panels = append(c.Panels, commitsPanel(q))
		}
		panel := chart.Panel{Name: a.name, Now: known(q.Today.Score.Axis(a.axis))}
		if a.axis == model.Criticality {
			panel.Name, panel.Flat = "Criticality, today’s at every point", true
		}
		for _, p := range q.Points {
			panel.Values = append(panel.Values, known(p.Score.Axis(a.axis)))
		}
		c.Panels = append(c.Panels, panel)
	}
	return c.Figure()
}

// behind says what the chart shows behind its break.
func behind(q query.Quarters) string {
	for _, a := range axes {
		if a.axis != model.Criticality && known(q.Today.Score.Axis(a.axis)) != nil {
			return "Behind it are the figures of the newest run. The step does not say that the project changed."
		}
	}
	return "The newest run has no figures of vitality, resilience or posture, so nothing of them is behind it."
}

// commitsPanel has the human commits, on a scale that ends at the most of them.
func commitsPanel(q query.Quarters) chart.Panel {
	p := chart.Panel{Name: "Human commits in 12 months"}
	if in := q.Today.Figures.Inputs.Field(field.HumanCommits12m); in.Known() {
		p.Now, p.Top = &in.Value, in.Value
	}
	for _, x := range q.Points {
		v := commits(x)
		if p.Values = append(p.Values, v); v != nil {
			p.Top = max(p.Top, *v)
		}
	}
	return p
}

func known(a health.AxisScore) *float64 {
	if !a.Known || a.Thin { // too little was seen for a number
		return nil
	}
	return &a.Value
}

// tableOf has a row for each point, the newest first.
func tableOf(q query.Quarters, at int) table.Table {
	heads := []string{"Reconstructed for", "Vitality", "Resilience", "Posture", "Risk, with today’s criticality", "Regular contributors", "Integrators", "Human commits, 12 months"}
	t := table.Grid("Figures at the ends of quarters, newest first. Every row is reconstructed.", heads, 1, 2, 3, 4, 5, 6, 7)
	t.Layout = table.Names
	for i, p := range slices.Backward(q.Points) {
		cells := []table.Cell{{Text: explain.DayOf(p.Day), Href: address(q, i)}}
		if i == at {
			cells[0].Sub = "shown above"
		}
		for _, a := range axes[:3] {
			c := figure(known(p.Score.Axis(a.axis)))
			if a.axis == model.Posture { // how much of it the files show moves over time
				c.Sub = explain.Seen(p.Score.S.Coverage) + " seen"
			}
			cells = append(cells, c)
		}
		cells = append(cells, figure(riskOf(p)))
		for _, id := range []field.ID{field.Regulars12m, field.Integrators12m, field.HumanCommits12m} {
			cells = append(cells, count(p, id))
		}
		t.Rows = append(t.Rows, table.Row{Key: p.Day, Cells: cells})
	}
	return t
}

// riskOf is the risk of a point with today's criticality; nil if it is unknown, or if so much had to
// be assumed that a number would look like a measurement.
func riskOf(p query.Quarter) *float64 {
	if !p.Score.RiskKnown || len(p.Score.Partial) > 0 {
		return nil
	}
	return &p.Score.Risk.Value
}

func figure(v *float64) table.Cell {
	if v == nil {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	return table.Cell{Text: explain.Decimal(*v)}
}

func count(p query.Quarter, id field.ID) table.Cell {
	c, ok := p.Cells[id]
	if !ok || c.State == health.Unknown {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	if c.State == health.NotApplicable {
		return table.Cell{Text: "n/a"}
	}
	return table.Cell{Text: explain.Thousands(int(c.Value))}
}

// scoresOf are the axes of one point with their ranges.
func scoresOf(p query.Quarter) table.Table {
	t := table.Grid("Scores of this point by today’s model", []string{"Figure", "Value", "Range", "Seen"}, 1, 2, 3)
	add := func(name string, value float64, known bool, lo, hi float64, seen string) {
		row := []table.Cell{{Text: name}, {Unknown: true, Text: "unknown"}, {}, {Text: seen}}
		if known {
			row[1] = table.Cell{Text: explain.Decimal(value)}
			row[2] = table.Cell{Text: explain.Whole(lo) + "–" + explain.Whole(hi)}
		}
		t.Add(row...)
	}
	for _, a := range axes {
		x := p.Score.Axis(a.axis)
		name := a.name
		if a.axis == model.Criticality {
			name += " (today’s)"
		}
		add(name, x.Value, known(x) != nil, x.Lo, x.Hi, explain.Seen(x.Coverage))
	}
	add("Risk with today’s criticality", p.Score.Risk.Value, riskOf(p) != nil, p.Score.Risk.Lo, p.Score.Risk.Hi, "")
	for _, g := range p.Score.Gates {
		if g.Fired {
			t.Add(table.Cell{Text: "Gate " + g.ID}, table.Cell{}, table.Cell{}, table.Cell{Text: g.Label})
		}
	}
	return t
}

// inputsOf are what was measured at one point, in the order of the catalogue.
func inputsOf(p query.Quarter) table.Table {
	t := table.Grid("What the repository showed on this day", []string{"Input", "Value", "Why there is none"}, 1)
	for _, row := range field.Catalogue {
		c, ok := p.Cells[row.ID]
		if !ok || row.Operators || row.Kind == field.List {
			continue
		}
		in := health.Input{Field: row.ID, State: c.State, Value: c.Value, Text: c.Text, Reason: c.Reason}
		cells := []table.Cell{{Text: row.Label}, {Text: explain.Value(row, in)}, {Text: c.Reason}}
		if c.State != health.Observed {
			cells[1] = table.Cell{Unknown: c.State == health.Unknown, Text: strings.ReplaceAll(string(c.State), "_", " ")}
		}
		t.Rows = append(t.Rows, table.Row{Key: string(row.ID), Cells: cells})
	}
	return t
}
