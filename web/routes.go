package web

import "github.com/plumbline-scorecard/plumbline/web/page"

// routes is every address there is that shows figures. A page is added here and
// nowhere else.
func (s Site) routes() []page.Route {
	h := func(f func(*maker) error) page.Handler {
		return func(r *page.Request) error { return f(&maker{r, &s}) }
	}
	return []page.Route{
		{Pattern: "/{$}", Handler: h((*maker).home), Nav: "Overview"},
		{Pattern: "/projects", Handler: h((*maker).projects), Of: page.NamedList, Nav: "Projects"},
		{Pattern: "/projects.csv", Handler: h((*maker).projectsCSV), Of: page.NamedList},
		{Pattern: "/projects.json", Handler: h((*maker).projectsJSON), Of: page.NamedList},
		{Pattern: "/p/{slug}", Handler: h((*maker).project), Of: page.ProjectList}, // and /p/{slug}.json
		{Pattern: "/method", Handler: h((*maker).method), Nav: "Method", Present: true},
		{Pattern: page.Data, Handler: h((*maker).methodData), Present: true},
		{Pattern: "/status", Handler: h((*maker).status), Of: page.NamedList, Nav: "Status", Present: true},
		{Pattern: "/repo/{host}/{path...}", Handler: h((*maker).repository), Present: true},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	site *Site
}
