package figures

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Project is everything the store contains about one project.
type Project struct {
	Project string
	Inputs  health.Inputs
	// Snapshots are the newest of each source, without their inputs. Each snapshot has its own
	// checks; those of two sources are never merged.
	Snapshots []health.Snapshot
	// Basis is the source of posture; nil until the figures are Judged.
	Basis *Basis
	// Last is the newest answer; zero if the project was never collected.
	Last health.Attempt
	// LastGood is the instant of our newest successful observation.
	LastGood time.Time
	// Ranked is the row in the published ranking; nil if there is none.
	Ranked *ranking.Row
	// Identity is what the host's own id shows about the repository; nil if the host was never
	// asked.
	Identity *forge.Identity
	// Earlier are the values of alert.History before the present ones, newest first.
	Earlier []alert.Held
}

// At returns the instant the figures describe, i.e. the end of their windows: the newest
// observation of the repository. It is zero if the repository was never observed.
func (f Project) At() time.Time {
	for _, s := range f.Snapshots {
		if s.Source == field.SourceGit {
			return s.ObservedAt
		}
	}
	return time.Time{}
}

// Live reports whether the repository was read from its own address, not from a bundle, a mirror or
// the past.
func (f Project) Live() bool {
	git, ok := f.Snapshot(field.SourceGit)
	return ok && git.Origin == health.OriginLive
}

// Judged returns the figures with the inputs to score. Only here are inputs of several sources
// about one quantity joined. Posture comes from one of two instruments, never from both; Basis
// names it. Figures that were judged already are returned unchanged. If the repository was never
// read, the reason of the last attempt replaces every figure of its history, so that "not collected
// yet" appears only if no attempt was made.
func (f Project) Judged(m model.Model) Project {
	if f.Basis != nil {
		return f
	}
	out := maps.Clone(f.Inputs)
	if out == nil {
		out = health.Inputs{}
	}
	if f.Last.Reason != "" && f.At().IsZero() {
		for _, row := range field.Catalogue {
			if _, ok := out[row.ID]; !ok && row.Source == field.SourceGit {
				out[row.ID] = health.Missing(row.ID, f.Last.Reason, nil)
			}
		}
	}
	joinArchived(out)
	joinLastAct(out, f.At())
	joinMirror(out)
	joinIntegrators(out)
	joinRelease(out, f.At())
	joinFunding(out)
	joinRange(out, field.Regulars12m, field.RegularsRange12m)
	joinRange(out, field.ContributorAbsenceFactor, field.AbsenceFactorRange)
	joinRange(out, field.Integrators12m, field.IntegratorsRange12m)
	f.joinLicence(m.Scorecard, out)
	basis := f.takePosture(m, out)
	f.joinFuzzing(basis, out)
	f.joinGaps(m, basis, out)
	f.Inputs, f.Basis = out, &basis
	return f
}

// HostAsked reports whether our own scan asked the host of the repository. Then every check ran.
// It is false if there is no such scan.
func (f Project) HostAsked() bool {
	sn, ok := f.Snapshot(field.SourceScorecard)
	return ok && !slices.ContainsFunc(sn.Checks, func(c check.Check) bool { return c.State == check.NotRun })
}

// Snapshot returns the newest snapshot of a source, and false if there is none.
func (f Project) Snapshot(source string) (health.Snapshot, bool) {
	for _, s := range f.Snapshots {
		if s.Source == source {
			return s, true
		}
	}
	return health.Snapshot{}, false
}

// takePosture copies all results of one instrument into ins and returns which one.
func (f Project) takePosture(m model.Model, ins health.Inputs) Basis {
	own, hasOwn := f.Snapshot(field.SourceScorecard)
	pub, hasPub := f.Snapshot(field.SourcePublished)
	if hasPub = hasPub && len(pub.Checks) > 0; !hasPub {
		if !hasOwn {
			return Basis{}
		}
		return Basis{Used: f.instrument(m, own, ins, ins)}
	}
	theirs := PublishedInputs(m.Scorecard, pub)
	published := f.instrument(m, pub, theirs, ins)
	var b Basis
	if hasOwn {
		b = choose(f.instrument(m, own, ins, ins), published)
	} else {
		b = Basis{Used: published}
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

// instrument describes a snapshot whose results are in from.
func (f Project) instrument(m model.Model, sn health.Snapshot, from, ins health.Inputs) Instrument {
	out := Instrument{Source: sn.Source, Version: sn.Version, Origin: sn.Origin, ObservedAt: sn.ObservedAt, Commit: sn.Commit}
	if out.Unusable = f.unusable(m, sn); out.Unusable != "" {
		return out
	}
	var seen, all float64
	for _, r := range m.Axes[model.Posture] {
		in := from.Field(r.Field)
		switch {
		case listed(ins, r.Field), in.State == health.NotApplicable:
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

// unusable returns why a result cannot count beside the other figures, or "".
func (f Project) unusable(m model.Model, sn health.Snapshot) string {
	at := f.At()
	if days, limit := health.AgeDays(sn.ObservedAt, at), m.Ageing.CarryDays; !at.IsZero() && limit > 0 && days > limit {
		return fmt.Sprintf("%s days older than the other figures, and %d days are the limit", stats.Thousands(days), limit)
	}
	if git, ok := f.Snapshot(field.SourceGit); ok && git.Origin == health.OriginAsOf && sn.ObservedAt.After(at) {
		return "from after the requested date"
	}
	return ""
}
