// Package beforeafter is the pages that show a project before and after a day on which money or work
// came, beside its peers: one for each project, and one over the interventions on record of a list. The
// same is there as JSON and CSV. Nothing on them is an effect.
package beforeafter

import (
	"net/url"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	one := func(r *page.Request) error {
		a, err := parse(r)
		if err != nil {
			return err
		}
		return maker{r, a}.one()
	}
	all := func(r *page.Request) error { return maker{Request: r}.all() }
	return []page.Route{
		{Pattern: page.BeforeAfter, Handler: all, Of: page.NamedList, Present: true},
		{Pattern: page.BeforeAfter + ".json", Handler: all, Of: page.NamedList, Present: true},
		{Pattern: page.BeforeAfter + ".csv", Handler: all, Of: page.NamedList, Present: true},
		{Pattern: "/p/{slug}" + page.BeforeAfter, Handler: one, Of: page.ProjectList, Present: true},
		{Pattern: "/p/{slug}" + page.BeforeAfter + ".json", Handler: one, Of: page.ProjectList, Present: true},
		{Pattern: "/p/{slug}" + page.BeforeAfter + ".csv", Handler: one, Of: page.ProjectList, Present: true},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	asked asked
}

// points is what kind of points is compared. The two are never in one comparison.
type points string

const (
	reconstructed points = "reconstructed" // quarters, as the clone of today shows them
	runs          points = "runs"          // published
)

// The parameters of the page of a project.
const (
	paramDay    = "day"
	paramKind   = "kind"
	paramPoints = "points"
)

// asked is what an address asks for.
type asked struct {
	day    string // YYYY-MM-DD; empty: none
	kind   intervention.Kind
	points points // empty: what there is
}

// parse reads an address. It returns a *page.BadValue for the first value that is not allowed.
func parse(r *page.Request) (asked, error) {
	v := r.Values()
	a := asked{day: v.Get(paramDay), kind: intervention.Kind(v.Get(paramKind)), points: points(v.Get(paramPoints))}
	bad := func(name string, allowed ...string) *page.BadValue {
		rest := r.Values()
		rest.Del(name)
		return &page.BadValue{Param: name, Value: page.Cut(v.Get(name)), Allowed: allowed, Rest: rest}
	}
	if a.kind == "" {
		a.kind = intervention.Grant
	}
	if !slices.Contains(intervention.Kinds, a.kind) {
		return a, bad(paramKind, words(intervention.Kinds)...)
	}
	if a.points != "" && a.points != reconstructed && a.points != runs {
		return a, bad(paramPoints, string(reconstructed), string(runs))
	}
	today := explain.ISO(r.Now)
	if _, err := time.Parse(time.DateOnly, a.day); a.day != "" && (err != nil || a.day > today) {
		e := bad(paramDay)
		e.Reason, e.Limit = "no-day", "a day such as 2023-05-01, today at the latest"
		return a, e
	}
	return a, nil
}

func words(all []intervention.Kind) []string {
	var out []string
	for _, k := range all {
		out = append(out, string(k))
	}
	return out
}

// to returns the address of the page of a project, or of a file, for another day or kind of points.
func to(slug, suffix string, a asked) string {
	v := url.Values{paramDay: {a.day}}
	if a.kind != intervention.Grant && a.kind != "" {
		v.Set(paramKind, string(a.kind))
	}
	v.Set(paramPoints, string(a.points))
	return page.BeforeAfterHref(slug) + suffix + page.Encode(v)
}
