package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func (d db) pending(run health.Run) []string {
	d.t.Helper()
	p, err := d.Pending(d.ctx(), run.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

func (d db) attempts(run health.Run) []health.Attempt {
	d.t.Helper()
	var out []health.Attempt
	for a, err := range d.Attempts(d.ctx(), run.ID) {
		if err != nil {
			d.t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

func startRunResumes(t *testing.T, e env) {
	d := e.open()
	first := d.start("l", "c", "a", "b")
	if first.Total != 3 || first.List != "l" || !first.Started.Equal(noon) || !first.Finished.IsZero() || first.Published {
		t.Errorf("the new run is %+v", first)
	}
	d.record(first, "a")
	again := e.open().start("l", "c", "a", "b", "d")
	if again.ID != first.ID || again.Total != 4 || again.Observed != 1 {
		t.Errorf("started again it is %+v, want run %d with 4 projects, 1 observed", again, first.ID)
	}
	if got, want := d.pending(again), []string{"c", "b", "d"}; !slices.Equal(got, want) {
		t.Errorf("pending %v, want %v in list order", got, want)
	}
	for _, other := range []health.Run{
		{List: "l2", Origin: health.OriginLive},
		{List: "l", Origin: health.OriginMirror},
		{List: "l", Origin: health.OriginLive, AsOf: noon},
	} {
		r, err := d.StartRun(t.Context(), other, []string{"a"})
		if err != nil || r.ID == first.ID {
			t.Errorf("a run of %+v is run %d, error %v; want another than %d", other, r.ID, err, first.ID)
		}
		if !r.AsOf.Equal(other.AsOf) || r.AsOf.IsZero() != other.AsOf.IsZero() || !r.Started.Equal(noon) {
			t.Errorf("as of %v became %v, started %v", other.AsOf, r.AsOf, r.Started)
		}
	}
	for _, slug := range d.pending(first) {
		d.record(first, slug)
	}
	d.publish(first)
	if next := d.start("l", "a"); next.ID == first.ID || next.Observed != 0 {
		t.Errorf("after publishing a new run is %+v", next)
	}
	if _, err := d.Pending(t.Context(), 12345); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("pending of an unknown run: %v", err)
	}
}

func scopesAreApart(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b", "c")
	whole := d.start("l", "a", "b", "c")
	of := func(scope string, slugs ...string) health.Run {
		r, err := d.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive, Scope: scope}, slugs)
		if err != nil || r.Scope != scope {
			t.Fatalf("run of scope %q: %+v, error %v", scope, r, err)
		}
		return r
	}
	b, c := of("b", "b"), of("c", "c")
	if b.ID == whole.ID || c.ID == whole.ID || b.ID == c.ID || of("b", "b").ID != b.ID || of("", "a").ID != whole.ID {
		t.Errorf("runs of three scopes are %d, %d, %d", whole.ID, b.ID, c.ID)
	}
	d.record(whole, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 1)))
	d.record(whole, "b", gitSnapshot("b", noon, health.Obs("authors_12m", 1)))
	d.record(b, "b", gitSnapshot("b", noon, health.Obs("authors_12m", 2)))
	d.publish(b, ranking.Row{Slug: "b"})
	if got := d.rank(ranking.Query{List: "l"}); got.Run.Scope != "b" || got.Run.ID != b.ID {
		t.Errorf("shown is %+v", got.Run)
	}
	d.record(whole, "c")
	d.publish(whole, ranking.Row{Slug: "a"})
	for slug, want := range map[string]string{"a": "1", "b": "2"} {
		if got := value(d.project(slug), "authors_12m"); got != want {
			t.Errorf("%s shows %s, want %s", slug, got, want)
		}
	}
	for _, scope := range []string{strings.Repeat("x", 501), "a\x00"} {
		if _, err := d.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive, Scope: scope}, nil); err == nil {
			t.Errorf("scope %.10q was taken", scope)
		}
	}
}

