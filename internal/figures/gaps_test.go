package figures_test

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

func TestJudged_saysWhyAChecksIsUnknown(t *testing.T) {
	t.Parallel()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	git := health.Snapshot{Source: field.SourceGit, ObservedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	scan := health.Snapshot{Source: field.SourceScorecard, ObservedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Checks: []check.Check{
		{Name: "Code-Review", State: check.NotRun},
		{Name: "SAST", State: check.NotVisible},
		{Name: "Pinned-Dependencies", State: check.Errored, Late: check.Late{Why: "a file", Own: true}},
		{Name: "Vulnerabilities", State: check.Errored, Late: check.Late{Whom: "OSV", Why: "it answers 500"}},
		{Name: "License", State: check.Scored, Score: 10},
	}}
	unknown := health.Inputs{}
	unknown.Put(health.Obs("License", 10))
	for _, id := range []field.ID{"Code-Review", "SAST", "Pinned-Dependencies", "Vulnerabilities"} {
		unknown.Put(health.Missing(id, "unknown", nil))
	}
	quiet := health.Inputs{}
	for id, in := range unknown {
		quiet[id] = in
	}
	quiet.Put(health.NotApplies("Dangerous-Workflow", "no workflows"))
	all := func(gap model.Gap) map[field.ID]model.Gap {
		return map[field.ID]model.Gap{"Code-Review": gap, "SAST": model.NotVisible, "Pinned-Dependencies": model.Unreadable, "Vulnerabilities": gap, "License": ""}
	}
	none := map[field.ID]model.Gap{"Code-Review": "", "SAST": "", "Pinned-Dependencies": "", "Vulnerabilities": "", "License": ""}
	for name, tc := range map[string]struct {
		f    figures.Project
		want map[field.ID]model.Gap
	}{
		"a scan":              {figures.Project{Inputs: unknown, Snapshots: []health.Snapshot{git, scan}}, all(model.NotAsked)},
		"without workflows":   {figures.Project{Inputs: quiet, Snapshots: []health.Snapshot{git, scan}}, all(model.NoWorkflows)},
		"never scanned":       {figures.Project{Inputs: unknown, Snapshots: []health.Snapshot{git}}, none},
		"repository not read": {figures.Project{Inputs: unknown, Snapshots: []health.Snapshot{scan}}, none},
	} {
		got := tc.f.Judged(set.Model).Inputs
		for id, want := range tc.want {
			if got.Field(id).Gap != want {
				t.Errorf("%s: the gap of %s is %q, want %q", name, id, got.Field(id).Gap, want)
			}
		}
	}
}
