package ossf

import (
	"cmp"
	"errors"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// needs maps the other checks of the catalogue to what they require. They never run over a tree,
// because some would return 0 without an error.
var needs = map[string]string{
	"Branch-Protection":  "needs GitHub: branch rules are not in git",
	"CI-Tests":           "needs GitHub: results of test runs are not in git",
	"CII-Best-Practices": "needs bestpractices.dev: the badge is not in git",
	"Code-Review":        "needs GitHub: reviews are not in git",
	"Packaging":          "needs GitHub: workflow runs are not in git",
	"Signed-Releases":    "needs GitHub: release files are not in git",
	"Vulnerabilities":    "needs OSV: known vulnerabilities are not in git",
}

const (
	inconclusiveNA = "not_applicable"
	notVisible     = "not visible in this tree: it may be elsewhere"
)

// names returns the checks that are useful over a tree, sorted: those that the model counts,
// without those that need more than a tree.
func names(r model.ScorecardRule) []string {
	var out []string
	for _, n := range slices.Concat(r.CountFully, r.CountAboveZero) {
		if _, ok := needs[n]; !ok && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// settle applies the model's reading to Scorecard's results and adds the checks that did not run:
// one result for each check of the catalogue, sorted by name.
func settle(rule model.ScorecardRule, ran []check.Check) []check.Check {
	got := make(map[string]check.Check, len(ran))
	for _, c := range ran {
		got[c.Name] = c
	}
	var out []check.Check
	for _, f := range field.Catalogue {
		if f.Source != field.SourceScorecard {
			continue
		}
		name := string(f.ID)
		c, ok := got[name]
		switch {
		case !ok || needs[name] != "":
			reason := cmp.Or(needs[name], "the model does not use it from git alone")
			c = check.Check{Name: name, State: check.NotRun, Score: -1, Reason: reason}
		case slices.Contains(rule.CountAboveZero, name) && c.State != check.Errored && c.Score <= 0:
			// Scorecard's text and evidence would say that it is missing.
			c = check.Check{Name: name, State: check.NotVisible, Score: -1, Reason: notVisible, Took: c.Took}
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b check.Check) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// input returns the input for a settled check.
func input(rule model.ScorecardRule, c check.Check) health.Input {
	id := field.ID(c.Name)
	switch c.State {
	case check.Scored:
		in := health.Obs(id, float64(c.Score))
		in.Reason = c.Reason
		return in
	case check.Errored:
		in := health.Missing(id, cmp.Or(c.Reason, "the check did not finish"), errors.New(c.Error))
		in.Late = c.Late
		return in
	case check.Inconclusive:
		if rule.Inconclusive[c.Name] == inconclusiveNA {
			return health.NotApplies(id, c.Reason)
		}
	}
	in := health.Missing(id, c.Reason, nil)
	in.Late = c.Late
	return in
}