func pastIsRefused(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	asOf := func(at time.Time, slugs ...string) (health.Run, error) {
		return d.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginAsOf, AsOf: at}, slugs)
	}
	past := noon.AddDate(-1, 0, 0)
	old := gitSnapshot("a", past, health.Obs("authors_12m", 1))
	old.Origin = health.OriginAsOf
	list := health.Snapshot{Source: field.SourceList, Origin: health.OriginLive, ObservedAt: noon}
	early, err := asOf(past, "a", "b") // nothing is stored yet
	if err != nil {
		t.Fatal(err)
	}
	d.record(early, "a", old, list)
	if _, err := asOf(past, "a", "b"); err != nil {
		t.Errorf("going on with it: %v", err)
	}
	live := d.start("l", "b")
	d.record(live, "b", gitSnapshot("b", noon, health.Obs("authors_12m", 2)))
	err = d.Record(t.Context(), health.Attempt{Run: early.ID, Project: "b", Outcome: health.OutcomeObserved}, []health.Snapshot{old})
	if !errors.Is(err, health.ErrOlder) {
		t.Errorf("recording the past after the present: %v", err)
	}
	if _, err := asOf(past.Add(time.Hour), "a", "b"); !errors.Is(err, health.ErrOlder) {
		t.Errorf("starting in the past of b: %v", err)
	}
	if _, err := asOf(past.Add(time.Hour), "a"); err != nil {
		t.Errorf("starting after all that is known of a: %v", err)
	}
	if got := value(d.asOf("l", 0, "b"), "authors_12m"); got != "2" {
		t.Errorf("the newest figure of b is %s", got)
	}
}

func startRunTwoAtOnce(t *testing.T, e env) {
	stores := []db{e.open(), e.open()}
	ids := make([]int64, 8)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			r, err := stores[i%2].StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive}, []string{"a", "b"})
			if err != nil || r.Total != 2 {
				t.Errorf("start: %+v, %v", r, err)
			}
			ids[i] = r.ID
		})
	}
	wg.Wait()
	if len(slices.Compact(ids)) != 1 {
		t.Errorf("the runs are %v, want one", ids)
	}
}

func secondAnswerIgnored(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	run := d.start("l", "a")
	d.record(run, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 3)))
	d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeFailed, Reason: "second", At: noon.Add(time.Hour)},
		gitSnapshot("a", noon.Add(time.Hour), health.Obs("authors_12m", 4)))
	f := d.project("a")
	if value(f, "authors_12m") != "3" || f.Last.Outcome != health.OutcomeObserved || f.Last.Took != 1500*time.Millisecond {
		t.Errorf("after a second answer: %s, %+v", value(f, "authors_12m"), f.Last)
	}
	d.publish(run)
	if r, err := d.LastRun(t.Context(), "l"); err != nil || r.Observed != 1 || r.Failed+r.Carried != 0 {
		t.Errorf("the run counts %+v, error %v", r, err)
	}
}

func twoWriters(t *testing.T, e env) {
	const n = 60
	slugs := make([]string, n)
	for i := range slugs {
		slugs[i] = fmt.Sprintf("p%02d", i)
	}
	stores := []db{e.open(), e.open()}
	stores[0].save("l", slugs...)
	run := stores[0].start("l", slugs...)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i, slug := range slugs {
				if w%2 == 1 { // half of them from the other end, so that they meet
					slug = slugs[n-1-i]
				}
				a := health.Attempt{Run: run.ID, Project: slug, Outcome: health.OutcomeObserved, At: noon}
				snap := gitSnapshot(slug, noon, health.Obs("authors_12m", float64(w)), health.Obs("commits_total", float64(w)))
				if err := stores[w/2].Record(t.Context(), a, []health.Snapshot{snap}); err != nil {
					t.Errorf("record %s: %v", slug, err)
				}
			}
		})
	}
	wg.Wait()
	d := stores[0]
	if got := d.attempts(run); len(got) != n {
		t.Errorf("%d answers, want %d", len(got), n)
	}
	for _, slug := range slugs {
		f := d.asOf("l", run.ID, slug)
		if a, b := value(f, "authors_12m"), value(f, "commits_total"); a != b {
			t.Errorf("%s mixes two answers: %s and %s", slug, a, b)
		}
	}
	d.publish(run)
	if r, err := d.LastRun(t.Context(), "l"); err != nil || r.Observed != n || r.Total != n {
		t.Errorf("the run counts %+v, error %v; want %d observed", r, err, n)
	}
}

