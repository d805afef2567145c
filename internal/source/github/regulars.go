package github

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

const (
	// employerAge is how long an employer is stored, in seconds.
	employerAge = 30 * day
	// walkAge is when commits are read again from the head, so that employers are renewed before
	// they expire.
	walkAge = 25 * day
	// regularMonths is how many of twelve months make a regular, as in the git source.
	regularMonths = 3
)

// employers returns R4: the organizations that the regulars declare in public.
func (c commits) employers(at int64) health.Input {
	const id = field.OrgsOfRegulars
	start := yearStart(at)
	if c.From == 0 || c.From > start {
		if c.From == 0 {
			return health.Missing(id, "no commits are visible to us", nil)
		}
		return health.Missing(id, "commits are known since "+isoDay(c.From)+"; each run reaches further back", nil)
	}
	regulars, declared := 0, 0
	orgs := map[string]bool{}
	first, last := month(start), month(at)
	for _, w := range c.People {
		months := map[int]bool{}
		for _, m := range w.Months {
			if m >= first && m <= last {
				months[m] = true
			}
		}
		if len(months) < regularMonths {
			continue
		}
		regulars++
		if w.Employer != "" && w.Declared >= at-employerAge {
			declared++
			orgs[w.Employer] = true
		}
	}
	switch {
	case regulars == 0:
		return health.Missing(id, "nobody with a known account committed in at least 3 of 12 months", nil)
	case 2*declared < regulars:
		return health.Missing(id, fmt.Sprintf("%s of %s name an employer; half are needed", stats.Thousands(declared), count(regulars, "regular contributor", "regular contributors")), nil)
	}
	in := health.Obs(id, float64(len(orgs)))
	in.Reason = fmt.Sprintf("%s of %s name an employer", stats.Thousands(declared), count(regulars, "regular contributor", "regular contributors"))
	return in
}
