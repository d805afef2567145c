package collect_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/recheck"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// host is a source that learns of many projects at once.
type host struct {
	name string
	fail error
	at   func() time.Time // nil: now

	mu      sync.Mutex
	asked   []string
	fetched [][]string
}

func (h *host) Name() string { return h.name }

func (h *host) Prefetch(ctx context.Context, projects []health.Project) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if slices.ContainsFunc(h.fetched, func(b []string) bool { return slices.Contains(b, projects[0].Slug) }) {
		return nil
	}
	var slugs []string
	for _, p := range projects {
		slugs = append(slugs, p.Slug)
	}
	h.fetched = append(h.fetched, slugs)
	cost.MeterOf(ctx).Add(cost.Cost{Requests: 1, Points: 2})
	return nil
}

func (h *host) Observe(ctx context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, p.Slug)
	cost.MeterOf(ctx).Add(cost.Cost{Requests: 1})
	at := now
	if h.at != nil {
		at = h.at()
	}
	return health.Snapshot{Project: p.Slug, Source: h.name, Origin: health.OriginLive, ObservedAt: at}, h.fail
}

func hosted(t *testing.T, l health.List, h *host) *collect.Collector {
	t.Helper()
	c, _ := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 7), nil })
	c.Sources = append([]source.Source{h}, c.Sources...)
	return c
}

func TestCollect_oneRequestForManyProjects(t *testing.T) {
	t.Parallel()
	l := list("a", "b", "c", "d")
	h := &host{name: field.SourceGitHub}
	c := hosted(t, l, h)
	c.Workers = 1
	run, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive})
	if err != nil {
		t.Fatal(err)
	}
	if want := "[[a b c d]]"; fmt.Sprint(h.fetched) != want {
		t.Errorf("fetched %v, want %s", h.fetched, want)
	}
	last, err := c.Store.(interface {
		LastRun(context.Context, string) (health.Run, error)
	}).LastRun(t.Context(), l.Slug)
	if want := (cost.Cost{Requests: 5, Points: 2}); err != nil || last.ID != run.ID || last.Cost != want {
		t.Errorf("run %d cost %+v, error %v; want %+v", last.ID, last.Cost, err, want)
	}
}

func TestAnswer_learnsOfTheWaiting(t *testing.T) {
	t.Parallel()
	l := list("a", "b", "c", "d")
	h := &host{name: field.SourceGitHub}
	c := hosted(t, l, h)
	run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a", "c", "d"})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Answer(t.Context(), l, run.ID, "c", now); err != nil {
		t.Fatal(err)
	}
	if want := "[[c a d]]"; fmt.Sprint(h.fetched) != want {
		t.Errorf("fetched %v, want %s: the project, then those of its run", h.fetched, want)
	}
}

func TestCollect_nothingIsReadAtAReusedAddress(t *testing.T) {
	t.Parallel()
	l := list("a", "b")
	h := &host{name: field.SourceGitHub}
	c := hosted(t, l, h)
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
		t.Fatal(err)
	}
	h.fail = fmt.Errorf("observe a: %w", source.ErrReused)
	c.Sources = append(c.Sources, answers(func(_ context.Context, slug string) (health.Snapshot, error) {
		t.Errorf("%s was read", slug)
		return active(slug, 1), nil
	}))
	before, err := c.Store.Project(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
		t.Fatal(err)
	}
	after, err := c.Store.Project(t.Context(), "a")
	if err != nil || after.Last.Outcome != health.OutcomeCarried || after.Last.Reason != collect.Explain(source.ErrReused) {
		t.Errorf("the answer is %+v, error %v", after.Last, err)
	}
	if got := after.Inputs.Field("active_months_12m"); got != before.Inputs.Field("active_months_12m") {
		t.Errorf("the figure of another repository came in: %+v", got)
	}
}

func TestAnswer_aLimitSparesTheOthers(t *testing.T) {
	t.Parallel()
	l := list("a")
	h := &host{name: field.SourceGitHub, fail: &source.LaterError{At: now.Add(time.Hour), Err: errors.New("none left")}}
	c := hosted(t, l, h)
	c.Sources[1] = answers(func(_ context.Context, slug string) (health.Snapshot, error) {
		t.Error("git was read for an answer that is thrown away")
		return active(slug, 7), nil
	})
	run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	var later *source.LaterError
	if err := c.Answer(t.Context(), l, run.ID, "a", now); !errors.As(err, &later) {
		t.Errorf("the error is %v, want one that says when", err)
	}
}

// A collection somebody asked for does not wait for a limit: what can be read
// is, and of the rest it says why not.
func TestCollect_aLimitOfOneSourceKeepsTheOthers(t *testing.T) {
	t.Parallel()
	l := list("a")
	h := &host{name: field.SourceGitHub, fail: &source.LaterError{At: now.Add(time.Hour), Err: errors.New("none left")}}
	c := hosted(t, l, h)
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
		t.Fatal(err)
	}
	f, err := c.Store.Project(t.Context(), "a")
	if err != nil || f.Last.Outcome != health.OutcomeObserved || f.Inputs.Field("active_months_12m").Value != 7 || f.Last.Reason == "" {
		t.Errorf("the answer is %+v with %+v, error %v", f.Last, f.Inputs.Field("active_months_12m"), err)
	}
	if at := now.Add(time.Hour).UTC().Format("2006-01-02 15:04:05"); !strings.Contains(f.Last.Reason, at) {
		t.Errorf("the reason %q does not say until when (%s)", f.Last.Reason, at)
	}
}

