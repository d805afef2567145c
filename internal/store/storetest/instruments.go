package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// publishedSnapshot returns a published result with its own total.
func publishedSnapshot(slug string, at time.Time, total float64, checks ...check.Check) health.Snapshot {
	return health.Snapshot{
		Project: slug, Source: field.SourcePublished, Version: "scorecard v5.3.0, published by X", Origin: health.OriginFile, ObservedAt: at,
		Commit: "5e1ab0de", SourceURL: "https://example.org/viewer", Inputs: []health.Input{health.Obs("published_score", total)}, Checks: checks,
	}
}

// The checks of two instruments have the same names. Each keeps its own, with its own history, and
// neither replaces the other.
func instrumentsStayApart(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	ours := []check.Check{{Name: "License", State: check.Scored, Score: 9, Reason: "ours"}, {Name: "SAST", State: check.NotVisible, Score: -1, Reason: "not here"}}
	theirs := []check.Check{
		{Name: "License", State: check.Scored, Score: 3, Reason: "theirs", Annotations: []string{"test-data", "n\x00l"}},
		{Name: "SBOM", State: check.Scored, Score: 5},
		{Name: "Webhooks", State: check.Inconclusive, Score: -1},
	}
	first := d.start("l", "a")
	d.record(first, "a", gitSnapshot("a", noon), scorecardSnapshot("a", noon, ours...), publishedSnapshot("a", noon.AddDate(0, 0, -6), 4.5, theirs...))
	d.publish(first)
	theirs[0].Annotations = []string{"test-data", "n\uFFFDl"}
	for how, f := range map[string]figures.Project{"Project": d.project("a"), "Figures": d.asOf("l", first.ID, "a")} {
		own, _ := f.Snapshot(field.SourceScorecard)
		pub, ok := f.Snapshot(field.SourcePublished)
		if diff := cmp.Diff(ours, own.Checks) + cmp.Diff(theirs, pub.Checks); diff != "" || !ok {
			t.Errorf("%s (-want +got)\n%s", how, diff)
		}
		if pub.Version != "scorecard v5.3.0, published by X" || pub.Commit != "5e1ab0de" || pub.Origin != health.OriginFile || !pub.ObservedAt.Equal(noon.AddDate(0, 0, -6)) {
			t.Errorf("%s: published %+v", how, pub)
		}
		if in := f.Inputs.Field("License"); in.Value != 9 || in.Source != field.SourceScorecard {
			t.Errorf("%s: License is %+v", how, in)
		}
		if in := f.Inputs.Field("published_score"); in.Value != 4.5 || in.Source != field.SourcePublished || !in.ObservedAt.Equal(noon.AddDate(0, 0, -6)) {
			t.Errorf("%s: total is %+v", how, in)
		}
	}
	// A newer published result ends its own checks and changes no others.
	next := d.start("l", "a")
	d.record(next, "a", publishedSnapshot("a", noon.AddDate(0, 0, 1), 6, theirs[1:]...))
	d.publish(next)
	f := d.project("a")
	own, _ := f.Snapshot(field.SourceScorecard)
	pub, _ := f.Snapshot(field.SourcePublished)
	if diff := cmp.Diff(ours, own.Checks) + cmp.Diff(theirs[1:], pub.Checks); diff != "" || f.Inputs.Field("published_score").Value != 6 {
		t.Errorf("after a newer one (-want +got)\n%s", diff)
	}
	if old, _ := d.asOf("l", first.ID, "a").Snapshot(field.SourcePublished); len(old.Checks) != 3 {
		t.Errorf("the run before now has %d published checks", len(old.Checks))
	}
}

// Published results do not make a repository readable for us.
func publishedIsNotOurs(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b", "c")
	run := d.start("l", "a", "b", "c")
	packages := health.Snapshot{Project: "a", Source: field.SourceRegistry, ObservedAt: noon, Inputs: []health.Input{health.Obs("publishers", 2)}}
	advisories := health.Snapshot{Project: "a", Source: field.SourceAdvisory, ObservedAt: noon, Inputs: []health.Input{health.Obs("advisories_24m", 0)}}
	d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeFailed, Reason: "gone"}, publishedSnapshot("a", noon, 5), packages, advisories)
	d.record(run, "b", gitSnapshot("b", noon.Add(-time.Hour), health.Obs("authors_12m", 1)), publishedSnapshot("b", noon, 5))
	// Neither does a source that only returned a reason for unknown inputs.
	elsewhere := health.Snapshot{Project: "c", Source: field.SourceGitHub, ObservedAt: noon, Inputs: []health.Input{health.Missing("stars", "not on GitHub", nil)}}
	d.answer(health.Attempt{Run: run.ID, Project: "c", Outcome: health.OutcomeFailed, Reason: "gone"}, elsewhere)
	d.publish(run)
	if f := d.project("a"); !f.LastGood.IsZero() || !f.At().IsZero() {
		t.Errorf("last good %v, at %v", f.LastGood, f.At())
	}
	if f := d.project("b"); !f.LastGood.Equal(noon.Add(-time.Hour)) {
		t.Errorf("last good %v", f.LastGood)
	}
	next := d.start("l", "a", "b", "c")
	for _, slug := range []string{"a", "b", "c"} {
		d.answer(health.Attempt{Run: next.ID, Project: slug, Outcome: health.OutcomeFailed, Reason: "gone"})
	}
	d.publish(next)
	for slug, want := range map[string]health.Outcome{"a": health.OutcomeFailed, "b": health.OutcomeCarried, "c": health.OutcomeFailed} {
		if got := d.project(slug).Last.Outcome; got != want {
			t.Errorf("%s is %s, want %s", slug, got, want)
		}
	}
}
