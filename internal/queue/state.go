package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// State is the queue at one instant, for operators. Jobs of all kinds are counted together.
type State struct {
	// Waiting jobs can be taken by a worker now, and Running ones are in progress. Paused ones wait
	// for an instant: a rate limit or the pause after a failure.
	Waiting, Running, Paused int
	// Done, GivenUp and Cancelled jobs have ended and are not deleted yet. Done and Cancelled ones
	// are kept for a day, GivenUp ones for seven.
	Done, GivenUp, Cancelled int
	// Oldest is the instant since which the longest waiting job could have been taken; zero if none
	// waits.
	Oldest time.Time
	// LastSweep is the newest sweep; zero before the first. NextSweep is one interval later. If it
	// is past, no process is working.
	LastSweep, NextSweep time.Time
	// Failures are jobs that failed and wait for another attempt or were given up, newest failure
	// first, among the newest 20 such jobs.
	Failures []Failure
}

// Failure is a job that failed.
type Failure struct {
	Kind          string // sweep, observe or publish
	List, Project string // empty if the job has none
	Run           int64
	Class         Class
	Error         string
	At            time.Time
	Attempt, Of   int
	// Final is whether it will not be retried.
	Final bool
}

// Class is the kind of failure that ended a job.
type Class string

// The classes.
const (
	ClassPanic   Class = "panic"   // a bug in the program
	ClassTimeout Class = "timeout" // it took longer than the timeout
	ClassStopped Class = "stopped" // the process was stopped or killed
	ClassError   Class = "error"   // anything else: usually a database error
)

// rescued is River's note on a job whose process disappeared.
const rescued = "Stuck job rescued by JobRescuer"

// classed is an error that keeps its class when only its text is stored.
type classed struct {
	class Class
	err   error
}

func (e classed) Error() string { return string(e.class) + ": " + e.err.Error() }
func (e classed) Unwrap() error { return e.err }

func classOf(err error) Class {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return ClassTimeout
	case errors.Is(err, context.Canceled):
		return ClassStopped
	default:
		return ClassError
	}
}

// parseFailure parses the text that classed, or River, wrote.
func parseFailure(e rivertype.AttemptError) (Class, string) {
	if e.Trace != "" {
		return ClassPanic, e.Error
	}
	if e.Error == rescued {
		return ClassStopped, "its worker process disappeared"
	}
	for _, c := range []Class{ClassTimeout, ClassStopped, ClassError} {
		if prefix := string(c) + ": "; len(e.Error) > len(prefix) && e.Error[:len(prefix)] == prefix {
			return c, e.Error[len(prefix):]
		}
	}
	return ClassError, e.Error
}

func argsOf[T any](j *rivertype.JobRow) (T, error) {
	var a T
	if err := json.Unmarshal(j.EncodedArgs, &a); err != nil {
		return a, fmt.Errorf("read arguments of job %d: %w", j.ID, err)
	}
	return a, nil
}

func lastError(j *rivertype.JobRow) error {
	if len(j.Errors) == 0 {
		return errors.New("given up without an error")
	}
	class, text := parseFailure(j.Errors[len(j.Errors)-1])
	return fmt.Errorf("given up after %d attempts: %s: %s", j.Attempt, class, text)
}

// State returns the queue as it is now. Cost: four statements.
func (q *Queue) State(ctx context.Context) (State, error) {
	var s State
	for _, read := range []func(context.Context, *State) error{q.counts, q.oldest, q.sweeps, q.failures} {
		if err := read(ctx, &s); err != nil {
			return State{}, fmt.Errorf("state of the queue: %w", err)
		}
	}
	return s, nil
}

func (q *Queue) counts(ctx context.Context, s *State) error {
	n, err := q.exec.JobCountByAllStates(ctx, &riverdriver.JobCountByAllStatesParams{})
	if err != nil {
		return err
	}
	s.Waiting, s.Running = n[rivertype.JobStateAvailable], n[rivertype.JobStateRunning]
	s.Paused = n[rivertype.JobStateRetryable] + n[rivertype.JobStateScheduled] + n[rivertype.JobStatePending]
	s.Done, s.GivenUp, s.Cancelled = n[rivertype.JobStateCompleted], n[rivertype.JobStateDiscarded], n[rivertype.JobStateCancelled]
	return nil
}

func (q *Queue) oldest(ctx context.Context, s *State) error {
	jobs, err := q.list(ctx, river.NewJobListParams().States(rivertype.JobStateAvailable).
		OrderBy(river.JobListOrderByScheduledAt, river.SortOrderAsc).First(1))
	if len(jobs) > 0 {
		s.Oldest = jobs[0].ScheduledAt.UTC()
	}
	return err
}

func (q *Queue) sweeps(ctx context.Context, s *State) error {
	jobs, err := q.list(ctx, river.NewJobListParams().Kinds(sweepArgs{}.Kind()).
		OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(1))
	if len(jobs) > 0 {
		s.LastSweep = jobs[0].CreatedAt.UTC()
		s.NextSweep = s.LastSweep.Add(q.Sweep)
	}
	return err
}

func (q *Queue) failures(ctx context.Context, s *State) error {
	jobs, err := q.list(ctx, river.NewJobListParams().
		States(rivertype.JobStateDiscarded, rivertype.JobStateRetryable).
		OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(20))
	for _, j := range jobs {
		if len(j.Errors) == 0 {
			continue
		}
		a, err := argsOf[observeArgs](j) // the arguments of the other kinds are a subset of these
		if err != nil {
			return err
		}
		last := j.Errors[len(j.Errors)-1]
		f := Failure{
			Kind: j.Kind, List: a.List, Project: a.Project, Run: a.Run, At: last.At.UTC(),
			Attempt: last.Attempt, Of: j.MaxAttempts, Final: j.State == rivertype.JobStateDiscarded,
		}
		f.Class, f.Error = parseFailure(last)
		s.Failures = append(s.Failures, f)
	}
	slices.SortStableFunc(s.Failures, func(a, b Failure) int { return b.At.Compare(a.At) })
	return err
}

func (q *Queue) list(ctx context.Context, p *river.JobListParams) ([]*rivertype.JobRow, error) {
	page, err := q.client.JobList(ctx, p)
	if err != nil {
		return nil, err
	}
	return page.Jobs, nil
}
