package github

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// The branches releases were made from are asked for in the first question from
// the second time on: what they are is told anew, and in one request.
func TestRecords_branchesOfLastTimeCostNoRequest(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const name = "example-checks/release-branches"
	first := d.must(name)
	d.restart()
	var again forge.Records
	if n := d.cost(func() { again = d.must(name) }); n.Total != 1 {
		t.Errorf("%d requests: %v", n.Total, n.Endpoint)
	}
	if len(first.Branches) < 2 || !cmp.Equal(first.Branches, again.Branches) {
		t.Errorf("branches %v, before %v", again.Branches, first.Branches)
	}
	d.fake.Edit(func(w *githubtest.World) {
		r := w.Repository(name)
		for _, x := range r.Releases {
			r.Protection[x.Target] = &githubtest.Protection{Approvals: 5}
		}
	})
	five := 0
	for _, b := range d.must(name).Branches {
		if b != nil && b.RequiredApprovals != nil && *b.RequiredApprovals == 5 {
			five++
		}
	}
	if five == 0 {
		t.Error("a rule that changed is not seen")
	}
	// A release from another branch: they are asked for as at first.
	d.fake.Edit(func(w *githubtest.World) {
		r := w.Repository(name)
		r.Branches = append(r.Branches, "quite-new")
		r.Publish("v99", "kim-example", d.clock.now()).Target = "quite-new"
	})
	if r := d.must(name); r.Branches["quite-new"] == nil {
		t.Errorf("branches %v", r.Branches)
	}
}

// A token that may not see rules is told so in the same way every time.
func TestRecords_branchesOfLastTimeAreHiddenAsBefore(t *testing.T) {
	t.Parallel()
	d := seat(t, "Ref.branchProtectionRule")
	const name = "example-checks/release-branches"
	first, err := d.Records(t.Context(), project(name))
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Records(t.Context(), project(name))
	if err != nil || !cmp.Equal(first.Unseen, again.Unseen) || !cmp.Equal(first.Branches, again.Branches) {
		t.Errorf("unseen %v, branches %v, before %v, %v: %v", again.Unseen, again.Branches, first.Unseen, first.Branches, err)
	}
}
