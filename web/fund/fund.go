package fund

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// fundView is the page.
type fundView struct {
	Finding    ui.Finding
	Programmes []ui.NavItem
	Programme  *programmeView
	Funnel     funnelView
	Map        chart.Scatter
	Act        table.Table
	ActNote    string
	ActLinks   []ui.Link
	Budget     budgetView
	Cite       page.Citation
}

// programmeView is what is known of the chosen programme.
type programmeView struct {
	About string
	Facts []ui.Fact
}

// chosen is what was read for one request.
type chosen struct {
	funds  query.Funds
	funnel portfolio.Funnel
	// left are the projects that no condition removes, in the order of the ranking.
	left []query.Fundable
	plan query.Plan
}

// planned are the slugs of the projects that the plan chooses from.
func (c chosen) planned() []string {
	var out []string
	for _, f := range c.left {
		if f.Risk != nil && len(out) < query.MostCandidates {
			out = append(out, f.Slug)
		}
	}
	return out
}

// choose reads what the address asks for.
func (s maker) choose() (chosen, error) {
	var c chosen
	var err error
	if c.funds, err = s.Funds(s.Context()); err != nil {
		return c, err
	}
	all := make([]portfolio.Applicant, len(c.funds.All))
	for i, f := range c.funds.All {
		all[i] = f.Applicant
	}
	c.funnel = portfolio.NewFunnel(all, s.asked.rules, s.Now)
	stays := map[string]bool{}
	for _, slug := range c.funnel.Left {
		stays[slug] = true
	}
	for _, f := range c.funds.All {
		if stays[f.Slug] {
			c.left = append(c.left, f)
		}
	}
	c.plan, err = s.Plan(s.Context(), c.left, s.asked.terms())
	return c, err
}

func (s maker) page() error {
	p := s.Frame("Where money would help", "Critical open source projects that money can reach, what they need, and what a budget would buy, with what is unknown.", "/fund")
	if s.List == nil || !s.Published {
		listed := 0
		if s.List != nil {
			listed = len(s.List.Projects)
			p.Dateline = s.Dateline(s.List, s.Run, time.Time{}, time.Time{})
		}
		return s.Show(page.Nothing(p, listed))
	}
	if s.Known(s.Query.Ground().SHA256) {
		return nil
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	c, err := s.choose()
	if err != nil {
		return err
	}
	v := s.view(c)
	if v.Map, err = s.scatter(c); err != nil {
		return err
	}
	if v.Budget.Why, err = s.why(c); err != nil {
		return err
	}
	v.Cite = s.cited(o)
	p.Dateline = s.Dateline(s.List, s.Run, o.From, o.To)
	p.Notices = slices.Concat(page.Ignored(s.asked.ignored), s.CuratedToday(), page.Unread(o))
	return s.Show(fundPage(p, v))
}

func (s maker) cited(o query.Summary) page.Citation {
	g := s.Query.Ground()
	what := page.Cited{What: "funding of " + s.List.Title + ", catalogue " + g.Catalogue.Version + ", curated data " + page.Short(g.SHA256), Run: s.Run, From: o.From, To: o.To, Data: o.DataSHA}
	return s.Cite(what, func(day string) string {
		v := s.asked.values()
		maps.Copy(v, s.Carried())
		v.Set(query.AsOf, day)
		return "/fund" + page.Encode(v)
	})
}

// view is pure.
func (s maker) view(c chosen) fundView {
	v := fundView{Finding: finding(c), Funnel: s.funnel(c), Budget: s.budget(c)}
	v.Programmes = append(v.Programmes, s.programmeLink("", "No programme"))
	for _, g := range s.Query.Ground().Programmes {
		v.Programmes = append(v.Programmes, s.programmeLink(g.ID, g.Name))
		if g.ID == s.asked.programme {
			v.Programme = &programmeView{About: g.About, Facts: s.programmeFacts(g)}
		}
	}
	v.Act, v.ActNote = s.act(c)
	v.ActLinks = []ui.Link{
		{Label: "All eligible projects as CSV", Href: s.to("/fund.csv", nil)},
		{Label: "JSON with the plan", Href: s.to("/fund.json", nil)},
		{Label: "Funding columns of all projects", Href: s.list("/projects", "columns", "funding")},
		{Label: "Before and after earlier grants", Href: page.BeforeAfter + page.Encode(url.Values{"list": {s.Addressed()}})},
		{Label: "How need is computed", Href: page.Funding},
	}
	return v
}

// list returns the address of another page about the same list and day, with one parameter.
func (s maker) list(path, name, value string) string {
	v := s.Carried()
	v.Set(name, value)
	return path + page.Encode(v)
}

// programmeLink leads to the page with the conditions of a programme.
func (s maker) programmeLink(id, name string) ui.NavItem {
	href := s.to("/fund", func(a *asked) { a.programme, a.rules, a.ruled = id, nil, false })
	return ui.NavItem{Label: name, Href: href, Current: id == s.asked.programme}
}

// finding says how many projects are eligible and what of them is not known.
func finding(c chosen) ui.Finding {
	unpaid, ask := 0, 0
	for _, f := range c.left {
		if f.Facts.Paid == nil {
			unpaid++
		}
		if f.Facts.Paid == nil && f.Need.Known {
			ask++
		}
	}
	out := ui.Finding{Says: fmt.Sprintf("eligible:%d/%d paid-unknown:%d", len(c.left), len(c.funds.All), unpaid)}
	if len(c.left) == 0 {
		out.Claim = "No project meets these conditions."
		out.Rest = "The rows below say which condition removed how many."
		return out
	}
	out.Claim = explain.Sentence(explain.Of(len(c.left), "project", "projects")) + " of " + explain.Thousands(len(c.funds.All)) + " may be eligible."
	if unpaid > 0 {
		out.Rest = "How the work is paid is unknown for " + explain.Thousands(unpaid) + " of them, and a condition that cannot be judged removes none."
	}
	if ask > 0 {
		out.Rest += " The cheapest next step is a message to the maintainers, not a grant."
	}
	return out
}

// scatter is the map of the eligible projects.
func (s maker) scatter(c chosen) (chart.Scatter, error) {
	ps, err := s.Points(s.Context(), ranking.Query{List: s.List.Slug})
	if err != nil {
		return chart.Scatter{}, err
	}
	eligible := make(map[string]bool, len(c.funnel.Left))
	for _, slug := range c.funnel.Left {
		eligible[slug] = true
	}
	ps.All = slices.DeleteFunc(slices.Clone(ps.All), func(p query.Point) bool { return !eligible[p.Slug] })
	m := ranked.ScatterOf(s.View, ps, "fm", "Eligible projects by criticality and health").Made()
	m.Caption = "Size: people who made half of the commits of two years. The table below has the same projects by need."
	return m, nil
}
