package cost_test

import (
	"context"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestPlan_inWords(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]cost.Plan{
		"145 437 18%": {Projects: 145, Cost: cost.Cost{Requests: 437, Points: 900}, Hourly: 5000},
		"1 1.7%":      {Projects: 1, Cost: cost.Cost{Requests: 1}, Hourly: 60},
		"159 2.6":     {Projects: 159, Cost: cost.Cost{Requests: 159}, Hourly: 60},
		"1 2 0.1%":    {Projects: 1, Cost: cost.Cost{Requests: 2, Points: 2}, Hourly: 5000},
		"3 4":         {Projects: 3, Cost: cost.Cost{Requests: 4}},
	} {
		if got := p.String(); testkit.Unsaid(got, strings.Fields(want)...) != nil {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMeter_ofAContext(t *testing.T) {
	t.Parallel()
	var none *cost.Meter
	none.Add(cost.Cost{Requests: 1}) // counts nothing, breaks nothing
	m := new(cost.Meter)
	ctx := cost.WithMeter(context.Background(), m)
	cost.MeterOf(ctx).Add(cost.Cost{Requests: 2, Points: 3})
	cost.MeterOf(context.Background()).Add(cost.Cost{Requests: 9})
	if want := (cost.Cost{Requests: 2, Points: 3}); m.Cost() != want || none.Cost() != (cost.Cost{}) {
		t.Errorf("counted %+v, want %+v", m.Cost(), want)
	}
}
