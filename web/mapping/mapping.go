package mapping

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// mapView is the page.
type mapView struct {
	Finding ui.Finding
	Count   string
	Chips   []listing.Chip
	Form    listing.Form
	Map     chart.Scatter
	Rules   []rule
	// Rows are the points as a table, Order how they are ordered.
	Rows  table.Table
	Order string
	Pager listing.Pager
	Cite  page.Citation
	// None is set instead of points when nothing matches.
	None *listing.None
}

// rule is a quarter of the map in words, with its number of projects.
type rule struct{ Name, Rule, N string }

// found is what was read for one page.
type found struct {
	points query.Points
	rows   ranking.Page
	counts ranking.Counts
	beside listing.Beside // only if nothing matches
}

func (s maker) page(l listing.Listing) error {
	p := s.Frame("Where to act", "Critical open source projects by criticality and health, with what is unknown.", "/map")
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
	return s.Show(mapPage(p, s.view(l, o, f)))
}

// find reads the points, a page of rows and the counts of the filters.
func (s maker) find(ctx context.Context, l listing.Listing, anyRanked bool) (found, error) {
	var f found
	q := l.Query(anyRanked)
	var err error
	if f.rows, err = s.Rank(ctx, q); err != nil {
		return f, err
	}
	if f.counts, err = s.Counts(ctx, q, l.Counted(anyRanked)...); err != nil {
		return f, err
	}
	if f.rows.Matched > 0 {
		f.points, err = s.Points(ctx, q)
		return f, err
	}
	f.beside, err = l.Beside(anyRanked)
	return f, err
}

// view is pure.
func (s maker) view(l listing.Listing, o query.Summary, f found) mapView {
	q := l.Query(o.Ranked > 0)
	v := mapView{
		Form: l.Form(q, l.Facets(f.counts, f.rows.Facets, o.Ranked > 0)), Chips: l.Chips(),
		Count: explain.Thousands(f.rows.Matched) + " of " + explain.Of(o.Total, "project", "projects"),
	}
	cuts := ranked.CutsOf(s.Model)
	n := cuts.Counts(f.points)
	v.Finding = finding(n, f.rows.Matched)
	if f.rows.Matched == 0 {
		v.None = l.None(f.beside)
		return v
	}
	for _, x := range ranked.Quarters {
		v.Rules = append(v.Rules, rule{string(x), cuts.Rule(x), explain.Thousands(n[x])})
	}
	v.Map = s.scatter(f.points)
	v.Rows, v.Order = s.table(l, q, cuts, f.rows.Rows), explain.Sentence(listing.SortWords(q))+"."
	v.Pager = l.Pager(f.rows, 0, listing.CSVColumns(), ui.Link{Label: "The same projects ranked", Href: l.All().On("/projects")})
	v.Cite = l.Cited(o)
	return v
}

// finding opens with how many projects are critical and weak.
func finding(n map[ranked.Quarter]int, matched int) ui.Finding {
	known := matched - n[""]
	f := ui.Finding{Says: fmt.Sprintf("support-now:%d/%d unknown:%d", n[ranked.SupportNow], known, n[""])}
	switch {
	case matched == 0:
		return listing.NoMatch
	case known == 0:
		f.Claim = "Criticality and health are not both known of any project here."
	default:
		f.Claim = fmt.Sprintf("%s of %s projects %s critical and weak at once.",
			explain.HowMany(n[ranked.SupportNow]), explain.Thousands(known), explain.IsOrAre(n[ranked.SupportNow], "is", "are"))
	}
	if u := n[""]; u > 0 && known > 0 {
		f.Rest = explain.Sentence(explain.Number(u)) + " more " + explain.Plural(u, "project has", "projects have") +
			" no known health or criticality; any of them may need help, too."
	}
	return f
}

// scatter is the map with what its marks mean.
func (s maker) scatter(ps query.Points) chart.Scatter {
	m := ranked.ScatterOf(s.View, ps, "mp", "Projects by criticality and health").Made()
	linked, each := m.Linked()
	m.Caption = "Size: people who made half of the commits of two years (contributor absence factor). A small mark depends on few people. " +
		"Values of unknown health or criticality are in the hatched strips. Intervals are in the list below."
	if x, y := m.Starts(); x > 0 || y > 0 {
		m.Caption += " The scales start at criticality " + explain.Whole(x) + " and health " + explain.Whole(y) + "."
	}
	switch {
	case !each:
		m.Caption += " More than " + explain.Thousands(chart.MostPoints) + " projects match: each hexagon shows how many are in it. Filters narrow them."
	case linked < len(ps.All):
		m.Caption += " The " + explain.Thousands(linked) + " projects of highest risk are links; the others are dots. The list below has all."
	}
	return m
}

// people says how many people made half of the commits; empty if it is unknown.
func people(r ranking.Row) string {
	if r.H == nil || r.AbsenceFactor < 0 {
		return ""
	}
	return strconv.Itoa(r.AbsenceFactor)
}

// funding says whether a channel is named.
func funding(r ranking.Row) string {
	switch {
	case r.Funding == nil:
		return ""
	case len(r.Funding) == 0:
		return explain.NoneFound
	}
	return "channel found"
}

// noPosition says why a row is hollow; empty for one with a position.
func noPosition(r ranking.Row) string {
	if r.State() == health.RankRanked {
		return ""
	}
	return "no position"
}
