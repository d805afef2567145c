package query

import (
	"context"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
)

// At is the parameter of addresses that asks for a reconstructed quarter. It is never the day of a
// run: AsOf is.
const At = "at"

// Quarters is a project at past quarters, as its clone shows them today. None of it was ever
// published.
type Quarters struct {
	Entry
	// Clone is what the points were read from.
	Clone quarters.Entry
	Gaps  []quarters.Gap
	// Points are the oldest first. All are scored by the view's model.
	Points []Quarter
	// Today is the project as it is shown now; the step to it is one of the instrument.
	Today Project
}

// Quarter is one reconstructed point.
type Quarter struct {
	Day    string
	Commit string
	// Cells are the inputs as they were measured, and those of vitality, resilience and posture that
	// the list knows of the day as they were scored.
	Cells map[field.ID]quarters.Cell
	// Score has today's criticality, and so has its risk.
	Score health.Score

	figures figures.Project // not judged
	project health.Project  // its entry without what was declared later
}

// past returns the packed past of the list a project is on; false if there is none. A file that
// cannot be read is as good as none; the log says so.
func (r *Reader) past(e Entry) (*quarters.File, bool) {
	if r.c.Reconstructed == nil || e.List == nil {
		return nil, false
	}
	f, err := r.quarters.get(e.List.Slug, func() (*quarters.File, error) {
		none := quarters.NewFile(e.List.Slug, "")
		b, ok := r.c.Reconstructed(e.List.Slug)
		if !ok {
			return none, nil
		}
		f, err := quarters.ReadFile(b)
		if err == nil && f.List() != e.List.Slug {
			err = fmt.Errorf("it is of list %s", f.List())
		}
		if err != nil {
			r.c.Log.Warn("the reconstructed past cannot be read", "list", e.List.Slug, "error", err)
			return none, nil
		}
		return f, nil
	})
	return f, err == nil
}

// Clone returns what the reconstructed points of a listed project were read from; false if it has
// none. Cost: at the first call for a list, the table of its file is read.
func (r *Reader) Clone(slug string) (quarters.Entry, bool) {
	f, ok := r.past(r.index.bySlug[slug])
	if !ok {
		return quarters.Entry{}, false
	}
	return f.Entry(slug)
}

// HasQuarters reports whether a listed project has reconstructed points.
func (r *Reader) HasQuarters(slug string) bool {
	_, ok := r.Clone(slug)
	return ok
}

// HasQuarterBy reports whether a listed project has a reconstructed point on or before a day,
// YYYY-MM-DD. Cost: one series is unpacked.
func (r *Reader) HasQuarterBy(slug, day string) bool {
	f, ok := r.past(r.index.bySlug[slug])
	if !ok {
		return false
	}
	s, err := f.SeriesOf(slug, nil)
	return err == nil && len(s.At) > 0 && s.At[0] <= day
}

// Quarters returns the reconstructed points of a project. It returns ErrNotFound if there are none.
// Cost: one read of the project as it is now, and an evaluation for each point.
func (v *View) Quarters(ctx context.Context, slug string) (Quarters, error) {
	e := v.reader.index.bySlug[slug]
	file, ok := v.reader.past(e)
	if !ok {
		return Quarters{}, unknown(slug)
	}
	s, err := file.Series(slug)
	if err != nil {
		return Quarters{}, err
	}
	q := Quarters{Entry: e, Gaps: s.Gaps}
	q.Clone, _ = file.Entry(slug)
	if q.Today, err = v.Project(ctx, slug); err != nil {
		return q, err
	}
	for i := range s.At {
		p, err := v.quarter(q, s, i)
		if err != nil {
			return q, fmt.Errorf("past of %s: %w", slug, err)
		}
		q.Points = append(q.Points, p)
	}
	return q, nil
}

// declaredAt returns a project as it was declared on the day of a point.
func declaredAt(p health.Project, day string) health.Project {
	if end := p.EndOfLife; end != nil && !declaredBy(end.Since, day) {
		p.EndOfLife = nil
	}
	return p
}

