// Package changes is the page of what changed in a list between its published runs, by cause, and
// the same as JSON, CSV and Atom. What repositories show of past quarters has a section of its own:
// it was never published.
package changes

import (
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family; releases are the versions of the shipped model, newest
// first.
func Routes(releases []model.Release) []page.Route {
	of := func(show func(maker) error) page.Handler {
		return func(r *page.Request) error { return show(maker{r, releases}) }
	}
	return []page.Route{
		{Pattern: "/changes", Handler: of(maker.page), Of: page.NamedList, Nav: "Changes"},
		{Pattern: "/changes.json", Handler: of(maker.json), Of: page.NamedList},
		{Pattern: "/changes.csv", Handler: of(maker.csv), Of: page.NamedList},
		{Pattern: "/changes.atom", Handler: of(maker.atom), Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	releases []model.Release
}
