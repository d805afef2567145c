package change

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Side is one project at one run.
type Side struct {
	// Project is the list entry. Earlier entries are not stored, so both sides have the present
	// one. The values that the editors set then are in the figures.
	Project health.Project
	// Figures are as stored, not judged: each model judges them again.
	Figures figures.Project
	Model   model.Model
	Run     health.Run
	Now     time.Time
}

// view is a side in the form that the rules read.
type view struct {
	ins   health.Inputs // judged; unknown where too old to count
	snaps map[string]health.Snapshot
	basis figures.Basis
	// files are the checks that read only files.
	files []string
	at    time.Time
}

// viewOf judges the side's figures by the model.
func viewOf(s Side, m model.Model) view {
	f := s.Figures
	if f.Inputs == nil {
		f.Inputs = health.Inputs{}
	}
	f = f.Judged(m)
	v := view{ins: make(health.Inputs, len(f.Inputs)), snaps: map[string]health.Snapshot{}, basis: *f.Basis, files: m.Scorecard.CountFully, at: f.At()}
	for id, in := range f.Inputs {
		v.ins[id] = score.InForce(in, v.at, m.Ageing)
	}
	for _, sn := range f.Snapshots {
		v.snaps[sn.Source] = sn
	}
	return v
}

// commit returns the commit that a source read; empty if it names none.
func (v view) commit(source string) string { return v.snaps[source].Commit }

// known returns an observed input of the view, or false.
func (v view) known(id field.ID) (health.Input, bool) {
	in := v.ins.Field(id)
	return in, in.Known()
}

// listed completes a side that has no data of the list, e.g. from a run over other projects, with
// the list data of the other side: missing data is no change of the list. An entry added to the
// list after the run stays without.
func listed(s, other Side) Side {
	from, ok := other.Figures.Snapshot(field.SourceList)
	if _, has := s.Figures.Snapshot(field.SourceList); has || !ok || !s.Run.Finished.IsZero() && s.Project.Added > s.Run.Finished.Format(time.DateOnly) {
		return s
	}
	ins := maps.Clone(s.Figures.Inputs)
	if ins == nil {
		ins = health.Inputs{}
	}
	for _, in := range other.Figures.Inputs {
		if in.Source == field.SourceList {
			ins.Put(in)
		}
	}
	s.Figures.Inputs, s.Figures.Snapshots = ins, append(slices.Clone(s.Figures.Snapshots), from)
	return s
}

// pair is one field on both sides.
type pair struct {
	field         field.Row
	before, after health.Input
	b, a          view
}

// differs reports whether the two values differ. A new reason for an unknown is not reported.
func (p pair) differs() bool {
	if p.before.State != p.after.State {
		return true
	}
	return p.before.Known() && (p.before.Value != p.after.Value || p.before.Text != p.after.Text)
}

// sameList reports whether both sides are known to contain the data of the same revision of the
// same list.
func (p pair) sameList() bool {
	was, is := p.b.snaps[field.SourceList].Version, p.a.snaps[field.SourceList].Version
	return was != "" && was == is
}

// both reports whether the field is known on both sides.
func (p pair) both() bool { return p.before.Known() && p.after.Known() }

// numeric reports whether the field can rise and fall.
func (p pair) numeric() bool {
	k := p.field.Kind
	return k == field.Number || k == field.Count || k == field.Bool
}

// sameCommit reports whether the figure describes the same commit on both sides; told is false if
// that is unknown.
func (p pair) sameCommit() (same, told bool) {
	x, y := p.before.Commit, p.after.Commit
	if p.field.Source == field.SourceGit { // the host may override values of git
		x, y = p.b.commit(field.SourceGit), p.a.commit(field.SourceGit)
	}
	return x == y, x != "" && y != ""
}

// still reports whether the commit is known to be the same.
func (p pair) still() bool {
	same, told := p.sameCommit()
	return same && told
}

// unmoved reports whether a field is known on both sides and equal.
func (p pair) unmoved(id field.ID) bool {
	x, ok := p.b.known(id)
	y, both := p.a.known(id)
	return ok && both && x.Text == y.Text && x.Value == y.Value
}

// rose reports whether a number is known on both sides and increased.
func (p pair) rose(id field.ID) bool {
	x, ok := p.b.known(id)
	y, both := p.a.known(id)
	return ok && both && y.Value > x.Value
}

// later reports whether a date is known on both sides and is now later.
func (p pair) later(id field.ID) bool {
	x, ok := p.b.known(id)
	y, both := p.a.known(id)
	return ok && both && y.Text > x.Text
}

// days returns the time between the two observations of the figure.
func (p pair) days() float64 {
	return p.after.ObservedAt.Sub(p.before.ObservedAt).Hours() / 24
}

// instrument returns the version without the tool that only reads and measures nothing: "git/2 (git
// 2.39.5)" is "git/2".
func instrument(version string) string {
	v, _, _ := strings.Cut(version, " (")
	return v
}

// publisher splits the version of a published result into Scorecard's own and the publisher, which
// is empty if none is named.
func publisher(version string) (scorecard, by string) {
	scorecard, by, _ = strings.Cut(version, ", published by ")
	return scorecard, by
}
