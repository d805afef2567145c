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
	// Line is the line of evidence of the check that decided; nil if the value did.
	Line *check.Detail
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
	if c.Claim != "" {
		return c.claimed(f)
	}
	in := f.Inputs.Field(c.Term.Field)
	ev := Evidence{Input: in, asked: c}
	if !in.Known() || c.Public && !f.public(in) {
		return open, ev
	}
	if c.Term.Op == "" {
		a, line := c.lines(f)
		ev.Line = line
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

// lines judges a condition about the evidence of a check, with the line that was found. If lines
// were left out, one that is not among the others may be among them.
func (c Condition) lines(f Facts) (answer, *check.Detail) {
	result, ok := f.check(c.Term.Field)
	if !ok {
		return open, nil
	}
	found, absent := holds, fails
	if c.Without != "" {
		found, absent = fails, holds
	}
	for i, d := range result.Details {
		if c.line(d) {
			return found, &result.Details[i]
		}
	}
	all := result.Omitted == 0 || result.Score >= fullScore && len(c.Names) == 0
	if !all || len(c.Names) > 0 && len(result.Details) == 0 {
		return open, nil
	}
	return absent, nil
}

// line reports whether the condition is about the line of evidence.
func (c Condition) line(d check.Detail) bool {
	path := strings.ToLower(d.Path)
	if len(c.Names) > 0 {
		starts := func(s string) bool { return strings.HasPrefix(path, s) }
		return slices.ContainsFunc(c.Names, starts)
	}
	if d.Type != "warn" || !strings.Contains(d.Text, c.Warns+c.Without) {
		return false
	}
	ends := func(s string) bool { return strings.HasSuffix(path, s) }
	if len(c.Ends) > 0 && !slices.ContainsFunc(c.Ends, ends) {
		return false
	}
	has := func(s string) bool { return strings.Contains(path, s) }
	return !slices.ContainsFunc(c.Outside, has)
}

// public reports whether the input was read from the project's own repository, at an https address
// of a public host.
func (f Facts) public(in health.Input) bool {
	u, err := url.Parse(in.SourceURL)
	if f.Copy || err != nil || u.Scheme != "https" || u.Hostname() == "" {
		return false
	}
	return network.InternalHost(u.Hostname()) == ""
}
