package compare

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// The parameters of the family.
const (
	paramProject = "p"
	paramFrom    = "from"
	paramTo      = "to"
	paramList    = "list"
	// paramBack is the address of the rows that projects were marked in.
	paramBack = "back"
)

// ask is what an address asks for.
type ask struct {
	Projects []asked
	From, To string // days or runs; empty: none was named
	HasDates bool
	List     string
	// Ignored are parameters that the page does not have.
	Ignored []string
}

// asked is one project that an address names.
type asked struct {
	Text string
	// Slug is empty when no project is known by the text; Near are those that may have been meant.
	Slug string
	Near []health.Project
}

// known returns the slugs of the projects that are known, in their order.
func (a ask) known() []string {
	var out []string
	for _, p := range a.Projects {
		if p.Slug != "" {
			out = append(out, p.Slug)
		}
	}
	return out
}

// texts are the values of the parameter of projects.
func (a ask) texts() []string {
	var out []string
	for _, p := range a.Projects {
		out = append(out, p.Text)
	}
	return out
}

// parse reads the address. It returns where the same is found when projects are written in another way
// than by their slugs, and a *page.BadValue for a value that is not allowed.
func (m maker) parse() (a ask, elsewhere string, err error) {
	v := m.Values()
	a.From, a.To, a.List = v.Get(paramFrom), v.Get(paramTo), v.Get(paramList)
	a.HasDates = v.Has(paramFrom) || v.Has(paramTo)
	a.Ignored = page.Others(v, paramProject, paramFrom, paramTo, paramList, paramBack, query.AsOf)
	if a.List != "" && m.Query.List(a.List) == nil {
		return a, "", m.bad(paramList, a.List, "one of the lists: "+strings.Join(m.Query.Slugs(), ", "))
	}
	for _, text := range v[paramProject] {
		text = page.Text(text)
		if page.TooLong(text) {
			return a, "", m.bad(paramProject, page.Cut(text), "a name of "+page.TextLimit)
		}
		p := m.resolve(text)
		if p.Text == "" || slices.Contains(a.texts(), p.Text) {
			continue
		}
		if a.Projects = append(a.Projects, p); len(a.Projects) > page.MostCompared {
			return a, "", m.tooMany(a)
		}
	}
	if a.HasDates && m.IsPast() {
		bad := m.bad(query.AsOf, m.Day, "as_of alone, or from and to without it")
		bad.Links = []ui.Link{{Label: "The two dates", Href: m.at(a, paramFrom, a.From, paramTo, a.To)}, {Label: "That day", Href: m.at(a, query.AsOf, m.Day)}}
		return a, "", bad
	}
	undated := a.HasDates && a.From == "" && a.To == ""
	if undated {
		first, _, err := m.FirstRun(m.Context())
		if err != nil {
			return a, "", err
		}
		v.Set(paramFrom, m.start(first))
	}
	if undated || v.Has(paramBack) || !slices.Equal(a.texts(), v[paramProject]) {
		v.Del(paramBack) // a comparison has one address
		v[paramProject] = a.texts()
		return a, m.HTTP.URL.Path + page.Encode(v), nil
	}
	return a, "", nil
}

// resolve finds the project that a text names: its slug, name, alias, package or repository.
func (m maker) resolve(text string) asked {
	for _, slug := range []string{text, strings.ToLower(text)} {
		if _, ok := m.Query.Entry(slug); ok {
			return asked{Text: slug, Slug: slug}
		}
	}
	if slug, ok := m.Query.Find(text); ok {
		return asked{Text: slug, Slug: slug}
	}
	if text == "" {
		return asked{}
	}
	if found := m.Query.Search(text).Exact; len(found) == 1 || len(found) > 1 && found[0].By == query.ByName && found[1].By != query.ByName {
		slug := found[0].Project.Slug
		return asked{Text: slug, Slug: slug}
	}
	return asked{Text: text, Near: m.Query.Nearest(text)}
}

// bad returns the error of a value that is not allowed.
func (m maker) bad(param, value, limit string) *page.BadValue {
	rest := m.Values()
	rest.Del(param)
	rest.Del(paramBack)
	return &page.BadValue{Param: param, Value: value, Limit: limit, Reason: "not-allowed", Rest: rest}
}

// tooMany is the error of more projects than are compared at once.
func (m maker) tooMany(a ask) error {
	bad := m.bad(paramProject, a.Projects[page.MostCompared].Text, fmt.Sprintf("at most %d projects at once", page.MostCompared))
	bad.Reason = "too-many"
	a.Projects = a.Projects[:page.MostCompared]
	back := ui.Link{Label: "Projects", Href: m.projects()}
	if href := backOf(m.Values().Get(paramBack)); href != "" {
		back = ui.Link{Label: "The projects with their filters", Href: href}
	}
	bad.Links = []ui.Link{{Label: fmt.Sprintf("Compare the first %d", page.MostCompared), Href: m.of(a.texts()...)}, back}
	return bad
}

// backOf returns the address of a page with rows that can be marked, and nothing for any other.
func backOf(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" {
		return ""
	}
	of := path.Clean(u.Path)
	if of != "/projects" && !strings.HasPrefix(of, "/tags/") && !strings.HasPrefix(of, "/owners/") {
		return ""
	}
	return (&url.URL{Path: of}).EscapedPath() + page.Encode(u.Query())
}

// projects returns the address of the projects that are compared, on the day of the view.
func (m maker) projects() string {
	return page.Within(m.View, "/projects")
}

// at returns the address of the page for the projects asked for, with pairs of other parameters.
func (m maker) at(a ask, pairs ...string) string {
	v := url.Values{paramProject: a.texts()}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return address + page.Encode(v)
}

// of returns the address of the page for projects, on the day of the view.
func (m maker) of(slugs ...string) string {
	v := url.Values{paramProject: slugs}
	if m.Day != "" {
		v.Set(query.AsOf, m.Day)
	}
	return address + page.Encode(v)
}

// formats are the same figures for machines.
func (m maker) formats() []ui.Link {
	query := page.Encode(m.Values())
	return []ui.Link{{Label: "JSON", Href: address + ".json" + query}, {Label: "CSV", Href: address + ".csv" + query}}
}
