// Package manifest is the page with files for maintainers to copy, what they were filled in from and
// what is left to fill in, with the same as JSON, and the files themselves as text.
package manifest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/manifest"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: page.ManifestHref("{slug}"), Handler: show, Of: page.ProjectList},
		{Pattern: page.ManifestHref("{slug}") + ".json", Handler: show, Of: page.ProjectList},
		{Pattern: page.ManifestHref("{slug}") + ".txt", Handler: show, Of: page.ProjectList},
	}
}

// paramFile is the name of the only file to show.
const paramFile = "file"

// show answers with the page, the same as JSON, or the files as text.
func show(r *page.Request) error {
	slug := r.HTTP.PathValue("slug")
	if _, listed := r.Query.Entry(slug); !listed {
		return &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	only, err := asked(r.Values())
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
	subject := manifest.Subject{Project: p.Project, Figures: p.Figures}
	if said, unread := declared.Of(p.Figures.Inputs); unread == "" {
		subject.Said = &said
	}
	files := manifest.Files(subject)
	if only != "" {
		files = slices.DeleteFunc(files, func(f manifest.File) bool { return f.Name != only })
	}
	switch path := r.HTTP.URL.Path; {
	case strings.HasSuffix(path, ".txt"):
		return text(r, files)
	case strings.HasSuffix(path, ".json"):
		doc := documentOf(slug, files)
		doc.RunJSON = r.RunOf(p.List, r.Run, p.Summary.DataSHA)
		return r.Document(doc)
	}
	v := viewOf(p.Project, files, r.On)
	at := p.Figures.At()
	f := r.Frame("Files for "+p.Project.Name, "security-insights.yml, funding.json and SECURITY.md, filled in from public figures as far as they go.", "/projects")
	f.Dateline = r.Dateline(p.List, r.Run, at, at)
	f.Notices = append(page.Ignored(page.Others(r.Values(), query.AsOf, paramFile)), facts.CarriedNotices(p)...)
	f.Formats = []ui.Link{{Label: "JSON", Href: r.On(page.ManifestHref(slug) + ".json")}, {Label: "Text", Href: r.On(page.ManifestHref(slug) + ".txt")}}
	v.Projects = page.Within(r.View, "/projects")
	v.Cite = r.Cite(page.Cited{What: "files for " + p.Project.Name, Run: r.Run, From: at, To: at, Data: p.Summary.DataSHA}, func(day string) string {
		return page.ManifestHref(slug) + "?" + query.AsOf + "=" + day
	})
	return r.Show(manifestPage(f, v))
}

// asked returns the name of the file that an address asks for; empty: all.
func asked(v url.Values) (string, error) {
	only := v.Get(paramFile)
	if v.Has(paramFile) && !slices.Contains(manifest.Names, only) {
		return "", &page.BadValue{Param: paramFile, Value: page.Cut(page.Text(only)), Allowed: manifest.Names, Rest: url.Values{}}
	}
	return only, nil
}

// text answers with the files as they are, one file to be saved under its name, or all one after
// another.
func text(r *page.Request, files []manifest.File) error {
	var b strings.Builder
	for _, f := range files {
		one := f.Text
		if f.Exists != nil {
			one = existsSays(f) + "\n"
		}
		if len(files) > 1 {
			fmt.Fprintf(&b, "===== %s =====\n", f.Name)
		}
		b.WriteString(one)
	}
	r.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if len(files) == 1 && files[0].Exists == nil {
		r.W.Header().Set("Content-Disposition", `attachment; filename="`+files[0].Name+`"`)
	}
	_, _ = r.W.Write([]byte(b.String())) // the reader has gone
	return nil
}
