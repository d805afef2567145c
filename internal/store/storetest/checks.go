package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func scorecardSnapshot(slug string, at time.Time, checks ...check.Check) health.Snapshot {
	s := gitSnapshot(slug, at)
	s.Source, s.Version, s.Checks = field.SourceScorecard, "v4.13.1", checks
	for _, c := range checks {
		if c.State == check.Scored {
			s.Inputs = append(s.Inputs, health.Obs(field.ID(c.Name), float64(c.Score)))
		}
	}
	return s
}

// checksOf returns the checks of the Scorecard snapshot.
func checksOf(t *testing.T, f figures.Project) []check.Check {
	t.Helper()
	for _, s := range f.Snapshots {
		if s.Source == field.SourceScorecard {
			return s.Checks
		}
		if len(s.Checks) > 0 {
			t.Errorf("source %s has checks", s.Source)
		}
	}
	return nil
}

func checksReadBack(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	full := check.Check{
		Name: "License", State: check.Scored, Score: 9, Reason: `a "reason" <b>`, Error: "none", Risk: "Low", Doc: "https://example.org/doc#license",
		Details: []check.Detail{{Type: "warn", Text: "é 東京", Path: "a/b c", Line: 3, EndLine: 4, Remedy: "do"}, {Type: "info", Text: "x"}},
		Omitted: 7, Remedy: []string{"one", "two"}, Took: time.Minute,
	}
	dirty := check.Check{Name: "Branch-Protection", State: check.NotRun, Score: -1, Reason: "n\x00l", Details: []check.Detail{{Text: "\xff", Path: "\x00"}}, Remedy: []string{"\xfe"}}
	run := d.start("l", "a", "b")
	d.record(run, "a", gitSnapshot("a", noon), scorecardSnapshot("a", noon, full, dirty))
	d.record(run, "b", gitSnapshot("b", noon), scorecardSnapshot("b", noon, dirty))
	d.publish(run)
	full.Took = 0
	clean := check.Check{Name: "Branch-Protection", State: check.NotRun, Score: -1, Reason: "n\uFFFDl", Details: []check.Detail{{Text: "\uFFFD", Path: "\uFFFD"}}, Remedy: []string{"\uFFFD"}}
	for slug, want := range map[string][]check.Check{"a": {clean, full}, "b": {clean}} {
		for how, f := range map[string]figures.Project{"Project": d.project(slug), "Figures": d.asOf("l", run.ID, slug)} {
			if diff := cmp.Diff(want, checksOf(t, f)); diff != "" {
				t.Errorf("%s of %s by name (-want +got)\n%s", how, slug, diff)
			}
		}
	}
	next := d.start("l", "a")
	a := health.Attempt{Run: next.ID, Project: "a", Outcome: health.OutcomeObserved}
	if err := d.Record(t.Context(), a, []health.Snapshot{scorecardSnapshot("a", noon, full, full)}); err == nil {
		t.Error("a check twice was taken")
	}
}

func checksKeepHistory(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	var runs []health.Run
	var seen []figures.Project
	score := func(name string, n int) check.Check {
		return check.Check{Name: name, State: check.Scored, Score: n, Took: time.Duration(len(runs))}
	}
	for week, checks := range [][]check.Check{
		{score("License", 1), score("SAST", 2)},
		{score("License", 1), score("SAST", 3)},
		{score("License", 1), score("SAST", 2)},
		{score("SAST", 2)},
		nil,
		{score("License", 1)},
	} {
		run := d.start("l", "a")
		d.record(run, "a", scorecardSnapshot("a", noon.AddDate(0, 0, 7*week), checks...))
		d.publish(run)
		runs, seen = append(runs, run), append(seen, d.project("a"))
		if got := checksOf(t, d.project("a")); len(got) != len(checks) {
			t.Errorf("week %d has %d checks, wrote %d", week, len(got), len(checks))
		}
		for i, r := range runs {
			got := d.asOf("l", r.ID, "a")
			if diff := cmp.Diff(seen[i], got, cmpopts.IgnoreFields(got, "Last")); diff != "" {
				t.Errorf("week %d read in week %d (-then +now)\n%s", i, week, diff)
			}
		}
	}
	// A source that failed leaves its checks unchanged.
	run := d.start("l", "a")
	d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeFailed}, gitSnapshot("a", noon))
	d.publish(run)
	if got := checksOf(t, d.project("a")); len(got) != 1 {
		t.Errorf("after a failed scan there are %d checks, want the 1 before", len(got))
	}
}
