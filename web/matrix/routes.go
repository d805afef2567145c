// Package matrix shows how projects do at the Scorecard checks: a cell for each project and check. Its
// rows are those of /projects under the same parameters.
package matrix

import (
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	answer := func(f func(maker, listing.Listing) error) listing.Answer {
		return func(r *page.Request, l listing.Listing) error { return f(maker{r}, l) }
	}
	return listing.RoutesOf(listing.At{Path: "/matrix"}, "Matrix", answer(maker.page), answer(maker.csv), answer(maker.json))
}

// maker makes the answer to one request.
type maker struct{ *page.Request }
