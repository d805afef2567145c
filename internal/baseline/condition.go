package baseline

import (
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/network"
)

// answer is whether a condition holds: it may be open.
type answer int

const (
	open answer = iota
	holds
	fails
)

// Evidence is one input that a result comes from.
type Evidence struct {
	// Input is the observed value, or why there is none.
	Input health.Input
	// Warning is the line of the check that decided; nil if the value did.
	Warning *check.Detail
	// asked is the condition that the input was asked for.
	asked Condition
}

// judge judges the clause with the evidence of each condition.
func (c Clause) judge(f Facts) (answer, []Evidence) {
	all := make([]Evidence, len(c.All))
	result := holds
	for i, cond := range c.All {
		var a answer
		a, all[i] = cond.judge(f)
		switch {
		case a == fails:
			result = fails
		case a == open && result == holds:
			result = open
		}
	}
	return result, all
}

// judge judges the condition. An input that was not observed leaves it open.
func (c Condition) judge(f Facts) (answer, Evidence) {
	in := f.Inputs.Field(c.Term.Field)
	ev := Evidence{Input: in, asked: c}
	if !in.Known() || c.Public && !public(in.SourceURL) {
		return open, ev
	}
	if c.Term.Op == "" {
		a, line := c.warnings(f)
		ev.Warning = line
		return a, ev
	}
	if !in.Uncertain() {
		return answerOf(c.Term.Holds(in.Value)), ev
	}
	low, high := c.Term.Holds(in.Low), c.Term.Holds(in.High)
	if low != high {
		return open, ev
	}
	return answerOf(low), ev
}

func answerOf(yes bool) answer {
	if yes {
		return holds
	}
	return fails
}

// fullScore is what a check without any warning of the kinds asked here has.
const fullScore = 10

// warnings judges a condition about warnings, with the one that was found. If lines of evidence
// were left out, a warning that is not among the others may be among them.
func (c Condition) warnings(f Facts) (answer, *check.Detail) {
	result, ok := f.check(c.Term.Field)
	if !ok {
		return open, nil
	}
	text, found, absent := c.Warns, holds, fails
	if c.Without != "" {
		text, found, absent = c.Without, fails, holds
	}
	for i, d := range result.Details {
		if d.Type == "warn" && strings.Contains(d.Text, text) && c.place(d.Path) {
			return found, &result.Details[i]
		}
	}
	if result.Omitted > 0 && result.Score < fullScore {
		return open, nil
	}
	return absent, nil
}

// place reports whether the condition is about the path.
func (c Condition) place(path string) bool {
	path = strings.ToLower(path)
	ends := func(s string) bool { return strings.HasSuffix(path, s) }
	has := func(s string) bool { return strings.Contains(path, s) }
	if len(c.Ends) > 0 && !slices.ContainsFunc(c.Ends, ends) {
		return false
	}
	return !slices.ContainsFunc(c.Outside, has)
}

// public reports whether the address is an https address of a public host.
func public(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" {
		return false
	}
	return network.InternalHost(u.Hostname()) == ""
}
