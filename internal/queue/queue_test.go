package queue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

func fine(context.Context, string) error { return nil }

func TestOpen_pathWithSpecialCharacters(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b?c#d%41&e")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	p := openPlace(t, "sqlite:"+filepath.Join(dir, "p.db"), 1)
	e := newEvents()
	run(t, p.open(t, config(p.steps(t, fine), p.st, p.l, e)))
	e.await(t, eventPublished, 1)
	p.published(t, 1, 0)
}

func TestOpen_addressIsNeverRepeated(t *testing.T) {
	t.Parallel()
	p := sqlitePlace(t, 1)
	_, err := Open(t.Context(), "postgres://u:secret@[::1", config(p.steps(t, fine), p.st, p.l, newEvents()))
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("the error is %v", err)
	}
}

func TestOpen_withoutWorkOnlyLooks(t *testing.T) {
	t.Parallel()
	onEngines(t, 3, func(t *testing.T, p place) {
		worker := p.open(t, config(p.steps(t, fine), p.st, p.l, newEvents()))
		if err := worker.sweep(t.Context(), sweepArgs{}); err != nil {
			t.Fatal(err)
		}
		q := p.open(t, Config{})
		if s, err := q.State(t.Context()); err != nil || s.Waiting != 3 {
			t.Errorf("the state is %+v, error %v; want 3 waiting", s, err)
		}
		if err := q.Run(t.Context()); err == nil {
			t.Error("it ran without work")
		}
	})
}

func TestOpen_refusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	p := sqlitePlace(t, 1)
	good := config(p.steps(t, fine), p.st, p.l, newEvents())
	for name, spoil := range map[string]func(*Config){
		"half of the work":      func(c *Config) { c.Timetable = nil },
		"rescue before timeout": func(c *Config) { c.Rescue = c.Timeout },
		"sweep without pause":   func(c *Config) { c.Sweep = time.Millisecond },
		"list without period":   func(c *Config) { c.Lists = []List{{Slug: "l"}} },
	} {
		c := good
		spoil(&c)
		if q, err := Open(t.Context(), p.dsn, c); err == nil {
			t.Errorf("%s: it opened", name)
			q.Close()
		}
	}
}

func TestRun_failingRepositoryIsAnAnswer(t *testing.T) {
	t.Parallel()
	onEngines(t, 3, func(t *testing.T, p place) {
		var asked atomic.Int64
		e := newEvents()
		run(t, p.open(t, config(p.steps(t, func(_ context.Context, slug string) error {
			asked.Add(1)
			if slug == "p001" {
				return source.ErrUnavailable
			}
			return nil
		}), p.st, p.l, e)))
		e.await(t, eventPublished, 1)
		p.published(t, 2, 1)
		if n := asked.Load(); n != 3 {
			t.Errorf("repositories were asked %d times, want 3", n)
		}
	})
}

// breaking is work whose answers go wrong in some way before they do not.
type breaking struct {
	Work
	before func(attempt int64) error
	n      atomic.Int64
}

func (b *breaking) Answer(ctx context.Context, list string, run int64, project string, next time.Time) error {
	if err := b.before(b.n.Add(1)); err != nil {
		return err
	}
	return b.Work.Answer(ctx, list, run, project, next)
}

// job returns the only observe job there is.
func job(t *testing.T, q *Queue) *rivertype.JobRow {
	t.Helper()
	jobs, err := q.list(t.Context(), river.NewJobListParams().Kinds("observe"))
	if err != nil || len(jobs) != 1 {
		t.Fatalf("%d jobs, error %v; want one", len(jobs), err)
	}
	return jobs[0]
}

func TestRun_refusedAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	onEngines(t, 1, func(t *testing.T, p place) {
		e := newEvents()
		q := p.open(t, config(&breaking{Work: p.steps(t, fine), before: func(n int64) error {
			if n < 3 {
				return errors.New("disk full")
			}
			return nil
		}}, p.st, p.l, e))
		stop := run(t, q)
		e.await(t, eventPublished, 1)
		stop()
		p.published(t, 1, 0)
		if j := job(t, q); j.Attempt != 3 || len(j.Errors) != 2 || j.Errors[0].Error != "error: disk full" {
			t.Errorf("the job took %d attempts with errors %+v", j.Attempt, j.Errors)
		}
	})
}

func TestRun_laterUsesNoAttempt(t *testing.T) {
	t.Parallel()
	onEngines(t, 1, func(t *testing.T, p place) {
		e := newEvents()
		c := config(&breaking{Work: p.steps(t, fine), before: func(n int64) error {
			if n == 1 {
				return &source.LaterError{At: time.Now(), Err: errors.New("no requests left")}
			}
			return nil
		}}, p.st, p.l, e)
		c.Attempts = 1
		q := p.open(t, c)
		stop := run(t, q)
		e.await(t, eventPublished, 1)
		stop()
		p.published(t, 1, 0)
		if j := job(t, q); j.Attempt != 1 || len(j.Errors) != 0 {
			t.Errorf("the job used %d attempts with errors %+v; waiting must use none", j.Attempt, j.Errors)
		}
	})
}

