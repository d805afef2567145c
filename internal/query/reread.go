package query

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Reread is what became of a request that a project is read again.
type Reread struct {
	// Answer is the first reading that began after the request; zero: none has ended.
	Answer health.Attempt
	// To is the published run with the answer; zero: it is not published yet. From is the newest run
	// published before the request; zero: there is none.
	From, To health.Run
	// Causes say how the risk and the inputs differ between the two, the risk first; none if the
	// project was not read, or one of the two is missing.
	Causes []Cause
	// Quiet counts the other figures that differ: by less than is shown, or no score uses them.
	Quiet int
	// Assumed is what the comparison had to assume; empty: nothing.
	Assumed string
}

// Inputs returns the causes without that of the risk.
func (r Reread) Inputs() []Cause { return r.Causes[min(1, len(r.Causes)):] }

// Reread returns what became of a request for a project of a list. ErrNotFound when it is not on the
// list. Cost: one read of its answers; once they are published, two readings of its figures.
func (v *View) Reread(ctx context.Context, list health.List, slug string, asked time.Time) (Reread, error) {
	i := slices.IndexFunc(list.Projects, func(p health.Project) bool { return p.Slug == slug })
	if i < 0 {
		return Reread{}, unknown(slug)
	}
	var out Reread
	if v.reader.c.Runs == nil || v.reader.c.Past == nil {
		return out, nil
	}
	var err error
	out.Answer, err = v.reader.c.Runs.AnswerSince(ctx, list.Slug, slug, asked)
	if err != nil {
		return out, ignore(err, health.ErrNotFound)
	}
	if err := v.published(ctx, list, asked, &out); err != nil || out.From.ID == 0 || out.To.ID == 0 || out.Answer.Outcome != health.OutcomeObserved {
		return out, err
	}
	d, err := v.reader.c.Past.ProjectSince(ctx, list.Projects[i], out.From, out.To, nil)
	if errors.Is(err, health.ErrNotFound) { // it was not part of the earlier run
		out.From = health.Run{}
		return out, nil
	}
	if err != nil {
		return out, fmt.Errorf("compare %s between runs %d and %d: %w", slug, out.From.ID, out.To.ID, err)
	}
	all := len(d.Changes)
	d.Changes = slices.DeleteFunc(slices.Clone(d.Changes), alike)
	out.Causes, out.Assumed = causesOf(d), d.Assumed
	out.Quiet = all - len(out.Inputs())
	return out, nil
}

// alike reports whether a change is printed as none.
func alike(c cause.Change) bool {
	f, _ := field.ByID(c.Field)
	before, after := explain.ChangeSides(f, c)
	return before == after && f.Kind != field.List
}

// published sets the runs to compare.
func (v *View) published(ctx context.Context, list health.List, asked time.Time, out *Reread) error {
	to, err := v.reader.c.Past.RunByID(ctx, out.Answer.Run)
	if err != nil {
		return fmt.Errorf("run %d: %w", out.Answer.Run, err)
	}
	if to.Published {
		out.To = to
	}
	out.From, err = v.reader.c.Past.RunAt(ctx, list.Slug, asked)
	return ignore(err, health.ErrNotFound)
}

// NextLook returns when the collector of this process next looks for projects whose turn it is; the
// zero time: it is not known, or no collector runs here.
func (v *View) NextLook(ctx context.Context) (time.Time, error) {
	if v.reader.c.Schedule == nil {
		return time.Time{}, nil
	}
	s, err := v.reader.c.Schedule(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("schedule: %w", err)
	}
	return s.NextSweep, nil
}
