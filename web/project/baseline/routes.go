// Package baseline is the page of a project by the OSPS Baseline, with the same as JSON: what is known
// of each requirement, by which figure, beside what the project claims of itself.
package baseline

import (
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: page.BaselineHref("{slug}"), Handler: show, Of: page.ProjectList},
		{Pattern: page.BaselineHref("{slug}") + ".json", Handler: show, Of: page.ProjectList},
	}
}

// show answers with the page, or with the same as JSON.
func show(r *page.Request) error {
	slug := r.HTTP.PathValue("slug")
	if _, listed := r.Query.Entry(slug); !listed {
		return &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	versions, err := r.BaselineVersions()
	if err != nil {
		return err
	}
	mark, err := r.Mark(r.Context(), slug)
	if err != nil || r.Known(mark) {
		return err
	}
	p, err := r.Project(r.Context(), slug)
	if err != nil {
		return err
	}
	j := judge(r, p, versions)
	if strings.HasSuffix(r.HTTP.URL.Path, ".json") {
		doc := documentOf(j)
		doc.RunJSON = r.RunOf(p.List, r.Run, p.Summary.DataSHA)
		return r.Document(doc)
	}
	to := func(path string, v url.Values) string {
		if r.Day != "" {
			v.Set(query.AsOf, r.Day)
		}
		return path + page.Encode(v)
	}
	v := viewOf(j, r.On)
	v.List = page.Baseline + page.Encode(versions.Into(r.Carried()))
	v.Versions = versions.Choices(func(_ baseline.Version, v url.Values) string { return to(page.BaselineHref(slug), v) })
	at := p.Figures.At()
	f := r.Frame("OSPS Baseline: "+p.Project.Name, "What public facts show of "+p.Project.Name+" by each requirement of the OSPS Baseline, and what stays unknown.", "/projects")
	f.Dateline = r.Dateline(p.List, r.Run, at, at)
	f.Notices = append(page.Ignored(page.Others(r.Values(), query.AsOf, page.BaselineVersion)), facts.CarriedNotices(p)...)
	f.Notices = append(f.Notices, facts.CopyNotices(p)...)
	f.Formats = []ui.Link{{Label: "JSON", Href: to(page.BaselineHref(slug)+".json", versions.Into(url.Values{}))}}
	v.Cite = r.Cite(page.Cited{What: p.Project.Name + " by the OSPS Baseline " + versions.Picked.Name, Run: r.Run, From: at, To: at, Data: p.Summary.DataSHA}, func(day string) string {
		return page.BaselineHref(slug) + page.Encode(url.Values{query.AsOf: {day}, page.BaselineVersion: {versions.Picked.Name}})
	})
	return r.Show(baselinePage(f, v))
}
