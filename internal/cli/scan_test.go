package cli_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// scanned is a repository with one dear check, one cheap one and two unknown.
func scanned() explain.Subject {
	commit := strings.Repeat("ab", 20)
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	var details []check.Detail
	for i := range 5 {
		details = append(details, check.Detail{Type: "warn", Text: "not pinned", Path: "ci.yml", Line: i + 1})
	}
	details = append(details, check.Detail{Type: "info", Text: "1 of 6 pinned"})
	checks := []check.Check{
		{Name: "License", State: check.Scored, Score: 9},
		{Name: "Pinned-Dependencies", State: check.Scored, Score: 1, Details: details, Omitted: 2, Remedy: []string{"What Scorecard advises."}},
	}
	row := func(id field.ID, in health.Input, share, s float64) health.ScoredInput {
		return health.ScoredInput{ID: string(id), Field: id, Label: string(id), Share: share, S: s, Input: in}
	}
	known := func(id field.ID, v float64, why string) health.Input {
		in := health.Obs(id, v)
		in.Reason = why
		return in
	}
	x := explain.Subject{
		Project: health.Project{Name: "x", Unlisted: true, Repositories: []health.Repository{{URL: "https://git.example/o/x", Role: health.Primary}}},
		Figures: figures.Project{
			Inputs: health.Inputs{},
			Snapshots: []health.Snapshot{
				{Source: field.SourceGit, Commit: commit, ObservedAt: at},
				{Source: field.SourceScorecard, Commit: commit, ObservedAt: at, Checks: checks},
			},
			Basis: &figures.Basis{Used: figures.Instrument{Source: field.SourceScorecard, Version: "v4.13.1", Commit: commit}},
		},
	}
	x.ToDo = map[field.ID]explain.ToDo{
		field.PinnedDependencies: {Steps: []string{"Pin `ci.yml`.", "Second step."}},
		field.LicenseCheck:       {Nothing: "The licence is a choice."},
	}
	x.Score.Status = health.Status{Word: health.StatusActive, Reason: "Human commits in 9 of 12 months."}
	x.Score.S = health.AxisScore{
		Axis: model.Posture, Known: true, Coverage: .46, Interval: health.Interval{Value: 50, Lo: 40, Hi: 61},
		Inputs: []health.ScoredInput{
			row(field.LicenseCheck, known(field.LicenseCheck, 9, "license file\x1b[2Jdetected"), .5, 90),
			row(field.PinnedDependencies, known(field.PinnedDependencies, 1, "not pinned"), .5, 10),
			row(field.CodeReview, health.Missing(field.CodeReview, "needs GitHub: reviews are not in git", nil), 0, 0),
			row(field.CITests, health.Missing(field.CITests, "needs GitHub: results of test runs are not in git", nil), 0, 0),
		},
	}
	return x
}

func TestPrintScan_checksByCostWithThreeFindingsAndOneStep(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := cli.PrintScan(&out, scanned(), false); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{
		"scan of git.example/o/x\ncommit abababababab, as of 2026-12-01, OpenSSF Scorecard v4.13.1\n",
		"status      active: Human commits in 9 of 12 months.\n",
		"ci.yml:3: not pinned\n", "… 4 more findings\n", "fix: Pin ci.yml.\n", "nothing to do: The licence is a choice.\n",
		"needs GitHub: Code-Review, CI-Tests\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	for _, not := range []string{"ci.yml:4", "Second step", "1 of 6", "Scorecard advises", "\x1b"} {
		if strings.Contains(text, not) {
			t.Errorf("it has %q", not)
		}
	}
	if strings.Index(text, "−45.0  Pinned-Dependencies") > strings.Index(text, "−5.0  License") {
		t.Error("the dear check is not first")
	}
	if t.Failed() {
		fmt.Println(text)
	}
}

func TestPrintScan_verboseLeavesNothingOut(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := cli.PrintScan(&out, scanned(), true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ci.yml:5: not pinned\n", "1 of 6 pinned\n", "… 2 more findings\n", "fix: Second step.\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, out.String())
		}
	}
}
