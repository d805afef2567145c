package matrix

import (
	"context"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// mostRows is how many projects one page has, and mostCells how many bytes their cells may be. Both
// keep a page below 100 kB, also where slugs are long: each cell has its project's in its link.
const (
	mostRows  = 50
	mostCells = 64_000
)

// view is the page.
type view struct {
	Finding ui.Finding
	Count   string
	Chips   []listing.Chip
	// Hide leaves out the projects of which too little is known; empty if that is filtered already.
	Hide    ui.Link
	Form    listing.Form
	Caption string
	Themes  []theme
	Columns []column
	Rows    []row
	// Whole are the sums of the list by column, above the rows, and All is their sum.
	Whole []tally
	All   tally
	// Shown are those of these rows, below them, and Sum is theirs.
	Shown []tally
	Sum   tally
	// Listed and These name the two: "All 177 projects".
	Listed, These string
	Pages         listing.Pager
	Cite          page.Citation
	// None is set instead of rows when nothing matches.
	None *listing.None
}

// row is a project with its cells in the order of the columns.
type row struct {
	Name, Href string
	Cells      []mark
	Sum        tally
}

// mark is a cell as it is drawn. Aloud completes the text for those who hear it.
type mark struct{ Class, Text, Aloud, Href string }

func (s maker) page(l listing.Listing) error {
	p := s.Frame("Checks by project", "How critical open source projects do at each Scorecard check, with what is unknown.", "/matrix")
	p.Search = l.Text
	if l.List == nil {
		return s.Show(page.Nothing(p, 0))
	}
	if s.Known() {
		return nil
	}
	if !s.Published {
		p.Dateline = s.Dateline(l.List, s.Run, time.Time{}, time.Time{})
		return s.Show(page.Nothing(p, len(l.List.Projects)))
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	f, err := s.find(s.Context(), l, o.Ranked > 0)
	if err != nil {
		return err
	}
	p.Dateline = s.Dateline(l.List, s.Run, o.From, o.To)
	p.Notices = append(page.Ignored(l.Ignored), page.Unread(o)...)
	return s.Show(matrixPage(p, s.view(l, o, f)))
}

// found is what the store answered.
type found struct {
	rows          ranking.Page
	counts, whole ranking.Counts
	beside        listing.Beside // only asked when nothing matches
}

func (s maker) find(ctx context.Context, l listing.Listing, anyRanked bool) (found, error) {
	var f found
	q := l.Query(anyRanked)
	q.Limit = min(q.Limit, mostRows)
	var err error
	if f.rows, err = s.Rank(ctx, q); err != nil {
		return f, err
	}
	if n := fitting(f.rows.Rows); n < len(f.rows.Rows) {
		q.Limit = n // the cursor to the next page belongs to the last row
		if f.rows, err = s.Rank(ctx, q); err != nil {
			return f, err
		}
	}
	if f.counts, err = s.Counts(ctx, q, l.Counted(anyRanked)...); err != nil {
		return f, err
	}
	if f.whole, err = s.Counts(ctx, l.Cleared().Query(anyRanked), "pass", "fail", "unknown"); err != nil {
		return f, err
	}
	if f.rows.Matched == 0 {
		f.beside, err = l.Beside(anyRanked)
	}
	return f, err
}

// fitting returns how many of the rows a page has room for, at least one.
func fitting(rows []ranking.Row) int {
	const mark, head = 84, 120 // bytes beside slugs and names
	left := mostCells
	for i, r := range rows {
		left -= len(field.Checks())*(mark+len(r.Slug)) + head + len(r.Slug) + len(r.Name)
		if left < 0 {
			return max(1, i)
		}
	}
	return len(rows)
}

// view is pure.
func (s maker) view(l listing.Listing, o query.Summary, f found) view {
	anyRanked := o.Ranked > 0
	q := l.Query(anyRanked)
	v := view{
		Chips: l.Chips(), Form: l.Form(q, l.Facets(f.counts, f.rows.Facets, anyRanked)),
		Count:  explain.Thousands(f.rows.Matched) + " of " + explain.Of(o.Total, "project", "projects"),
		Listed: "All " + explain.Of(o.Total, "project", "projects"), These: "These " + explain.Of(len(f.rows.Rows), "project", "projects"),
		Pages: l.Pager(f.rows, mostRows, ui.Link{Label: "As a list", Href: l.All().On("/projects")}),
	}
	v.Themes, v.Columns = columns(s.Model)
	v.Whole, v.All = ofList(v.Columns, f.whole)
	for i, c := range v.Columns {
		v.Columns[i].Href = page.Within(s.View, page.CheckHref(string(c.ID)))
		if v.Whole[i].Fail > 0 {
			v.Columns[i].Failing = narrowed(l, c.ID)
		}
	}
	v.Finding = finding(l, v.Columns, v.Whole, v.All)
	v.Caption = "Scorecard checks of " + explain.Of(len(f.rows.Rows), "project", "projects") + ", " + listing.SortWords(q)
	if f.rows.Matched == 0 {
		v.Finding, v.None = listing.NoMatch, l.None(f.beside)
		return v
	}
	if anyRanked && len(l.Filters["evidence"]) == 0 {
		v.Hide = ui.Link{Label: "Hide projects with too little evidence", Href: l.With("evidence", "full").With("evidence", "provisional").Href()}
	}
	v.Rows, v.Shown, v.Sum = s.rows(v.Columns, f.rows.Rows)
	v.Cite = s.Cite(page.Cited{What: "checks of " + l.List.Slug, Run: s.Run, From: o.From, To: o.To, Data: o.DataSHA}, func(day string) string {
		l.AsOf, l.Weights, l.After = day, "", ""
		return l.Href()
	})
	return v
}

// narrowed is the address of the projects that fail a check, whatever else is filtered.
func narrowed(l listing.Listing, check field.ID) string {
	to := l.Cleared()
	to.Path = l.Path
	return to.With("fail", string(check)).Href()
}

// rows are the projects with their cells, the sums of each column, and the sum of all cells.
func (s maker) rows(cs []column, projects []ranking.Row) (out []row, by []tally, sum tally) {
	by = make([]tally, len(cs))
	for _, p := range projects {
		r := row{Name: p.Name, Href: s.On("/p/" + p.Slug)}
		for i, c := range cs {
			points, state := p.Checks.Of(c.place)
			m := markOf(points, state)
			m.Href = s.On(page.ResultHref(p.Slug, c.ID))
			r.Cells = append(r.Cells, m)
			r.Sum.add(state, 1)
			by[i].add(state, 1)
			sum.add(state, 1)
		}
		out = append(out, r)
	}
	return out, by, sum
}

// markOf is how a result looks: darker where more is missing.
func markOf(points int, state ranking.CheckState) mark {
	switch state {
	case ranking.CheckUnknown:
		return mark{Class: "ku", Text: "?", Aloud: "unknown"}
	case ranking.CheckNone:
		return mark{Class: "kn", Text: "n/a"}
	}
	m := mark{Class: "k4", Text: strconv.Itoa(points)}
	for i, below := range []int{2, 5, ranking.PassFrom, 10} {
		if points < below {
			m.Class = "k" + strconv.Itoa(i)
			break
		}
	}
	return m
}