// The answer says when the rest can be collected, to whoever asked for it.
func TestCollect_aLimitIsToldWithItsEnd(t *testing.T) {
	t.Parallel()
	l := list("a", "b")
	end := now.Add(time.Hour)
	h := &host{name: field.SourceGitHub, fail: &source.LaterError{At: end, Err: errors.New("none left")}}
	c := hosted(t, l, h)
	var next []time.Time
	o := collect.Options{Origin: health.OriginLive, Progress: func(p collect.Progress) { next = append(next, p.Attempt.Next) }}
	if _, err := c.Collect(t.Context(), l, o); err != nil || len(next) != 2 || !next[0].Equal(end) || !next[1].Equal(end) {
		t.Errorf("the answers say %v, error %v; want %v", next, err, end)
	}
}

func TestAnswer_aSourceRestsAndItsFiguresStay(t *testing.T) {
	t.Parallel()
	l := list("a")
	h := &host{name: field.SourceScorecard}
	c := hosted(t, l, h)
	c.Every = map[string]time.Duration{field.SourceScorecard: 7 * 24 * time.Hour}
	day := now
	c.Now = func() time.Time { return day }
	h.at = c.Now
	asked := []int{}
	for range 9 {
		run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Answer(t.Context(), l, run.ID, "a", day.Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := c.Publish(t.Context(), l, run.ID); err != nil {
			t.Fatal(err)
		}
		asked = append(asked, len(h.asked))
		day = day.Add(24*time.Hour - time.Minute) // a turn may come a little early
	}
	if want := "[1 1 1 1 1 1 1 2 2]"; fmt.Sprint(asked) != want {
		t.Errorf("after each of nine days it was asked %v times, want %s", asked, want)
	}
	f, err := c.Store.Project(t.Context(), "a")
	if err != nil || len(f.Snapshots) != 3 {
		t.Errorf("%d snapshots, error %v; want those of the list, git and the checks", len(f.Snapshots), err)
	}
}

// A reader who asks for a project wakes the sources that rest, once.
func TestAnswer_whoAsksWakesASource(t *testing.T) {
	t.Parallel()
	l := list("a")
	h := &host{name: field.SourceScorecard}
	c := hosted(t, l, h)
	c.Every = map[string]time.Duration{field.SourceScorecard: 7 * 24 * time.Hour}
	asked := []int{}
	for _, hours := range []int{-2, -1, 1, 2} {
		c.Now = func() time.Time { return now.Add(time.Duration(hours) * time.Hour) }
		h.at = c.Now
		if hours == 1 { // the clock of the store stays at noon
			if got, err := c.Store.(*store.Store).AskRecheck(t.Context(), l.Slug, "a"); err != nil || got != recheck.Queued {
				t.Fatalf("%q, %v", got, err)
			}
		}
		run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Answer(t.Context(), l, run.ID, "a", now.Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := c.Publish(t.Context(), l, run.ID); err != nil {
			t.Fatal(err)
		}
		asked = append(asked, len(h.asked))
	}
	if want := "[1 1 2 2]"; fmt.Sprint(asked) != want {
		t.Errorf("after each turn it was asked %v times, want %s", asked, want)
	}
}

// A source that only says why it knows nothing has not observed the project.
func TestCollect_reasonsAloneAreNoObservation(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		return health.Snapshot{}, fmt.Errorf("open: %w", source.ErrUnavailable)
	})
	c.Sources = append([]source.Source{unknowing{}}, c.Sources...)
	for _, want := range []health.Outcome{health.OutcomeFailed, health.OutcomeFailed} {
		if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
			t.Fatal(err)
		}
		f, err := st.Project(t.Context(), "a")
		if err != nil || f.Last.Outcome != want || f.Last.Reason != collect.Explain(source.ErrUnavailable) {
			t.Errorf("the answer is %+v, error %v; want %s", f.Last, err, want)
		}
	}
}

type unknowing struct{}

func (unknowing) Name() string { return field.SourceGitHub }

func (unknowing) Observe(_ context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	return health.Snapshot{Project: p.Slug, Source: field.SourceGitHub, Origin: health.OriginLive, ObservedAt: now, Inputs: []health.Input{health.Missing("stars", "not on GitHub", nil)}}, nil
}

// A host that cannot be reached limits nobody.
func TestExplain_aBreakerIsNoLimit(t *testing.T) {
	t.Parallel()
	err := &source.LaterError{At: now, Err: fmt.Errorf("breaker: %w", source.ErrUnavailable)}
	if at, failing := collect.Again([]error{err}); !failing || !at.Equal(now) {
		t.Error("the pause is not of our own")
	}
	if _, failing := collect.Again([]error{err, &source.LaterError{At: now, Err: source.ErrLimit}}); failing {
		t.Error("a limit is not of a host")
	}
	if got := collect.Explain(err); strings.Contains(got, "lets us ask") {
		t.Errorf("it says %q", got)
	}
}

// A source that says what happened is believed, but for what is known better.
func TestExplain_whatASourceSays(t *testing.T) {
	t.Parallel()
	const why, words = "it answers 500", "GitHub could not be asked: it answers 500"
	for err, want := range map[error]string{
		fmt.Errorf("a: %w", &source.RefusalError{Whom: "GitHub", Why: why, Err: source.ErrUnavailable}): words,
		&source.RefusalError{Why: "it took long", Err: source.ErrLimit}:                                 "it took long",
		fmt.Errorf("a: %w", &source.RefusalError{Whom: "GitHub", Why: why, Err: source.ErrLimit}):       words,
		&source.RefusalError{Whom: "GitHub", Why: why, Err: source.ErrBlocked}:                          collect.Explain(source.ErrBlocked),
		&source.RefusalError{Whom: "GitHub", Why: why, Err: source.ErrGone}:                             collect.Explain(source.ErrGone),
	} {
		if got := collect.Explain(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
