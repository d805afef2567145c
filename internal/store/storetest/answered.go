package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func answeredBySource(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	d.save("other", "c")
	told := func(project, source string) health.Snapshot {
		return health.Snapshot{Project: project, Source: source, ObservedAt: noon, Inputs: []health.Input{health.Missing("advisories_24m", "not known", nil)}}
	}
	for range 2 { // twice is once
		run := d.start("l", "a", "b")
		d.record(run, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 1)), told("a", health.SourceAdvisory))
		d.record(run, "b", gitSnapshot("b", noon, health.Obs("authors_12m", 1)))
		d.publish(run)
	}
	run := d.start("other", "c")
	d.record(run, "c", told("c", health.SourceAdvisory))
	for list, want := range map[string]map[string]int{
		"l": {health.SourceGit: 2, health.SourceAdvisory: 1}, "other": {health.SourceAdvisory: 1}, "none": {},
	} {
		got, err := d.Answered(t.Context(), list)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: error %v, (-want +got)\n%s", list, err, diff)
		}
	}
}
