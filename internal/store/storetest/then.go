package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// summaryKept reads back the summary of a run.
func summaryKept(t *testing.T, e env) {
	d := e.open()
	run := d.start("l")
	if err := d.PublishSummed(t.Context(), run.ID, []ranking.Row{{Slug: "a"}}, []byte(`{"Total":1}`)); err != nil {
		t.Fatal(err)
	}
	without := d.put("l", ranking.Row{Slug: "a"})
	if got, err := d.Summary(t.Context(), run.ID); err != nil || string(got) != `{"Total":1}` {
		t.Errorf("reads back %s, error %v", got, err)
	}
	for _, id := range []int64{without.ID, 999} {
		if got, err := d.Summary(t.Context(), id); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("run %d: %s, error %v", id, got, err)
		}
	}
}

// thenAndNow reads rows, ages and figures of a past run and of the newest.
func thenAndNow(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b", "c")
	row := func(slug string, rank, day int) ranking.Row {
		return ranking.Row{List: "l", Slug: slug, Name: slug, Rank: rank, Rankable: true, Regulars: -1, ObservedAt: noon.AddDate(0, 0, day)}
	}
	none := ranking.Row{List: "l", Slug: "c", Regulars: -1}
	first := d.put("l", row("a", 1, 2), row("b", 2, 1), none)
	second := d.put("l", row("b", 1, 3), none)
	for run, want := range map[int64]map[string]ranking.Row{
		first.ID: {"a": row("a", 1, 2), "b": row("b", 2, 1), "c": none}, second.ID: {"b": row("b", 1, 3), "c": none},
	} {
		got, err := d.RowsOf(t.Context(), run, []string{"c", "a", "nothing", "b"})
		for slug, r := range got {
			if r.HumanCommits == -1 {
				r.HumanCommits = 0 // nothing is known about either
				got[slug] = r
			}
		}
		if diff := gocmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("run %d, error %v (-want +got)\n%s", run, err, diff)
		}
	}
	if got, err := d.RowsOf(t.Context(), 999, []string{"a"}); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("a run there is none of: %v, %v", got, err)
	}
	for run, want := range map[int64][]time.Time{first.ID: {noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 2)}, second.ID: {noon.AddDate(0, 0, 3)}} {
		if got, err := d.Observed(t.Context(), run); err != nil || !gocmp.Equal(got, want) {
			t.Errorf("run %d: observed %v, error %v; want %v", run, got, err, want)
		}
	}
	if _, err := d.Observed(t.Context(), 999); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("the ages of a run there is none of: %v", err)
	}
	then := d.At(first)
	if p, err := then.Rank(t.Context(), ranking.Query{List: "l"}); err != nil || p.Run.ID != first.ID || p.Total != 3 {
		t.Errorf("then the list had %d rows, error %v", p.Total, err)
	}
	if _, err := then.Rank(t.Context(), ranking.Query{List: "other"}); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("another list: %v", err)
	}
	if f, err := then.Project(t.Context(), "a"); err != nil || f.Ranked == nil || f.Ranked.Rank != 1 {
		t.Errorf("a project of then: %+v, error %v", f.Ranked, err)
	}
	if run, err := then.LastRun(t.Context(), "l"); err != nil || run.ID != first.ID {
		t.Errorf("the run of then: %+v, %v", run, err)
	}
	if _, err := then.LastRun(t.Context(), "other"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("the run of another list: %v", err)
	}
}

// markMoves changes everything that a project's page depends on, one item at a time.
func markMoves(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	mark := func() health.Mark {
		t.Helper()
		m, err := d.Mark(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	last := mark()
	if last != (health.Mark{}) {
		t.Errorf("of a project nobody looked at: %+v", last)
	}
	run := d.start("l", "a")
	for _, step := range []struct {
		name string
		do   func()
		want health.Mark
	}{
		{"an answer", func() { d.record(run, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 1))) }, health.Mark{Revision: 1, Attempt: run.ID}},
		{"a ranking", func() { d.publish(run, ranking.Row{Slug: "a"}) }, health.Mark{Revision: 1, Attempt: run.ID, Run: run.ID}},
		{"its host", func() {
			if err := d.SaveIdentity(t.Context(), forge.Identity{Repository: "example.org/o/a", NodeID: "R_1", Name: "o/a", Presence: forge.Present, Since: noon, Checked: noon}); err != nil {
				t.Fatal(err)
			}
		}, health.Mark{Revision: 1, Attempt: run.ID, Run: run.ID, Checked: noon}},
	} {
		step.do()
		if got := mark(); got != step.want || got == last {
			t.Errorf("after %s: %+v, want %+v", step.name, got, step.want)
		}
		last = mark()
	}
	if _, err := d.Mark(t.Context(), "none"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("a project there is none of: %v", err)
	}
}

// heldApart stores a ranking of another model in a separate database.
func heldApart(t *testing.T, e env) {
	d := e.open()
	run := d.put("l", ranking.Row{Slug: "a", Rank: 1})
	published, err := d.RunByID(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	published.ModelSHA = "other"
	s, err := store.Temporary(t.Context(), func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Hold(t.Context(), published, []ranking.Row{{Slug: "a", Rank: 2}, {Slug: "b", Rank: 1}}); err != nil {
		t.Fatal(err)
	}
	p, err := s.Rank(t.Context(), ranking.Query{List: "l"})
	if diff := gocmp.Diff(published, p.Run); err != nil || diff != "" || p.Total != 2 {
		t.Errorf("%d rows, error %v, run (-published +held)\n%s", p.Total, err, diff)
	}
	if p := d.rank(ranking.Query{List: "l"}); p.Total != 1 || p.Run.ModelSHA == "other" {
		t.Errorf("published are %d rows by %s", p.Total, p.Run.ModelSHA)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
