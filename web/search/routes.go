// Package search is the page that finds projects, lists, tags, owners and checks by what people
// type or paste, and the same as JSON. It reads the lists alone: no figure, no address.
package search

import "github.com/plumbline-scorecard/plumbline/web/page"

// Routes are the addresses of the family. The entries of lists are today's on every day, so there
// is nothing else to show for a past one.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: page.Search, Handler: show, Present: true},
		{Pattern: page.Search + ".json", Handler: showJSON, Present: true},
	}
}
