package listing

import (
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Answer answers a request with the rows of a listing.
type Answer func(r *page.Request, l Listing) error

// Routes are the addresses of a page with rows of a list, and of the same rows as CSV and JSON and of
// their changes as Atom. nav is its label
// in the navigation.
func Routes(at At, nav string, show Answer) []page.Route {
	return RoutesOf(at, nav, show, CSV, JSON)
}

// RoutesOf are the addresses of a page whose CSV and JSON say something else of the same rows than
// those of /projects do.
func RoutesOf(at At, nav string, show, csv, json Answer) []page.Route {
	route := func(suffix string, answer Answer) page.Route {
		return page.Route{Pattern: at.Path + suffix, Of: page.NamedList, Handler: func(r *page.Request) error {
			l, err := Parse(r, at)
			if err != nil {
				return err
			}
			return answer(r, l)
		}}
	}
	out := []page.Route{route("", show), route(".csv", csv), route(".json", json), route(".atom", Atom)}
	out[0].Nav = nav
	return out
}
