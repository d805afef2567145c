// Package project is the page of one project, with the same as JSON, and the way to it
// from the address of a repository. Its subjects are packages below this one.
package project

import (
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/proof"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/baseline"
	"github.com/plumbline-scorecard/plumbline/web/project/brief"
	"github.com/plumbline-scorecard/plumbline/web/project/fix"
	"github.com/plumbline-scorecard/plumbline/web/project/fundcard"
	"github.com/plumbline-scorecard/plumbline/web/project/manifest"
	"github.com/plumbline-scorecard/plumbline/web/project/ownwords"
)

// Routes are the addresses of the family. The rules are for the commands that check figures.
func Routes(rules proof.Rules) []page.Route {
	show := func(r *page.Request) error { return maker{r, rules}.project() }
	one := func(r *page.Request) error { return maker{r, rules}.check() }
	return slices.Concat([]page.Route{
		{Pattern: "/p/{slug}", Handler: show, Of: page.ProjectList}, // this one and the next with .json, too
		{Pattern: page.ResultHref("{slug}", "{check}"), Handler: one, Of: page.ProjectList},
		{Pattern: "/repo/{host}/{path...}", Handler: readRepository, Present: true},
	}, fundcard.Routes(), brief.Routes(), fix.Routes(), baseline.Routes(), manifest.Routes(), ownwords.Routes())
}

// maker makes the page of one request.
type maker struct {
	*page.Request
	rules proof.Rules
}

// repository leads from the address of a repository to its project.
func readRepository(r *page.Request) error {
	address := r.HTTP.PathValue("host") + "/" + strings.Trim(r.HTTP.PathValue("path"), "/")
	if slug, ok := r.Query.Find(address); ok {
		return r.Redirect("/p/"+slug, http.StatusSeeOther)
	}
	last := address[strings.LastIndexByte(address, '/')+1:]
	return &page.Missing{Text: address, Near: r.Query.Nearest(last)}
}
