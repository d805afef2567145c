package manifest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/manifest"
)

// The reader of Security Insights finds no field in a wrong form, and misses only blanks.
func TestInsights_isReadAndLacksOnlyTheBlanks(t *testing.T) {
	t.Parallel()
	bare := manifest.Subject{Project: health.Project{Slug: "bare", Name: "Bare", NoRepository: "it has none"}}
	for name, s := range map[string]manifest.Subject{"rich": rich(), "bare": bare} {
		f := named(t, s, manifest.InsightsName)
		in, err := declared.ReadInsights([]byte(f.Text))
		if err != nil || len(in.Wrong) > 0 || in.Version.Value != "2.2.0" || in.Major != "2" {
			t.Fatalf("%s: version %q, wrong %q, %v\n%s", name, in.Version.Value, in.Wrong, err, f.Text)
		}
		for _, m := range in.Missing {
			blank := func(b manifest.Blank) bool {
				return b.Field == m || strings.HasPrefix(b.Field, m+".") || strings.HasPrefix(m, b.Field+".")
			}
			if !slices.ContainsFunc(f.Blanks, blank) {
				t.Errorf("%s: %s is missing and no blank", name, m)
			}
		}
		if got := strings.Count(f.Text, manifest.FillIn+": "); got != len(f.Blanks) || got == 0 {
			t.Errorf("%s: %d marks for %d blanks", name, got, len(f.Blanks))
		}
	}
}

func TestInsights_values(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"header.schema-version":                             "2.2.0",
		"header.url":                                        "https://raw.githubusercontent.com/acme/kit/main/security-insights.yml",
		"project.name":                                      "Kit",
		"project.homepage":                                  "https://kit.example/",
		"project.funding":                                   "https://opencollective.com/kit",
		"project.repositories[0].name":                      "kit",
		"project.repositories[0].url":                       "https://github.com/acme/kit",
		"project.repositories[1].name":                      "docs",
		"project.repositories[1].url":                       "https://github.com/acme/docs",
		"repository.url":                                    "https://github.com/acme/kit",
		"repository.license.url":                            "https://github.com/acme/kit/blob/main/LICENSE",
		"repository.license.expression":                     "MIT",
		"repository.security.tools[0].name":                 "CodeQL",
		"repository.security.tools[1].name":                 "OSS-Fuzz",
		"repository.security.tools[2].name":                 "Go fuzzing",
		"repository.security.tools[3].name":                 "Dependabot",
		"repository.release.automated-pipeline":             "true",
		"repository.release.distribution-points[0].uri":     "https://github.com/acme/kit/releases",
		"repository.release.distribution-points[0].comment": "Releases on GitHub",
		"repository.release.distribution-points[1].uri":     "pkg:npm/%40acme/kit",
		"repository.release.distribution-points[1].comment": "Package in the npm registry",
	}
	for i, kind := range []string{"SAST", "fuzzing", "fuzzing", "SCA"} {
		want[fmt.Sprintf("repository.security.tools[%d].type", i)] = kind
	}
	f := named(t, rich(), manifest.InsightsName)
	if got := values(f); !maps.Equal(got, want) {
		for k := range want {
			if got[k] != want[k] {
				t.Errorf("%s is %q, want %q", k, got[k], want[k])
			}
		}
		for k := range got {
			if _, ok := want[k]; !ok {
				t.Errorf("%s is %q, and should be a blank", k, got[k])
			}
		}
	}
	for _, v := range f.Filled {
		if v.Source == "" {
			t.Errorf("%s has no source", v.Field)
		}
	}
	if f.Unsure == "" {
		t.Error("the files were not read, and the file is said to be missing")
	}
}

