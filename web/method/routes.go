// Package method is the pages that say how every figure is made: definitions,
// weights, rules and limits, read from the model and the catalogue in use.
package method

import (
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/measured"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Rules are what the pages show beside the model and the lists.
type Rules struct {
	// Results are what was measured of the model and the lists; of what is absent nothing is said.
	Results measured.Results
	// Bots identify programs, Agents coding agents among co-authors, and Shared what several people
	// use as address or name.
	Bots, Agents, Shared bots.List
	// Live are the assumptions about external services.
	Live []health.Assumption
}

// Routes are the addresses of the family.
func Routes(rules Rules) []page.Route {
	var out []page.Route
	for i, sh := range sheets {
		route := page.Route{Pattern: sh.path, Present: true, Handler: func(r *page.Request) error {
			return maker{r, rules}.show(sh)
		}}
		if i == 0 {
			route.Nav = "Method"
		}
		out = append(out, route)
	}
	out = append(out, page.Route{Pattern: page.ModelHref("{version}"), Present: true, Handler: func(r *page.Request) error {
		return maker{r, rules}.showVersion(r.HTTP.PathValue("version"))
	}})
	return append(out, page.Route{Pattern: page.ModelChanges + "{version}", Present: true, Handler: func(r *page.Request) error {
		return maker{r, rules}.showRelease(r.HTTP.PathValue("version"))
	}})
}

// maker makes the page of one request.
type maker struct {
	*page.Request
	rules Rules
}
