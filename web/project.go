package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// projectView is everything about one project, in the order of the page.
type projectView struct {
	Name, Slug string
	Repository string // "host/path"; empty when there is none
	URL        string
	Finding    ui.Finding
	// Unread: nothing of it was ever read, so there are no figures to lay out.
	Unread    bool
	Meta      []string
	Why       string
	Links     []ui.Link
	Boxes     boxes
	Unknowns  []unknown
	Parts     chart.Figure
	PartsHead string
	PartsNote string
	Inputs    []inputGroup
	Checks    checksView
	// Instruments sets a published result beside our own scan.
	Instruments instrumentsView
	Help        helpView
	Alerts      []alertLine
	Changes     changesView
	Places      placesView
	Host        hostView
	People      people
	Releases    []fact
	Tree        []fact
	Advisories  []fact
	Critical    criticality
	Repos       []repo
	Provenance  []fact
	Cite        citation
	// Contact is where mistakes are reported; empty when none is named.
	Contact string
	Sources []source
	Now     time.Time
}

// subject is a project with all that is known of it: what a view is made from.
type subject struct {
	entry   entry
	figures health.ProjectFigures
	score   health.Score
	over    overview
	alerts  []health.Alert // those shown
	now     time.Time
}

func (s *server) project(w http.ResponseWriter, r *http.Request) error {
	slug, asJSON := strings.CutSuffix(r.PathValue("slug"), ".json")
	sub, known, err := s.subject(r, slug)
	if err != nil {
		return err
	}
	if lower := strings.ToLower(slug); !known && lower != slug {
		if _, ok := s.index.bySlug[lower]; ok {
			http.Redirect(w, r, "/p/"+strings.ToLower(r.PathValue("slug"))+s.day.suffix(), http.StatusMovedPermanently)
			return nil
		}
	}
	if !known {
		return &missing{text: slug, near: s.index.nearest(slug)}
	}
	if s.tag(w, r, append(subjectTag(sub), s.OperatorAlerts, len(sub.alerts))...) {
		return nil
	}
	if asJSON {
		doc := exchange.ProjectDocument(sub.entry.project, sub.figures, sub.score).Dated(listDays(sub)).Public()
		doc.Alerts = exchange.AlertDocuments(sub.alerts)
		return document(w, doc)
	}
	page := s.frame(sub.entry.project.Name, sub.entry.project.Why, "/projects")
	at := sub.figures.At()
	page.Dateline = s.dateline(sub.entry.list, sub.over.Run, at, at, sub.now)
	page.Notices = append(ignoredNotices(others(r.URL.Query(), asOfParam)), projectNotices(sub)...)
	v := s.projectView(sub)
	if d, ok := s.difference(r.Context(), sub); ok {
		v.Changes = s.changesOf(d)
	}
	return show(r.Context(), w, http.StatusOK, projectPage(page, v))
}

// subject reads what there is of a project; known is false when it stands on
// no list and was never measured.
func (s *server) subject(r *http.Request, slug string) (subject, bool, error) {
	if strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || slug == "" {
		return subject{}, false, nil
	}
	e, listed := s.index.bySlug[slug]
	f, err := s.Reader.Project(r.Context(), slug)
	switch {
	case errors.Is(err, health.ErrNotFound) && !listed:
		return subject{}, false, nil
	case errors.Is(err, health.ErrNotFound):
		f = health.ProjectFigures{Project: slug}
	case err != nil:
		return subject{}, false, fmt.Errorf("figures of %s: %w", slug, err)
	}
	if !listed {
		e.project = health.Project{Slug: slug, Name: slug}
	}
	if f.Inputs == nil {
		f.Inputs = health.Inputs{}
	}
	fromList := slices.ContainsFunc(f.Snapshots, func(sn health.Snapshot) bool { return sn.Source == health.SourceList })
	if listed && !fromList { // on the list since the last run
		f.Inputs.Put(health.ListInputs(*e.list, e.project)...)
	}
	f = f.Judged(s.Model)
	sub := subject{entry: e, figures: f, now: s.Now().UTC()}
	sub.alerts = s.alertsOf(e.project, f)
	sub.score = s.scorer.Evaluate(e.project, f.Inputs, f.At(), sub.now)
	if e.list != nil {
		run, ok, err := s.lastRun(r.Context(), e.list.Slug)
		if err != nil {
			return subject{}, false, err
		}
		if ok {
			if sub.over, err = s.overview(r.Context(), run); err != nil {
				return subject{}, false, err
			}
		}
	}
	return sub, true, nil
}

