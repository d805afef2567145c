package query

import (
	"context"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// onePast has one difference between any two runs.
type onePast struct {
	countPast
	one cause.Difference
}

func (p onePast) Since(_ context.Context, _ health.List, from, to health.Run) (cause.Comparison, error) {
	return cause.Comparison{From: from, To: to, Differences: []cause.Difference{p.one}}, nil
}

// A change that moves no risk has no points, which are known: the risk is known on both sides.
func TestPeriod_pointsAreKnownIfTheRiskIs(t *testing.T) {
	t.Parallel()
	people := func(n float64) health.Input {
		return health.Input{Field: field.Regulars12m, State: health.Observed, Value: n}
	}
	for _, known := range []bool{true, false} {
		d := cause.Difference{Project: "a", Changes: []cause.Change{{Project: "a", Field: field.Regulars12m, Counts: true, Cause: cause.Project, Before: people(60), After: people(61)}}}
		d.Before.RiskKnown, d.After.RiskKnown = true, known
		r := New(Config{
			Lists: []health.List{{Slug: "critical", Projects: []health.Project{{Slug: "a"}}}},
			Store: movedStore{}, Past: onePast{one: d}, Now: time.Now,
		})
		v := r.Present()
		v.List, v.Run, v.Published = r.List(""), health.Run{ID: 2, List: "critical"}, true
		p, err := v.Period(t.Context())
		if err != nil || len(p.Changes) != 1 || p.Changes[0].HasPoints != known || p.Changes[0].Points != 0 || p.Changes[0].Kind != OtherChange {
			t.Errorf("known %v: changes %+v, error %v", known, p.Changes, err)
		}
	}
}
