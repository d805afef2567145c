package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A value that its source could not read again has its own instant, version and commit beside those
// of the snapshot, and why. Runs before and after keep theirs.
func keptValuesReadBack(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	late := check.Late{Whom: "a service \x00", Why: "it answers \xff", On: noon.Add(48 * time.Hour), Own: true}
	stay := func(in health.Input) health.Input {
		in.Late, in.ObservedAt, in.Version, in.Commit = late, noon, "git/0", "c0ffee"
		return in
	}
	var runs []health.Run
	for i, ins := range [][]health.Input{
		{health.Obs("authors_12m", 3), health.NotApplies("regulars_12m", "none")},
		{stay(health.Obs("authors_12m", 3)), stay(health.NotApplies("regulars_12m", "none")), health.Unasked("licence", "a host", "it is slow", nil)},
		{health.Obs("authors_12m", 3), health.NotApplies("regulars_12m", "none")},
	} {
		run := d.start("l", "a")
		d.record(run, "a", gitSnapshot("a", noon.AddDate(0, 0, i), ins...))
		d.publish(run)
		runs = append(runs, run)
	}
	late.Whom, late.Why = "a service \uFFFD", "it answers \uFFFD"
	for i, run := range runs {
		ins := d.asOf("l", run.ID, "a").Inputs
		for _, want := range []health.Input{health.Obs("authors_12m", 3), health.NotApplies("regulars_12m", "none")} {
			sn := gitSnapshot("a", noon.AddDate(0, 0, i))
			want.Source, want.Version, want.Commit, want.ObservedAt = sn.Source, sn.Version, sn.Commit, sn.ObservedAt
			if i == 1 {
				want = stay(want)
			}
			if diff := cmp.Diff(want, ins.Field(want.Field)); diff != "" {
				t.Errorf("run %d (-want +got)\n%s", i, diff)
			}
		}
		if in := ins.Field("licence"); in.State != health.Unknown || !in.Late.IsZero() {
			t.Errorf("run %d: %+v; want one that nothing is kept of", i, in)
		}
	}
}
