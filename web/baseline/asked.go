package baseline

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// levelPrefix begins the name of a level in an address: level-1.
const levelPrefix = "level-"

// asked is which projects an address asks for: those with an answer of a requirement or a level. Its
// zero value asks for none.
type asked struct {
	of     string // id of a requirement, or a level
	level  int    // 0: it is a requirement
	at     int    // place of the requirement
	answer baseline.State
}

// askedOf reads an address. A requirement must be one of the version, an answer one of the states.
func askedOf(v url.Values, by baseline.Version) (asked, error) {
	a := asked{of: v.Get(page.BaselineOf), answer: baseline.State(v.Get(page.BaselineAnswer))}
	if v.Has(page.BaselineAnswer) && !slices.Contains(baseline.States, a.answer) {
		var allowed []string
		for _, s := range baseline.States {
			allowed = append(allowed, string(s))
		}
		return a, bad(v, page.BaselineAnswer, allowed, "")
	}
	if !v.Has(page.BaselineOf) {
		if a.answer != "" {
			return a, bad(v, page.BaselineAnswer, nil, "an answer together with a requirement or a level")
		}
		return a, nil
	}
	if n, ok := strings.CutPrefix(a.of, levelPrefix); ok {
		level, err := strconv.Atoi(n)
		if err != nil || level < 1 || level > baseline.Levels || strconv.Itoa(level) != n {
			return a, bad(v, page.BaselineOf, nil, "level-1 to level-"+strconv.Itoa(baseline.Levels))
		}
		a.level = level
		return a, nil
	}
	a.at = slices.IndexFunc(by.Requirements, func(r baseline.Requirement) bool { return r.ID == a.of })
	if a.at < 0 {
		return a, bad(v, page.BaselineOf, nil, "a level, or a requirement of version "+by.Name)
	}
	return a, nil
}

func bad(v url.Values, param string, allowed []string, limit string) error {
	out := &page.BadValue{Param: param, Value: page.Cut(v.Get(param)), Allowed: allowed, Limit: limit, Rest: v}
	if limit != "" {
		out.Reason = "not-allowed"
	}
	out.Rest.Del(param)
	return out
}

// values are the parameters that ask for the same.
func (a asked) values() url.Values {
	v := url.Values{}
	if a.of != "" {
		v.Set(page.BaselineOf, a.of)
	}
	if a.answer != "" {
		v.Set(page.BaselineAnswer, string(a.answer))
	}
	return v
}

// state is the answer of a project.
func (a asked) state(s baseline.Standing) baseline.State {
	if a.level > 0 {
		return s.Level(a.level)
	}
	return s.State(a.at)
}

// keep returns the projects that were asked for.
func (a asked) keep(all []baseline.Standing) []baseline.Standing {
	out := []baseline.Standing{}
	for _, s := range all {
		if a.answer == "" || a.state(s) == a.answer {
			out = append(out, s)
		}
	}
	return out
}
