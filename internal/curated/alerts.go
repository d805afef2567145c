package curated

import (
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
)

// ReadAlerts reads the rules of the alerts, in the order of the file: each of alert.Numbers once,
// with its parameters. The error is Problems with everything that is wrong.
func ReadAlerts(name string, b []byte) ([]alert.Rule, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	list := root.fields("alerts")["alerts"].required()
	r := listReader{first: map[thing]place{}}
	ids := slices.Sorted(maps.Keys(alert.Numbers))
	var out []alert.Rule
	for _, n := range list.list() {
		f := n.fields("id", "label", "about", "needs", "false", "why", "operators", "numbers", "measured")
		a := alert.Rule{
			ID: choice(f["id"].required(), ids...), Label: f["label"].required().text(), About: f["about"].required().text(),
			Needs: f["needs"].required().text(), False: f["false"].required().text(), Why: f["why"].required().text(),
			Operators: f["operators"].yes(), Measured: alertRate(f["measured"]),
		}
		r.once(f["id"], "alert", a.ID)
		if names, ok := alert.Numbers[a.ID]; ok {
			a.Numbers = alertNumbers(f["numbers"].required(), names)
		}
		out = append(out, a)
	}
	for _, id := range ids {
		if _, ok := r.first[thing{"alert", id}]; !ok && list.given() {
			list.bad(Missing, "alert %s is missing", id)
		}
	}
	if err := d.problems.err(); err != nil {
		return nil, err
	}
	return out, nil
}

// alertNumbers reads exactly the named numbers.
func alertNumbers(n node, names []string) map[string]float64 {
	f := n.fields(names...)
	out := make(map[string]float64, len(names))
	for _, name := range names {
		out[name] = f[name].required().number(.01, 1e4)
	}
	return out
}

func alertRate(n node) *alert.Rate {
	if !n.given() {
		return nil
	}
	f := n.fields("held", "of", "projects", "cases_held", "cases", "first_year", "last_year", "made")
	whole := func(name string, from, to int) int { return f[name].required().whole(from, to) }
	a := &alert.Rate{
		Held: whole("held", 0, 1e9), Of: whole("of", 1, 1e9), Projects: whole("projects", 1, 1e9),
		FirstYear: whole("first_year", 1990, 2100), LastYear: whole("last_year", 1990, 2100), Made: date(f["made"].required(), false),
	}
	if f["cases"].given() || f["cases_held"].given() {
		a.CasesHeld, a.Cases = whole("cases_held", 0, 1e9), whole("cases", 1, 1e9)
	}
	if a.Held > a.Of || a.CasesHeld > a.Cases || a.FirstYear > a.LastYear {
		n.bad(OutOfRange, "more held than there were, or the years are the wrong way round")
	}
	return a
}
