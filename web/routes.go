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
		{"/{$}", s.asOf((*server).home), "Overview"},
		{"/projects", s.asOf((*server).projects), "Projects"},
		{"/projects.csv", s.asOf((*server).projectsCSV), ""},
		{"/projects.json", s.asOf((*server).projectsJSON), ""},
		{"/p/{slug}", s.asOf((*server).project), ""}, // and /p/{slug}.json
		{"/method", s.method, "Method"},
		{dataPath, s.methodData, ""},
		{"/status", s.status, "Status"},
		{"/repo/{host}/{path...}", s.repository, ""},
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