func recordRefuses(t *testing.T, e env) {
	d := e.open()
	run := d.start("l", "a")
	other := d.start("l2", "b")
	ok := health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeObserved}
	in := health.Obs("authors_12m", 1)
	for name, c := range map[string]struct {
		attempt health.Attempt
		snap    health.Snapshot
		is      error
	}{
		"unknown run":          {health.Attempt{Run: 99, Project: "a", Outcome: health.OutcomeObserved}, gitSnapshot("a", noon), health.ErrNotFound},
		"unknown project":      {health.Attempt{Run: run.ID, Project: "z", Outcome: health.OutcomeObserved}, gitSnapshot("z", noon), health.ErrNotFound},
		"project of other run": {health.Attempt{Run: other.ID, Project: "a", Outcome: health.OutcomeObserved}, gitSnapshot("a", noon), health.ErrNotFound},
		"no run, no outcome":   {health.Attempt{Run: 99, Project: "a"}, gitSnapshot("a", noon), health.ErrNotFound},
		"unknown outcome":      {health.Attempt{Run: run.ID, Project: "a", Outcome: "perfect"}, gitSnapshot("a", noon), nil},
		"field twice":          {ok, gitSnapshot("a", noon, in, in), nil},
		"unknown state":        {ok, gitSnapshot("a", noon, health.Input{Field: "authors_12m", State: "zero"}), nil},
		"no source":            {ok, health.Snapshot{}, nil},
		"NUL in field":         {ok, gitSnapshot("a", noon, health.Obs("a\x00b", 1)), nil},
		"address as a person":  {ok, health.Snapshot{Source: "git", People: []health.Person{{Key: "someone@example.org"}}}, nil},
	} {
		err := d.Record(t.Context(), c.attempt, []health.Snapshot{c.snap})
		if err == nil || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: error %v, want %v", name, err, c.is)
		}
	}
	if got := d.pending(run); !slices.Equal(got, []string{"a"}) {
		t.Errorf("after refused answers pending is %v", got)
	}
	if f := d.project("a"); len(f.Inputs)+len(f.Snapshots) != 0 || f.Last.Outcome != "" {
		t.Errorf("refused answers left %+v", f)
	}
	if _, err := d.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive}, []string{"a\x00"}); err == nil {
		t.Error("a slug with NUL was taken")
	}
}

func recordAllOrNone(t *testing.T, e env) {
	d := e.open()
	run := d.start("l", "a", "b")
	good := health.Answer{Attempt: health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeObserved}, Snapshots: []health.Snapshot{gitSnapshot("a", noon, health.Obs("new_field", 1))}}
	bad := health.Answer{Attempt: health.Attempt{Run: run.ID, Project: "z", Outcome: health.OutcomeObserved}}
	if err := d.RecordAll(t.Context(), []health.Answer{good, bad}); !errors.Is(err, health.ErrNotFound) {
		t.Fatalf("with an unknown project: %v", err)
	}
	if got := d.pending(run); len(got) != 2 {
		t.Errorf("pending after a refused batch: %v", got)
	}
	// The name of the field was learned in the transaction that was rolled back.
	if err := d.RecordAll(t.Context(), []health.Answer{good}); err != nil {
		t.Fatal(err)
	}
	if got := value(d.project("a"), "new_field"); got != "1" {
		t.Errorf("new_field is %s", got)
	}
}

func publishWaits(t *testing.T, e env) {
	d := e.open()
	run := d.start("l", "a", "b")
	d.record(run, "a")
	if err := d.Publish(t.Context(), run.ID, nil); !errors.Is(err, health.ErrUnfinished) {
		t.Errorf("publishing with one pending: %v", err)
	}
	if _, err := d.LastRun(t.Context(), "l"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("last run before publishing: %v", err)
	}
	d.answer(health.Attempt{Run: run.ID, Project: "b", Outcome: health.OutcomeFailed, Reason: "gone"})
	d.publish(run)
	got, err := d.LastRun(t.Context(), "l")
	want := health.Run{ID: run.ID, List: "l", Revision: "r1", ModelSHA: "m1", Version: "test", Origin: health.OriginLive, Started: noon, Finished: noon, Total: 2, Observed: 1, Failed: 1, Published: true}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("last run: %v (-want +got)\n%s", err, diff)
	}
	if err := d.Publish(t.Context(), 999, nil); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("publishing an unknown run: %v", err)
	}
}

func runsNewestFirst(t *testing.T, e env) {
	d := e.open()
	var want []int64
	for range 3 {
		run := d.start("l", "a")
		d.record(run, "a")
		d.publish(run)
		want = append([]int64{run.ID}, want...)
	}
	open := d.start("l", "a")
	want = append([]int64{open.ID}, want...)
	d.start("other", "a")
	runs, err := d.Runs(t.Context(), "l", 3)
	var got []int64
	for _, r := range runs {
		got = append(got, r.ID)
	}
	if err != nil || !slices.Equal(got, want[:3]) {
		t.Errorf("runs %v, error %v; want %v", got, err, want[:3])
	}
}
