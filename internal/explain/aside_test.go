package explain_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestReleasedAside(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("v", 70)
	for name, tc := range map[string]struct {
		tag    string
		months float64
		more   []health.Input
		want   bool
	}{
		"nothing is known":       {"v1", 2, nil, false},
		"on the branch":          {"v1", 2, []health.Input{health.ObsList(field.ReleaseTagsOffBranchNames, []string{"v0.9"})}, false},
		"on another line":        {"v1", 2, []health.Input{health.ObsList(field.ReleaseTagsOffBranchNames, []string{"v0", "v1"})}, true},
		"a name that was cut":    {long, 2, []health.Input{health.ObsList(field.ReleaseTagsOffBranchNames, []string{long[:60]})}, true},
		"a shorter name":         {"v1.2", 2, []health.Input{health.ObsList(field.ReleaseTagsOffBranchNames, []string{"v1", ""})}, false},
		"older, habit of lines":  {"v1", 20, []health.Input{health.Obs(field.ReleaseTagsOffBranchBefore, 3)}, true},
		"older, no such release": {"v1", 20, []health.Input{health.Obs(field.ReleaseTagsOffBranchBefore, 0)}, false},
		"newer, habit of lines":  {"v1", 2, []health.Input{health.ObsList(field.ReleaseTagsOffBranchNames, []string{}), health.Obs(field.ReleaseTagsOffBranchBefore, 3)}, false},
	} {
		ins := health.Inputs{}
		ins.Put(health.ObsText(field.LastReleaseTag, tc.tag), health.Obs(field.MonthsSinceRelease, tc.months))
		ins.Put(tc.more...)
		if got := explain.ReleasedAside(ins); got != tc.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
