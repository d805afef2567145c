package score_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

func TestEvaluate_gates(t *testing.T) {
	t.Parallel()
	m := few(given(t))
	for name, tc := range map[string]struct {
		add           []health.Input
		drop          string
		gate          int
		fired, judged bool
		missing       string
		floor         float64
	}{
		"single keyholder":         {gate: 2, fired: true, judged: true, floor: 55},
		"two regulars":             {gate: 2, add: []health.Input{health.Obs("regulars_12m", 2)}, judged: true, floor: 55},
		"integrators not seen":     {gate: 2, drop: "integrators_12m", missing: "[integrators_12m]", floor: 55},
		"not critical":             {gate: 2, add: []health.Input{health.Obs("dependents_percentile", 69.9)}, judged: true, floor: 55},
		"archived not seen":        {gate: 0, missing: "[archived successor]", floor: 70},
		"archived, no successor":   {gate: 0, add: []health.Input{health.ObsBool("archived", true), health.ObsBool("successor", false)}, fired: true, judged: true, floor: 70},
		"archived, unknown":        {gate: 0, add: []health.Input{health.ObsBool("archived", true)}, missing: "[successor]", floor: 70},
		"not archived":             {gate: 0, add: []health.Input{health.ObsBool("archived", false)}, judged: true, floor: 70},
		"unpatched 30 days":        {gate: 1, add: []health.Input{health.Obs("advisory_unpatched_days", 30)}, judged: true, floor: 75},
		"unpatched 31 days":        {gate: 1, add: []health.Input{health.Obs("advisory_unpatched_days", 31)}, fired: true, judged: true, floor: 75},
		"known exploited":          {gate: 1, add: []health.Input{health.Obs("advisory_unpatched_days", 31), health.ObsBool("advisory_known_exploited", true)}, fired: true, judged: true, floor: 90},
		"dangerous, in toolchain":  {gate: 3, add: []health.Input{health.Obs("Dangerous-Workflow", 0), health.ObsBool("toolchain", true)}, fired: true, judged: true, floor: 60},
		"dangerous, not toolchain": {gate: 3, add: []health.Input{health.Obs("Dangerous-Workflow", 0), health.ObsBool("toolchain", false)}, judged: true, floor: 60},
	} {
		ins := example()
		ins.Put(tc.add...)
		delete(ins, field.ID(tc.drop))
		sc := score.Evaluate(m, health.Project{}, ins, at, at)
		g := sc.Gates[tc.gate]
		missing := ""
		if g.Missing != nil {
			missing = fmt.Sprint(g.Missing)
		}
		if g.Fired != tc.fired || g.Judged != tc.judged || missing != tc.missing || g.Floor != tc.floor {
			t.Errorf("%s: %+v; want fired %v, judged %v, missing %q, floor %v", name, g, tc.fired, tc.judged, tc.missing, tc.floor)
		}
		sum := 0.
		for _, c := range sc.Contributions {
			sum += c.Points
		}
		if sc.RiskKnown {
			near(t, name+": sum of the contributions", sum, sc.Risk.Value, 1e-9)
		}
	}
}

func TestEvaluate_highestGateHolds(t *testing.T) {
	t.Parallel()
	ins := example()
	ins.Put(health.ObsBool("archived", true), health.ObsBool("successor", false))
	sc := score.Evaluate(given(t), health.Project{}, ins, at, at)
	near(t, "risk", sc.Risk.Value, .95*70, 1e-9)
	if sc.Gates[2].Points != 0 || sc.Gates[0].Points <= 0 {
		t.Errorf("points of the gates %v and %v; want only the higher one to have some", sc.Gates[0].Points, sc.Gates[2].Points)
	}
}

func TestEvaluate_gateAtItsEdgeSometimesReleases(t *testing.T) {
	t.Parallel()
	m := given(t)
	ins := example()
	ins.Put(health.Obs("License", 100), health.Obs("contributor_absence_factor", 8)) // L far below the gate
	sc := score.Evaluate(m, health.Project{Slug: "edge"}, ins, at, at)
	near(t, "risk", sc.Risk.Value, .95*55, 1e-9)
	if sc.Risk.Lo > 45 {
		t.Errorf("risk %v: a gate on two uncertain counts hides all doubt", sc.Risk)
	}
	for i := range m.Axes[model.Resilience] {
		m.Axes[model.Resilience] = slices.Clone(m.Axes[model.Resilience])
		m.Axes[model.Resilience][i].SD = 0
	}
	sure := score.Evaluate(m, health.Project{Slug: "edge"}, ins, at, at)
	if sure.Risk.Lo < 50 {
		t.Errorf("risk %v: a gate on certain counts releases", sure.Risk)
	}
}
