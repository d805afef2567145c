package collect_test

import (
	"context"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// scans is our own scan: every check scores, but those that fail.
type scans struct {
	at   time.Time
	late map[string]check.Late
}

func (*scans) Name() string { return field.SourceScorecard }

func (s *scans) Observe(_ context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	sn := health.Snapshot{Project: p.Slug, Source: field.SourceScorecard, Version: "v1", ObservedAt: s.at, Commit: s.at.Format(time.DateOnly), Origin: health.OriginLive}
	for _, f := range field.Catalogue {
		if f.Source != field.SourceScorecard {
			continue
		}
		c, in := check.Check{Name: string(f.ID), State: check.Scored, Score: 7}, health.Obs(f.ID, 7)
		if f.ID == "Packaging" {
			c, in = check.Check{Name: string(f.ID), State: check.Inconclusive, Score: -1}, health.NotApplies(f.ID, "it is no package")
		}
		if late, ok := s.late[c.Name]; ok {
			c, in = check.Check{Name: c.Name, State: check.Errored, Score: -1, Reason: late.Why, Late: late}, health.Missing(f.ID, late.Why, nil)
			in.Late = late
		}
		in.Source = sn.Source
		sn.Checks, sn.Inputs = append(sn.Checks, c), append(sn.Inputs, in)
	}
	return sn, nil
}

// world is a project with good figures of our own scan and of a publisher, of one day.
type world struct {
	*collect.Collector
	st   *store.Store
	list health.List
	scan *scans
	git  time.Time
}

func kept(t *testing.T) *world {
	t.Helper()
	w := &world{list: list("a"), scan: &scans{at: now}, git: now}
	w.Collector, w.st = fixture(t, w.list, func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, 7)
		s.ObservedAt = w.git
		return s, nil
	})
	// The published result covers a little less than our own scan, and scores less.
	pub := full(now, 3)
	pub.Checks = pub.Checks[1:]
	w.Sources = append(w.Sources, w.scan, &publisher{snap: pub})
	w.collect(t, 0)
	return w
}

// collect moves to a day and observes with the failures.
func (w *world) collect(t *testing.T, days int) (figures.Project, ranking.Row) {
	t.Helper()
	at := now.AddDate(0, 0, days)
	w.Now, w.scan.at, w.git = func() time.Time { return at }, at, at
	if _, err := w.Collect(t.Context(), w.list, collect.Options{Origin: health.OriginLive}); err != nil {
		t.Fatal(err)
	}
	f, err := w.st.Project(t.Context(), "a")
	if err != nil || f.Ranked == nil {
		t.Fatalf("%+v, %v", f, err)
	}
	return f, *f.Ranked
}

func TestCollect_aFailedHelperMovesNoScoreAndNoInstrument(t *testing.T) {
	t.Parallel()
	w := kept(t)
	_, before := w.collect(t, 0)
	if before.PostureFrom != field.SourceScorecard || before.S.Value != 70 {
		t.Fatalf("posture %+v from %s", before.S, before.PostureFrom)
	}
	osv := check.Late{Whom: "OSV", Why: "it answers 500"}
	w.scan.late = map[string]check.Late{"Vulnerabilities": osv, "Fuzzing": {Whom: "OSS-Fuzz", Why: "it is slow"}, "Packaging": {Why: "x"}}
	for _, day := range []int{1, 2, 6} {
		f, row := w.collect(t, day)
		if row.PostureFrom != before.PostureFrom || *row.S != *before.S || row.CoverS != before.CoverS || row.Evidence != before.Evidence {
			t.Errorf("day %d: posture %+v from %s, want %+v", day, row.S, row.PostureFrom, before.S)
		}
		in := f.Inputs.Field("Vulnerabilities")
		if want := "as of 2026-11-22; OSV could not be asked on " + w.Now().Format(time.DateOnly) + ": it answers 500"; in.AsOf() != want || in.Value != 7 || in.Commit != "2026-11-22" {
			t.Errorf("day %d: %+v is told %q, want %q", day, in, in.AsOf(), want)
		}
		if in := f.Inputs.Field("Packaging"); in.State != health.NotApplicable || in.Reason != "it is no package" {
			t.Errorf("day %d: %+v", day, in)
		}
		sn, _ := f.Snapshot(field.SourceScorecard)
		for _, c := range sn.Checks {
			if failed := !c.Late.IsZero(); failed != (w.scan.late[c.Name] != check.Late{}) || failed && (!c.ObservedAt.Equal(now) || c.State == check.Errored) {
				t.Errorf("day %d: %+v", day, c)
			}
		}
	}
	w.scan.late = nil
	if f, _ := w.collect(t, 7); f.Inputs.Field("Vulnerabilities").AsOf() != "" || !f.Inputs.Field("Vulnerabilities").ObservedAt.Equal(w.scan.at) {
		t.Errorf("when it works again: %+v", f.Inputs.Field("Vulnerabilities"))
	}
}

// After the time to live, ageing.carry_days of the model, the value is unknown and the reason names
// its day. The instrument stays. What a project's own files cause never ends.
func TestCollect_aKeptValueEnds(t *testing.T) {
	t.Parallel()
	w := kept(t)
	w.scan.late = map[string]check.Late{
		"Vulnerabilities":   {Whom: "OSV", Why: "it answers 500"},
		"Token-Permissions": {Why: "this tree could not be read by the check: x", Own: true},
	}
	for _, day := range []int{w.Model.Ageing.CarryDays, w.Model.Ageing.CarryDays + 1} {
		f, row := w.collect(t, day)
		// Of the day after, the check counts as is expected of one that was not asked.
		if assumed := day > w.Model.Ageing.CarryDays; row.PostureFrom != field.SourceScorecard || (row.S.Value == 70) == assumed || (row.Assumed > 0) != assumed {
			t.Errorf("day %d: posture %+v from %s", day, row.S, row.PostureFrom)
		}
		f = f.Judged(w.Model)
		for _, id := range []field.ID{"Vulnerabilities", "Token-Permissions"} {
			in := f.Inputs.Field(id)
			over := day > w.Model.Ageing.CarryDays && id == "Vulnerabilities"
			if in.Expired(f.At(), w.Model.Ageing.CarryDays) != over || in.Value != 7 {
				t.Errorf("day %d: %+v", day, in)
			}
			if want := "the last value is of 2026-11-22, 31 days before the other figures; OSV could not be asked on 2026-12-23: it answers 500"; over && in.Ended(f.At()) != want {
				t.Errorf("%q", in.Ended(f.At()))
			}
		}
	}
}

// A project whose first scan already fails, and figures of a past day, keep nothing.
func TestCollect_keepsNothingThatIsNotThere(t *testing.T) {
	t.Parallel()
	w := &world{list: list("a"), scan: &scans{late: map[string]check.Late{"Fuzzing": {Whom: "OSS-Fuzz", Why: "it is slow"}}}}
	w.Collector, w.st = fixture(t, w.list, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 7), nil })
	w.Sources = []source.Source{w.Sources[0], w.scan}
	for day := range 2 {
		f, _ := w.collect(t, day)
		if in := f.Inputs.Field("Fuzzing"); in.State != health.Unknown || in.Reason != "it is slow" {
			t.Errorf("%+v", in)
		}
	}
}
