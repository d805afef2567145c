// Package brief is two printed pages on one project for the board of a funder, under the headings
// that public funders ask for. Every number has its date and its source.
package brief

import "github.com/plumbline-scorecard/plumbline/web/page"

// Routes are the addresses of the page.
func Routes() []page.Route {
	return []page.Route{{Pattern: page.BriefHref("{slug}"), Handler: show, Of: page.ProjectList}}
}
