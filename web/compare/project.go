package compare

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// datedView is one project at two dates.
type datedView struct {
	Name, Page string
	Finding    ui.Finding
	Dates      datesView
	// Table is of what the two runs published; it has no rows if there is nothing to compare.
	Table  table.Table
	Causes []query.Cause
	Past   pastView
	// History is where all runs are.
	History string
}

// pastView is what there is of a date before everything that was published.
type pastView struct {
	Text  string // empty: the dates were published
	Says  string
	Links []ui.Link
	// Table and Causes are two reconstructed points; no rows if there are not two.
	Table  table.Table
	Causes []query.Cause
}

// projectDates answers with one project at two dates.
func (m maker) projectDates(a ask) error {
	e, ok := m.entryOf(a)
	if !ok {
		return &page.Missing{Text: a.Projects[0].Text, Near: a.Projects[0].Near}
	}
	b, err := m.between(a)
	if err != nil {
		return err
	}
	mark, err := m.Mark(m.Context(), e.Project.Slug)
	if err != nil {
		return err
	}
	clone, _ := m.Query.Clone(e.Project.Slug)
	parts := []any{mark, clone, b.Early, b.First}
	if b.Early == "" {
		parts = append(append(parts, b.From.Tag()...), b.To.Tag()...)
	}
	if m.Known(parts...) {
		return nil
	}
	v := datedView{
		Name: e.Project.Name, Page: "/p/" + e.Project.Slug, History: "/p/" + e.Project.Slug + "/history",
		Dates: b.dates(m, a, paramProject, e.Project.Slug),
	}
	if b.Early != "" {
		return m.unpublished(a, b, v)
	}
	return m.published(a, b, v, e)
}

// published answers with what two runs showed of a project, and why it differs.
func (m maker) published(a ask, b between, v datedView, e query.Entry) error {
	slug := e.Project.Slug
	var cs []column
	for _, view := range []*query.View{b.From, b.To} {
		c, err := m.runColumn(view, slug)
		if err != nil {
			return err
		}
		cs = append(cs, c)
	}
	items := marked(itemsOf(cs), true)
	assumed := ""
	if !b.One {
		var err error
		v.Causes, assumed, err = b.To.Causes(m.Context(), b.From, slug)
		if err != nil {
			return err
		}
	}
	switch m.format() {
	case "json":
		d := documentOf("project_at_two_dates", cs, items)
		d.Project, d.Causes = slug, causesJSON(v.Causes)
		if assumed != "" {
			d.Notes = append(d.Notes, assumed)
		}
		return m.Document(d)
	case "csv":
		return m.CSV("plumbline-compare-"+slug+".csv", rowsOf("run", cs, items))
	}
	p := m.datedFrame(a, v, b.notices())
	from, to := agesOf(cs)
	p.Dateline = m.Dateline(e.List, b.To.Run, from, to)
	v.Finding = changedFinding(cs, items, v.Causes, b)
	if b.One && m.Query.HasQuarters(slug) {
		q, err := m.Quarters(m.Context(), slug)
		if err != nil {
			return err
		}
		v.Past = m.olderThan(a, q)
	}
	if !b.One {
		v.Table = tableOf(v.Name+" at two dates", cs, items)
	}
	return m.Show(datedPage(p, v))
}

func (m maker) datedFrame(a ask, v datedView, notices []ui.Notice) ui.Page {
	p := m.Frame(v.Name+" at two dates", "What two published runs showed of one project, and why it differs.", address)
	p.Notices = append(notices, page.Ignored(a.Ignored)...)
	p.Formats = m.formats()
	return p
}

// changedFinding says how the risk changed, and how many rows differ.
func changedFinding(cs []column, items []item, causes []query.Cause, b between) ui.Finding {
	if b.One {
		return b.sameRun()
	}
	n := 0
	for _, it := range items {
		if it.Mark == differs {
			n++
		}
	}
	f := ui.Finding{Rest: fmt.Sprintf("%s of %d %s.", explain.Sentence(explain.Number(n)), len(items), explain.Plural(n, "row differs", "rows differ")), Says: fmt.Sprintf("differ:%d/%d", n, len(items))}
	if len(causes) > 0 {
		f.Claim = causes[0].Claim
		if causes[0].Why != "" {
			f.Rest = causes[0].Why + ". " + f.Rest
		}
		f.Says += " " + causes[0].Says
	}
	return f
}

