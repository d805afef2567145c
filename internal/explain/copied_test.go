package explain

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestCopiedFrom_saysWhatTheChecksOfFilesMade(t *testing.T) {
	t.Parallel()
	const url = "https://github.com/example/copy"
	p := health.Project{Copies: []health.Copy{{URL: url}}}
	scan := func(states ...check.State) []health.Snapshot {
		sn := health.Snapshot{Source: field.SourceScorecard}
		for _, s := range states {
			sn.Checks = append(sn.Checks, check.Check{State: s})
		}
		return []health.Snapshot{sn}
	}
	for name, tc := range map[string]struct {
		scans []health.Snapshot
		want  string
	}{
		"no scan":        {nil, ""},
		"one finished":   {scan(check.Errored, check.Scored), "Checks of files ran"},
		"none finished":  {scan(check.NotRun, check.Errored), "No check of the files finished: some files are missing"},
		"nothing to say": {scan(check.NotRun, check.Inconclusive), "No check of the files has a result."},
	} {
		f := figures.Project{Snapshots: append([]health.Snapshot{{Source: field.SourceGit, SourceURL: url}}, tc.scans...)}
		c, ok := CopiedFrom(p, f)
		if got := strings.TrimSpace(c.Files); !ok || !strings.HasPrefix(got, tc.want) || (tc.want == "") != (got == "") {
			t.Errorf("%s: %t, %q", name, ok, got)
		}
	}
}
