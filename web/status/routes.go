// Package status is the page of the collector's state: what was collected, when, what
// failed and why, and what comes next.
package status

import (
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family. live is what is taken for granted of the
// services that are asked.
func Routes(live []health.Assumption) []page.Route {
	show := func(r *page.Request) error { return maker{r}.status(live) }
	return []page.Route{
		{Pattern: "/status", Handler: show, Of: page.NamedList, Nav: "Status", Present: true},
	}
}

// maker makes the page of one request.
type maker struct{ *page.Request }
