package app

import (
	"errors"
	"fmt"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestUnread_saysWhyThereIsNoHistory(t *testing.T) {
	t.Parallel()
	const field = "active_months_12m"
	seen := health.Obs(field, 3)
	for want, tc := range map[string]struct {
		f        health.ProjectFigures
		problems []error
	}{
		"its git history was not read": {health.ProjectFigures{Inputs: health.Inputs{}}, []error{errors.New("github: closed")}},
		"no copy of the repository was at hand, and the network was not asked": {
			health.ProjectFigures{Inputs: health.Inputs{}}, []error{errors.New("github: closed"), fmt.Errorf("git: observe: %w", health.ErrNoCopy)},
		},
		"": {health.ProjectFigures{Inputs: health.Inputs{field: seen}, Snapshots: []health.Snapshot{{Source: health.SourceGit}}}, nil},
	} {
		in := unread(tc.f, tc.problems).Inputs.Field(field)
		if in.Reason != want || in.Known() != (want == "") {
			t.Errorf("%s (%s), want the reason %q", in.State, in.Reason, want)
		}
	}
}
