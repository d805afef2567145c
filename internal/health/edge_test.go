package health_test

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// The index of the edge cases stands in internal/score/edge_test.go.

func TestEdge_mirrorOfTheHostKeepsGitInputsOnly(t *testing.T) {
	t.Parallel()
	of := func(ins ...health.Input) health.Inputs {
		f := figures.Project{Inputs: health.Inputs{}, Snapshots: []health.Snapshot{{Source: field.SourceGit, ObservedAt: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}}}
		f.Inputs.Put(ins...)
		return f.Judged(model.Model{}).Inputs
	}
	git := []health.Input{health.Obs("active_months_12m", 12), health.Obs("regulars_12m", 5), health.Obs("integrators_12m", 4), health.Obs("mergers_12m", 1), health.Obs("change_request_closure", 0)}
	mirror := health.ObsBool("repository_mirror", true)
	mirror.Source = field.SourceGitHub
	got := of(append(git, mirror)...)
	for _, fieldID := range []string{"first_response_days_p50", "change_request_closure", "integrators_12m"} {
		if in := got.Field(field.ID(fieldID)); in.State != health.NotApplicable || in.Reason == "" || in.Source != field.SourceGitHub {
			t.Errorf("%s is %s (%s, by %s)", fieldID, in.State, in.Reason, in.Source)
		}
	}
	for name, want := range map[string]float64{"active_months_12m": 12, "regulars_12m": 5} {
		if in := got.Field(field.ID(name)); !in.Known() || in.Value != want {
			t.Errorf("%s of a mirror is %s", name, in.State)
		}
	}
	// What would be seen of reviews is not seen, which is not the same as not there.
	if in := got.Field("Code-Review"); in.State != health.Unknown {
		t.Errorf("reviews are %s", in.State)
	}
	for name, other := range map[string]health.Input{"no mirror": health.ObsBool("repository_mirror", false), "not known": health.Missing("repository_mirror", "not asked", nil)} {
		if in := of(append(git, other)...).Field("integrators_12m"); !in.Known() || in.Value != 4 {
			t.Errorf("%s: integrators are %s", name, in.State)
		}
	}
	// The list's reason stands.
	listed := of(append(git, mirror, health.NotApplies("integrators_12m", "says the list"))...).Field("integrators_12m")
	if listed.Reason != "says the list" {
		t.Errorf("the reason is %q", listed.Reason)
	}
}

// However many packages come out of one repository, it is one project, and the
// package most is downloaded of speaks for it: sums would count one user twice.
func TestEdge_monorepoTakesTheMaximumOfItsPackages(t *testing.T) {
	t.Parallel()
	c := health.List{Downloads: map[string]health.Percentile{
		"pkg:npm/a": {Value: 40, Of: "npm"}, "pkg:npm/b": {Value: 97.5, Of: "npm"}, "pkg:npm/c": {Value: 90, Of: "npm"},
	}}
	for name, tc := range map[string]struct {
		packages []string
		want     float64
	}{
		"three": {[]string{"pkg:npm/a", "pkg:npm/b", "pkg:npm/c"}, 97.5}, "in any order": {[]string{"pkg:npm/b", "pkg:npm/a"}, 97.5},
		"one not held": {[]string{"pkg:npm/z", "pkg:npm/a"}, 40},
	} {
		n := 0
		for _, in := range entry.Inputs(c, health.Project{Packages: tc.packages}) {
			if in.Field == "downloads_percentile" {
				n++
				if !in.Known() || in.Value != tc.want {
					t.Errorf("%s: %s %v, want %v", name, in.State, in.Value, tc.want)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s: stands %d times", name, n)
		}
	}
}
