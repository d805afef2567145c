// Package queue decides when projects are observed and by which process. Its decisions survive
// restarts, kills and several processes on one database. It uses River, in the database of the
// store, on either engine.
//
// There are three kinds of jobs. A sweep, enqueued by the process that leads, begins a run over the
// due projects of each list and repairs earlier runs. An observe job answers one project of a run.
// A publish job ends a run whose projects are all answered. Jobs contain no state that the store
// does not have: due times are in its rows, answers in its runs, and a job whose work is done does
// nothing. So a job may be lost or run twice, and still every project is answered once in a run and
// every run is published once.
//
// The package does not know how projects are observed or stored.
package queue

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// Work is what the jobs do. Several processes may call every method at once, and again after a
// kill. Every method is idempotent.
type Work interface {
	// Begin begins a run over the projects of the list, or adds them to the unfinished one, and
	// returns its number.
	Begin(ctx context.Context, list string, projects []string) (run int64, err error)
	// Unfinished returns the unpublished runs that Begin began on the list.
	Unfinished(ctx context.Context, list string) ([]int64, error)
	// Pending returns the projects of the run without an answer.
	Pending(ctx context.Context, run int64) ([]string, error)
	// Answer observes one project and records the answer with the instant at which it is due again.
	// A project that cannot be read is an answer. An error is a source.LaterError, or means that
	// nothing could be recorded.
	Answer(ctx context.Context, list string, run int64, project string, next time.Time) error
	// GiveUp records that the project could not be answered and why.
	GiveUp(ctx context.Context, list string, run int64, project string, next time.Time, why error) error
	// Publish ranks the list and publishes the run.
	Publish(ctx context.Context, list string, run int64) error
}

// Timetable stores when each project of a list is due.
type Timetable interface {
	// Due returns the projects due at the instant, longest waiting first.
	Due(ctx context.Context, list string, at time.Time, limit int) ([]string, error)
	// Schedule sets when projects are due next.
	Schedule(ctx context.Context, list string, next map[string]time.Time) error
}

// List is one list and the interval at which each of its projects is observed.
type List struct {
	Slug     string
	Projects []string
	Every    time.Duration // above 0
}

// Config configures the queue. A zero field has the default in its comment. Work, Timetable and
// Lists are required together; without them the queue can be inspected but not run.
type Config struct {
	Work      Work
	Timetable Timetable
	Lists     []List
	// Ready is asked before a run is begun; false leaves it to the next sweep. nil:
	// always ready.
	Ready func(ctx context.Context) bool

	// Workers is how many projects this process observes in parallel: 2.
	Workers int
	// Sweep is the interval between sweeps: 10 minutes; at least 1 s.
	Sweep time.Duration
	// Batch is the maximum number of projects in one run: 500. A run is published when all its
	// projects are answered, so a smaller one shows its figures sooner.
	Batch int
	// Timeout is the maximum duration of an observe job: 20 minutes. Work normally ends earlier by
	// its own limits; this is a safeguard.
	Timeout time.Duration
	// Rescue is the time after which a job whose process disappeared is given to another: Timeout
	// and 5 minutes. It must be above Timeout.
	Rescue time.Duration
	// Grace is how long running jobs may continue after a stop before they are cancelled: 8 s, so
	// that everything ends within the 10 s that container runtimes allow. A cancelled job uses no
	// attempt.
	Grace time.Duration
	// Attempts is the maximum number of attempts of a job: 8, which takes more than an hour with
	// the pauses between.
	Attempts int
	// Poll is the interval between polls for new jobs: 1 s.
	Poll time.Duration
	// Backoff is the pause after a failed attempt, where 1 is the first: the fourth power in
	// seconds, so 1 s, 16 s, 81 s.
	Backoff func(attempt int) time.Duration

	Now func() time.Time // time.Now
	Log *slog.Logger     // discards
}

func (c Config) withDefaults() Config {
	set := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	count := func(n *int, v int) {
		if *n == 0 {
			*n = v
		}
	}
	count(&c.Workers, 2)
	count(&c.Batch, 500)
	count(&c.Attempts, 8)
	set(&c.Sweep, 10*time.Minute)
	set(&c.Timeout, 20*time.Minute)
	set(&c.Rescue, c.Timeout+5*time.Minute)
	set(&c.Grace, 8*time.Second)
	set(&c.Poll, time.Second)
	if c.Backoff == nil {
		c.Backoff = func(attempt int) time.Duration {
			n := time.Duration(min(attempt, 30))
			return n * n * n * n * time.Second
		}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func (c Config) check() error {
	switch {
	case c.Work == nil && c.Timetable == nil && len(c.Lists) == 0:
	case c.Work == nil || c.Timetable == nil || len(c.Lists) == 0:
		return errors.New("queue needs work, a timetable and a list, or none of them")
	}
	switch {
	case c.Sweep < time.Second:
		return fmt.Errorf("sweep every %s; allowed: 1s or more", c.Sweep)
	case c.Rescue <= c.Timeout:
		return fmt.Errorf("rescue after %s would run jobs twice that may take %s", c.Rescue, c.Timeout)
	}
	for _, l := range c.Lists {
		if l.Every <= 0 {
			return fmt.Errorf("list %s is observed every %s; allowed: above 0", l.Slug, l.Every)
		}
	}
	return nil
}

// client is River's client without its type parameter for the engine's transaction, which is not
// needed here.
type client interface {
	Start(ctx context.Context) error
	Stopped() <-chan struct{}
	Insert(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) (*rivertype.JobInsertResult, error)
	InsertMany(ctx context.Context, params []river.InsertManyParams) ([]*rivertype.JobInsertResult, error)
	JobList(ctx context.Context, params *river.JobListParams) (*river.JobListResult, error)
}

// Queue is the queue in an open database. It is safe for concurrent use.
type Queue struct {
	Config
	client client
	exec   riverdriver.Executor
	lists  map[string]timetable
	close  func() error
}

// Run works until ctx ends. It then lets running jobs finish for Grace, cancels the others and
// returns nil when all have ended. It may be called once.
func (q *Queue) Run(ctx context.Context) error {
	if q.Config.Work == nil {
		return errors.New("start queue: it was opened without work")
	}
	if err := q.client.Start(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("start queue: %w", err)
	}
	stopped := q.client.Stopped()
	select {
	case <-stopped:
		return nil
	case <-ctx.Done():
	}
	// Work that ignores its context would block the program for ever.
	late := time.NewTimer(2*q.Grace + 10*time.Second)
	defer late.Stop()
	select {
	case <-stopped:
		return nil
	case <-late.C:
		return errors.New("stop queue: a job did not end when it was cancelled")
	}
}

// Close closes the connections. Run must have returned.
func (q *Queue) Close() error { return q.close() }

// clientID returns the name of this queue in its jobs and in the leader election. Host and process
// are for people; containers may share both.
func clientID() string {
	host, err := os.Hostname()
	if err != nil || len(host) > 60 {
		host = "host"
	}
	return fmt.Sprintf("%s_%d_%s", host, os.Getpid(), rand.Text()[:8])
}
