// Package overview is the page that says what needs attention first.
package overview

import "github.com/plumbline-scorecard/plumbline/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route {
	home := func(r *page.Request) error { return maker{r}.home() }
	return []page.Route{{Pattern: "/{$}", Handler: home, Nav: "Overview"}}
}

// maker makes the page of one request.
type maker struct{ *page.Request }
