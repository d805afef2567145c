// Package ownwords is the page with what a project says of itself, beside what is observed, with the
// same as JSON.
package ownwords

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: page.OwnWordsHref("{slug}"), Handler: show, Of: page.ProjectList},
		{Pattern: page.OwnWordsHref("{slug}") + ".json", Handler: show, Of: page.ProjectList},
	}
}

// show answers with the page, or with the same as JSON.
func show(r *page.Request) error {
	slug := r.HTTP.PathValue("slug")
	if _, listed := r.Query.Entry(slug); !listed {
		return &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	mark, err := r.Mark(r.Context(), slug)
	if err != nil || r.Known(mark) {
		return err
	}
	p, err := r.Project(r.Context(), slug)
	if err != nil {
		return err
	}
	said := r.Reply(p)
	both := bothOf(r.View, p, said)
	if strings.HasSuffix(r.HTTP.URL.Path, ".json") {
		doc := documentOf(slug, said, both)
		doc.RunJSON = r.RunOf(p.List, r.Run, p.Summary.DataSHA)
		return r.Document(doc)
	}
	at := p.Figures.At()
	f := r.Frame("What "+p.Project.Name+" says of itself", "The project’s own files beside what is observed.", "/projects")
	f.Dateline = r.Dateline(p.List, r.Run, at, at)
	f.Notices = append(page.Ignored(page.Others(r.Values(), query.AsOf)), facts.CarriedNotices(p)...)
	f.Formats = []ui.Link{{Label: "JSON", Href: r.On(page.OwnWordsHref(slug) + ".json")}}
	v := viewOf(p, said, both)
	v.Project, v.Projects, v.Fix = r.On("/p/"+slug), page.Within(r.View, "/projects"), r.On(page.FixHref(slug))
	v.Cite = r.Cite(page.Cited{What: "own words of " + p.Project.Name, Run: r.Run, From: at, To: at, Data: p.Summary.DataSHA}, func(day string) string {
		return page.OwnWordsHref(slug) + "?" + query.AsOf + "=" + day
	})
	return r.Show(wordsPage(f, v))
}
