package figures

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Instrument is one set of Scorecard results of one project, from our own scan or from another
// publisher.
type Instrument struct {
	// Source is SourceScorecard or SourcePublished; empty means that there is no such result.
	Source     string
	Version    string
	Origin     health.Origin
	ObservedAt time.Time
	Commit     string
	// Coverage is the share of the model's posture weight that has a value, 0 to 1. Inputs that do
	// not apply are left out. It is 0 if Unusable is set.
	Coverage float64
	// Unusable is why none of it counts: it is too old, or newer than the requested instant. Empty
	// means that it counts.
	Unusable string
}

// Basis is the one instrument that a project's posture comes from. Two are never mixed: they may
// differ in version, day and commit, and their mean would be the result of neither.
type Basis struct {
	// Used has no source if there is no result at all.
	Used Instrument
	// Other is the instrument that was not used. It has no source if there is only one.
	Other Instrument
	// Why is a sentence with the reason for the choice, without a full stop; empty if there was no
	// choice.
	Why string
}

// Published reports whether posture comes from results that others published.
func (b Basis) Published() bool { return b.Used.Source == field.SourcePublished }

// CheckFields are the inputs that Judged reads to decide the results of checks: with these alone it
// decides the same.
func CheckFields(m model.Model) []field.ID {
	out := append(field.Checks(), field.Licence, field.OSSFuzzSince)
	for _, r := range m.Axes[model.Posture] {
		if !slices.Contains(out, r.Field) {
			out = append(out, r.Field)
		}
	}
	return out
}

// PublishedInputs returns the inputs for each Scorecard field of the catalogue from a published
// result. The publisher asked the host, so a 0 is a 0. The rule decides about a −1 without an
// error. Checks that are not in the catalogue are ignored. Pure: the inputs are computed at
// judging, so a changed model reads old results anew.
func PublishedInputs(rule model.ScorecardRule, sn health.Snapshot) health.Inputs {
	checks := make(map[field.ID]check.Check, len(sn.Checks))
	for _, c := range sn.Checks {
		checks[field.ID(c.Name)] = c
	}
	out := health.Inputs{}
	for _, f := range field.Catalogue {
		if f.Source != field.SourceScorecard {
			continue
		}
		in := health.Missing(f.ID, "the published result does not contain this check", nil)
		if c, ok := checks[f.ID]; ok {
			in = checkInput(rule, c)
		}
		in.Source, in.Version, in.Commit, in.ObservedAt = field.SourcePublished, sn.Version, sn.Commit, sn.ObservedAt
		out[f.ID] = in
	}
	return out
}

func checkInput(rule model.ScorecardRule, c check.Check) health.Input {
	var in health.Input
	id := field.ID(c.Name)
	switch {
	case c.State == check.Scored:
		in = health.Obs(id, float64(c.Score))
		in.Reason = c.Reason
	case c.State == check.Errored:
		in = health.Missing(id, cmp.Or(c.Reason, "the check did not finish"), errors.New(c.Error))
	case rule.Inconclusive[c.Name] == string(health.NotApplicable):
		in = health.NotApplies(id, cmp.Or(c.Reason, "the published result found nothing to judge"))
	default:
		in = health.Missing(id, cmp.Or(c.Reason, "the published result found nothing to judge"), nil)
	}
	in.SourceURL = c.Doc
	return in
}

// choose returns the instrument with more coverage. On a tie it returns our own scan, because we
// know what it could see.
func choose(own, published Instrument) Basis {
	b := Basis{Used: own, Other: published}
	if own.Unusable != "" && published.Unusable == "" || published.Coverage > own.Coverage+1e-9 {
		b = Basis{Used: published, Other: own}
	}
	switch {
	case b.Used.Unusable != "":
		b.Why = "neither can be used: " + own.Name() + " is " + own.Unusable + ", " + published.Name() + " is " + published.Unusable
	case b.Other.Unusable != "":
		b.Why = b.Other.Name() + " is " + b.Other.Unusable
	default:
		b.Why = fmt.Sprintf("%s covers %s of the posture weight, %s %s", b.Used.Name(), share(b.Used.Coverage), b.Other.Name(), share(b.Other.Coverage))
	}
	return b
}

// Name returns "our own scan" or "the published result".
func (i Instrument) Name() string {
	if i.Source == field.SourcePublished {
		return "the published result"
	}
	return "our own scan"
}

func share(x float64) string { return fmt.Sprintf("%.0f%%", math.Floor(100*x+1e-9)) }

// listed reports whether the editors of the list decided a field. Their decision has priority over
// both instruments.
func listed(ins health.Inputs, fieldID field.ID) bool {
	in := ins.Field(fieldID)
	return in.Source == field.SourceList && in.State != health.Unknown
}
