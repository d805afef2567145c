package figures

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Instrument is one set of Scorecard results of one project: those of our own
// scan, or those somebody else published.
type Instrument struct {
	// Source is SourceScorecard or SourcePublished; empty: there is no such result.
	Source     string
	Version    string
	Origin     health.Origin
	ObservedAt time.Time
	Commit     string
	// Coverage is the share of the model's posture weight it has a value for, 0
	// to 1, with what does not apply left out. It is 0 when Unusable.
	Coverage float64
	// Unusable says why none of it counts: it is too old, or of after the
	// instant that was asked for. Empty: it counts.
	Unusable string
}

// Basis is the instrument all of a project's posture is taken from. It
// is never mixed from two: they may be of another version, day and commit, and a
// mean of them would be the result of neither.
type Basis struct {
	// Used is without a source when there is no result at all.
	Used Instrument
	// Other is the one that was not taken; without a source when there is only one.
	Other Instrument
	// Why says in a sentence why this one, without a full stop; empty when there
	// is nothing to choose from.
	Why string
}

// Published reports whether posture rests on results we did not make.
func (b Basis) Published() bool { return b.Used.Source == field.SourcePublished }

// PublishedInputs returns what a published result says of each Scorecard field
// of the catalogue. Those who published it asked the host, so a 0 is a 0; −1
// without an error is read by the rule; checks the catalogue does not hold are
// nobody's input. Pure: they are made when judged, so that a changed model reads
// old results anew.
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

// choose takes the one that covers more; our own when they cover the same,
// because of it we know what it could see.
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

// listed reports whether the list's editors settled a field: their word stands
// whichever instrument is used.
func listed(ins health.Inputs, fieldID field.ID) bool {
	in := ins.Field(fieldID)
	return in.Source == field.SourceList && in.State != health.Unknown
}
