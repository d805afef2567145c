package figures_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestJudged_countsOfPeopleHaveTheRangeOfTheirIdentities(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		value     float64
		both      []int
		low, high float64
	}{
		"a range":               {3, []int{2, 5}, 2, 5},
		"certain":               {3, []int{3, 3}, 0, 0},
		"not around the value":  {3, []int{4, 5}, 0, 0},
		"a reading of one side": {3, []int{3}, 0, 0},
	} {
		f := known(health.Obs(field.Regulars12m, tc.value), health.ObsList(field.RegularsRange12m, tc.both)).Judged(weights())
		in := f.Inputs.Field(field.Regulars12m)
		if in.Value != tc.value || in.Low != tc.low || in.High != tc.high || in.Uncertain() != (tc.high > 0) {
			t.Errorf("%s: %v, %v to %v", name, in.Value, in.Low, in.High)
		}
	}
}