// observed returns the figures of a point with what its list knows of that day, not judged. listed are
// the inputs of the list for the project as it was declared then.
func observed(clone quarters.Entry, s quarters.Series, i int, listed []health.Input) (figures.Project, error) {
	f, err := s.Figures(clone, i)
	if err != nil {
		return f, err
	}
	for _, in := range listed {
		if heldThen(in) {
			in.ObservedAt = f.At()
			f.Inputs.Put(in)
		}
	}
	return f, nil
}

// quarter scores one point by the view's model.
func (v *View) quarter(q Quarters, s quarters.Series, i int) (Quarter, error) {
	p := Quarter{Day: s.At[i], Commit: s.Commits[i], Cells: map[field.ID]quarters.Cell{}}
	for id, cells := range s.Inputs {
		if row, ok := field.ByID(id); ok && !row.Operators {
			p.Cells[id] = cells[i]
		}
	}
	var err error
	p.project = declaredAt(q.Project, s.At[i])
	if p.figures, err = observed(q.Clone, s, i, entry.Inputs(*q.List, p.project)); err != nil {
		return p, err
	}
	at := p.figures.At()
	for _, id := range criticalityFields(v.Model) {
		in := q.Today.Figures.Inputs.Field(id)
		in.ObservedAt = at // today's, and said to be
		p.figures.Inputs.Put(in)
	}
	for _, axis := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		for _, rule := range v.Model.Axes[axis] {
			if _, ok := p.figures.Inputs[rule.Field]; !ok {
				p.figures.Inputs.Put(health.Missing(rule.Field, "the repository does not show what this was on past days", nil))
			}
		}
	}
	judged := p.figures.Judged(v.Model).Inputs
	p.Score = v.scorer().Evaluate(p.project, judged, at, at)
	p.addScored(v.Model, judged)
	return p, nil
}

// addScored adds what counted at the point though the clone does not show it: a project of OSS-Fuzz
// was fuzzed since a day that the list knows. A page would otherwise call it unknown and score it.
func (q Quarter) addScored(m model.Model, judged health.Inputs) {
	for _, axis := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		for _, rule := range m.Axes[axis] {
			in := judged.Field(rule.Field)
			if c := q.Cells[rule.Field]; in.State != health.Unknown && (c.State == health.Unknown || c.State == "") {
				q.Cells[rule.Field] = quarters.Cell{State: in.State, Value: in.Value, Text: in.Text, Reason: in.Reason}
			}
		}
	}
}

// heldThen reports whether what the list says today was so on the day of a point as well: what
// cannot apply to a project of its kind, and what has a date of its own.
func heldThen(in health.Input) bool {
	switch in.Field {
	case field.OSSFuzzSince, field.Archived, field.Successor, field.Toolchain:
		return true
	}
	return in.State == health.NotApplicable
}

// declaredBy reports whether a declaration of a date (YYYY-MM-DD, or YYYY) was made by a day. Of a
// year alone its end counts.
func declaredBy(since, day string) bool {
	if len(since) == len("2006") {
		since += "-12-31"
	}
	return since != "" && since <= day
}

// criticalityFields are the fields that may decide criticality.
func criticalityFields(m model.Model) []field.ID {
	var out []field.ID
	for _, rule := range m.Axes[model.Criticality] {
		out = append(out, rule.Fields()...)
	}
	return out
}

// Nearest returns the newest point at or before a day, and −1 if the day is before all points.
func (q Quarters) Nearest(day string) int {
	at := -1
	for i, p := range q.Points {
		if p.Day <= day {
			at = i
		}
	}
	return at
}

// QuarterCauses says which scored inputs differ between two points, each with its cause.
func (v *View) QuarterCauses(from, to Quarter) []Cause {
	side := func(q Quarter) change.Side {
		at := q.figures.At()
		return change.Side{Project: q.project, Figures: q.figures, Model: v.Model, Run: health.Run{Finished: at}, Now: at}
	}
	var l change.List
	l.Add(side(from), side(to))
	diffs, _ := l.Done()
	var out []Cause
	for _, d := range diffs {
		out = append(out, inputCauses(d)...)
	}
	return out
}

// Slug returns that of the project that the point describes.
func (q Quarter) Slug() string { return q.project.Slug }

// Instant returns the instant that the point describes.
func (q Quarter) Instant() time.Time { return q.figures.At() }
