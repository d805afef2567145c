package manifest_test

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/manifest"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// subject is a project on GitHub with inputs and results of checks.
func subject(ins []health.Input, checks ...check.Check) manifest.Subject {
	all := health.Inputs{}
	for _, in := range ins {
		if row, ok := field.ByID(in.Field); ok && in.Source == "" {
			in.Source = row.Source
		}
		in.ObservedAt = noon
		all.Put(in)
	}
	return manifest.Subject{
		Project: health.Project{
			Slug: "kit", Name: "Kit", Homepage: "https://kit.example/", Packages: []string{"pkg:npm/%40acme/kit"},
			Repositories: []health.Repository{{URL: "https://github.com/acme/kit", Role: health.Primary}, {URL: "https://github.com/acme/docs", Role: health.Docs}},
		},
		Figures: figures.Project{
			Inputs:    all,
			Snapshots: []health.Snapshot{{Source: field.SourceScorecard, ObservedAt: noon, Checks: checks}},
			Basis:     &figures.Basis{Used: figures.Instrument{Source: field.SourceScorecard}},
		},
	}
}

func scored(name field.ID, score int, details ...check.Detail) check.Check {
	return check.Check{Name: string(name), State: check.Scored, Score: score, Details: details}
}

func info(text, path string) check.Detail { return check.Detail{Type: "info", Text: text, Path: path} }

// rich is a project of which much is known.
func rich() manifest.Subject {
	return subject([]health.Input{
		health.ObsText(field.Licence, "MIT"), health.ObsText(field.DefaultBranch, "main"), health.ObsText(field.HostRelease, "2026-10-01"),
		health.ObsText(field.LastRelease, "2026-10-01"), health.ObsText(field.LastReleaseTag, "v2.1"),
		health.ObsText(field.UpdateTool, "Dependabot"), health.ObsText(field.OSSFuzzSince, "2019-05-06"),
		health.ObsBool(field.SecurityPolicy, false), health.ObsList(field.FundingPlans, []string{}),
		health.ObsList(field.FundingChannels, []string{"open_collective", "github", "custom"}),
		health.ObsList(field.FundingLinks, []string{"https://github.com/sponsors/ada", "https://opencollective.com/kit"}),
		health.ObsList(field.Topics, []string{"http", "Not A Tag", "c"}),
	}, scored(field.SAST, 10, info("SAST tool detected: CodeQL", "")),
		scored(field.Fuzzing, 10, info("OSSFuzz integration found", ""), info("GoBuiltInFuzzer integration found", "a/fuzz_test.go")),
		scored(field.LicenseCheck, 10, info("License file found in expected location", "LICENSE")),
		scored(field.Packaging, 10))
}

// named returns the file with a name.
func named(t *testing.T, s manifest.Subject, name string) manifest.File {
	t.Helper()
	for _, f := range manifest.Files(s) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no %s", name)
	return manifest.File{}
}

// values are what was filled in, by field.
func values(f manifest.File) map[string]string {
	out := map[string]string{}
	for _, v := range f.Filled {
		out[v.Field] = v.Value
	}
	return out
}

// hint is what may help with a blank, and whether there is one.
func hint(f manifest.File, name string) (string, bool) {
	for _, b := range f.Blanks {
		if b.Field == name {
			return b.Hint, true
		}
	}
	return "", false
}
