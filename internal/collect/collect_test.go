package collect_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// answers is a source that says what the test tells it to.
type answers func(ctx context.Context, slug string) (health.Snapshot, error)

func (answers) Name() string { return field.SourceGit }

func (f answers) Observe(ctx context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	return f(ctx, p.Slug)
}

// active is the snapshot of a project with human commits in n months.
func active(slug string, n float64) health.Snapshot {
	s := health.Snapshot{Project: slug, Source: field.SourceGit, Version: "git/1", Origin: health.OriginMirror, ObservedAt: now, Commit: "abc"}
	for _, in := range []health.Input{health.Obs("active_months_12m", n), health.Obs("regulars_12m", 1), health.Obs("human_commits_12m", 5*n)} {
		in.Source, in.Version, in.Commit, in.ObservedAt = s.Source, s.Version, s.Commit, s.ObservedAt
		s.Inputs = append(s.Inputs, in)
	}
	return s
}

func list(slugs ...string) health.List {
	l := health.List{Slug: "small", Title: "Small", Revision: "r1"}
	for _, s := range slugs {
		l.Projects = append(l.Projects, health.Project{
			Slug: s, Name: s, Why: "why", Added: "2026-11-22",
			Repositories: []health.Repository{{URL: "https://example.org/x/" + s, Role: health.Primary}},
		})
	}
	return l
}

func fixture(t *testing.T, l health.List, src answers) (*collect.Collector, *store.Store) {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "p.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if err := st.SaveLists(t.Context(), []health.List{l}); err != nil {
		t.Fatal(err)
	}
	return &collect.Collector{
		Store: st, Sources: []source.Source{src}, Model: set.Model, Version: "test",
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Workers: 2,
	}, st
}

func months(t *testing.T, st *store.Store, slug string) health.Input {
	t.Helper()
	f, err := st.Project(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return f.Inputs.Field("active_months_12m")
}

func TestCollect_failureChangesNoFigure(t *testing.T) {
	t.Parallel()
	broken := false
	l := list("a", "b")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		if broken && slug == "a" {
			return health.Snapshot{}, fmt.Errorf("clone: %w", source.ErrUnavailable)
		}
		return active(slug, 7), nil
	})
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	if c.Kept() {
		t.Error("a first run says that it kept last values")
	}
	before := months(t, st, "a")
	broken = true
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	if gaps := c.Gaps(); !c.Kept() || len(gaps) != 1 || gaps[0].Part != "git" {
		t.Errorf("kept %t, gaps %+v", c.Kept(), gaps)
	}
	if after := months(t, st, "a"); after.Value != 7 || !after.ObservedAt.Equal(before.ObservedAt) {
		t.Errorf("after a failure the figure is %+v, want the one before: %+v", after, before)
	}
	f, err := st.Project(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if f.Last.Outcome != health.OutcomeCarried || f.Last.Reason != collect.Explain(source.ErrUnavailable) {
		t.Errorf("last answer is %q because %q", f.Last.Outcome, f.Last.Reason)
	}
	if run, err := st.LastRun(t.Context(), "small"); err != nil || run.Observed != 1 || run.Carried != 1 || run.Failed != 0 {
		t.Errorf("the run says %+v, error %v", run, err)
	}
}

func TestCollect_neverObservedIsFailedAndUnknown(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(context.Context, string) (health.Snapshot, error) { return health.Snapshot{}, source.ErrEmpty })
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	if in := months(t, st, "a"); in.State != health.Unknown {
		t.Errorf("state is %q, want unknown", in.State)
	}
	page, err := st.Rank(t.Context(), ranking.Query{List: "small"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%d rows, error %v", len(page.Rows), err)
	}
	empty := collect.Explain(source.ErrEmpty)
	if r := page.Rows[0]; r.Rankable || r.V != nil || !strings.Contains(r.Problem, empty) || !strings.Contains(r.Reasons[0].Text, empty) {
		t.Errorf("the row is rankable %v with vitality %v and problem %q", r.Rankable, r.V, r.Problem)
	}
}

func TestCollect_panickingSourceFailsAlone(t *testing.T) {
	t.Parallel()
	l := list("a", "b", "c")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		if slug == "b" {
			panic("out of luck")
		}
		return active(slug, 3), nil
	})
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	if run, err := st.LastRun(t.Context(), "small"); err != nil || run.Observed != 2 || run.Failed != 1 {
		t.Errorf("the run says %+v, error %v", run, err)
	}
}

func TestCollect_cancelledGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	l := list("a", "b", "c", "d")
	asked := map[string]int{}
	ctx, cancel := context.WithCancel(t.Context())
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		asked[slug]++
		if len(asked) == 2 {
			cancel() // in the middle of the second project
		}
		return active(slug, 3), nil
	})
	c.Workers = 1
	first, err := c.Collect(ctx, l, collect.Options{Origin: health.OriginMirror})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, want cancelled", err)
	}
	if _, err := st.LastRun(t.Context(), "small"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("an unfinished run was published: %v", err)
	}
	var progress []string
	second, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror, Progress: func(p collect.Progress) {
		progress = append(progress, fmt.Sprintf("%d/%d", p.Done, p.Total))
	}})
	if err != nil {
		t.Fatal(err)
	}
	if first.ID != second.ID {
		t.Errorf("run %d went on as %d", first.ID, second.ID)
	}
	if got := strings.Join(progress, " "); got != "2/4 3/4 4/4" {
		t.Errorf("progress was %q", got)
	}
	if asked["a"] != 1 || asked["b"] != 2 || asked["c"] != 1 || asked["d"] != 1 {
		t.Errorf("asked %v: only the interrupted project may be asked again", asked)
	}
}

