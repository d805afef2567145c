// Package method is the pages that say how every figure is made: definitions,
// weights, rules and limits, read from the model and the catalogue in use.
package method

import (
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Rules are what the pages show beside the model and the lists.
type Rules struct {
	// Backtest is how the model did when it was last measured; nil: nothing is said.
	Backtest *model.Backtest
	// Bots tell programs from people, Agents coding agents among co-authors.
	Bots, Agents bots.List
}

// Routes are the addresses of the family.
func Routes(rules Rules) []page.Route {
	method := func(r *page.Request) error { return maker{r, rules}.method() }
	data := func(r *page.Request) error { return maker{r, rules}.data() }
	return []page.Route{
		{Pattern: "/method", Handler: method, Nav: "Method", Present: true},
		{Pattern: page.Data, Handler: data, Present: true},
	}
}

// maker makes the page of one request.
type maker struct {
	*page.Request
	rules Rules
}
