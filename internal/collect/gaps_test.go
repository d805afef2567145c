package collect_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// What was not read is counted under whoever is at fault: a service, the files of the project, or
// the source itself. A part counts once for a project.
func TestGapsOf_namesWhoFailed(t *testing.T) {
	t.Parallel()
	sn := health.Snapshot{Source: field.SourceScorecard, Checks: []check.Check{
		{Name: "Vulnerabilities", Late: check.Late{Whom: "OSV", Why: "it answers 500"}},
		{Name: "SAST", Late: check.Late{Why: "some files of the tree were not available"}},
		{Name: "Fuzzing", Late: check.Late{Why: "some files of the tree were not available"}},
		{Name: "Token-Permissions", Late: check.Late{Why: "this tree could not be read by the check: x", Own: true}},
		{Name: "License"},
	}}
	want := map[string]string{
		"OSV": "it answers 500", "Scorecard": "some files of the tree were not available",
		"a check of the files": "this tree could not be read by the check: x",
	}
	gaps := collect.GapsOf([]health.Snapshot{sn}, nil)
	for _, g := range gaps {
		if g.Why != want[g.Part] || g.Projects != 1 || g.Others != 0 {
			t.Errorf("%+v, want %q", g, want[g.Part])
		}
	}
	if len(gaps) != len(want) {
		t.Errorf("%d gaps: %+v", len(gaps), gaps)
	}
}
