package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A source that only returned a reason for unknown inputs has not answered, and projects of other
// lists do not count.
func answeringCounts(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b", "c")
	d.save("other", "d")
	packages := func(slug string, ins ...health.Input) health.Snapshot {
		return health.Snapshot{Project: slug, Source: field.SourceRegistry, ObservedAt: noon, Inputs: ins}
	}
	run := d.start("l", "a", "b", "c")
	d.record(run, "a", packages("a", health.Obs("publishers", 2), health.Obs("dependents", 7)))
	d.record(run, "b", packages("b", health.Missing("publishers", "could not be asked", nil), health.NotApplies("dependents", "no package")))
	d.record(run, "c", gitSnapshot("c", noon, health.Obs("authors_12m", 1)))
	other := d.start("other", "d")
	d.record(other, "d", packages("d", health.Obs("publishers", 1)))
	count := func(want map[string]int) {
		t.Helper()
		got, err := d.Answering(t.Context(), "l")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v, (-want +got)\n%s", err, diff)
		}
	}
	count(map[string]int{field.SourceRegistry: 1})
	d.publish(run)
	next := d.start("l", "a", "b", "c")
	d.record(next, "a", packages("a", health.Missing("publishers", "could not be asked", nil), health.Missing("dependents", "could not be asked", nil)))
	d.record(next, "b", packages("b", health.Obs("publishers", 3)))
	d.record(next, "c", health.Snapshot{Project: "c", Source: field.SourceAdvisory, ObservedAt: noon, Inputs: []health.Input{health.Obs("advisories_24m", 0)}})
	count(map[string]int{field.SourceRegistry: 1, field.SourceAdvisory: 1})
}
