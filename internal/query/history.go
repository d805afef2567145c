package query

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// historyRuns is the most runs a history goes back.
const historyRuns = 24

// History is a project over the published runs of its list.
type History struct {
	Entry
	// Steps are the newest first; the last has nothing before it.
	Steps []Step
	// Earlier says why there is nothing older, or that there is.
	Earlier string
}

// Step is a project at one published run.
type Step struct {
	Run       int64     `json:"run"`
	Published time.Time `json:"published"`
	Model     string    `json:"model_sha256"`
	// Figures are risk, health, vitality, resilience and posture; nil when not known.
	Figures map[string]*float64 `json:"figures"`
	// Causes say why figures are not those of the step before, or not known.
	Causes []Cause `json:"causes"`
	// Observed is the instant the figures describe; zero when there are none.
	Observed time.Time `json:"-"`

	run health.Run
	row ranking.Row // without a slug when it was not in the ranking
}

// Cause is one cause in words, with its reason and the figure it moved.
type Cause struct {
	// Says is the cause for programs that read the page: "clock:regulars_12m".
	Says  string `json:"-"`
	Claim string `json:"claim,omitempty"`
	Why   string `json:"why"`
	What  string `json:"what,omitempty"`
}

// History returns a project up to the view's run. ErrNotFound when it is on no list.
// Cost: two reads a run; for each run where its figures moved two readings of them.
func (v *View) History(ctx context.Context, slug string) (History, error) {
	e, listed := v.reader.index.bySlug[slug]
	if !listed {
		return History{}, unknown(slug)
	}
	h := History{Entry: e, Steps: []Step{}, Earlier: "No older runs are kept."}
	run, more := v.Run, v.Published
	for more {
		if len(h.Steps) == historyRuns {
			h.Earlier = "Older runs are available at the address of their day."
			break
		}
		rows, err := v.reader.c.Store.RowsOf(ctx, run.ID, []string{slug})
		if errors.Is(err, health.ErrNotKept) {
			break
		}
		if err != nil {
			return h, fmt.Errorf("history of %s: %w", slug, err)
		}
		h.Steps = append(h.Steps, stepOf(run, rows[slug]))
		if run, more, err = v.before(ctx, run); err != nil {
			return h, err
		}
	}
	for i := range h.Steps {
		var err error
		if h.Steps[i].Causes, err = v.causes(ctx, e.Project, h.Steps[i:]); err != nil {
			return h, fmt.Errorf("history of %s: %w", slug, err)
		}
	}
	return h, nil
}

func stepOf(run health.Run, row ranking.Row) Step {
	s := Step{Run: run.ID, Published: run.Finished.UTC(), Model: run.ModelSHA, Figures: map[string]*float64{}, Observed: row.ObservedAt, run: run, row: row}
	for name, i := range map[string]*health.Interval{"risk": row.Risk, "health": row.H, "vitality": row.V, "resilience": row.R, "posture": row.S} {
		s.Figures[name] = nil
		if i != nil {
			s.Figures[name] = &i.Value
		}
	}
	return s
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

// causes says what differs in the first of the steps from the second, each with its
// cause, and why a figure of it is not known.
func (v *View) causes(ctx context.Context, p health.Project, steps []Step) (out []Cause, err error) {
	s := steps[0]
	if s.row.Slug == "" {
		return []Cause{{Says: "not-on-list", Claim: "Unknown:", Why: "it was not on the list in this run."}}, nil
	}
	out = []Cause{}
	if len(steps) > 1 {
		out, err = v.changes(ctx, p, s, steps[1])
	}
	for _, r := range s.row.Reasons {
		out = append(out, Cause{Says: "not-ranked:" + r.Code, Claim: "Not ranked:", Why: r.Text + "."})
	}
	return out, err
}

func (v *View) changes(ctx context.Context, p health.Project, s, old Step) (out []Cause, err error) {
	there := old.row.Slug != ""
	sameModel := s.Model == old.Model
	if !sameModel {
		out = append(out, Cause{Says: "other-model", Claim: "Different model.", Why: "The figures before and after are not comparable."})
	}
	if there && s.row.PostureFrom != old.row.PostureFrom {
		out = append(out, Cause{Says: "other-instrument", Claim: "Different instrument.", Why: "Posture comes from a different source than before."})
	}
	if !there {
		return append(out, Cause{Says: "not-on-list-before", Why: "It was not on the list in the previous run."}), nil
	}
	if sameModel && sameFigures(s.row, old.row) {
		return append(out, Cause{Says: "same", Why: "No figure changed since the previous run."}), nil
	}
	d, err := v.reader.c.Past.ProjectSince(ctx, p, old.run, s.run, nil)
	return append(out, causesOf(d)...), err
}

// sameFigures reports whether two rows have the same figures.
func sameFigures(a, b ranking.Row) bool {
	same := func(x, y *health.Interval) bool { return x == y || x != nil && y != nil && *x == *y }
	return same(a.Risk, b.Risk) && same(a.V, b.V) && same(a.R, b.R) && same(a.S, b.S) && same(a.C, b.C)
}
