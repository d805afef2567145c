package query

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Runs tells of runs; the store is one.
type Runs interface {
	// Runs returns the newest runs of a list, newest first, finished or not.
	Runs(ctx context.Context, list string, limit int) ([]health.Run, error)
	// Attempts yields the answers of a run; an error ends it.
	Attempts(ctx context.Context, run int64) iter.Seq2[health.Attempt, error]
	// AnswerSince returns the first answer of a project, in runs of the list, whose reading began at
	// the instant or later; ErrNotFound when there is none yet.
	AnswerSince(ctx context.Context, list, slug string, since time.Time) (health.Attempt, error)
	// Answering returns of how many projects of a list registries and databases of
	// advisories could say something, by source.
	Answering(ctx context.Context, list string) (map[string]int, error)
	// NotAsListed returns the repositories that moved or are not to be seen.
	NotAsListed(ctx context.Context, limit int) ([]forge.Identity, error)
}

// Schedule is when what is collected, and how that goes.
type Schedule struct {
	// Every is how often each project is collected, spread over that time.
	Every time.Duration
	// ScanEvery is how often Scorecard's checks are run; 0: with every turn.
	ScanEvery time.Duration
	// Host is what asking the host of the repositories costs; nil: it is not asked.
	Host *HostPlan
	// Waiting jobs can be taken now, Running are worked on, Paused wait for an
	// instant; Done and GivenUp ended lately.
	Waiting, Running, Paused, Done, GivenUp int
	// Oldest is since when the longest waiting job could have been taken.
	Oldest time.Time
	// LastSweep looked for what is due, NextSweep will; zero: not known.
	LastSweep, NextSweep time.Time
	// Failures are jobs that failed lately, newest first.
	Failures []ScheduleFailure
}

// HostPlan is what asking a host about every project costs, and what is left
// of its quota. Whose budget it is has no place on a page.
type HostPlan struct {
	Plan    cost.Plan
	Budgets []HostBudget
}

// HostBudget is a quota as the host last told it.
type HostBudget struct {
	Resource         string // "core", "graphql", …
	Limit, Remaining int
	Reset            time.Time
}

// ScheduleFailure is a job that failed. What went wrong in technical words is
// for the operator's log and has no place here.
type ScheduleFailure struct {
	Kind, Project string // Project is a slug; empty when the job is about none
	Class         string // "timeout", "stopped", …
	At            time.Time
	Attempt, Of   int
	Final         bool // it is not tried again
}

// Status is how collecting goes: what was, what is and what comes.
type Status struct {
	List    *health.List
	Summary Summary
	// Runs are the newest, newest first, at most ten.
	Runs []health.Run
	// Slow are the answers of the newest published run that took longest.
	Slow []health.Attempt
	// Elsewhere are repositories that are not where a list says.
	Elsewhere []forge.Identity
	// Plan is nil when no collector runs in this process.
	Plan *Schedule
	Now  time.Time
}

const (
	runsShown = 10
	elsewhere = 500
)

// Status returns how collecting the view's list goes.
func (v *View) Status(ctx context.Context) (Status, error) {
	r, l := v.reader, v.List
	if l == nil {
		l = &health.List{}
	}
	s := Status{List: l, Now: v.Now}
	var err error
	if s.Summary, err = v.Summary(ctx); err != nil {
		return s, err
	}
	if err = v.ages(ctx, &s.Summary); err != nil {
		return s, err
	}
	if r.c.Runs != nil {
		if s.Runs, err = r.c.Runs.Runs(ctx, l.Slug, runsShown); err != nil {
			return s, fmt.Errorf("runs of %s: %w", l.Slug, err)
		}
		if s.Elsewhere, err = r.c.Runs.NotAsListed(ctx, elsewhere); err != nil {
			return s, err
		}
		s.Elsewhere = r.listed(s.Elsewhere)
		if s.Slow, err = v.slowest(ctx); err != nil {
			return s, err
		}
	}
	if r.c.Schedule != nil {
		plan, err := r.c.Schedule(ctx)
		if err != nil {
			return s, fmt.Errorf("schedule: %w", err)
		}
		plan.Failures = r.failures(plan.Failures)
		s.Plan = &plan
	}
	return s, nil
}

// ages sets what of a summary is shown here alone.
func (v *View) ages(ctx context.Context, s *Summary) error {
	if !v.Published {
		return nil
	}
	r, run := v.reader, v.Run
	var err error
	if s.Observed, err = r.ages.get(run.ID, func() ([]time.Time, error) { return r.c.Store.Observed(ctx, run.ID) }); err != nil {
		return err
	}
	if r.c.Runs == nil || v.IsPast() {
		return nil
	}
	s.Answered, err = r.answered.get(run.ID, func() (map[string]int, error) { return r.c.Runs.Answering(ctx, run.List) })
	return err
}

// Tag is what the page of the state depends on beside its view.
func (s Status) Tag() []any {
	var parts []any
	for _, run := range s.Runs {
		parts = append(parts, run.ID, run.Finished.UnixMilli(), run.Observed, run.Published)
	}
	for _, id := range s.Elsewhere {
		parts = append(parts, id.Repository, id.Presence, id.Name)
	}
	if s.Plan != nil {
		plan := *s.Plan
		plan.Host = nil // a pointer prints as an address
		parts = append(parts, fmt.Sprintf("%+v", plan))
		if s.Plan.Host != nil {
			parts = append(parts, fmt.Sprintf("%+v", *s.Plan.Host))
		}
	}
	return parts
}

// slowest returns the slowest answers of the view's run. A published run has all its
// answers, so they are read once.
func (v *View) slowest(ctx context.Context) ([]health.Attempt, error) {
	r, run := v.reader, v.Run.ID
	return r.slow.get(run, func() ([]health.Attempt, error) { return slowest(r.c.Runs.Attempts(ctx, run)) })
}

// slowest returns the five answers that took longest, longest first.
func slowest(all iter.Seq2[health.Attempt, error]) ([]health.Attempt, error) {
	const most = 5
	var out []health.Attempt
	for a, err := range all {
		if err != nil {
			return nil, fmt.Errorf("answers of the newest run: %w", err)
		}
		if a.Took <= 0 {
			continue
		}
		out = append(out, a)
		slices.SortStableFunc(out, func(a, b health.Attempt) int { return int(b.Took - a.Took) })
		out = out[:min(most, len(out))]
	}
	return out, nil
}