func TestCollect_projectWithoutRepositorySaysSo(t *testing.T) {
	t.Parallel()
	l := list("a")
	l.Projects[0].Repositories, l.Projects[0].NoRepository = nil, "it is part of the Linux kernel"
	c, st := fixture(t, l, func(context.Context, string) (health.Snapshot, error) {
		t.Error("a source was asked about a project without a repository")
		return health.Snapshot{}, nil
	})
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	f, err := st.Project(t.Context(), "a")
	if err != nil || !strings.Contains(f.Last.Reason, "it is part of the Linux kernel") {
		t.Errorf("the reason is %q, error %v", f.Last.Reason, err)
	}
}

func TestRescore_keepsAnswersAndFigures(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 4), nil })
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	l.Revision = "r2"
	if _, err := c.Rescore(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if in := months(t, st, "a"); in.Value != 4 {
		t.Errorf("after a rescore the figure is %+v", in)
	}
	run, err := st.LastRun(t.Context(), "small")
	if err != nil || run.Revision != "r2" || run.Origin != health.OriginRescore {
		t.Errorf("the published run is %+v, error %v", run, err)
	}
	page, err := st.Rank(t.Context(), ranking.Query{List: "small"})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Outcome != health.OutcomeObserved {
		t.Errorf("rows %+v, error %v", page.Rows, err)
	}
}

// A collection of chosen projects beside an interrupted one of the whole list
// is its own run, is published by itself, and shows nothing of the other.
func TestCollect_chosenProjectsDoNotJoinAnInterruptedRun(t *testing.T) {
	t.Parallel()
	l := list("a", "b", "c")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	figure, stopAt := 3.0, ""
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		if slug == stopAt {
			cancel()
		}
		return active(slug, figure), nil
	})
	c.Workers = 1
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	figure, stopAt = 5, "b"
	whole, err := c.Collect(ctx, l, collect.Options{Origin: health.OriginMirror})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, want cancelled", err)
	}
	figure, stopAt = 7, ""
	one, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror, Only: []string{"c", "b", "c"}})
	if err != nil || one.ID == whole.ID || one.Scope != "b,c" || one.Total != 2 {
		t.Fatalf("the chosen projects are run %+v beside run %d, error %v", one, whole.ID, err)
	}
	page, err := st.Rank(t.Context(), ranking.Query{List: "small"})
	if err != nil || page.Run.ID != one.ID || len(page.Rows) != 3 {
		t.Fatalf("shown is run %d with %d rows, error %v; want %d with 3", page.Run.ID, len(page.Rows), err, one.ID)
	}
	for _, r := range page.Rows {
		in, want := months(t, st, r.Slug), 7.0
		if r.Slug == "a" {
			want = 3 // answered 5 by the run that is not finished
		}
		if in.Value != want || r.HumanCommits != int(5*want) {
			t.Errorf("%s shows %v months and %d commits, want %v and %v", r.Slug, in.Value, r.HumanCommits, want, 5*want)
		}
	}
	if next, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil || next.ID != whole.ID {
		t.Errorf("the whole list goes on as run %d, error %v; want %d", next.ID, err, whole.ID)
	}
}

func TestCollect_manyChosenProjectsHaveAShortScope(t *testing.T) {
	t.Parallel()
	var slugs []string
	for i := range 60 {
		slugs = append(slugs, fmt.Sprintf("project-%03d", i))
	}
	l := list(slugs...)
	c, _ := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 1), nil })
	run, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror, Only: slugs[:50]})
	if err != nil || !strings.HasPrefix(run.Scope, "50 projects ") || len(run.Scope) > 100 {
		t.Errorf("scope %q, error %v", run.Scope, err)
	}
	other, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror, Only: slugs[1:51]})
	if err != nil || other.Scope == run.Scope {
		t.Errorf("other projects have the same scope %q, error %v", other.Scope, err)
	}
}

func TestCollect_thePastDoesNotReplaceThePresent(t *testing.T) {
	t.Parallel()
	l := list("a")
	at := now
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, 4)
		s.ObservedAt = at
		return s, nil
	})
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	at = now.AddDate(-1, 0, 0)
	_, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginAsOf, AsOf: at})
	if !errors.Is(err, health.ErrOlder) || !strings.Contains(err.Error(), "project a: ") {
		t.Errorf("collecting last year's figures: %v", err)
	}
	if in := months(t, st, "a"); !in.ObservedAt.Equal(now) {
		t.Errorf("the figures are of %v", in.ObservedAt)
	}
}

func TestCollect_oneSourceOfTwoFailingLeavesTheProjectObserved(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 4), nil })
	c.Sources = append(c.Sources, answers(func(context.Context, string) (health.Snapshot, error) {
		return health.Snapshot{}, fmt.Errorf("tree: %w", source.ErrLimit)
	}))
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	f, err := st.Project(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if f.Last.Outcome != health.OutcomeObserved || f.Last.Reason != collect.Explain(source.ErrLimit) {
		t.Errorf("the answer is %q because %q; want observed, with the reason", f.Last.Outcome, f.Last.Reason)
	}
}
