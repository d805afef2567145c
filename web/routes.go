package web

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
)

// route is one address of the site. One with a nav label is in the navigation.
type route struct {
	pattern string
	handler httpx.Handler
	nav     string
}

// routes is every address there is. A page is added here and nowhere else.
func (s *server) routes() []route {
	return []route{
		{"/{$}", s.asOf(firstList, (*maker).home), "Overview"},
		{"/projects", s.asOf(namedList, (*maker).projects), "Projects"},
		{"/projects.csv", s.asOf(namedList, (*maker).projectsCSV), ""},
		{"/projects.json", s.asOf(namedList, (*maker).projectsJSON), ""},
		{"/p/{slug}", s.asOf(projectList, (*maker).project), ""}, // and /p/{slug}.json
		{"/method", s.now(firstList, (*maker).method), "Method"},
		{dataPath, s.now(firstList, (*maker).methodData), ""},
		{"/status", s.now(namedList, (*maker).status), "Status"},
		{"/repo/{host}/{path...}", s.now(firstList, (*maker).repository), ""},
		{"/static/{file}", s.static, ""},
		{"/favicon.svg", s.favicon, ""},
		{"/favicon.ico", s.favicon, ""},
		{"/robots.txt", s.robots, ""},
		{"/healthz", s.healthz, ""},
		{"/", s.nowhere, ""},
	}
}

// href returns the address of a route without variables.
func (r route) href() string { return strings.TrimSuffix(r.pattern, "{$}") }
