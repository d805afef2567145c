package fixplan_test

import (
	"math"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
)

func TestAggregated_countsWhatHasAScore(t *testing.T) {
	t.Parallel()
	checks := []check.Check{
		{Name: "License", State: check.Scored, Score: 10},
		{Name: "Dangerous-Workflow", State: check.Scored, Score: 0},
		{Name: "Fuzzing", State: check.NotVisible, Score: -1},
		{Name: "SBOM", State: check.Scored, Score: 10}, // experimental: no part of the 18
	}
	if a := fixplan.Aggregated(checks, nil); a.Checks != 2 || a.Value != 10*2.5/12.5 || math.Abs(a.Share-12.5/105) > 1e-9 {
		t.Errorf("got %+v", a)
	}
	fixed := fixplan.Aggregated(checks, map[field.ID]float64{"Dangerous-Workflow": 10, "Fuzzing": 10})
	if fixed.Checks != 3 || fixed.Value != 10 {
		t.Errorf("fixed: %+v", fixed)
	}
	if a := fixplan.Aggregated(nil, nil); a.Known {
		t.Errorf("of nothing: %+v", a)
	}
}
