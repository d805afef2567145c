package fund

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// asked is what an address asks for.
type asked struct {
	// programme is the id of a programme; empty: none.
	programme string
	// rules are the ids of the conditions in force, in the order of portfolio.Eligibility; ruled is
	// whether the address names them. Otherwise they are those of the programme, or usual.
	rules []string
	ruled bool
	// terms are those of the budget, in whole euros and percent.
	budget, people, most, least int
	// with are projects that must get something, why the one to explain; slugs.
	with []string
	why  string
	// ignored are parameters that the page does not know.
	ignored []string
}

// usual are the conditions without a programme.
var usual = []string{"maintained", "licence"}

// The terms without a word of the funder.
const (
	usualBudget = 300_000
	usualPeople = 75
	usualMost   = 20
)

// Bounds of an address.
const (
	mostEuros = 1_000_000_000
	mostWith  = 20
	noRule    = "none" // the value of rule for no condition, so that a form can untick all
)

// params are the parameters of the family.
var params = []string{"list", query.AsOf, query.At, "programme", "rule", "budget", "people", "most", "least", "with", "why"}

// parse reads an address. It returns a *page.BadValue for the first value that is not allowed.
func parse(r *page.Request) (asked, error) {
	v := r.Values()
	a := asked{ignored: page.Others(v, params...), budget: usualBudget, people: usualPeople, most: usualMost}
	bad := func(name, value string, allowed ...string) *page.BadValue {
		rest := r.Values()
		rest.Del(name)
		return &page.BadValue{Param: name, Value: page.Cut(value), Allowed: allowed, Rest: rest}
	}
	if name := v.Get("list"); name != "" && r.List == nil {
		return a, bad("list", name, r.Query.Slugs()...)
	}
	ground := r.Query.Ground()
	if a.programme = v.Get("programme"); a.programme != "" {
		if _, ok := ground.Programme(a.programme); !ok {
			return a, bad("programme", a.programme, programmes(ground)...)
		}
	}
	for _, id := range v["rule"] {
		if _, ok := portfolio.ConditionByID(id); !ok && id != noRule {
			return a, bad("rule", id, slices.Concat(conditions(), []string{noRule})...)
		}
	}
	a.rule(ground, v["rule"])
	for _, n := range []struct {
		name        string
		into        *int
		least, most int
		unit        string
	}{
		{"budget", &a.budget, 0, mostEuros, "euros"},
		{"people", &a.people, 0, 100, "percent"},
		{"most", &a.most, 1, 100, "percent"},
		{"least", &a.least, 0, mostEuros, "euros"},
	} {
		text := strings.TrimSpace(v.Get(n.name))
		if text == "" {
			continue
		}
		x, err := strconv.Atoi(text)
		if err != nil || x < n.least || x > n.most {
			return a, bad(n.name, text).Limited(limit(n.least, n.most, n.unit))
		}
		*n.into = x
	}
	return a, a.projects(r, bad)
}

// rule sets the conditions in force.
func (a *asked) rule(g portfolio.Ground, given []string) {
	a.ruled = len(given) > 0
	if !a.ruled {
		given = standard(g, a.programme)
	}
	for _, id := range conditions() {
		if slices.Contains(given, id) {
			a.rules = append(a.rules, id)
		}
	}
	if a.ruled && slices.Equal(a.rules, inOrder(standard(g, a.programme))) {
		a.ruled = false // what shows the same has the same address
	}
}

// standard are the conditions of a programme, or those without one.
func standard(g portfolio.Ground, programme string) []string {
	if p, ok := g.Programme(programme); ok {
		return p.Conditions
	}
	return usual
}

func inOrder(ids []string) []string {
	var out []string
	for _, id := range conditions() {
		if slices.Contains(ids, id) {
			out = append(out, id)
		}
	}
	return out
}

// projects reads the projects that the address names.
func (a *asked) projects(r *page.Request, bad func(name, value string, allowed ...string) *page.BadValue) error {
	v := r.Values()
	const listed = "slugs of projects on the list"
	known := func(slug string) bool {
		e, ok := r.Query.Entry(slug)
		return ok && e.List != nil
	}
	for _, slug := range v["with"] {
		if slug == "" || slices.Contains(a.with, slug) {
			continue
		}
		if !known(slug) {
			return bad("with", slug).Limited(listed)
		}
		a.with = append(a.with, slug)
	}
	if len(a.with) > mostWith {
		return bad("with", strconv.Itoa(len(a.with))+" projects").Limited("at most " + strconv.Itoa(mostWith) + " projects")
	}
	slices.Sort(a.with)
	if a.why = v.Get("why"); a.why != "" && !known(a.why) {
		return bad("why", a.why).Limited(listed)
	}
	return nil
}

func programmes(g portfolio.Ground) []string {
	var out []string
	for _, p := range g.Programmes {
		out = append(out, p.ID)
	}
	return out
}

func conditions() []string {
	var out []string
	for _, c := range portfolio.Eligibility {
		out = append(out, c.ID)
	}
	return out
}

// values are the parameters of the address, without those that change nothing.
func (a asked) values() url.Values {
	v := url.Values{"programme": {a.programme}, "with": a.with, "why": {a.why}}
	if a.ruled {
		v["rule"] = a.rules
		if len(a.rules) == 0 {
			v["rule"] = []string{noRule}
		}
	}
	for _, n := range []struct {
		name     string
		x, usual int
	}{{"budget", a.budget, usualBudget}, {"people", a.people, usualPeople}, {"most", a.most, usualMost}, {"least", a.least, 0}} {
		if n.x != n.usual {
			v.Set(n.name, strconv.Itoa(n.x))
		}
	}
	return v
}

// terms returns the terms as the planner reads them.
func (a asked) terms() portfolio.Terms {
	return portfolio.Terms{
		Budget: float64(a.budget), People: float64(a.people) / 100, Cap: float64(a.most) / 100, Least: float64(a.least), With: a.with,
	}
}
