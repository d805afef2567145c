// Package fund is the page on which a funder decides: which projects money can reach, which of them
// need it most, and what a budget would buy; and the same as JSON and CSV.
package fund

import (
	"maps"

	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	of := func(show func(maker) error) page.Handler {
		return func(r *page.Request) error {
			a, err := parse(r)
			if err != nil {
				return err
			}
			return show(maker{r, a})
		}
	}
	return []page.Route{
		{Pattern: "/fund", Handler: of(maker.page), Nav: "Fund", Of: page.NamedList},
		{Pattern: "/fund.json", Handler: of(maker.document), Of: page.NamedList},
		{Pattern: "/fund.csv", Handler: of(maker.eligible), Of: page.NamedList},
		{Pattern: "/fund/plan.csv", Handler: of(maker.plan), Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	asked asked
}

// to returns the address of a page of the family with what was asked for, changed by edit.
func (s maker) to(path string, edit func(*asked)) string {
	a := s.asked
	if edit != nil {
		edit(&a)
	}
	v := a.values()
	maps.Copy(v, s.Carried())
	return path + page.Encode(v)
}

// funding returns the address of the funding page of a project on the same day.
func (s maker) funding(slug string) string { return s.On(page.FundingHref(slug)) }
