// Package ranking is the page that ranks and browses the projects of a list, and the
// same rows for machines.
package ranking

import (
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return append(listing.Routes(listing.At{Path: "/projects", Presets: sets}, "Projects", func(r *page.Request, l listing.Listing) error {
		return maker{r}.projects(l)
	}), sliceRoutes()...)
}

// maker makes the page of one request.
type maker struct{ *page.Request }
