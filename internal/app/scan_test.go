package app

import (
	"errors"
	"fmt"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
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

// What a source answers with reasons only, or what the list says, is no reading.
func TestHasRead(t *testing.T) {
	t.Parallel()
	nothing, seen := health.Missing("active_months_12m", "no repository", nil), health.Obs("active_months_12m", 3)
	for name, tc := range map[string]struct {
		sn   health.Snapshot
		want bool
	}{
		"git":          {health.Snapshot{Source: field.SourceGit, Inputs: []health.Input{nothing, seen}}, true},
		"reasons only": {health.Snapshot{Source: field.SourceRegistry, Inputs: []health.Input{nothing}}, false},
		"the list":     {health.Snapshot{Source: field.SourceList, Inputs: []health.Input{seen}}, false},
		"a check":      {health.Snapshot{Source: field.SourceScorecard, Checks: []check.Check{{State: check.Scored}}}, true},
		"no check":     {health.Snapshot{Source: field.SourceScorecard, Checks: []check.Check{{State: check.Errored}}}, false},
	} {
		if got := hasRead(tc.sn); got != tc.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
