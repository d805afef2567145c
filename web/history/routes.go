// Package history is the page of one project over the published runs of its list, with
// the cause of each change, and the same as JSON.
package history

import "github.com/plumbline-scorecard/plumbline/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: "/p/{slug}/history", Handler: show, Of: page.ProjectList},
		{Pattern: "/p/{slug}/history.json", Handler: show, Of: page.ProjectList},
	}
}