// unpublished answers for a date before everything that was published.
func (m maker) unpublished(a ask, b between, v datedView) error {
	slug := a.Projects[0].Slug
	v.Past = pastView{Says: "too-early:" + b.Early, Text: "Nothing was published on or before " + explain.DayOf(page.Cut(b.Early)) + "."}
	if b.First != "" {
		v.Past.Text += " The first run is of " + explain.DayOf(b.First) + "."
	} else {
		v.Past.Text = "Nothing has been published yet."
	}
	var points []query.Quarter
	if m.Query.HasQuarters(slug) {
		v.Past.Text += " Only a reconstructed past exists: what today’s clone shows of the ends of quarters."
		q, err := m.Quarters(m.Context(), slug)
		if err != nil {
			return err
		}
		points = m.points(a, b, q, &v.Past)
	} else {
		v.Past.Says += " none"
		v.Past.Text += " No past quarter of this project was reconstructed either."
	}
	if len(points) == 2 {
		v.Past.Causes = m.QuarterCauses(points[0], points[1])
		v.Past.Table = quarterTable(v.Name, points)
	}
	switch m.format() {
	case "json":
		return m.Document(pastDocument(slug, v.Past, points))
	case "csv":
		return m.CSV("plumbline-compare-"+slug+"-reconstructed.csv", quarterRows(points))
	}
	v.Finding = ui.Finding{Claim: "No published run is that old.", Rest: v.Past.Text, Says: v.Past.Says}
	p := m.datedFrame(a, v, nil)
	return m.Show(datedPage(p, v))
}

// olderThan leads from dates without a difference to what a clone shows of the time before.
func (m maker) olderThan(a ask, q query.Quarters) pastView {
	v := pastView{Says: "instead", Text: "older", Links: []ui.Link{{Label: "All past quarters, reconstructed", Href: page.Past(q.Project.Slug, "")}}}
	if n := len(q.Points); n > 1 {
		first, last := q.Points[0].Day, q.Points[n-1].Day
		v.Links = append(v.Links, ui.Link{
			Label: "Two reconstructed points, " + explain.DayOf(first) + " and " + explain.DayOf(last), Href: m.at(a, paramFrom, first, paramTo, last),
		})
	}
	return v
}

// points are the reconstructed points that answer for the two dates, and the links to them. There are
// two when both dates were not published and have different points.
func (m maker) points(a ask, b between, q query.Quarters, v *pastView) []query.Quarter {
	var out []query.Quarter
	days := []string{a.From, a.To}
	if a.To == "" || b.First != "" && a.To >= b.First { // published, or today: another instrument
		days = days[:1]
	}
	for _, day := range days {
		if day == "" {
			continue
		}
		if i := q.Nearest(day); i >= 0 {
			v.Links = append(v.Links, ui.Link{Label: "State of " + explain.DayOf(day) + ", reconstructed", Href: page.Past(q.Project.Slug, day)})
			if len(out) == 0 || out[0].Day != q.Points[i].Day {
				out = append(out, q.Points[i])
			}
		} else if len(q.Points) > 0 {
			v.Links = append(v.Links, ui.Link{Label: "The first point, of " + explain.DayOf(q.Points[0].Day), Href: page.Past(q.Project.Slug, q.Points[0].Day)})
		}
	}
	if len(v.Links) == 0 {
		v.Links = append(v.Links, ui.Link{Label: "All past quarters, reconstructed", Href: page.Past(q.Project.Slug, "")})
	}
	if len(out) < 2 && len(q.Points) > 1 && len(days) == 1 {
		last := q.Points[len(q.Points)-1]
		v.Links = append(v.Links, ui.Link{
			Label: "Compare with the newest reconstructed point, " + explain.DayOf(last.Day),
			Href:  m.at(a, paramFrom, a.From, paramTo, last.Day),
		})
	}
	return out
}
