package baseline_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// load reads the shipped data once.
var load = sync.OnceValues(curated.Load)

// shipped returns the shipped versions, the oldest first.
func shipped(t testing.TB) []baseline.Version {
	t.Helper()
	set, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Baselines) < 3 {
		t.Fatalf("%d versions", len(set.Baselines))
	}
	return set.Baselines
}

// scored returns a check with a score and its warnings, as "path: text".
func scored(id field.ID, score int, warnings ...string) check.Check {
	c := check.Check{Name: string(id), State: check.Scored, Score: score}
	for _, w := range warnings {
		path, text, _ := strings.Cut(w, ": ")
		c.Details = append(c.Details, check.Detail{Type: "warn", Text: text, Path: path})
	}
	return c
}

// known returns facts with these inputs and checks; each check is an input, too.
func known(ins []health.Input, checks ...check.Check) baseline.Facts {
	f := baseline.Facts{Inputs: health.Inputs{}, Checks: checks}
	for _, in := range ins {
		f.Inputs[in.Field] = in
	}
	for _, c := range checks {
		f.Inputs[field.ID(c.Name)] = health.Obs(field.ID(c.Name), float64(c.Score))
	}
	return f
}

// read is an input that was read from a public address.
func read(id field.ID, value float64) health.Input {
	in := health.Obs(id, value)
	in.SourceURL = "https://example.org/a/b"
	return in
}

// away are the facts from this source, with a copy at another address beside it.
func away(f baseline.Facts, source string) baseline.Facts {
	f.Away = true
	for id, in := range f.Inputs {
		in.Source = source
		f.Inputs[id] = in
	}
	return f
}

func omitting(c check.Check) check.Check {
	c.Omitted = 3
	return c
}

// saying returns the inputs of a project with one file.
func saying(path, text string, more ...declared.File) []health.Input {
	return declared.Read(append(more, declared.File{Path: path, Text: []byte(text)})).Inputs()
}

// What files say is evidence where a requirement is about documentation, and files that contradict
// each other leave it open.
func TestEvaluate_claims(t *testing.T) {
	t.Parallel()
	versions := shipped(t)
	newest := versions[len(versions)-1]
	const (
		contact = "header: {schema-version: 2.2.0}\nproject:\n  vulnerability-reporting:\n    contact: {name: T, email: t@plain.test, primary: true}\n"
		policy  = "Report to safe@plain.test.\nWe reply within 3 days."
	)
	public := declared.File{Path: "SECURITY.md", Text: []byte("If you find a vulnerability, please open an issue.")}
	for _, tc := range []struct {
		name  string
		id    string
		facts baseline.Facts
		want  baseline.State
		says  string
	}{
		{"contact in Security Insights", "OSPS-VM-02.01", known(saying("security-insights.yml", contact)), baseline.Met, "names a contact"},
		{"contact in a policy", "OSPS-VM-02.01", known(saying("SECURITY.md", policy)), baseline.NotContradicted, "names a way to report"},
		{"contradiction", "OSPS-VM-02.01", known(saying("security-insights.yml", contact, public)), baseline.Unknown, "Security-Policy is unknown"},
		{"contradiction alone", "OSPS-VM-03.01", known(saying("security-insights.yml", contact, public), scored(field.SecurityPolicyCheck, 0)), baseline.Unknown, "contradict each other"},
		{"no file", "OSPS-VM-02.01", known(saying("README.md", "x"), scored(field.SecurityPolicyCheck, 0)), baseline.Unknown, "Security-Policy is 0"},
		{"not read", "OSPS-VM-01.01", known(nil), baseline.Unknown, "not collected yet"},
		{"a time", "OSPS-VM-01.01", known(saying("SECURITY.md", policy)), baseline.NotContradicted, "within how many days"},
		{"a page about support", "OSPS-DO-04.01", known(saying("security-insights.yml", "header: {schema-version: 2.2.0}\nproject:\n  documentation: {support-policy: https://plain.test/support}\n")), baseline.NotContradicted, "about support"},
		{"no page about support", "OSPS-DO-04.01", known(saying("README.md", "x")), baseline.Unknown, "No file that is read says it"},
		{"maintainers", "OSPS-GV-01.01", known(append(saying("MAINTAINERS", "- Ada Example <ada@plain.test>\n"), health.ObsBool(field.CodeOwners, false), health.ObsBool(field.GovernanceFile, false))), baseline.NotContradicted, "lists people"},
	} {
		var got baseline.Result
		for _, r := range baseline.Evaluate(newest, tc.facts).Results {
			if r.Requirement.ID == tc.id {
				got = r
			}
		}
		if got.State != tc.want || !strings.Contains(got.Why, tc.says) {
			t.Errorf("%s: %s, %q", tc.name, got.State, got.Why)
		}
		if got.State == baseline.NotContradicted || got.State == baseline.Met {
			if e := got.Evidence[0]; e.Line == nil || e.Line.Path == "" || e.Input.Field != field.DeclaredClaims {
				t.Errorf("%s: evidence %+v", tc.name, e)
			}
		}
	}
}

