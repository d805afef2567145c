package listing

import (
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of a page with rows of a list, and of the same rows as CSV and JSON. nav
// is its label in the navigation.
func Routes(at At, nav string, show func(r *page.Request, l Listing) error) []page.Route {
	route := func(suffix string, answer func(r *page.Request, l Listing) error) page.Route {
		return page.Route{Pattern: at.Path + suffix, Of: page.NamedList, Handler: func(r *page.Request) error {
			l, err := Parse(r, at)
			if err != nil {
				return err
			}
			return answer(r, l)
		}}
	}
	out := []page.Route{route("", show), route(".csv", CSV), route(".json", JSON)}
	out[0].Nav = nav
	return out
}
