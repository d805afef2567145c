// Package mapping is the page that shows where support would help: the projects of a list by
// criticality and health, and the same rows for machines.
package mapping

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
		{Pattern: "/map", Handler: h(maker.page), Of: page.NamedList, Nav: "Map"},
		{Pattern: "/map.csv", Handler: h(maker.csv), Of: page.NamedList},
		{Pattern: "/map.json", Handler: h(maker.json), Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct{ *page.Request }

// listing reads the query of the page from its address.
func (s maker) listing() (listing.Listing, error) {
	return listing.Parse(s.Request, listing.At{Path: "/map"})
}

func (s maker) csv() error {
	l, err := s.listing()
	if err != nil {
		return err
	}
	return listing.CSV(s.Request, l)
}

func (s maker) json() error {
	l, err := s.listing()
	if err != nil {
		return err
	}
	return listing.JSON(s.Request, l)
}
