package advisory_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

func testModel(t testing.TB) model.Model {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	return set.Model
}

func gate(t testing.TB, m model.Model, ins health.Inputs) health.Gate {
	t.Helper()
	for _, g := range score.Evaluate(m, health.Project{}, ins, noon, noon).Gates {
		if g.ID == "G2" {
			return g
		}
	}
	t.Fatal("no gate G2")
	return health.Gate{}
}

// From a record of OSV to the gate: more than 30 days, 75, and 90 when it is known
// to be exploited. Where CISA's list could not be had the plain floor holds.
func TestGate_fromTheRecordToTheFloor(t *testing.T) {
	t.Parallel()
	m := testModel(t)
	for name, tc := range map[string]struct {
		days   int
		events string
		kev    string
		fired  bool
		floor  float64
	}{
		"29 days":                {29, `{"introduced":"0"}`, "CVE-2026-7", false, 90},
		"30 days":                {30, `{"introduced":"0"}`, "CVE-1999-1", false, 75},
		"31 days":                {31, `{"introduced":"0"}`, "CVE-1999-1", true, 75},
		"31 days, exploited":     {31, `{"introduced":"0"}`, "CVE-2026-7", true, 90},
		"31 days, no list":       {31, `{"introduced":"0"}`, "", true, 75},
		"patched, and exploited": {400, `{"introduced":"0"},{"fixed":"2"}`, "CVE-2026-7", false, 75},
	} {
		w := newWorld(t)
		w.npm("@acme/core", "GHSA-1", tc.days, tc.events, `,"aliases":["CVE-2026-7"]`)
		w.kev = `{"count":1,"vulnerabilities":[{"cveID":"` + tc.kev + `"}]}`
		got := gate(t, m, observe(t, w.source(nil), acme("pkg:npm/%40acme/core")))
		if got.Fired != tc.fired || !got.Judged || got.Floor != tc.floor {
			t.Errorf("%s: fired %v, judged %v, floor %g; want %v, true, %g", name, got.Fired, got.Judged, got.Floor, tc.fired, tc.floor)
		}
	}
}

// What is not known fires nothing, and is not passed over in silence.
func TestGate_unknownIsNotJudged(t *testing.T) {
	t.Parallel()
	m := testModel(t)
	for name, w := range map[string]*world{"nobody rated it": newWorld(t, "no_severity"), "nothing on record of a repository": newWorld(t)} {
		p := acme()
		if name == "nobody rated it" {
			p = acme("pkg:golang/example.org/acme/v2")
		}
		if got := gate(t, m, observe(t, w.source(nil), p)); got.Fired || got.Judged || len(got.Missing) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The rule for finished software: nothing filed, nothing waiting, nothing open.
func TestFinished_needsToKnowThatNothingIsOpen(t *testing.T) {
	t.Parallel()
	m := testModel(t)
	for name, tc := range map[string]struct {
		stories []string
		spared  bool
	}{"none": {nil, true}, "patched": {[]string{"fixed"}, true}, "open": {[]string{"introduced_only"}, false}, "cannot be told": {[]string{"last_affected"}, false}} {
		w := newWorld(t, tc.stories...)
		ins := observe(t, w.source(nil), acme("pkg:npm/%40acme/core"))
		ins.Put(
			health.Obs("outside_items_24m", 0), health.Obs("outside_items_answered_24m", 0), health.Obs("unreleased_human_commits", 0),
			health.Obs("active_months_12m", 0), health.Obs("months_since_human_act", 20), health.Obs("release_flow_months", 0), health.Obs("commit_trend_log2", -3),
		)
		for _, row := range score.Evaluate(m, health.Project{}, ins, noon, noon).V.Inputs {
			if row.ID == "V1" && (row.Input.State == health.NotApplicable) != tc.spared {
				t.Errorf("%s: V1 is %s %q", name, row.Input.State, row.Input.Reason)
			}
			if row.ID == "V1" && tc.spared && row.Input.Reason == "" {
				t.Errorf("%s: %q", name, row.Input.Reason)
			}
		}
	}
}
