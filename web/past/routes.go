// Package past is the page of one project at past quarters, as its clone shows them today, and the
// same as JSON. Nothing on it was ever published.
package past

import "github.com/plumbline-scorecard/plumbline/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: "/p/{slug}/past", Handler: show, Of: page.ProjectList, Present: true},
		{Pattern: "/p/{slug}/past.json", Handler: show, Of: page.ProjectList, Present: true},
	}
}
