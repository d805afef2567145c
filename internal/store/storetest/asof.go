package storetest

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// openAt opens the database with a clock that the test moves.
func (e env) openAt(now *time.Time) db {
	e.t.Helper()
	s, err := store.Open(e.t.Context(), e.dsn, func() time.Time { return *now })
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			e.t.Errorf("close: %v", err)
		}
	})
	return db{s, e.t}
}

// oldRunsKeepTheirFigures runs a list through every kind of run: the content of a published run
// never changes.
func oldRunsKeepTheirFigures(t *testing.T, e env) {
	now := noon
	d := e.openAt(&now)
	d.save("l", "a", "b", "c")
	authors := func(slug string, n float64) health.Snapshot {
		return gitSnapshot(slug, now, health.Obs("authors_12m", n))
	}
	begin := func(r health.Run, slugs ...string) health.Run {
		r.List, r.ModelSHA, r.Version = "l", "m1", "test"
		run, err := d.StartRun(t.Context(), r, slugs)
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	finish := func(run health.Run) int64 {
		now = now.Add(time.Hour)
		d.publish(run)
		return run.ID
	}
	type shown struct{ A, B, C, Lists, Last string }
	want := map[int64]shown{}

	whole := begin(health.Run{Origin: health.OriginLive}, "a", "b")
	d.record(whole, "a", authors("a", 1))
	d.record(whole, "b", authors("b", 1))
	want[finish(whole)] = shown{"1", "1", "unknown", "unknown", "observed"}

	some := begin(health.Run{Origin: health.OriginLive, Scope: "b"}, "b")
	d.record(some, "b", authors("b", 2))
	want[finish(some)] = shown{"1", "2", "unknown", "unknown", "observed"}

	failed := begin(health.Run{Origin: health.OriginLive}, "a", "b")
	d.answer(health.Attempt{Run: failed.ID, Project: "a", Outcome: health.OutcomeFailed, Reason: "not reached", At: now})
	d.record(failed, "b", authors("b", 3))
	want[finish(failed)] = shown{"1", "3", "unknown", "unknown", "carried"}

	rescored := begin(health.Run{Origin: health.OriginRescore})
	for _, slug := range []string{"a", "b"} {
		d.answer(health.Attempt{Run: rescored.ID, Project: slug}, health.Snapshot{Source: field.SourceList, ObservedAt: now, Inputs: []health.Input{health.Obs("expert_lists", 2)}})
	}
	want[finish(rescored)] = shown{"1", "3", "unknown", "2", "carried"}

	// A long run over a, and one over b that begins later and ends before it. The last published
	// run counts, not the last one begun.
	long := begin(health.Run{Origin: health.OriginLive, Scope: "a"}, "a")
	short := begin(health.Run{Origin: health.OriginLive, Scope: "b"}, "b")
	d.record(long, "a", authors("a", 5))
	d.record(short, "b", authors("b", 5))
	want[finish(short)] = shown{"1", "5", "unknown", "2", "carried"}
	want[finish(long)] = shown{"5", "5", "unknown", "2", "observed"}

	imported := begin(health.Run{Origin: health.OriginBundle}, "c")
	d.record(imported, "c", authors("c", 6))
	want[finish(imported)] = shown{"5", "5", "6", "2", "observed"}
	open := begin(health.Run{Origin: health.OriginLive}, "a", "b", "c")
	d.record(open, "a", authors("a", 7))

	for run, w := range want {
		a, b, c := d.asOf("l", run, "a"), d.asOf("l", run, "b"), d.asOf("l", run, "c")
		got := shown{value(a, "authors_12m"), value(b, "authors_12m"), value(c, "authors_12m"), value(a, "expert_lists"), string(a.Last.Outcome)}
		if diff := cmp.Diff(w, got); diff != "" {
			t.Errorf("run %d (-want +got)\n%s", run, diff)
		}
		one, err := d.ProjectAt(t.Context(), "a", run)
		if diff := cmp.Diff(a, one); err != nil || diff != "" {
			t.Errorf("run %d, one project, error %v (-list +one)\n%s", run, err, diff)
		}
	}
	if got := value(d.asOf("l", open.ID, "a"), "authors_12m"); got != "7" {
		t.Errorf("the run that goes on shows %s of a, want its own answer", got)
	}
	if got := value(d.project("a"), "authors_12m"); got != "5" {
		t.Errorf("the page shows %s, want what is published", got)
	}
}

func runsByInstant(t *testing.T, e env) {
	now := noon
	d := e.openAt(&now)
	d.save("l", "a")
	d.save("other", "b")
	var runs []health.Run
	for range 3 {
		run := d.start("l", "a")
		d.record(run, "a")
		d.publish(run)
		runs = append(runs, run)
		now = now.AddDate(0, 0, 7)
	}
	open := d.start("l", "a")
	for at, want := range map[time.Time]int64{
		noon: runs[0].ID, noon.AddDate(0, 0, 7).Add(-time.Millisecond): runs[0].ID, noon.AddDate(0, 0, 7): runs[1].ID, now.AddDate(9, 0, 0): runs[2].ID,
	} {
		if r, err := d.RunAt(t.Context(), "l", at); err != nil || r.ID != want {
			t.Errorf("at %v the list showed run %d, error %v; want %d", at, r.ID, err, want)
		}
	}
	if _, err := d.RunAt(t.Context(), "l", noon.Add(-time.Millisecond)); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("before the first run: %v", err)
	}
	if _, err := d.RunAt(t.Context(), "other", now); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("of a list without a run: %v", err)
	}
	if r, err := d.FirstRun(t.Context(), "l"); err != nil || r.ID != runs[0].ID {
		t.Errorf("first of all: %+v, %v", r, err)
	}
	if _, err := d.FirstRun(t.Context(), "other"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("the first of a list without a run: %v", err)
	}
	if r, err := d.RunByID(t.Context(), open.ID); err != nil || r.ID != open.ID || r.Published {
		t.Errorf("by its number: %+v, %v", r, err)
	}
	if _, err := d.RunByID(t.Context(), 9999); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("a run there is none of: %v", err)
	}
}

