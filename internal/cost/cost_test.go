package cost_test

import (
	"context"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
)

func TestPlan_inWords(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]cost.Plan{
		"145 projects ≈ 437 requests = 18% of an hour's quota":      {Projects: 145, Cost: cost.Cost{Requests: 437, Points: 900}, Hourly: 5000},
		"1 project ≈ 1 request = 1.7% of an hour's quota":           {Projects: 1, Cost: cost.Cost{Requests: 1}, Hourly: 60},
		"159 projects ≈ 159 requests = the quota of 2.6 hours":       {Projects: 159, Cost: cost.Cost{Requests: 159}, Hourly: 60},
		"1 project ≈ 2 requests, less than 0.1% of an hour's quota": {Projects: 1, Cost: cost.Cost{Requests: 2, Points: 2}, Hourly: 5000},
		"3 projects ≈ 4 requests":                                    {Projects: 3, Cost: cost.Cost{Requests: 4}},
	} {
		if got := p.String(); got != want {
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
