package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func projectKnowsItsIdentity(t *testing.T, e env) {
	d := e.open()
	d.save("l", "A-b", "b")
	run := d.start("l", "A-b", "b")
	d.record(run, "A-b", gitSnapshot("A-b", noon))
	d.record(run, "b", gitSnapshot("b", noon))
	if got := d.project("A-b").Identity; got != nil {
		t.Errorf("a host nobody asked says %+v", got)
	}
	// A list may have capitals in the address; the key of an identity never does.
	want := forge.Identity{Repository: "example.org/o/a-b", NodeID: "R_1", Name: "other/a-b", MovedAt: noon, Presence: forge.Present, Since: noon, Checked: noon}
	if err := d.SaveIdentity(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	for _, f := range []figures.Project{d.project("A-b"), d.asOf("l", 0, "A-b")} {
		if diff := cmp.Diff(&want, f.Identity); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	if got := d.project("b").Identity; got != nil {
		t.Errorf("another project has it too: %+v", got)
	}
}

// projectKeepsEarlier follows a published total through weeks: its value, its version, and when
// that was last seen.
func projectKeepsEarlier(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	week := func(n int, version string, ins ...health.Input) {
		run := d.start("l", "a")
		at := noon.AddDate(0, 0, 7*n)
		d.record(run, "a", gitSnapshot("a", at, health.Obs("commits_total", float64(n))), health.Snapshot{
			Project: "a", Source: field.SourcePublished, Version: version, Origin: health.OriginLive, ObservedAt: at, Inputs: ins,
		})
		d.publish(run)
	}
	total := func(v float64) health.Input { return health.Obs("published_score", v) }
	week(0, "v5.1", total(7), health.Obs("published_checks", 18))
	if got := d.project("a").Earlier; got != nil {
		t.Errorf("after one reading there were earlier ones: %+v", got)
	}
	week(1, "v5.2", total(7), health.Obs("published_checks", 18))
	week(2, "v5.2", total(5), health.Obs("published_checks", 17))
	week(3, "v5.2", health.Missing("published_score", "not published", nil), health.Obs("published_checks", 17))
	week(4, "v5.2", total(4), health.Obs("published_checks", 17))
	want := []alert.Held{
		{Field: "published_score", Value: 5, Until: noon.AddDate(0, 0, 14), Version: "v5.2"},
		{Field: "published_checks", Value: 18, Until: noon.AddDate(0, 0, 7), Version: "v5.2"},
		{Field: "published_score", Value: 7, Until: noon.AddDate(0, 0, 7), Version: "v5.2"},
	}
	for _, f := range []figures.Project{d.project("a"), d.asOf("l", 0, "a")} {
		if diff := cmp.Diff(want, f.Earlier); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	if got := d.asOf("l", 0, "b").Earlier; got != nil {
		t.Errorf("another project has them too: %+v", got)
	}
}
