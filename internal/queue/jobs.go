package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// River's queues. Begin and publish jobs have their own, so that a sweep does not wait behind
// observations that take minutes.
const (
	queueProjects = "projects"
	queueRuns     = "runs"
)

// eventPublished is the log message for a published run.
const eventPublished = "run published"

// Time limits of the jobs that only read and write the database.
const (
	sweepTimeout   = 5 * time.Minute
	publishTimeout = 10 * time.Minute
)

// live are the states in which a job will run or is running. An equal job is then not enqueued. A
// job that ended may be enqueued again: this repairs work that was not completed.
var live = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// unanswered are the states of a job that has not left an answer.
var unanswered = append([]rivertype.JobState{rivertype.JobStateDiscarded}, live...)

type sweepArgs struct{}

// Kind returns the name of the job in the database.
func (sweepArgs) Kind() string { return "sweep" }

type observeArgs struct {
	List    string `json:"list"`
	Run     int64  `json:"run"`
	Project string `json:"project"`
}

// Kind returns the name of the job in the database.
func (observeArgs) Kind() string { return "observe" }

type publishArgs struct {
	List string `json:"list"`
	Run  int64  `json:"run"`
}

// Kind returns the name of the job in the database.
func (publishArgs) Kind() string { return "publish" }

// riverConfig returns our configuration of River. pollOnly is for a database engine without
// notifications. The driver would otherwise poll twenty times a second. That doubles the idle cost,
// only to start work that takes minutes a second earlier.
func (q *Queue) riverConfig(log *slog.Logger, pollOnly bool) *river.Config {
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker[sweepArgs]{do: q.sweep, timeout: sweepTimeout, pause: q.Backoff})
	river.AddWorker(workers, &worker[observeArgs]{do: q.observe, timeout: q.Timeout, pause: q.Backoff})
	river.AddWorker(workers, &worker[publishArgs]{do: q.publish, timeout: publishTimeout, pause: q.Backoff})
	c := &river.Config{
		ID:                   clientID(),
		Logger:               log,
		Workers:              workers,
		PollOnly:             pollOnly,
		MaxAttempts:          q.Attempts,
		JobTimeout:           q.Timeout,
		RescueStuckJobsAfter: q.Rescue, // River exempts a kind whose own timeout is longer
		SoftStopTimeout:      q.Grace,
		FetchPollInterval:    q.Poll,
		FetchCooldown:        min(q.Poll, river.FetchCooldownDefault),
		ErrorHandler:         failures{q.Log},
	}
	if q.Config.Work != nil {
		c.Queues = map[string]river.QueueConfig{queueProjects: {MaxWorkers: q.Workers}, queueRuns: {MaxWorkers: 2}}
		c.PeriodicJobs = []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(q.Sweep),
			func() (river.JobArgs, *river.InsertOpts) { return sweepArgs{}, q.sweepOpts() },
			&river.PeriodicJobOpts{ID: "sweep", RunOnStart: true})}
	}
	return c
}

// sweepOpts allow one sweep in each interval, whichever process leads and however often that
// changes. A failed sweep is not repeated, because the next one follows.
func (q *Queue) sweepOpts() *river.InsertOpts {
	return &river.InsertOpts{Queue: queueRuns, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByPeriod: q.Sweep}}
}

// runTag returns the tag by which the jobs of a run are found.
func runTag(run int64) string { return fmt.Sprintf("run-%d", run) }

// worker runs one kind of job.
type worker[T river.JobArgs] struct {
	river.WorkerDefaults[T]
	do      func(context.Context, T) error
	timeout time.Duration
	pause   func(attempt int) time.Duration
}

// Timeout returns the maximum duration of a job.
func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.timeout }

// NextRetry returns when a failed job is retried.
func (w *worker[T]) NextRetry(j *river.Job[T]) time.Time {
	return time.Now().Add(w.pause(max(1, j.Attempt)))
}

// Work runs the job. The class of its error is the kind of failure.
func (w *worker[T]) Work(ctx context.Context, j *river.Job[T]) error {
	err := w.do(ctx, j.Args)
	if err == nil {
		return nil
	}
	var later *source.LaterError
	if errors.As(err, &later) {
		// Not too soon, in case our clock is behind, and not for ever.
		return river.JobSnooze(min(max(time.Until(later.At), time.Second), 24*time.Hour))
	}
	if ctx.Err() != nil {
		// A database engine may report the end of the context with its own error. River uses the
		// cause to distinguish a stop, which uses no attempt, from a failure.
		err = errors.Join(context.Cause(ctx), err)
	}
	return classed{classOf(err), err}
}

// observe answers one project of a run.
func (q *Queue) observe(ctx context.Context, a observeArgs) error {
	l, ok := q.lists[a.List]
	if !ok {
		return fmt.Errorf("observe %s: list %q is not collected by this process", a.Project, a.List)
	}
	if err := q.Config.Work.Answer(ctx, a.List, a.Run, a.Project, l.next(a.Project, q.Now())); err != nil {
		return err
	}
	return q.finish(ctx, a.List, a.Run)
}

// finish enqueues the publication of a run whose projects are all answered. Publishing is a
// separate job because two processes may find at the same time that they recorded the last answer.
func (q *Queue) finish(ctx context.Context, list string, run int64) error {
	pending, err := q.Config.Work.Pending(ctx, run)
	if err != nil || len(pending) > 0 {
		return err
	}
	_, err = q.client.Insert(ctx, publishArgs{list, run}, &river.InsertOpts{
		Queue: queueRuns, Tags: []string{runTag(run)}, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live},
	})
	if err != nil {
		return fmt.Errorf("enqueue publication of run %d: %w", run, err)
	}
	return nil
}

// publish publishes a run unless it is published already.
func (q *Queue) publish(ctx context.Context, a publishArgs) error {
	open, err := q.unfinished(ctx, a.List, a.Run)
	if err != nil || !open {
		return err
	}
	if err := q.Config.Work.Publish(ctx, a.List, a.Run); err != nil {
		return err
	}
	q.Log.Info(eventPublished, "list", a.List, "run", a.Run)
	return nil
}

func (q *Queue) unfinished(ctx context.Context, list string, run int64) (bool, error) {
	runs, err := q.Config.Work.Unfinished(ctx, list)
	for _, r := range runs {
		if r == run {
			return true, err
		}
	}
	return false, err
}

// failures logs failed jobs. River handles them.
type failures struct{ log *slog.Logger }

// HandleError logs an error.
func (f failures) HandleError(_ context.Context, j *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	f.log.Error("job failed", "job", j.ID, "kind", j.Kind, "args", string(j.EncodedArgs), "attempt", j.Attempt, "of", j.MaxAttempts, "error", err)
	return nil
}

// HandlePanic logs a panic with its stack trace.
func (f failures) HandlePanic(_ context.Context, j *rivertype.JobRow, v any, trace string) *river.ErrorHandlerResult {
	f.log.Error("job panicked", "job", j.ID, "kind", j.Kind, "args", string(j.EncodedArgs), "attempt", j.Attempt, "of", j.MaxAttempts, "panic", fmt.Sprint(v), "trace", cmp.Or(trace, "none"))
	return nil
}
