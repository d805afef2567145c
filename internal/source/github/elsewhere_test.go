package github

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// If only the issues are elsewhere, the change requests are read, and nothing else is counted.
func TestObserve_issuesElsewhere(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/engine", func(r *githubtest.Repository) {
		for i := range 30 {
			pull := r.OpenPull([]string{"example-member", "example-visitor"}[min(i/18, 1)], b.ago(100)) // 12 by outsiders
			if i%3 != 0 {
				pull.Merge("example-keeper", b.ago(90))
			}
		}
		for range 7 {
			r.OpenIssue("example-visitor", b.ago(50)) // a mistake: the entry says where they belong
		}
	})
	p.Tracker = "https://bugs.example.org"
	ins := b.must(p)
	is(t, ins, "change_request_closure", 0.67)
	is(t, ins, "outside_items_12m", 12)
	is(t, ins, "outside_items_answered_12m", 8)
	is(t, ins, "first_response_days_p50", 10)
	if in := ins.Field("outside_items_12m"); in.Reason == "" {
		t.Error("it does not say that it counts change requests only")
	}
}

func TestObserve_issuesElsewhereAndNoChangeRequests(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/quiet", func(r *githubtest.Repository) {
		r.OpenPull("example-member", b.ago(100)).Merge("example-keeper", b.ago(90))
		r.OpenIssue("example-visitor", b.ago(50))
	})
	p.Tracker = "https://bugs.example.org"
	ins := b.must(p)
	for _, name := range []string{"first_response_days_p50", "outside_items_12m", "outside_items_answered_12m", "outside_items_24m", "outside_items_answered_24m", "change_request_closure"} {
		isNot(t, ins, name, health.NotApplicable)
	}
}
