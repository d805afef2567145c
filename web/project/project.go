package project

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/checks"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/project/verdict"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// projectView is everything about one project, in the order of the page.
type projectView struct {
	Name, Slug string
	Repository string // "host/path"; empty when there is none
	URL        string
	Finding    ui.Finding
	// Unread: nothing of it was ever read, so there are no figures to lay out.
	Unread    bool
	Meta      []ui.Link // without an address: text
	Why       string
	Links     []ui.Link
	Boxes     verdict.Boxes
	Unknowns  []verdict.Unknown
	Parts     chart.Figure
	PartsHead string
	PartsNote string
	PartsSays string // "risk:40.4", or "weakness" where risk is not known
	Inputs    []table.Table
	// Proofs is the address of the commands that check every figure.
	Proofs string
	Checks checks.Checks
	// Instruments sets a published result beside our own scan.
	Instruments checks.Instruments
	Help        verdict.Help
	Alerts      []alertLine
	Changes     changesView
	Places      verdict.Places
	Host        facts.Host
	People      facts.People
	Releases    []ui.Fact
	Tree        []ui.Fact
	OwnWords    string // address of what the project says of itself
	Advisories  []ui.Fact
	Times       facts.Times
	Critical    facts.Criticality
	Repos       []facts.Repo
	Provenance  []ui.Fact
	Cite        page.Citation
	// Fix is the address of what the maintainers can do, Recheck that where readers ask for another
	// reading; both are empty if the project is on no list.
	Fix, Recheck string
	// Baseline is the address of the project by the OSPS Baseline.
	Baseline string
	// Reports is where mistakes are reported.
	Reports page.Reports
	Sources []facts.Source
	Now     time.Time
}

func (s maker) project() error {
	slug, asJSON := strings.CutSuffix(s.HTTP.PathValue("slug"), ".json")
	slug, asText := strings.CutSuffix(slug, ".txt")
	if day := s.Values().Get(query.At); day != "" && s.Query.HasQuarters(slug) && !asText {
		return s.Redirect(past(slug, day, asJSON), http.StatusSeeOther)
	}
	mark, err := s.Mark(s.Context(), slug)
	if errors.Is(err, health.ErrNotFound) {
		return s.missing(slug)
	}
	if err != nil {
		return err
	}
	if s.Known(mark, s.Query.ForOperators()) {
		return nil
	}
	sub, err := s.Project(s.Context(), slug)
	if err != nil {
		return err
	}
	if asJSON {
		doc := exchange.ProjectDocument(sub.Project, sub.Figures, sub.Score).Dated(sub.Days()).Public()
		doc.Alerts = exchange.AlertDocuments(sub.Alerts)
		return s.Document(doc)
	}
	if asText {
		return s.proofs(sub)
	}
	p := s.Frame(sub.Project.Name, cmp.Or(sub.Project.Why, sub.Project.Name+": health, posture and what is known of it."), "/projects")
	at := sub.Figures.At()
	p.Dateline = s.Dateline(sub.List, sub.Run, at, at)
	if sub.Score.Status.Since != "" { // a notice of its own says it of this project
		p.Dateline.Stale = ui.Notice{}
	}
	p.Notices = append(page.Ignored(page.Others(s.Values(), query.AsOf)), projectNotices(sub)...)
	beside, err := s.Beside(s.Context(), sub)
	if err != nil {
		return err
	}
	v := s.projectView(sub, beside)
	if d, ok := s.Difference(s.Context(), sub); ok {
		v.Changes = s.changesOf(d)
	}
	return s.Show(projectPage(p, v))
}

// past is the address of a reconstructed day.
func past(slug, day string, asJSON bool) string {
	if asJSON {
		return "/p/" + slug + "/past.json" + page.Encode(url.Values{query.At: {day}})
	}
	return page.Past(slug, day)
}

// compare is the address of the page that sets the project beside others.
func compare(slug, day string) string {
	return "/compare" + page.Encode(url.Values{"p": {slug}, query.AsOf: {day}})
}

// missing leads to the project whose slug this is in capitals, or to the nearest.
func (s maker) missing(slug string) error {
	lower := strings.ToLower(slug)
	if _, ok := s.Query.Entry(lower); ok && lower != slug {
		return s.Redirect(s.On("/p/"+strings.ToLower(s.HTTP.PathValue("slug"))), http.StatusMovedPermanently)
	}
	return &page.Missing{Text: slug, Near: s.Query.Nearest(slug)}
}

// projectNotices are what the reader must know before the figures.
func projectNotices(sub query.Project) []ui.Notice {
	var out []ui.Notice
	p := sub.Project
	if sub.List == nil {
		out = append(out, ui.Notice{Says: "off-list", Kind: "plain", Claim: "This project is no longer on a list.", Text: "Earlier figures are kept, but the project is no longer ranked."})
	}
	if e := p.EndOfLife; e != nil {
		n := ui.Notice{Says: "end-of-life", Kind: "bad", Claim: sub.Score.Status.Reason}
		if e.Successor != "" {
			n.Kind = "plain"
		}
		if e.URL != "" {
			if u, ok := explain.SafeURL(e.URL); ok {
				n.Link = ui.Link{Label: "Statement", Href: u}
			}
		}
		out = append(out, n)
	}
	if st := sub.Score.Status; st.Since != "" {
		out = append(out, ui.Notice{
			Says: "stale:" + st.Since, Claim: "These figures are from " + explain.DayOf(st.Since) + ".",
			Text: "They do not show what happened since. Whether the project is active today is unknown.",
		})
	}
	out = append(out, facts.HostNotices(sub)...)
	out = append(out, facts.CopyNotices(sub)...)
	return append(out, facts.CarriedNotices(sub)...)
}

