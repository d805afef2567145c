// Package overview is the page that says what needs attention first.
package overview

import (
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family; releases are the versions of the shipped model.
func Routes(releases []model.Release) []page.Route {
	home := func(r *page.Request) error { return maker{r, releases}.home() }
	return []page.Route{{Pattern: "/{$}", Handler: home, Nav: "Overview"}}
}

// maker makes the page of one request.
type maker struct {
	*page.Request
	releases []model.Release
}
