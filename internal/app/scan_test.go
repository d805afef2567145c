package app

import (
	"errors"
	"fmt"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func TestUnread_saysWhyThereIsNoHistory(t *testing.T) {
	t.Parallel()
	const makeField = "active_months_12m"
	seen := health.Obs(makeField, 3)
	elsewhere, noCopy := errors.New("github: closed"), fmt.Errorf("git: observe: %w", source.ErrNoCopy)
	reason := func(f figures.Project, problems ...error) string {
		in := unread(f, problems).Inputs.Field(makeField)
		if in.Known() != (in.Reason == "") {
			t.Errorf("%s (%s)", in.State, in.Reason)
		}
		return in.Reason
	}
	none := figures.Project{Inputs: health.Inputs{}}
	if got, want := reason(none, elsewhere, noCopy), collect.Explain(noCopy); got != want {
		t.Errorf("git failed: %q, want %q", got, want)
	}
	none.Inputs = health.Inputs{}
	if got := reason(none, elsewhere); got == "" || got == collect.Explain(elsewhere) || got == collect.Explain(noCopy) {
		t.Errorf("another source failed: %q", got)
	}
	read := figures.Project{Inputs: health.Inputs{makeField: seen}, Snapshots: []health.Snapshot{{Source: field.SourceGit}}}
	if got := reason(read); got != "" {
		t.Errorf("it was read: %q", got)
	}
}