func TestEvaluate_states(t *testing.T) {
	t.Parallel()
	versions := shipped(t)
	newest, before := versions[len(versions)-1], versions[len(versions)-2]
	archived := health.ObsBool(field.Archived, true)
	host := health.Inputs{}.Field(field.BranchProtection)
	host.Reason = "needs GitHub: branch rules are not in git"
	licence := health.Obs(field.LicenseCheck, 9)
	licence.Low, licence.High = 9, 10
	injection := scored(field.DangerousWorkflow, 0, ".github/workflows/a.yml: script injection with untrusted input ' github.head_ref '")
	checkout := scored(field.DangerousWorkflow, 0, ".github/workflows/a.yml: untrusted code checkout '${{ github.event.pull_request.base.sha }}'")
	shippedExe := scored(field.BinaryArtifacts, 8, "src/a.exe: binary detected", "tests/b.jar: binary detected")
	testData := scored(field.BinaryArtifacts, 8, "tests/a.exe: binary detected", "gradle/wrapper/gradle-wrapper.jar: binary detected")
	for _, tc := range []struct {
		name  string
		v     baseline.Version
		id    string
		facts baseline.Facts
		want  baseline.State
		says  string
	}{
		{"setting of administrators", newest, "OSPS-AC-01.01", known(nil), baseline.NotObservable, "administrators"},
		{"no facts", newest, "OSPS-AC-03.02", known(nil), baseline.Unknown, "Branch-Protection is unknown: not collected yet."},
		{"with a reason", newest, "OSPS-AC-03.02", known([]health.Input{host}), baseline.Unknown, "Branch-Protection is unknown: needs GitHub: branch rules are not in git."},
		{"not protected", newest, "OSPS-AC-03.02", known(nil, scored(field.BranchProtection, 2)), baseline.Unknown, "Branch-Protection is 2; at least 3 would agree with the requirement."},
		{"protected", newest, "OSPS-AC-03.02", known(nil, scored(field.BranchProtection, 3)), baseline.Met, "forbid its deletion"},
		{"reviews not required", newest, "OSPS-AC-03.01", known(nil, scored(field.BranchProtection, 5)), baseline.Unknown, "at least 6"},
		{"reviews required", newest, "OSPS-AC-03.01", known(nil, scored(field.BranchProtection, 6)), baseline.NotContradicted, "bypass"},
		{"either of two", newest, "OSPS-QA-07.01", known(nil, scored(field.BranchProtection, 0), scored(field.CodeReview, 10)), baseline.NotContradicted, "approved each"},
		{"few reviews", newest, "OSPS-QA-07.01", known(nil, scored(field.CodeReview, 0)), baseline.Unknown, "Branch-Protection"},

		{"no dangerous pattern", newest, "OSPS-BR-01.01", known(nil, scored(field.DangerousWorkflow, 10)), baseline.NotContradicted, "no GitHub workflow"},
		{"no workflows", newest, "OSPS-BR-01.01", known([]health.Input{health.NotApplies(field.DangerousWorkflow, "no workflows found")}), baseline.Unknown, "not applicable: no workflows found."},
		{"script injection", newest, "OSPS-BR-01.01", known(nil, injection), baseline.NotMet, "shell script"},
		{"untrusted checkout is another requirement", newest, "OSPS-BR-01.01", known(nil, checkout), baseline.Unknown, "Dangerous-Workflow is 0"},
		{"untrusted checkout may be guarded", newest, "OSPS-BR-01.03", known(nil, checkout), baseline.Unknown, "guarded"},
		{"evidence left out", newest, "OSPS-BR-01.01", known(nil, omitting(checkout)), baseline.Unknown, "Dangerous-Workflow is 0"},
		{"branch name", versions[0], "OSPS-BR-01.02", known(nil, injection), baseline.NotMet, "branch"},
		{"a score without its details", newest, "OSPS-BR-01.01", baseline.Facts{Inputs: known(nil, scored(field.DangerousWorkflow, 10)).Inputs}, baseline.Unknown, "evidence of Scorecard"},

		{"write-all", newest, "OSPS-AC-04.02", known(nil, scored(field.TokenPermissions, 0, ".github/workflows/a.yml: topLevel permissions set to 'write-all'")), baseline.NotMet, "every permission"},
		{"broad permissions", newest, "OSPS-AC-04.02", known(nil, scored(field.TokenPermissions, 0, ".github/workflows/a.yml: no topLevel permission defined")), baseline.Unknown, "judgement"},
		{"each release signed", newest, "OSPS-BR-06.01", known(nil, scored(field.SignedReleases, 8, ": release artifact v1 does not have provenance")), baseline.NotContradicted, "signature"},
		{"one release not signed", newest, "OSPS-BR-06.01", known(nil, scored(field.SignedReleases, 8, ": release artifact v1 not signed")), baseline.Unknown, "elsewhere"},
		{"a release that is not signed may be left out", newest, "OSPS-BR-06.01", known(nil, omitting(scored(field.SignedReleases, 8))), baseline.Unknown, "elsewhere"},
		{"unsigned on GitHub", newest, "OSPS-BR-06.01", known(nil, scored(field.SignedReleases, 0)), baseline.Unknown, "elsewhere"},

		{"no binaries", newest, "OSPS-QA-05.02", known(nil, scored(field.BinaryArtifacts, 10)), baseline.NotContradicted, "no executables"},
		{"a program beside the code", newest, "OSPS-QA-05.02", known(nil, shippedExe), baseline.NotMet, "not test data"},
		{"a program in a copy", newest, "OSPS-QA-05.02", away(known(nil, shippedExe), field.SourceScorecard), baseline.Unknown, "another address"},
		{"a program that others published", newest, "OSPS-QA-05.02", away(known(nil, shippedExe), field.SourcePublished), baseline.NotMet, "not test data"},
		{"a licence in a copy", newest, "OSPS-LE-02.01", away(known(nil, scored(field.LicenseCheck, 10)), field.SourceScorecard), baseline.NotContradicted, "another address"},
		{"a licence that others published", newest, "OSPS-LE-02.01", away(known(nil, scored(field.LicenseCheck, 10)), field.SourcePublished), baseline.Met, "approves"},
		{"test data and a wrapper", newest, "OSPS-QA-05.02", known(nil, testData), baseline.Unknown, "judgement"},
		{"test data, and more left out", newest, "OSPS-QA-05.02", known(nil, omitting(testData)), baseline.Unknown, "judgement"},
		{"a binary may be made by others", newest, "OSPS-QA-05.01", known(nil, shippedExe), baseline.Unknown, "who made"},

		{"public history", newest, "OSPS-QA-01.01", known([]health.Input{read(field.CommitsTotal, 9)}), baseline.Met, "without an account"},
		{"history of an internal host", newest, "OSPS-QA-01.01", known([]health.Input{{Field: field.CommitsTotal, State: health.Observed, Value: 9, SourceURL: "https://10.0.0.1/a"}}), baseline.Unknown, "public address"},
		{"history of a folder", newest, "OSPS-QA-01.01", known([]health.Input{health.Obs(field.CommitsTotal, 9)}), baseline.Unknown, "public address"},
		{"complete history", newest, "OSPS-QA-01.02", known([]health.Input{read(field.CommitsTotal, 9), health.ObsBool(field.ImportedHistory, false)}), baseline.NotContradicted, "joins many changes"},
		{"imported history", newest, "OSPS-QA-01.02", known([]health.Input{read(field.CommitsTotal, 9), health.ObsBool(field.ImportedHistory, true)}), baseline.Unknown, "Imported history is yes; no would agree"},
		{"history of a copy", newest, "OSPS-QA-01.01", baseline.Facts{Copy: true, Inputs: known([]health.Input{read(field.CommitsTotal, 9)}).Inputs}, baseline.Unknown, "a copy"},
		{"approved licence", newest, "OSPS-LE-02.01", known(nil, scored(field.LicenseCheck, 10)), baseline.Met, "approves"},
		{"a licence that may be approved", newest, "OSPS-LE-02.01", known([]health.Input{licence}), baseline.Unknown, "neither list"},
		{"a licence under the right name", newest, "OSPS-LE-03.01", known(nil, scored(field.LicenseCheck, 9, "COPYING.md: found")), baseline.Met, "name that the catalogue wants"},
		{"a licence file of another name", newest, "OSPS-LE-03.01", known(nil, scored(field.LicenseCheck, 9, "COPYRIGHT: found")), baseline.NotContradicted, "where tools look"},
		{"a licence file without a name", newest, "OSPS-LE-03.01", known([]health.Input{licence}), baseline.NotContradicted, "where tools look"},
		{"a licence file in no place", newest, "OSPS-LE-03.01", known(nil, scored(field.LicenseCheck, 6, "LICENSE: found")), baseline.Unknown, "in others"},
		{"no licence file", newest, "OSPS-LE-03.01", known(nil, scored(field.LicenseCheck, 0)), baseline.Unknown, "License is 0; at least 9"},
		{"no tags", newest, "OSPS-BR-02.01", known([]health.Input{health.Obs(field.ReleaseTagsTotal, 0)}), baseline.Unknown, "All release tags is 0"},
		{"tracker", newest, "OSPS-GV-02.01", known([]health.Input{health.ObsBool(field.IssuesEnabled, true), health.ObsBool(field.RepositoryArchived, false)}), baseline.Met, "tracker"},
		{"tracker of an archive", newest, "OSPS-GV-02.01", known([]health.Input{health.ObsBool(field.IssuesEnabled, true), health.ObsBool(field.RepositoryArchived, true)}), baseline.Unknown, "Archived on its host is yes; no would agree"},

		{"archived, asked of active projects", before, "OSPS-LE-02.01", known([]health.Input{archived}, scored(field.LicenseCheck, 10)), baseline.NotApplicable, "active projects only"},
		{"archived, asked of all", newest, "OSPS-LE-02.01", known([]health.Input{archived}, scored(field.LicenseCheck, 10)), baseline.Met, "approves"},
		{"archived, not met before", before, "OSPS-QA-05.02", known([]health.Input{archived}, shippedExe), baseline.NotApplicable, "active projects only"},
		{"perhaps not active", before, "OSPS-QA-05.02", known(nil, shippedExe), baseline.Unknown, "unknown whether the project is active"},
		{"active by its commits", before, "OSPS-QA-05.02", known([]health.Input{health.Obs(field.ActiveMonths12m, 1)}, shippedExe), baseline.NotMet, "not test data"},
		{"active by its host", before, "OSPS-QA-05.02", known([]health.Input{health.ObsBool(field.Archived, false)}, shippedExe), baseline.NotMet, "not test data"},
		{"perhaps not active, and met", before, "OSPS-LE-02.01", known(nil, scored(field.LicenseCheck, 10)), baseline.Met, "approves"},
	} {
		var got baseline.Result
		for _, r := range baseline.Evaluate(tc.v, tc.facts).Results {
			if r.Requirement.ID == tc.id {
				got = r
			}
		}
		if got.State != tc.want || !strings.Contains(got.Why, tc.says) {
			t.Errorf("%s: %s is %q, %q; want %q that says %q", tc.name, tc.id, got.State, got.Why, tc.want, tc.says)
		}
		if asked := got.State != baseline.NotObservable; asked != (len(got.Evidence) > 0) {
			t.Errorf("%s: %s is %s by %d pieces of evidence", tc.name, tc.id, got.State, len(got.Evidence))
		}
	}
}

