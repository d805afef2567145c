// Package ranking is the page that ranks and browses the projects of a list, and the
// same rows for machines.
package ranking

import (
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	h := func(f func(maker) error) page.Handler {
		return func(r *page.Request) error { return f(maker{r}) }
	}
	return []page.Route{
		{Pattern: "/projects", Handler: h(maker.projects), Of: page.NamedList, Nav: "Projects"},
		{Pattern: "/projects.csv", Handler: h(maker.projectsCSV), Of: page.NamedList},
		{Pattern: "/projects.json", Handler: h(maker.projectsJSON), Of: page.NamedList},
	}
}

// maker makes the page of one request.
type maker struct{ *page.Request }

// listing reads the query of the page from its address.
func (s maker) listing() (listing.Listing, error) {
	return listing.Parse(s.Request, listing.At{Path: "/projects"})
}
