package queue

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if dsn := os.Getenv(childEnv); dsn != "" {
		if err := child(dsn); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	// These tests wait for elections and polls much more than they compute. A
	// -parallel given by hand wins: it is read later.
	if !raceDetector {
		if err := flag.Set("test.parallel", "8"); err != nil {
			panic(err)
		}
	}
	// The keeper of the test server lives as long as the process, on purpose.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/plumbline-scorecard/plumbline/internal/testkit.server.start.func1"))
}

// source answers with what the function says, or with one figure when it says
// nothing.
type testSource func(ctx context.Context, slug string) error

func (testSource) Name() string { return field.SourceGit }

func (f testSource) Observe(ctx context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	if err := f(ctx, p.Slug); err != nil {
		return health.Snapshot{}, err
	}
	in := health.Obs("active_months_12m", 7)
	in.Source, in.Version, in.Commit, in.ObservedAt = field.SourceGit, "git/1", "abc", time.Now().UTC()
	return health.Snapshot{
		Project: p.Slug, Source: field.SourceGit, Version: "git/1", Origin: health.OriginLive,
		ObservedAt: in.ObservedAt, Commit: "abc", Inputs: []health.Input{in},
	}, nil
}

// listOf is a list of n projects p000, p001 ….
func listOf(n int) health.List {
	l := health.List{Slug: "l", Title: "List", Revision: "r1"}
	for i := range n {
		slug := fmt.Sprintf("p%03d", i)
		l.Projects = append(l.Projects, health.Project{
			Slug: slug, Name: slug, Why: "why", Added: "2026-11-22",
			Repositories: []health.Repository{{URL: "https://example.org/x/" + slug, Role: health.Primary}},
		})
	}
	return l
}

func slugs(l health.List) []string {
	var out []string
	for _, p := range l.Projects {
		out = append(out, p.Slug)
	}
	return out
}

// steps is the work as the program has it: the collector over the store.
type steps struct {
	*collect.Collector
	st *store.Store
	l  health.List
}

func (s steps) Begin(ctx context.Context, _ string, projects []string) (int64, error) {
	run, err := s.Collector.Begin(ctx, s.l, health.OriginLive, projects)
	return run.ID, err
}

func (s steps) Unfinished(ctx context.Context, list string) (out []int64, err error) {
	runs, err := s.st.Runs(ctx, list, 500)
	for _, r := range runs {
		if !r.Published {
			out = append(out, r.ID)
		}
	}
	return out, err
}

func (s steps) Pending(ctx context.Context, run int64) ([]string, error) {
	return s.st.Pending(ctx, run)
}

func (s steps) Answer(ctx context.Context, _ string, run int64, project string, next time.Time) error {
	return s.Collector.Answer(ctx, s.l, run, project, next)
}

func (s steps) GiveUp(ctx context.Context, _ string, run int64, project string, next time.Time, why error) error {
	return s.Collector.GiveUp(ctx, s.l, run, project, next, why)
}

func (s steps) Publish(ctx context.Context, _ string, run int64) error {
	return s.Collector.Publish(ctx, s.l, run)
}

// place is a database with a list of which every project is due.
type place struct {
	dsn string
	st  *store.Store
	l   health.List
}

// onEngines runs the test in a place on each engine.
func onEngines(t *testing.T, projects int, test func(*testing.T, place)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, sqlitePlace(t, projects))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, openPlace(t, testkit.Postgres(t), projects))
	})
}

// sqlitePlace returns a place in a new file.
func sqlitePlace(t *testing.T, projects int) place {
	t.Helper()
	return openPlace(t, "sqlite:"+filepath.Join(t.TempDir(), "p.db"), projects)
}