func TestRun_panicIsTriedAgainThenAnsweredAsFailed(t *testing.T) {
	t.Parallel()
	onEngines(t, 2, func(t *testing.T, p place) {
		e := newEvents()
		var panics atomic.Int64
		c := config(&panicking{Work: p.steps(t, fine), project: "p001", n: &panics}, p.st, p.l, e)
		c.Attempts = 2
		q := p.open(t, c)
		stop := run(t, q)
		e.await(t, eventPublished, 1)
		stop()
		r := p.published(t, 1, 1)
		if n := panics.Load(); n != 2 {
			t.Errorf("it panicked %d times, want 2", n)
		}
		for a, err := range p.st.Attempts(t.Context(), r.ID) {
			if err != nil {
				t.Fatal(err)
			}
			if a.Project == "p001" && (a.Reason != collect.Explain(errors.New("any other")) || testkit.Unsaid(a.Error, "2", "out of luck") != nil) {
				t.Errorf("readers are told %q, operators %q", a.Reason, a.Error)
			}
		}
		s, err := q.State(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Failures) != 1 || s.GivenUp != 1 {
			t.Fatalf("the state is %+v", s)
		}
		got := s.Failures[0]
		got.At = time.Time{}
		want := Failure{Kind: "observe", List: "l", Project: "p001", Run: r.ID, Class: ClassPanic, Error: "out of luck", Attempt: 2, Of: 2, Final: true}
		if got != want {
			t.Errorf("the failure is %+v, want %+v", got, want)
		}
	})
}

// panicking is work that panics over one project.
type panicking struct {
	Work
	project string
	n       *atomic.Int64
}

func (p *panicking) Answer(ctx context.Context, list string, run int64, project string, next time.Time) error {
	if project == p.project {
		p.n.Add(1)
		panic("out of luck")
	}
	return p.Work.Answer(ctx, list, run, project, next)
}

func TestRun_stopLetsRunningJobsFinish(t *testing.T) {
	t.Parallel()
	onEngines(t, 1, func(t *testing.T, p place) {
		began, finish := make(chan struct{}), make(chan struct{})
		q := p.open(t, config(p.steps(t, func(ctx context.Context, _ string) error {
			close(began)
			<-finish
			return ctx.Err()
		}), p.st, p.l, newEvents()))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- q.Run(ctx) }()
		<-began
		cancel()
		select {
		case err := <-ended:
			t.Fatalf("the queue ended with %v before its job", err)
		default:
		}
		close(finish)
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		pending, err := p.st.Pending(t.Context(), 1)
		if err != nil || len(pending) != 0 {
			t.Errorf("pending %q, error %v; want the running job's answer kept", pending, err)
		}
	})
}

func TestRun_jobCancelledByAStopUsesNoAttemptAndGoesOnElsewhere(t *testing.T) {
	t.Parallel()
	onEngines(t, 1, func(t *testing.T, p place) {
		began := make(chan struct{})
		c := config(p.steps(t, func(ctx context.Context, _ string) error {
			close(began)
			<-ctx.Done()
			return ctx.Err()
		}), p.st, p.l, newEvents())
		c.Grace, c.Attempts = time.Millisecond, 1
		q := p.open(t, c)
		stop := run(t, q)
		<-began
		stop()
		if j := job(t, q); j.State != rivertype.JobStateAvailable || j.Attempt != 0 {
			t.Fatalf("the job is %s after %d attempts", j.State, j.Attempt)
		}
		e := newEvents()
		run(t, p.open(t, config(p.steps(t, fine), p.st, p.l, e)))
		e.await(t, eventPublished, 1)
		p.published(t, 1, 0)
	})
}

func TestRun_anotherLeadsWhenTheLeaderStops(t *testing.T) {
	t.Parallel()
	onEngines(t, 2, func(t *testing.T, p place) {
		ea, eb := newEvents(), newEvents()
		stopA := run(t, p.open(t, config(p.steps(t, fine), p.st, p.l, ea)))
		ea.await(t, eventPublished, 1) // it leads: it swept
		b := p.open(t, config(p.steps(t, fine), p.st, p.l, eb))
		run(t, b)
		stopA()
		p.allDue(t)
		eb.await(t, eventPublished, 1)
		s, err := b.State(t.Context())
		if err != nil || s.LastSweep.IsZero() || !s.NextSweep.Equal(s.LastSweep.Add(time.Second)) {
			t.Errorf("the state is %+v, error %v", s, err)
		}
	})
}
