package remedy_test

import (
	"math"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

var needRule = remedy.NeedRule{
	Resilience: .6, Vitality: .4, DonationsFull: 120_000, Unknown: [2]float64{0, .9},
	Paid: map[funding.State]float64{funding.Salaried: .9, funding.Foundation: .7, funding.Granted: .6, funding.Donations: .5, funding.Unfunded: 0},
}

// C 80, R 40 (30 to 50), V 50: 0.8 · (0.6·60 + 0.4·50) = 44.8 points without any funding.
func TestNeedOf_byHand(t *testing.T) {
	t.Parallel()
	sc := remedy.Health{C: &health.Interval{Value: 80, Lo: 70, Hi: 90}, R: &health.Interval{Value: 40, Lo: 30, Hi: 50}, V: &health.Interval{Value: 50, Lo: 50, Hi: 50}}
	at := time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		paid                  *funding.Paid
		value, lo, hi, asking float64
	}{
		"unknown":            {nil, 44.8 * .55, .7 * 50 * .1, .9 * 62, 44.8 * .9 / 2},
		"stated unfunded":    {&funding.Paid{State: funding.Unfunded}, 44.8, .7 * 50, .9 * 62, 0},
		"salaried":           {&funding.Paid{State: funding.Salaried}, 4.48, .7 * 50 * .1, .9 * 62 * .1, 0},
		"a grant that runs":  {&funding.Paid{State: funding.Granted, Until: "2026-12-02"}, 44.8 * .4, .7 * 50 * .4, .9 * 62 * .4, 0},
		"a grant that ended": {&funding.Paid{State: funding.Granted, Until: "2026-12-01"}, 44.8 * .55, .7 * 50 * .1, .9 * 62, 44.8 * .9 / 2},
		"small donations":    {&funding.Paid{State: funding.Donations, Annual: 12_000}, 44.8 * .9, .7 * 50 * .9, .9 * 62 * .9, 0},
		"large donations":    {&funding.Paid{State: funding.Donations, Annual: 1e6}, 22.4, .7 * 50 * .5, .9 * 62 * .5, 0},
		"donations, no sum":  {&funding.Paid{State: funding.Donations}, 44.8 * .75, .7 * 50 * .5, .9 * 62, 44.8 * .5 / 2},
	} {
		n := needRule.NeedOf(sc, funding.Facts{Paid: tc.paid}, at)
		for what, pair := range map[string][2]float64{"value": {n.Value, tc.value}, "lo": {n.Lo, tc.lo}, "hi": {n.Hi, tc.hi}, "asking": {n.Asking, tc.asking}} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 || !n.Known {
				t.Errorf("%s: %s is %g, want %g", name, what, pair[0], pair[1])
			}
		}
	}
	sc.V = nil
	if n := needRule.NeedOf(sc, funding.Facts{}, at); n.Known || n.Value != 0 || n.Asking != 0 {
		t.Errorf("without vitality the need is %+v", n)
	}
}
