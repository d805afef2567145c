package figures

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Project is what the store knows of one project.
type Project struct {
	Project string
	Inputs  health.Inputs
	// Snapshots are the newest of each source, without their inputs. Checks of
	// two sources stay apart: each snapshot has its own.
	Snapshots []health.Snapshot
	// Basis is what posture is taken from; nil until the figures are Judged.
	Basis *Basis
	// Last is the newest answer; zero when never collected.
	Last health.Attempt
	// LastGood is the instant of the newest successful observation of our own.
	LastGood time.Time
	// Ranked is the row of the published ranking; nil when not in one.
	Ranked *ranking.Row
	// Identity is what the host's own id tells of the repository; nil when its
	// host was never asked.
	Identity *forge.Identity
	// Earlier are the values of AlertHistory before the present ones, newest first.
	Earlier []alert.Held
}

// At returns the instant the figures describe, the end of their windows: the
// newest observation of the repository. Zero when it was never observed.
func (f Project) At() time.Time {
	for _, s := range f.Snapshots {
		if s.Source == field.SourceGit {
			return s.ObservedAt
		}
	}
	return time.Time{}
}

// Judged returns the figures with the inputs to score. What several sources say
// of one thing is joined here and nowhere else, and of two instruments for
// posture one is taken, as a whole: Basis says which. Figures judged already are
// returned as they are. For a repository that was never read the reason of the
// last attempt stands in the place of every figure of its history, so that "not
// collected yet" is said only when nobody tried.
func (f Project) Judged(m model.Model) Project {
	if f.Basis != nil {
		return f
	}
	out := make(health.Inputs, len(f.Inputs)+len(field.Catalogue))
	for id, in := range f.Inputs {
		out[id] = in
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
	basis := f.takePosture(m, out)
	f.Inputs, f.Basis = out, &basis
	return f
}

// Snapshot returns the newest snapshot of a source, and false when there is none.
func (f Project) Snapshot(source string) (health.Snapshot, bool) {
	for _, s := range f.Snapshots {
		if s.Source == source {
			return s, true
		}
	}
	return health.Snapshot{}, false
}

// takePosture puts the results of one instrument into ins, whole, and says which.
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

// unusable says why a result cannot count beside the other figures.
func (f Project) unusable(m model.Model, sn health.Snapshot) string {
	at := f.At()
	if days, limit := health.AgeDays(sn.ObservedAt, at), m.Ageing.CarryDays; !at.IsZero() && limit > 0 && days > limit {
		return fmt.Sprintf("%d days older than the other figures, and %d days are the limit", days, limit)
	}
	if git, ok := f.Snapshot(field.SourceGit); ok && git.Origin == health.OriginAsOf && sn.ObservedAt.After(at) {
		return "from after the requested date"
	}
	return ""
}
