package github

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

func TestPlan_isWhatARunCosts(t *testing.T) {
	t.Parallel()
	const n = 145
	b := start(t, setup{world: githubtest.Generate(n, 3)})
	all := generated(n)
	run := func(name string) {
		plan, err := b.Plan(t.Context(), all)
		if err != nil {
			t.Fatal(err)
		}
		c := b.cost(func() { collect(b, all) })
		t.Logf("%s: planned %d requests, %d points; took %d and %d", name, plan.Cost.Requests, plan.Cost.Points, c.Total, c.Points)
		if plan.Hourly != 5000 || plan.Projects != n || plan.Cost.Requests < c.Total || plan.Cost.Requests > c.Total+n || plan.Cost.Points < c.Points/2 || plan.Cost.Points > 2*c.Points+2*n {
			t.Errorf("%s: planned %+v, took %d requests and %d points", name, plan, c.Total, c.Points)
		}
	}
	run("first")
	b.clock.add(24 * time.Hour)
	run("a day later")
	elsewhere := health.Project{Slug: "x", Repositories: []health.Repository{{URL: "https://gitlab.com/a/b", Role: health.Primary}}}
	plan, err := b.Plan(t.Context(), []health.Project{elsewhere})
	if err != nil || plan.Cost != (cost.Cost{}) || plan.Projects != 0 {
		t.Errorf("%+v, error %v", plan, err)
	}
}

// collect does as a collector: before each Observe it tells what comes after.
func collect(b *bench, all []health.Project) {
	b.t.Helper()
	for i := range all {
		if err := b.Prefetch(b.t.Context(), all[i:]); err != nil {
			b.t.Fatal(err)
		}
		b.must(all[i])
	}
}
