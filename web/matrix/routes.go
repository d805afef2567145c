// Package matrix writes how projects do at the Scorecard checks, for machines: a cell for each
// project and check. Its rows are those of /projects under the same parameters.
package matrix

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
		{Pattern: "/matrix.csv", Handler: h(maker.csv), Of: page.NamedList},
		{Pattern: "/matrix.json", Handler: h(maker.json), Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct{ *page.Request }

// listing reads which projects are asked for.
func (s maker) listing() (listing.Listing, error) {
	l, err := listing.Parse(s.Request, listing.At{Path: "/matrix"})
	if err == nil && l.List == nil {
		err = page.NotFound("No list is loaded.")
	}
	return l, err
}

// anyRanked reports whether the run has ranks; an error counts as none, since the read that follows
// meets it again.
func (s maker) anyRanked() bool {
	o, err := s.Summary(s.Context())
	return err == nil && o.Ranked > 0
}
