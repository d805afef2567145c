// Package whatif is the page on which a reader ranks a list by other weights: three named scenarios or
// weights of their own, with the change of every rank.
package whatif

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
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
		{Pattern: "/whatif", Handler: of(maker.page), Of: page.NamedList},
		{Pattern: "/whatif.json", Handler: of(maker.document), Of: page.NamedList},
		{Pattern: "/whatif.csv", Handler: of(maker.csv), Of: page.NamedList},
	}
}

// maker makes the answer to one request.
type maker struct {
	*page.Request
	asked asked
}

// asked is what an address asks for: a scenario, or weights of the three axes of weakness.
type asked struct {
	scenario string // id; empty: weights
	// weights are in percent as typed, by the order of axes; they need not sum to 100.
	weights [3]int
	// given is whether the address names weights.
	given   bool
	per     int
	ignored []string
}

// axes are what weights are of, with the names of their parameters.
var axes = [3]struct {
	axis  model.Axis
	param string
}{{model.Vitality, "vitality"}, {model.Resilience, "resilience"}, {model.Posture, "posture"}}

var params = []string{"list", query.AsOf, query.At, "scenario", "vitality", "resilience", "posture", "per"}

// perChoices are how many rows a page can show; the first is shown if none is chosen.
var perChoices = []int{25, 100}

// parse reads an address. It returns a *page.BadValue for the first value that is not allowed.
func parse(r *page.Request) (asked, error) {
	v := r.Values()
	a := asked{ignored: page.Others(v, params...), per: perChoices[0]}
	bad := func(name, value string, allowed ...string) *page.BadValue {
		rest := r.Values()
		rest.Del(name)
		return &page.BadValue{Param: name, Value: page.Cut(value), Allowed: allowed, Rest: rest}
	}
	if name := v.Get("list"); name != "" && r.List == nil {
		return a, bad("list", name, r.Query.Slugs()...)
	}
	if a.scenario = v.Get("scenario"); a.scenario != "" {
		ids := scenarios(r.Query.Weightings())
		if !slices.Contains(ids, a.scenario) {
			return a, bad("scenario", a.scenario, ids...)
		}
	}
	sum := 0
	for i, x := range axes {
		a.weights[i] = percent(r.View.Model.Risk.Omega[x.axis])
		text := strings.TrimSpace(v.Get(x.param))
		if text == "" {
			sum += a.weights[i]
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 100 {
			return a, bad(x.param, text).Limited("a whole number of percent from 0 to 100")
		}
		a.weights[i], a.given = n, true
		sum += n
	}
	if a.scenario != "" && a.given {
		return a, bad("scenario", a.scenario).Limited("a scenario or weights, not both")
	}
	if sum == 0 {
		return a, bad("posture", "0").Limited("at least one weight above 0: with all at 0 there is no order")
	}
	if text := v.Get("per"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || !slices.Contains(perChoices, n) {
			return a, bad("per", text, numbers(perChoices)...)
		}
		a.per = n
	}
	return a, nil
}

func percent(share float64) int { n, _ := strconv.Atoi(explain.Whole(100 * share)); return n }

func numbers(all []int) []string {
	var out []string
	for _, n := range all {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

func scenarios(all []score.Scenario) []string {
	var out []string
	for _, s := range all {
		out = append(out, s.ID)
	}
	return out
}

// model returns the model that was asked for. Weights of the reader are shares of their sum.
func (s maker) model() model.Model {
	for _, x := range s.Query.Weightings() {
		if x.ID == s.asked.scenario {
			return x.Model
		}
	}
	m, sum := s.Model, 0
	for _, w := range s.asked.weights {
		sum += w
	}
	m.Risk.Omega = map[model.Axis]float64{}
	for i, x := range axes {
		m.Risk.Omega[x.axis] = float64(s.asked.weights[i]) / float64(sum)
	}
	return m
}

// to returns the address of what was asked for, in another form or changed by edit.
func (s maker) to(path string, edit func(url.Values)) string {
	v := url.Values{}
	if s.asked.scenario != "" {
		v.Set("scenario", s.asked.scenario)
	} else if s.asked.given {
		for i, x := range axes {
			v.Set(x.param, strconv.Itoa(s.asked.weights[i]))
		}
	}
	if s.asked.per != perChoices[0] {
		v.Set("per", strconv.Itoa(s.asked.per))
	}
	maps.Copy(v, s.Carried())
	if edit != nil {
		edit(v)
	}
	return path + page.Encode(v)
}