// Evidence against a requirement is ruled out as soon as one of its conditions fails.
func TestEvaluate_oneConditionRulesOut(t *testing.T) {
	t.Parallel()
	r := asks("OSPS-AC-01.01", field.SAST, 1)
	fuzzed := baseline.Condition{Term: model.Term{Field: field.Fuzzing, Op: "<=", Value: 0}}
	old := baseline.Condition{Term: model.Term{Field: field.ActiveMonths12m, Op: "<=", Value: 0}}
	r.Against = []baseline.Clause{{Why: "So.", All: []baseline.Condition{old, fuzzed}}}
	v := baseline.Version{Name: "2030.01.01", Requirements: []baseline.Requirement{r}}
	for months, want := range map[float64]baseline.State{3: baseline.Met, 0: baseline.Unknown} {
		f := known([]health.Input{health.Obs(field.ActiveMonths12m, months)}, scored(field.SAST, 10))
		if got := baseline.Evaluate(v, f).Results[0]; got.State != want {
			t.Errorf("%g active months: %s, %s", months, got.State, got.Why)
		}
	}
}

// The page shows the file and the line that prove it.
func TestEvaluate_notMetNamesTheWarning(t *testing.T) {
	t.Parallel()
	v := shipped(t)[2]
	f := known(nil, scored(field.BinaryArtifacts, 8, "tests/b.jar: binary detected", "src/a.exe: binary detected"))
	for _, r := range baseline.Evaluate(v, f).Results {
		if r.State != baseline.NotMet {
			continue
		}
		if r.Requirement.ID != "OSPS-QA-05.02" || len(r.Evidence) != 1 || r.Evidence[0].Line == nil || r.Evidence[0].Line.Path != "src/a.exe" || r.Evidence[0].Input.Value != 8 {
			t.Errorf("%s: %+v", r.Requirement.ID, r.Evidence)
		}
		return
	}
	t.Error("nothing is not met")
}

// Every field that a rule names exists, and each sentence ends.
func TestShipped_rules(t *testing.T) {
	t.Parallel()
	for _, v := range shipped(t) {
		for _, r := range v.Requirements {
			texts := []string{r.Says}
			if r.Limit != "" {
				texts = append(texts, r.Limit)
			}
			for _, all := range [][]baseline.Clause{r.Met, r.Fits, r.Against} {
				for _, c := range all {
					texts = append(texts, c.Why)
				}
			}
			for _, s := range texts {
				if !strings.HasSuffix(s, ".") || len(s) > 220 {
					t.Errorf("%s %s: %q", v.Name, r.ID, s)
				}
			}
		}
	}
}