// projectView is pure.
func (s maker) projectView(sub query.Project, beside query.Beside) projectView {
	p := sub.Project
	v := projectView{Name: p.Name, Slug: p.Slug, Why: p.Why, Now: sub.Now, Meta: s.meta(sub)}
	if r, ok := p.PrimaryRepository(); ok {
		v.URL, v.Repository = r.URL, r.URL
		if id, err := repository.Parse(r.URL); err == nil {
			v.Repository = id.String()
		}
	}
	v.Finding = split(score.Finding(p, sub.Figures.Inputs, sub.Score))
	v.Links = []ui.Link{{Label: "Funding", Href: s.On(page.FundingHref(p.Slug))}, {Label: "Brief", Href: s.On(page.BriefHref(p.Slug))}, {Label: "JSON", Href: s.On("/p/" + p.Slug + ".json")}, {Label: "History", Href: s.On("/p/" + p.Slug + "/history")}}
	if s.Query.HasQuarters(p.Slug) {
		v.Links = append(v.Links, ui.Link{Label: "Past quarters", Href: page.Past(p.Slug, "")})
	}
	v.Links = append(v.Links, ui.Link{Label: "Compare", Href: compare(p.Slug, s.Day)})
	v.Boxes = verdict.BoxesOf(sub)
	v.Unknowns = verdict.Unknowns(sub.Project, sub.Figures, sub.Score)
	v.PartsHead, v.PartsNote, v.Parts = verdict.Parts(sub)
	if v.PartsSays = "weakness"; sub.Score.RiskKnown {
		v.PartsSays = "risk:" + explain.Decimal(sub.Score.Risk.Value)
	}
	v.Unread = !sub.Score.V.Known && !sub.Score.R.Known && !sub.Score.S.Known
	v.Proofs = s.On("/p/" + p.Slug + ".txt")
	v.Inputs = verdict.Inputs(sub, verdict.Commands{All: v.Proofs, Rules: s.rules}, !v.Unread)
	v.Checks, v.Instruments = checks.Of(sub, s.ToDo(sub), s.On), checks.InstrumentsOf(sub)
	v.Help, v.Places = verdict.HelpFor(sub, s.Unpaid(sub)), verdict.PlacesOf(sub, beside)
	v.Alerts = s.alertLines(sub.Alerts)
	v.Host, v.Reports = facts.HostOf(sub), s.reports(sub.Entry, "/p/"+p.Slug, "")
	if sub.List != nil {
		v.OwnWords = s.On(page.OwnWordsHref(p.Slug))
		v.Fix, v.Baseline, v.Recheck = s.On(page.FixHref(p.Slug)), s.On(page.BaselineHref(p.Slug)), page.RecheckHref(p.Slug)
	}
	v.People = facts.PeopleOf(sub)
	v.Tree = append(facts.Tree(sub), facts.OwnWords(s.Reply(sub))...)
	v.Releases, v.Advisories = facts.Releases(sub), facts.Advisories(sub.Figures.Inputs)
	v.Times = facts.TimesOf(sub.Figures.Inputs)
	v.Critical = facts.CriticalityOf(sub)
	v.Repos = facts.Repos(sub)
	v.Provenance, v.Sources = facts.Provenance(sub)
	at := sub.Figures.At()
	v.Cite = s.Cite(page.Cited{What: p.Name, Run: sub.Run, From: at, To: at, Data: sub.Summary.DataSHA}, func(day string) string { return "/p/" + p.Slug + "?" + query.AsOf + "=" + day })
	return v
}

// reports is where mistakes of a project are reported. The form has the page and the figure already,
// but of what everybody may see alone.
func (s maker) reports(e query.Entry, path, figure string) page.Reports {
	out := s.Reports(e.List)
	if !s.Query.PublicProject(e.Project.Slug) {
		return out
	}
	return out.About(page.Report{Project: e.Project.Name, Page: strings.TrimSuffix(s.PublicURL, "/") + s.On(path), Figure: figure})
}

// addressed is how an address names a list: empty for the first.
func (s maker) addressed(l *health.List) string {
	if l == nil || l.Slug == s.Query.List("").Slug {
		return ""
	}
	return l.Slug
}

// meta is the line below the finding.
func (s maker) meta(sub query.Project) []ui.Link {
	list := s.addressed(sub.List)
	p, ins := sub.Project, sub.Figures.Inputs
	var out []ui.Link
	add := func(text, href string) { out = append(out, ui.Link{Label: text, Href: href}) }
	if p.Language != "" {
		add(p.Language, "")
	}
	if p.Category != "" && !slices.Contains(p.Tags, p.Category) {
		add(p.Category, "")
	}
	if owner := query.OwnerOf(p); owner != "" {
		_, name, _ := strings.Cut(owner, "/")
		add("owner "+name, s.On(page.OwnerHref(list, owner)))
	}
	if l := ins.Field(field.Licence); l.Known() && l.Text != "" {
		add("licence "+l.Text, "")
	}
	if first := ins.Field(field.FirstCommit); first.Known() && len(first.Text) >= 4 {
		add("history since "+first.Text[:4], "")
	}
	for _, t := range p.Tags {
		add(t, s.On(page.TagHref(list, t)))
	}
	return out
}

// split takes the first sentence of a finding as its claim.
func split(text string) ui.Finding {
	if i := strings.Index(text, ". "); i > 0 {
		return ui.Finding{Claim: text[:i+1], Rest: text[i+2:]}
	}
	return ui.Finding{Claim: text}
}
