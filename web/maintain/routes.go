// Package maintain is the pages for maintainers that are about no single project: how to find one's
// project and answer, and the public ledger of corrections.
package maintain

import "github.com/plumbline-scorecard/plumbline/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route {
	ledger := func(r *page.Request) error { return maker{r}.ledger() }
	return []page.Route{
		{Pattern: page.Maintainers, Handler: func(r *page.Request) error { return maker{r}.maintainers() }, Of: page.NamedList, Present: true},
		{Pattern: page.Corrections, Handler: ledger, Of: page.NamedList, Present: true},
		{Pattern: page.Corrections + ".json", Handler: ledger, Of: page.NamedList, Present: true},
		{Pattern: page.Corrections + ".csv", Handler: ledger, Of: page.NamedList, Present: true},
	}
}

// maker makes the answer to one request.
type maker struct{ *page.Request }
