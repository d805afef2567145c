package query

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// historyRuns is the most runs a history goes back.
const historyRuns = 24

// Step is a project at one published run.
type Step struct {
	Run health.Run
	// Row is how it stood in the ranking; nil: it was not in it.
	Row *ranking.Row
	// Since says what differs since the run before; nil when nothing does or it is the first.
	Since *cause.Difference
	// OtherModel and OtherInstrument mark a break: it was judged by another model than at
	// the run before, or its posture is from another source.
	OtherModel, OtherInstrument bool
}

// History is a project over the published runs of its list.
type History struct {
	Entry
	// Steps are the newest first; the last has nothing before it.
	Steps []Step
	// Earlier says why there is nothing older, or that there is.
	Earlier string
}

// History returns a project up to the view's run. ErrNotFound when it is on no list.
// Cost: two reads a run; for each run where its figures moved two readings of them.
func (v *View) History(ctx context.Context, slug string) (History, error) {
	e, listed := v.reader.index.bySlug[slug]
	if !listed {
		return History{}, unknown(slug)
	}
	h := History{Entry: e, Earlier: "Nothing older is kept."}
	run, more := v.Run, v.Published
	for more {
		if len(h.Steps) == historyRuns {
			h.Earlier = "Older runs are under the address of their day."
			break
		}
		rows, err := v.reader.c.Store.RowsOf(ctx, run.ID, []string{slug})
		if errors.Is(err, health.ErrNotKept) {
			break
		}
		if err != nil {
			return h, fmt.Errorf("history of %s: %w", slug, err)
		}
		s := Step{Run: run}
		if row, ok := rows[slug]; ok {
			s.Row = &row
		}
		h.Steps = append(h.Steps, s)
		if run, more, err = v.before(ctx, run); err != nil {
			return h, err
		}
	}
	return h, v.compare(ctx, h)
}

// before returns the published run before another; false when there is none.
func (v *View) before(ctx context.Context, run health.Run) (health.Run, bool, error) {
	if v.reader.c.Past == nil {
		return health.Run{}, false, nil
	}
	prior, err := v.reader.c.Past.RunAt(ctx, run.List, run.Finished.Add(-time.Millisecond))
	if errors.Is(err, health.ErrNotFound) {
		return prior, false, nil
	}
	return prior, err == nil, err
}

// compare says of each step what differs since the one before it.
func (v *View) compare(ctx context.Context, h History) error {
	for i := range h.Steps[:max(len(h.Steps)-1, 0)] {
		s, old := &h.Steps[i], h.Steps[i+1]
		s.OtherModel = s.Run.ModelSHA != old.Run.ModelSHA
		if s.Row == nil || old.Row == nil {
			continue
		}
		s.OtherInstrument = s.Row.PostureFrom != old.Row.PostureFrom
		if !s.OtherModel && sameFigures(*s.Row, *old.Row) {
			continue
		}
		d, err := v.reader.c.Past.ProjectSince(ctx, h.Project, old.Run, s.Run, nil)
		if err != nil {
			return fmt.Errorf("history of %s: %w", h.Project.Slug, err)
		}
		s.Since = &d
	}
	return nil
}

// sameFigures reports whether two rows have the same figures.
func sameFigures(a, b ranking.Row) bool {
	same := func(x, y *health.Interval) bool { return x == y || x != nil && y != nil && *x == *y }
	return same(a.Risk, b.Risk) && same(a.V, b.V) && same(a.R, b.R) && same(a.S, b.S) && same(a.C, b.C)
}
