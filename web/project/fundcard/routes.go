// Package fundcard is the page of what a funder must know of one project: how it can be paid, what
// it got, how great its need is, what money could fix and what it cannot. The same is there as JSON,
// and the parts are there for the brief.
package fundcard

import "github.com/plumbline-scorecard/plumbline/web/page"

// Routes are the addresses of the page.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: "/p/{slug}/funding", Handler: show, Of: page.ProjectList},
		{Pattern: "/p/{slug}/funding.json", Handler: show, Of: page.ProjectList},
	}
}

// Where the formats are described that declare funding.
const (
	declareFile     = "https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/displaying-a-sponsor-button-in-your-repository"
	declareManifest = "https://floss.fund/funding-manifest/"
)