func subjectTag(sub subject) []any {
	parts := append(runTag(sub.over.Run), sub.figures.Last.Run, sub.figures.Last.At.UnixMilli(), sub.figures.LastGood.UnixMilli())
	for _, sn := range sub.figures.Snapshots {
		parts = append(parts, sn.Source, sn.Version, sn.ObservedAt.UnixMilli(), sn.Commit)
	}
	return parts
}

// projectNotices are what the reader must know before the figures.
func projectNotices(sub subject) []ui.Notice {
	var out []ui.Notice
	p, f := sub.entry.project, sub.figures
	if sub.entry.list == nil {
		out = append(out, ui.Notice{Kind: "plain", Claim: "Not on a list any more.", Text: "The figures of before are kept and are no longer ranked."})
	}
	if e := p.EndOfLife; e != nil {
		n := ui.Notice{Kind: "bad", Claim: sub.score.Status.Reason}
		if e.Successor != "" {
			n.Kind = "plain"
		}
		if e.URL != "" {
			if u, ok := ui.SafeURL(e.URL); ok {
				n.Link = ui.Link{Label: "Statement", Href: u}
			}
		}
		out = append(out, n)
	}
	out = append(out, hostNotices(sub)...)
	if f.Last.Outcome == health.OutcomeCarried {
		out = append(out, ui.Notice{
			Claim: "The last attempt did not succeed.",
			Text:  "Carried: on " + ui.Day(f.Last.At) + " " + f.Last.Reason + ". All figures below are those of before.",
		})
	}
	return out
}

// projectView is pure.
func (s *server) projectView(sub subject) projectView {
	p := sub.entry.project
	v := projectView{Name: p.Name, Slug: p.Slug, Why: p.Why, Now: sub.now, Meta: meta(sub)}
	if r, ok := p.PrimaryRepository(); ok {
		v.URL, v.Repository = r.URL, r.URL
		if id, err := health.ParseRepository(r.URL); err == nil {
			v.Repository = id.String()
		}
	}
	v.Finding = split(score.Finding(p, sub.figures.Inputs, sub.score))
	v.Links = []ui.Link{{Label: "JSON", Href: "/p/" + p.Slug + ".json" + s.day.suffix()}}
	v.Boxes = s.boxes(sub)
	v.Unknowns = unknowns(sub.score)
	v.PartsHead, v.PartsNote, v.Parts = s.parts(sub)
	v.Unread = !sub.score.V.Known && !sub.score.R.Known && !sub.score.S.Known
	v.Inputs = s.inputGroups(sub)
	if v.Unread { // the reason stands above, once
		v.Inputs = v.Inputs[len(v.Inputs)-1:]
	}
	v.Checks, v.Instruments = s.checksView(sub), s.instruments(sub)
	v.Help, v.Places = s.help(sub), places(sub)
	v.Alerts = s.alertLines(sub.alerts)
	v.Host, v.Contact = hostOf(sub), s.Contact
	v.People = peopleOf(sub)
	v.Releases, v.Tree, v.Advisories = releases(sub), treeFacts(sub), advisoryFacts(sub.figures.Inputs)
	v.Critical = criticalityOf(sub)
	v.Repos = repos(p)
	v.Provenance, v.Sources = s.provenance(sub)
	v.Cite = s.cite(p.Name, sub.over.Run, func(day string) string { return "/p/" + p.Slug + "?" + asOfParam + "=" + day })
	return v
}

// meta is the line below the finding.
func meta(sub subject) []string {
	p, ins := sub.entry.project, sub.figures.Inputs
	var out []string
	for _, t := range []string{p.Language, p.Category} {
		if t != "" {
			out = append(out, t)
		}
	}
	if l := ins.Field("licence"); l.Known() && l.Text != "" {
		out = append(out, "licence "+l.Text)
	}
	if first := ins.Field("first_commit"); first.Known() && len(first.Text) >= 4 {
		out = append(out, "since "+first.Text[:4])
	}
	if len(p.Tags) > 0 {
		out = append(out, strings.Join(p.Tags, ", "))
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

func (s *server) repository(w http.ResponseWriter, r *http.Request) error {
	address := r.PathValue("host") + "/" + strings.Trim(r.PathValue("path"), "/")
	if slug, ok := s.index.byText(address); ok {
		http.Redirect(w, r, "/p/"+slug, http.StatusSeeOther)
		return nil
	}
	last := address[strings.LastIndexByte(address, '/')+1:]
	return &missing{text: address, near: s.index.nearest(last)}
}