// What has two possible values is a blank with a hint.
func TestInsights_doesNotGuess(t *testing.T) {
	t.Parallel()
	const expr, url, status, change, machine = "repository.license.expression", "repository.license.url", "repository.status", "repository.accepts-change-request", "repository.accepts-automated-change-request"
	two := scored(field.LicenseCheck, 10, info("License file found", "LICENSE-MIT"), info("License file found", "LICENSE-APACHE"))
	for name, tc := range map[string]struct {
		ins    []health.Input
		checks []check.Check
		field  string
		want   string // the value; empty: a blank
		hint   string // part of it
	}{
		"GPL without a choice":  {[]health.Input{health.ObsText(field.Licence, "GPL-2.0")}, nil, expr, "", "-or-later"},
		"GPL in an expression":  {[]health.Input{health.ObsText(field.Licence, "Apache-2.0 OR GPL-2.0")}, nil, expr, "", "-or-later"},
		"GPL that says it":      {[]health.Input{health.ObsText(field.Licence, "GPL-2.0-or-later")}, nil, expr, "GPL-2.0-or-later", ""},
		"several":               {[]health.Input{health.ObsText(field.Licence, "several")}, nil, expr, "", "not one text"},
		"several, host knows":   {[]health.Input{health.ObsText(field.Licence, "several"), health.ObsText(field.LicenceDeclared, "MIT")}, nil, expr, "", "not one text"},
		"only the host":         {[]health.Input{health.ObsText(field.LicenceDeclared, "MIT")}, nil, expr, "MIT", ""},
		"host does not know":    {[]health.Input{health.ObsText(field.LicenceDeclared, "NOASSERTION")}, nil, expr, "", ""},
		"they do not agree":     {[]health.Input{health.ObsText(field.Licence, "MIT"), health.ObsText(field.LicenceDeclared, "ISC")}, nil, expr, "", "ISC"},
		"no expression":         {[]health.Input{health.ObsText(field.Licence, "MIT\nstatus: active")}, nil, expr, "", ""},
		"two licence files":     {nil, []check.Check{two}, url, "", "several"},
		"archived":              {[]health.Input{health.ObsBool(field.RepositoryArchived, true)}, nil, change, "false", ""},
		"archived, by programs": {[]health.Input{health.ObsBool(field.RepositoryArchived, true)}, nil, machine, "false", ""},
		"archived, which word":  {[]health.Input{health.ObsBool(field.RepositoryArchived, true)}, nil, status, "", "archived"},
		"not archived":          {[]health.Input{health.ObsBool(field.RepositoryArchived, false)}, nil, change, "", ""},
		"Dependabot":            {[]health.Input{health.ObsText(field.UpdateTool, "Dependabot")}, nil, machine, "", "Dependabot"},
		"a check that failed":   {nil, []check.Check{scored(field.Packaging, 0)}, "repository.release.automated-pipeline", "", ""},
	} {
		f := named(t, subject(tc.ins, tc.checks...), manifest.InsightsName)
		got := values(f)[tc.field]
		help, blank := hint(f, tc.field)
		if got != tc.want || blank != (tc.want == "") || !strings.Contains(help, tc.hint) {
			t.Errorf("%s: %q, hint %q, blank %v; want %q with %q", name, got, help, blank, tc.want, tc.hint)
		}
	}
}

// The repository is that of today and the one in which the work happens.
func TestInsights_repository(t *testing.T) {
	t.Parallel()
	moved := health.ObsText(field.RepositoryName, "other/kit2")
	mirror := []health.Repository{{URL: "https://github.com/mirrors/kit", Role: health.Primary, Mirror: true, Upstream: "https://gitlab.example/kit/kit"}}
	for name, tc := range map[string]struct {
		edit func(*manifest.Subject)
		want string
	}{
		"listed":    {func(*manifest.Subject) {}, "https://github.com/acme/kit"},
		"moved":     {func(s *manifest.Subject) { s.Figures.Inputs.Put(moved) }, "https://github.com/other/kit2"},
		"a mirror":  {func(s *manifest.Subject) { s.Project.Repositories = mirror }, "https://gitlab.example/kit/kit"},
		"gone":      {func(s *manifest.Subject) { s.Figures.Identity = &forge.Identity{Presence: forge.Gone} }, ""},
		"of a list": {func(s *manifest.Subject) { s.Project.Repositories = nil }, ""},
	} {
		s := subject(nil)
		tc.edit(&s)
		f := named(t, s, manifest.InsightsName)
		if got := values(f)["repository.url"]; got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// What the project says of itself is used, unless its files do not agree.
func TestInsights_claims(t *testing.T) {
	t.Parallel()
	const badge = "# Kit\n\n[![Project Status: Active](https://www.repostatus.org/badges/latest/active.svg)](https://www.repostatus.org/#active)\n"
	s := subject(nil)
	said := declared.Read([]declared.File{
		{Path: "README.md", Text: []byte(badge), Changed: "2026-01-02"},
		{Path: "SECURITY.md", Text: []byte("Report to security@plain.test. There is no bug bounty program.\n")},
	})
	s.Said = &said
	f := named(t, s, manifest.InsightsName)
	want := map[string]string{
		"repository.status": "active", "project.vulnerability-reporting.reports-accepted": "true",
		"project.vulnerability-reporting.bug-bounty-available": "false",
		"project.vulnerability-reporting.policy":               "https://github.com/acme/kit/blob/HEAD/SECURITY.md",
	}
	for k, v := range want {
		if got := values(f)[k]; got != v {
			t.Errorf("%s is %q, want %q", k, got, v)
		}
	}
	if strings.Contains(f.Text, "plain.test") {
		t.Error("a mail address is in the file")
	}
	if f.Unsure != "" || f.Exists != nil {
		t.Errorf("unsure %q, exists %v", f.Unsure, f.Exists)
	}
	said = declared.Read([]declared.File{{Path: ".github/security-insights.yml", Text: []byte("header:\n  schema-version: 2.0.0\nproject:\n  name: Kit\n")}})
	f = named(t, s, manifest.InsightsName)
	if f.Text != "" || f.Exists == nil || f.Exists.Path != ".github/security-insights.yml" || !slices.Contains(f.Exists.Lacks, "no project.administrators") {
		t.Errorf("a file that exists: %+v", f.Exists)
	}
}
