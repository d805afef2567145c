package project

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/checks"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// checkView is the page of one check of a project.
type checkView struct {
	Name, Project string
	One           checks.One
	Peers         checks.Peers
	// Runs are published runs, Past reconstructed quarters; they are never in one table. PastNote says
	// what the quarters were read from.
	Runs, Past table.Table
	PastNote   string
	Links      []ui.Link
	Reports    page.Reports
}

// check answers with one check of a project, or with the same as JSON.
func (s maker) check() error {
	slug := s.HTTP.PathValue("slug")
	name, asJSON := strings.CutSuffix(s.HTTP.PathValue("check"), ".json")
	id := field.ID(name)
	e, listed := s.Query.Entry(slug)
	if !listed {
		return &page.Missing{Text: slug, Near: s.Query.Nearest(slug)}
	}
	if ranking.Place(id) < 0 {
		return s.noCheck(slug, name, asJSON)
	}
	mark, err := s.Mark(s.Context(), slug)
	if err != nil || s.Known(mark) {
		return err
	}
	sub, err := s.Project(s.Context(), slug)
	if err != nil {
		return err
	}
	one, ok := checks.OneOf(sub, id, s.ToDo(sub)[id], s.On)
	if !ok {
		return page.NotFound("The model of this run has no check " + name + ".")
	}
	v := checkView{Name: e.Project.Name, Project: s.On("/p/" + slug), One: one}
	runs, err := s.CheckRuns(s.Context(), slug)
	if err != nil {
		return err
	}
	past, clone, err := s.CheckPast(slug)
	if err != nil && !errors.Is(err, health.ErrNotFound) {
		return err
	}
	if v.Peers, err = s.peers(e, id); err != nil {
		return err
	}
	if asJSON {
		return s.Document(checkDocumentOf(sub, id, one, v.Peers, runs, past))
	}
	v.Runs = checks.Points("Result in published runs, newest first", "Run", runs, id, func(p query.CheckPoint) string {
		return page.ResultHref(slug, field.ID(name)) + page.Encode(map[string][]string{query.AsOf: {fmt.Sprintf("%s%d", query.RunPrefix, p.Run)}})
	})
	if !s.CanBeCited() {
		v.Runs = checks.Points(v.Runs.Caption, "Run", runs, id, nil)
	}
	v.Past = checks.Points("Result at reconstructed quarters, newest first", "Reconstructed for", newest(past), id, func(p query.CheckPoint) string { return page.Past(slug, p.Day) })
	v.PastNote = "A clone of " + explain.DayOf(clone.Cloned) + " was read by Scorecard " + clone.Scorecard + ". Only its files were seen, never the host. Not published; the step to published runs is one of the instrument."
	v.Reports = s.reports(e, page.ResultHref(slug, id), one.Name()+": "+one.Finding.Claim)
	v.Links = []ui.Link{
		{Label: "JSON", Href: s.On(page.ResultHref(slug, field.ID(name)) + ".json")},
		{Label: "This check over the list", Href: page.Within(s.View, page.CheckHref(name))},
		{Label: "All checks of " + e.Project.Name, Href: s.On("/p/"+slug) + "#checks"},
	}
	p := s.Frame(name+" of "+e.Project.Name, one.Words.Question+" The result of "+e.Project.Name+", with evidence.", "/projects")
	at := sub.Figures.At()
	p.Dateline = s.Dateline(sub.List, sub.Run, at, at)
	p.Notices = append(page.Ignored(page.Others(s.Values(), query.AsOf)), projectNotices(sub)...)
	return s.Show(checkPage(p, v))
}

// newest returns points with the newest first.
func newest(points []query.CheckPoint) []query.CheckPoint {
	out := make([]query.CheckPoint, len(points))
	for i, p := range points {
		out[len(out)-1-i] = p
	}
	return out
}

// noCheck leads to the check whose name differs in capitals, or to all of them.
func (s maker) noCheck(slug, name string, asJSON bool) error {
	for _, other := range field.Checks() {
		if strings.EqualFold(string(other), name) {
			address := page.ResultHref(slug, other)
			if asJSON {
				address += ".json"
			}
			return s.Redirect(s.On(address), http.StatusMovedPermanently)
		}
	}
	out := &page.Elsewhere{Text: "No check has the name “" + page.Cut(strings.ToValidUTF8(name, "")) + "”.", Links: []ui.Link{{Label: "All checks of this project", Href: s.On("/p/"+slug) + "#checks"}}}
	for _, hit := range s.Query.NearestThings(name) {
		if hit.Kind == query.KindCheck && ranking.Place(field.ID(hit.Key)) >= 0 {
			out.Links = append(out.Links, ui.Link{Label: hit.Key, Href: s.On(page.ResultHref(slug, field.ID(hit.Key)))})
		}
	}
	return out
}

// peers counts the other listed projects of the category by their result.
func (s maker) peers(e query.Entry, id field.ID) (checks.Peers, error) {
	out := checks.Peers{Category: e.Project.Category}
	if out.Category == "" || !s.Published {
		return out, nil
	}
	ps, err := s.Points(s.Context(), ranking.Query{List: e.List.Slug})
	if err != nil {
		return out, err
	}
	for _, p := range ps.All {
		if other, ok := s.Query.Entry(p.Slug); ok && p.Slug != e.Project.Slug && other.Project.Category == out.Category {
			_, state := p.Checks.Of(ranking.Place(id))
			out.Count(state)
		}
	}
	return out, nil
}
