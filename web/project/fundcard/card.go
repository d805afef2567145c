package fundcard

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/decided"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// cardView is the page, in its order.
type cardView struct {
	Name, Slug string
	Project    string // the address of its page
	Brief      string // the address of the printed pages
	Need       Need
	Formula    string
	Facts      []ui.Fact
	Channels   []ui.Fact
	Overlap    []ui.Notice
	Grants     table.Table
	// Assumptions says what the costs and chances are.
	Assumptions string
	// Unplanned says why no measure has points; empty: they have.
	Unplanned   string
	Measures    table.Table
	Beyond      table.Table
	Eligibility table.Table
	Programmes  table.Table
	Decision    decided.View
	Cite        page.Citation
}

// show answers with the page, or with the same as JSON.
func show(r *page.Request) error {
	s, known, err := Read(r, r.HTTP.PathValue("slug"))
	if err != nil || known {
		return err
	}
	d, err := decided.Read(r, s.Slug)
	if err != nil {
		return err
	}
	if strings.HasSuffix(r.HTTP.URL.Path, ".json") {
		doc := documentOf(s)
		doc.RunJSON, doc.Decision = r.RunOf(s.List, s.Run, s.Summary.DataSHA), d.Document()
		return r.Document(doc)
	}
	p := r.Frame("Funding of "+s.Project.Project.Name, "How the work can be paid, what it got, what money could fix and what it cannot.", "/projects")
	at := s.Figures.At()
	p.Dateline = r.Dateline(s.List, s.Run, at, at)
	p.Notices = append(page.Ignored(page.Others(r.Values(), query.AsOf)), Notices(r, s)...)
	p.Formats = []ui.Link{{Label: "JSON", Href: r.On(page.FundingHref(s.Slug) + ".json")}}
	v := viewOf(s)
	v.Project, v.Brief, v.Decision = r.On("/p/"+s.Slug), r.On(page.BriefHref(s.Slug)), d
	v.Cite = r.Cite(page.Cited{What: "funding of " + s.Project.Project.Name, Run: s.Run, From: at, To: at, Data: s.Summary.DataSHA}, func(day string) string {
		return page.FundingHref(s.Slug) + "?" + query.AsOf + "=" + day
	})
	return r.Show(cardPage(p, v))
}

// Notices say what a reader must know before the figures.
func Notices(r *page.Request, s Subject) []ui.Notice {
	return append(r.CuratedToday(), facts.CarriedNotices(s.Project)...)
}

// viewOf is pure.
func viewOf(s Subject) cardView {
	v := cardView{
		Name: s.Project.Project.Name, Slug: s.Slug, Need: s.NeedOf(), Formula: s.formula(), Facts: s.Facts(), Channels: s.Channels(), Overlap: s.Overlap(),
		Assumptions: Assumptions(s), Eligibility: s.eligibility(), Programmes: s.programmes(),
	}
	if len(s.Fund.Grants) > 0 {
		v.Grants = s.Grants()
	}
	if !s.Prospect.Known {
		v.Unplanned = "The risk is unknown, so no measure has points."
		return v
	}
	v.Measures, v.Beyond = s.Measures(), s.beyond()
	return v
}

// Assumptions says what costs and chances are, with the version and the day of the catalogue.
func Assumptions(s Subject) string {
	c := s.Ground.Catalogue
	return "Costs and chances are planning assumptions of " + explain.DayOf(c.Date) + " (catalogue " + c.Version + "), not measurements. " +
		"The points describe the risk index of this site and nothing else."
}
