package health

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"time"
)

// Instrument is one set of Scorecard results of one project: those of our own
// scan, or those somebody else published.
type Instrument struct {
	// Source is SourceScorecard or SourcePublished; empty: there is no such result.
	Source     string
	Version    string
	Origin     Origin
	ObservedAt time.Time
	Commit     string
	// Coverage is the share of the model's posture weight it has a value for, 0
	// to 1, with what does not apply left out. It is 0 when Unusable.
	Coverage float64
	// Unusable says why none of it counts: it is too old, or of after the
	// instant that was asked for. Empty: it counts.
	Unusable string
}

// PostureBasis is the instrument all of a project's posture is taken from. It
// is never mixed from two: they may be of another version, day and commit, and a
// mean of them would be the result of neither.
type PostureBasis struct {
	// Used is without a source when there is no result at all.
	Used Instrument
	// Other is the one that was not taken; without a source when there is only one.
	Other Instrument
	// Why says in a sentence why this one, without a full stop; empty when there
	// is nothing to choose from.
	Why string
}

// Published reports whether posture rests on results we did not make.
func (b PostureBasis) Published() bool { return b.Used.Source == SourcePublished }

// Snapshot returns the newest snapshot of a source, and false when there is none.
func (f ProjectFigures) Snapshot(source string) (Snapshot, bool) {
	for _, s := range f.Snapshots {
		if s.Source == source {
			return s, true
		}
	}
	return Snapshot{}, false
}

// PublishedInputs returns what a published result says of each Scorecard field
// of the catalogue. Those who published it asked the host, so a 0 is a 0; −1
// without an error is read by the rule; checks the catalogue does not hold are
// nobody's input. Pure: they are made when judged, so that a changed model reads
// old results anew.
func PublishedInputs(rule ScorecardRule, sn Snapshot) Inputs {
	checks := make(map[string]Check, len(sn.Checks))
	for _, c := range sn.Checks {
		checks[c.Name] = c
	}
	out := Inputs{}
	for _, f := range Catalogue {
		if f.Source != SourceScorecard {
			continue
		}
		in := Missing(f.ID, "the published result does not hold this check", nil)
		if c, ok := checks[f.ID]; ok {
			in = checkInput(rule, c)
		}
		in.Source, in.Version, in.Commit, in.ObservedAt = SourcePublished, sn.Version, sn.Commit, sn.ObservedAt
		out[f.ID] = in
	}
	return out
}

func checkInput(rule ScorecardRule, c Check) Input {
	var in Input
	switch {
	case c.State == CheckScored:
		in = Obs(c.Name, float64(c.Score))
		in.Reason = c.Reason
	case c.State == CheckErrored:
		in = Missing(c.Name, cmp.Or(c.Reason, "the check did not come to an end"), errors.New(c.Error))
	case rule.Inconclusive[c.Name] == string(NotApplicable):
		in = NotApplies(c.Name, cmp.Or(c.Reason, "the published result found nothing to judge"))
	default:
		in = Missing(c.Name, cmp.Or(c.Reason, "the published result found nothing to judge"), nil)
	}
	in.SourceURL = c.Doc
	return in
}

// takePosture puts the results of one instrument into ins, whole, and says which.
func (f ProjectFigures) takePosture(m Model, ins Inputs) PostureBasis {
	own, hasOwn := f.Snapshot(SourceScorecard)
	pub, hasPub := f.Snapshot(SourcePublished)
	if hasPub = hasPub && len(pub.Checks) > 0; !hasPub {
		if !hasOwn {
			return PostureBasis{}
		}
		return PostureBasis{Used: f.instrument(m, own, ins, ins)}
	}
	theirs := PublishedInputs(m.Scorecard, pub)
	published := f.instrument(m, pub, theirs, ins)
	var b PostureBasis
	if hasOwn {
		b = choose(f.instrument(m, own, ins, ins), published)
	} else {
		b = PostureBasis{Used: published}
	}
	if !b.Published() {
		return b
	}
	for id, in := range theirs {
		if !listed(ins, id) {
			ins[id] = in
		}
	}
	return b
}

// choose takes the one that covers more; our own when they cover the same,
// because of it we know what it could see.
func choose(own, published Instrument) PostureBasis {
	b := PostureBasis{Used: own, Other: published}
	if own.Unusable != "" && published.Unusable == "" || published.Coverage > own.Coverage+1e-9 {
		b = PostureBasis{Used: published, Other: own}
	}
	switch {
	case b.Used.Unusable != "":
		b.Why = "neither can count: " + own.Name() + " is " + own.Unusable + ", " + published.Name() + " is " + published.Unusable
	case b.Other.Unusable != "":
		b.Why = b.Other.Name() + " is " + b.Other.Unusable
	default:
		b.Why = fmt.Sprintf("%s covers %s of the weight of posture, %s %s", b.Used.Name(), share(b.Used.Coverage), b.Other.Name(), share(b.Other.Coverage))
	}
	return b
}

// Name returns "our own scan" or "the published result".
func (i Instrument) Name() string {
	if i.Source == SourcePublished {
		return "the published result"
	}
	return "our own scan"
}

func share(x float64) string { return fmt.Sprintf("%.0f %%", math.Floor(100*x+1e-9)) }

// instrument describes a snapshot whose results are in from.
func (f ProjectFigures) instrument(m Model, sn Snapshot, from, ins Inputs) Instrument {
	out := Instrument{Source: sn.Source, Version: sn.Version, Origin: sn.Origin, ObservedAt: sn.ObservedAt, Commit: sn.Commit}
	if out.Unusable = f.unusable(m, sn); out.Unusable != "" {
		return out
	}
	var seen, all float64
	for _, r := range m.Axes[Posture] {
		in := from.Field(r.Field)
		switch {
		case listed(ins, r.Field), in.State == NotApplicable:
		case in.Known() && in.Source == sn.Source:
			seen, all = seen+r.Weight, all+r.Weight
		default:
			all += r.Weight
		}
	}
	if all > 0 {
		out.Coverage = seen / all
	}
	return out
}

// unusable says why a result cannot count beside the other figures.
func (f ProjectFigures) unusable(m Model, sn Snapshot) string {
	at := f.At()
	if days, limit := AgeDays(sn.ObservedAt, at), m.Ageing.CarryDays; !at.IsZero() && limit > 0 && days > limit {
		return fmt.Sprintf("%d days older than the other figures, and %d days are the limit", days, limit)
	}
	if git, ok := f.Snapshot(SourceGit); ok && git.Origin == OriginAsOf && sn.ObservedAt.After(at) {
		return "of after the date that was asked for"
	}
	return ""
}

// listed reports whether the list's editors settled a field: their word stands
// whichever instrument is used.
func listed(ins Inputs, field string) bool {
	in := ins.Field(field)
	return in.Source == SourceList && in.State != Unknown
}

// Supersedes reports whether a published result takes the place of the one
// stored before: it is not older, and it is not none where there was one. A
// publisher that falls silent takes nothing away; age does.
func (s Snapshot) Supersedes(before Snapshot) bool {
	if len(s.Checks) == 0 || len(before.Checks) == 0 {
		return len(before.Checks) == 0
	}
	return !s.ObservedAt.Before(before.ObservedAt)
}