func openPlace(t *testing.T, dsn string, projects int) place {
	t.Helper()
	st, err := store.Open(t.Context(), dsn, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	p := place{dsn: dsn, st: st, l: listOf(projects)}
	if err := st.SaveLists(t.Context(), []health.List{p.l}); err != nil {
		t.Fatal(err)
	}
	p.allDue(t)
	return p
}

// allDue makes every project due since an hour ago.
func (p place) allDue(t *testing.T) {
	t.Helper()
	due := map[string]time.Time{}
	for _, s := range slugs(p.l) {
		due[s] = time.Now().Add(-time.Hour)
	}
	if err := p.st.Schedule(t.Context(), p.l.Slug, due); err != nil {
		t.Fatal(err)
	}
}

// loadSet reads the model, which is the same for all tests.
var loadSet = sync.OnceValues(curated.Load)

// newSteps returns the work over an open store.
func newSteps(st *store.Store, l health.List, src testSource) (steps, error) {
	set, err := loadSet()
	if err != nil {
		return steps{}, err
	}
	c := &collect.Collector{
		Store: st, Sources: []source.Source{src}, Model: set.Model, Version: "test",
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	return steps{c, st, l}, nil
}

func (p place) steps(t *testing.T, src testSource) steps {
	t.Helper()
	s, err := newSteps(p.st, p.l, src)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// poll is how often the queues of tests look for jobs.
func poll() time.Duration {
	if raceDetector {
		return 200 * time.Millisecond
	}
	return 20 * time.Millisecond
}

// config is a queue that loses no time.
func config(w Work, st Timetable, l health.List, events *events) Config {
	return Config{
		Work: w, Timetable: st, Lists: []List{{l.Slug, slugs(l), 168 * time.Hour}}, Workers: 4,
		Sweep: time.Second, Poll: poll(), Timeout: time.Minute, Grace: 20 * time.Second,
		Backoff: func(int) time.Duration { return time.Millisecond }, Log: slog.New(events),
	}
}

func (p place) open(t *testing.T, c Config) *Queue {
	t.Helper()
	q, err := Open(t.Context(), p.dsn, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}

// run works in the background until stop is called or the test ends.
func run(t *testing.T, q *Queue) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the queue ended with %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// events is a log that can be waited on.
type events struct {
	mu   sync.Mutex
	seen []string
	more chan struct{}
}

func newEvents() *events { return &events{more: make(chan struct{})} }

func (e *events) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelInfo }
func (e *events) WithAttrs([]slog.Attr) slog.Handler           { return e }
func (e *events) WithGroup(string) slog.Handler                { return e }

func (e *events) Handle(_ context.Context, r slog.Record) error {
	e.note(r.Message)
	return nil
}

func (e *events) note(event string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.seen = append(e.seen, event)
	close(e.more)
	e.more = make(chan struct{})
}

func (e *events) count(event string) (n int, more <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range e.seen {
		if s == event {
			n++
		}
	}
	return n, e.more
}

// await returns when the event was seen n times.
func (e *events) await(t *testing.T, event string, n int) {
	t.Helper()
	late := time.After(90 * time.Second)
	for {
		have, more := e.count(event)
		if have >= n {
			return
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("%q was seen %d times, want %d; the log: %q", event, have, n, e.seen)
		}
	}
}

// published fails unless the list has one run, published, with every project
// answered once, and returns it.
func (p place) published(t *testing.T, observed, failed int) health.Run {
	t.Helper()
	runs, err := p.st.Runs(t.Context(), p.l.Slug, 10)
	if err != nil || len(runs) != 1 {
		t.Fatalf("runs %+v, error %v; want one", runs, err)
	}
	r := runs[0]
	if !r.Published || r.Total != observed+failed || r.Observed != observed || r.Failed != failed {
		t.Errorf("the run is %+v; want it published with %d observed and %d failed", r, observed, failed)
	}
	answered := map[string]int{}
	for a, err := range p.st.Attempts(t.Context(), r.ID) {
		if err != nil {
			t.Fatal(err)
		}
		answered[a.Project]++
	}
	for _, s := range slugs(p.l) {
		if answered[s] != 1 {
			t.Errorf("%s has %d answers", s, answered[s])
		}
	}
	return r
}