func modelsAreKept(t *testing.T, e env) {
	d := e.open()
	if _, err := d.Model(t.Context(), "m1"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("a model nobody kept: %v", err)
	}
	d.put("l", ranking.Row{Slug: "a", V: &health.Interval{Value: 40}}) // names m1 and has no body
	if _, err := d.Model(t.Context(), "m1"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("a model known by its name alone: %v", err)
	}
	for _, body := range []string{`{"a":1}`, `{"a":2}`} { // the first is kept: a hash has one body
		if err := d.SaveModel(t.Context(), "m1", []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := d.Model(t.Context(), "m1"); err != nil || !bytes.Equal(got, []byte(`{"a":1}`)) {
		t.Errorf("reads back %s, error %v", got, err)
	}
	if got, err := d.Scores(t.Context(), "a", "m1", 10); err != nil || len(got) != 1 {
		t.Errorf("its series: %+v, %v", got, err)
	}
}

// eachModelIsItsSeries publishes under one model, another, and the first again: no existing row
// ever changes.
func eachModelIsItsSeries(t *testing.T, e env) {
	d := e.open()
	publish := func(model string, v float64) health.Run {
		run, err := d.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginRescore, ModelSHA: model}, nil)
		if err != nil {
			t.Fatal(err)
		}
		d.publish(run, ranking.Row{Slug: "a", V: &health.Interval{Value: v}})
		return run
	}
	series := func(model string) []store.Point {
		points, err := d.Scores(t.Context(), "a", model, 10)
		if err != nil {
			t.Fatal(err)
		}
		return points
	}
	d.save("l", "a")
	first := publish("m1", 40)
	publish("m1", 41)
	before := series("m1")
	other := publish("m2", 90)
	d.publish(first, ranking.Row{Slug: "a", V: &health.Interval{Value: 77}}) // again, with other figures
	d.publish(other, ranking.Row{Slug: "a", V: &health.Interval{Value: 78}})
	if diff := cmp.Diff(before, series("m1")); diff != "" || len(before) != 2 {
		t.Errorf("the series of the first model changed (-was +is)\n%s", diff)
	}
	if got := series("m2"); len(got) != 1 || *got[0].V != 90 || got[0].Run.ID != other.ID {
		t.Errorf("the series of the second: %+v", got)
	}
	publish("m1", 42)
	if got := series("m1"); len(got) != 3 || *got[0].V != 42 || !cmp.Equal(got[1:], before) {
		t.Errorf("back under the first model: %+v", got)
	}
}
