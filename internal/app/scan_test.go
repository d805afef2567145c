package app

import (
	"errors"
	"fmt"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func TestUnread_saysWhyThereIsNoHistory(t *testing.T) {
	t.Parallel()
	const makeField = "active_months_12m"
	seen := health.Obs(makeField, 3)
	for want, tc := range map[string]struct {
		f        figures.Project
		problems []error
	}{
		"its git history was not read": {figures.Project{Inputs: health.Inputs{}}, []error{errors.New("github: closed")}},
		"no copy of the repository was at hand, and the network was not asked": {
			figures.Project{Inputs: health.Inputs{}}, []error{errors.New("github: closed"), fmt.Errorf("git: observe: %w", source.ErrNoCopy)},
		},
		"": {figures.Project{Inputs: health.Inputs{makeField: seen}, Snapshots: []health.Snapshot{{Source: field.SourceGit}}}, nil},
	} {
		in := unread(tc.f, tc.problems).Inputs.Field(makeField)
		if in.Reason != want || in.Known() != (want == "") {
			t.Errorf("%s (%s), want the reason %q", in.State, in.Reason, want)
		}
	}
}
