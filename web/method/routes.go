// Package method is the pages that say how every figure is made: definitions,
// weights, rules and limits, read from the model and the catalogue in use.
package method

import (
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Rules are what the pages show beside the model and the lists.
type Rules struct {
	// Backtest is how the model did when it was last measured; nil: nothing is said.
	Backtest *model.Backtest
	// Releases are the versions of the shipped model, newest first; none: nothing is said.
	Releases []model.Release
	// Candidates are what lists lack by measure; none: the page says so.
	Candidates []candidate.Document
	// PriorCheck is how right the expected scores are; nil: nothing is said.
	PriorCheck *model.PriorCheck
	// Validity is how criticality and some facts compare with what is known independently; nil:
	// nothing is said.
	Validity *model.Validity
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
	return append(out, page.Route{Pattern: page.ModelChanges + "{version}", Present: true, Handler: func(r *page.Request) error {
		return maker{r, rules}.showRelease(r.HTTP.PathValue("version"))
	}})
}

// maker makes the page of one request.
type maker struct {
	*page.Request
	rules Rules
}
