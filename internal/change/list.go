package change

import (
	"cmp"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Compare returns what differs for one project between two runs, why, and the part of the change of
// risk that each cause explains. Cost: one evaluation for each side and one for each cause that
// moved a scored input. Changes that moved many projects at once are visible only over a List.
func Compare(before, after Side) cause.Difference {
	var l List
	l.Add(before, after)
	diffs, _ := l.Done()
	return diffs[0]
}

// List compares the projects of a list. It contains the differences of each and the figures that
// scores are computed from, nothing else. The zero List is ready to use.
type List struct {
	// Told are notices found over the complete list, for use when only some of its projects are
	// added: the changes they cover are attributed to the instrument.
	Told    []cause.Notice
	scorers scorers
	reads   map[string]map[field.ID]bool // by the hashes of the models
	found   []found
	crowd   crowd
}

type found struct {
	diff   cause.Difference
	replay replay
}

// Add compares one project.
func (l *List) Add(before, after Side) {
	if l.scorers == nil {
		l.scorers, l.reads, l.crowd = scorers{}, map[string]map[field.ID]bool{}, crowd{}
	}
	before, after = listed(before, after), listed(after, before)
	first, was, is := viewOf(before, before.Model), viewOf(before, after.Model), viewOf(after, after.Model)
	key := before.Model.SHA256 + after.Model.SHA256
	if l.reads[key] == nil {
		l.reads[key] = reads(before.Model, after.Model)
	}
	r := replay{
		project: after.Project, before: before.Model, after: after.Model, now: [2]time.Time{before.Now, after.Now}, reads: l.reads[key],
		first: only(first.ins, l.reads[key]), was: only(was.ins, l.reads[key]), is: only(is.ins, l.reads[key]), wasAt: first.at, isAt: is.at,
	}
	d := cause.Difference{
		Project: after.Project.Slug, From: before.Run, To: after.Run,
		Before: l.scorers.of(before.Model).Evaluate(before.Project, first.ins, first.at, before.Now),
		After:  l.scorers.of(after.Model).Evaluate(after.Project, is.ins, is.at, after.Now),
	}
	at := len(l.found)
	for _, f := range field.Catalogue {
		p := pair{field: f, before: was.ins.Field(f.ID), after: is.ins.Field(f.ID), b: was, a: is}
		var c *cause.Change
		if p.differs() {
			d.Changes = append(d.Changes, cause.Change{Project: d.Project, Field: f.ID, Axis: axisOf(after.Model, f.ID), Counts: r.reads[f.ID], Before: p.before, After: p.after})
			c = &d.Changes[len(d.Changes)-1]
			c.Cause, c.Why = causeOf(p)
		}
		l.crowd.add(at, p, c)
	}
	l.found = append(l.found, found{d, r})
}

// axisOf returns the input axis of a field under the model; empty if it has none.
func axisOf(m model.Model, id field.ID) model.Axis {
	for _, a := range model.InputAxes {
		for _, r := range m.Axes[a] {
			if r.Measures(id) {
				return a
			}
		}
	}
	return ""
}

// Done returns the differences of each project, in the order they were added, and the notices. The
// List cannot be used afterwards.
func (l *List) Done() ([]cause.Difference, []cause.Notice) {
	notices := l.crowd.notices(l.found)
	for i := range l.found {
		for _, n := range l.Told {
			tell(n, &l.found[i].diff)
		}
	}
	out := make([]cause.Difference, len(l.found))
	for i, f := range l.found {
		slices.SortStableFunc(f.diff.Changes, func(a, b cause.Change) int { return cmp.Compare(place(a.Cause), place(b.Cause)) })
		f.diff.Shares = l.scorers.shares(f.diff, f.replay)
		out[i] = f.diff
	}
	return out, notices
}

func place(c cause.Cause) int { return slices.Index(cause.All, c) }
