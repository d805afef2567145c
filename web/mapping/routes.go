// Package mapping is the page that shows where support would help: the projects of a list by
// criticality and health, and the same rows for machines.
package mapping

import (
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family. Places by other weights are none on the map, so it takes no
// weights.
func Routes() []page.Route {
	return listing.Routes(listing.At{Path: "/map", Without: []string{"weights"}}, "Map", func(r *page.Request, l listing.Listing) error {
		return maker{r}.page(l)
	})
}

// maker makes the answer to one request.
type maker struct{ *page.Request }
