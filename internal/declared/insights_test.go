package declared_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

const second = `# a file of version 2
header:
  schema-version: 2.2.0
  last-updated: '2026-03-01'
  last-reviewed: 2026-04-01
  url: https://example.org/security-insights.yml
project:
  name: Example
  funding: https://example.org/give?from=x#top
  steward:
    uri: https://foundation.example/
    comment: Ada Example leads it.
  administrators:
    - name: Ada Example
      primary: true
      email: ada@example.net
    - &bo
      name: Bo Example
      primary: false
  repositories:
    - name: one
      url: https://example.org/one
      comment: all
  vulnerability-reporting:
    reports-accepted: true
    bug-bounty-available: false
    policy: https://example.org/policy
    contact:
      name: the team
      email: security@plain.test
      social: https://matrix.to/#/@ada:plain.test
      primary: true
  documentation:
    support-policy: https://example.org/support
repository:
  url: https://example.org/one
  status: WIP
  accepts-change-request: true
  accepts-automated-change-request: false
  bug-fixes-only: true
  core-team:
    - *bo
  license:
    url: https://example.org/license
    expression: MIT
  security:
    assessments:
      self:
        comment: none yet
    champions: []
`

const first = `header:
  schema-version: 1.0.0
  expiration-date: '2027-01-16T01:00:00.000Z'
  last-reviewed: '2026-01-16'
  project-url: https://example.org
project-lifecycle:
  status: active
  bug-fixes-only: false
  core-maintainers:
  - github:ada
  - https://github.com/bo
  - https://github.com/x/y/blob/main/README.md#maintainers
contribution-policy:
  accepts-pull-requests: true
  accepts-automated-pull-requests: true
distribution-points:
- https://example.org
security-contacts:
- type: email
  value: security@plain.test
- type: website
  value: https://github.com/x/y/blob/main/SECURITY.md
- type: url
  value: https://github.com/x/y/security/advisories/new
- type: phone
  value: +49 30 1234567
vulnerability-reporting:
  accepts-vulnerability-reports: true
  email-contact: security@plain.test
  security-policy: https://example.org/policy
  bug-bounty-available: true
`

func TestReadInsights_second(t *testing.T) {
	t.Parallel()
	got, err := declared.ReadInsights([]byte(second))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		got  declared.Mark
		want declared.Mark
	}{
		{"version", got.Version, declared.Mark{Value: "2.2.0", Line: 3}},
		{"updated", got.Updated, declared.Mark{Value: "2026-03-01", Line: 4}},
		{"reviewed", got.Reviewed, declared.Mark{Value: "2026-04-01", Line: 5}},
		{"expires", got.Expires, declared.Mark{}},
		{"funding", got.Funding, declared.Mark{Value: "https://example.org/give", Line: 9}},
		{"steward", got.Steward, declared.Mark{Value: "https://foundation.example/", Line: 11}},
		{"reports", got.Reports, declared.Mark{Value: declared.Yes, Line: 25}},
		{"bounty", got.Bounty, declared.Mark{Value: declared.No, Line: 26}},
		{"policy", got.Policy, declared.Mark{Value: "https://example.org/policy", Line: 27}},
		{"support", got.SupportPolicy, declared.Mark{Value: "https://example.org/support", Line: 34}},
		{"status", got.Status, declared.Mark{Value: "wip", Line: 37}},
		{"changes of machines", got.AutomatedChanges, declared.Mark{Value: declared.No, Line: 39}},
		{"fixes only", got.BugFixesOnly, declared.Mark{Value: declared.Yes, Line: 40}},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %+v, want %+v", row.name, row.got, row.want)
		}
	}
	want := []declared.Channel{{Kind: declared.Mail, Count: 1, Line: 30}, {Kind: declared.Chat, Count: 1, Line: 31}}
	if !slices.Equal(got.Channels, want) {
		t.Errorf("channels %+v", got.Channels)
	}
	if got.Administrators.N != 2 || got.CoreTeam.N != 1 || got.Champions.N != 0 || !got.Champions.Stated() {
		t.Errorf("people %+v, %+v, %+v", got.Administrators, got.CoreTeam, got.Champions)
	}
	if len(got.Missing)+len(got.Wrong) > 0 || got.Major != "2" {
		t.Errorf("version %s, missing %q, wrong %q", got.Major, got.Missing, got.Wrong)
	}
}

func TestReadInsights_first(t *testing.T) {
	t.Parallel()
	got, err := declared.ReadInsights([]byte(first))
	if err != nil {
		t.Fatal(err)
	}
	want := []declared.Channel{
		{Kind: declared.HostForm, Count: 1, Line: 24}, {Kind: declared.Mail, Count: 1, Line: 29}, {Kind: declared.Phone, Count: 1, Line: 26},
	}
	if !slices.Equal(got.Channels, want) {
		t.Errorf("channels %+v", got.Channels)
	}
	if got.Status != (declared.Mark{Value: "active", Line: 7}) || got.Expires.Value != "2027-01-16" || got.Bounty.Value != declared.Yes {
		t.Errorf("status %+v, expires %+v, bounty %+v", got.Status, got.Expires, got.Bounty)
	}
	if got.CoreTeam.N != 2 { // the third entry is a page
		t.Errorf("core team %+v", got.CoreTeam)
	}
	if len(got.Missing)+len(got.Wrong) > 0 || got.Major != "1" {
		t.Errorf("version %s, missing %q, wrong %q", got.Major, got.Missing, got.Wrong)
	}
}

// What the schema requires and a file lacks is named, and the rest is read.
func TestReadInsights_readsTheRest(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text, edit string
		missing, wrong   []string
		check            func(declared.Insights) bool
	}{
		{
			"no date", second, "  last-reviewed: 2026-04-01\n → ",
			[]string{"header.last-reviewed"},
			nil, func(in declared.Insights) bool { return !in.Reviewed.Stated() && in.Status.Stated() },
		},
		{
			"an odd date", second, "'2026-03-01' → 'March 2026'",
			nil,
			[]string{"header.last-updated"},
			func(in declared.Insights) bool { return !in.Updated.Stated() },
		},
		{
			"an odd status", second, "WIP → thriving",
			nil,
			[]string{"repository.status"},
			func(in declared.Insights) bool { return !in.Status.Stated() && in.CoreTeam.N == 1 },
		},
		{
			"a status that is a list", second, "status: WIP → status: [active]",
			nil,
			[]string{"repository.status"},
			func(in declared.Insights) bool { return !in.Status.Stated() },
		},
		{
			"a text for a truth value", second, "reports-accepted: true → reports-accepted: perhaps",
			nil,
			[]string{"project.vulnerability-reporting.reports-accepted"},
			func(in declared.Insights) bool { return !in.Reports.Stated() },
		},
		{
			"a null", second, "reports-accepted: true → reports-accepted: ~",
			[]string{"project.vulnerability-reporting.reports-accepted"},
			nil, func(in declared.Insights) bool { return !in.Reports.Stated() },
		},
		{
			"an address of another kind", second, "https://example.org/policy → javascript:alert(1)",
			nil,
			[]string{"project.vulnerability-reporting.policy"},
			func(in declared.Insights) bool { return !in.Policy.Stated() },
		},
		{
			"an earlier name", second, "    policy: https → \n    security-policy: https",
			nil, nil, func(in declared.Insights) bool { return in.Policy.Value == "https://example.org/policy" },
		},
		{
			"no one is primary", second, "      primary: false\n → ",
			[]string{"project.administrators[].primary", "repository.core-team[].primary"},
			nil, func(in declared.Insights) bool { return in.Administrators.N == 2 },
		},
		{
			"people as text", second, "  core-team:\n    - *bo → \n  core-team: everybody",
			nil,
			[]string{"repository.core-team"},
			func(in declared.Insights) bool { return !in.CoreTeam.Stated() },
		},
		{
			"the version of the software", first, "schema-version: 1.0.0 → schema-version: 0.13.4",
			nil,
			[]string{"header.schema-version"},
			func(in declared.Insights) bool { return in.Status.Value == "active" },
		},
		{
			"a later version", second, "2.2.0 → 3.0.0",
			nil,
			[]string{"header.schema-version"},
			func(in declared.Insights) bool { return in.Major == "2" && in.Status.Stated() },
		},
		{
			"a version that is a text", second, "2.2.0 → ada@plain.test",
			nil,
			[]string{"header.schema-version"},
			func(in declared.Insights) bool { return !in.Version.Stated() },
		},
		{
			"a key of a draft", first, "  status: active → \n  stage: active",
			[]string{"project-lifecycle.status"},
			nil, func(in declared.Insights) bool { return in.Status.Value == "active" },
		},
		{
			"contacts as text", first, "security-contacts:\n- type: email → security-contacts: none\nother:\n- type: email",
			nil,
			[]string{"security-contacts"},
			func(in declared.Insights) bool { return len(in.Channels) == 1 },
		},
	} {
		from, to, _ := strings.Cut(row.edit, " → ")
		got, err := declared.ReadInsights([]byte(strings.Replace(row.text, from, to, 1)))
		if err != nil || !slices.Equal(got.Missing, row.missing) || !slices.Equal(got.Wrong, row.wrong) || !row.check(got) {
			t.Errorf("%s: missing %q, wrong %q, %v, %+v", row.name, got.Missing, got.Wrong, err, got)
		}
	}
}

func TestReadInsights_child(t *testing.T) {
	t.Parallel()
	from, to := strings.Index(second, "project:"), strings.Index(second, "repository:\n")
	child := strings.Replace(second[:from]+second[to:], "header:\n", "header:\n  project-si-source: https://example.org/parent.yml\n", 1)
	got, err := declared.ReadInsights([]byte(strings.Replace(child, "*bo", "{name: x, primary: true}", 1)))
	if err != nil || len(got.Missing)+len(got.Wrong) > 0 || got.Parent.Value != "https://example.org/parent.yml" || got.Reports.Stated() {
		t.Errorf("%v, %+v", err, got)
	}
}

func TestReadInsights_refusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "a comment": "# nothing\n", "null": "~", "a list": "- a\n", "a text": "hello", "others": "name: x\njobs: {}\n",
		"no YAML": "a: [b\nc: {", "large": second + strings.Repeat("# x\n", 70_000), "deep": strings.Repeat("[", 5000), "binary": "\x00\x01\x02\xff",
		"aliases": "a: &a [x]\nb: [" + strings.Repeat("*a, ", 100) + "]\n", "markup": "<script>alert(1)</script>",
	} {
		got, err := declared.ReadInsights([]byte(text))
		if err == nil || got.Major != "" {
			t.Errorf("%s: %+v", name, got)
		}
		if err != nil && (strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "<")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An account may be that of a person, so only its host is kept.
func TestReadInsights_keepsNoAccounts(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{
		"https://github.com/adaexample":          "https://github.com/",
		"https://github.com/sponsors/adaexample": "https://github.com/",
		"https://ko-fi.com/adaexample":           "https://ko-fi.com/",
		"https://ada:secret@foundation.example/": "https://foundation.example/",
		"https://github.com/org/repo/blob/x.md":  "https://github.com/org/repo/blob/x.md",
	} {
		got, err := declared.ReadInsights([]byte(strings.Replace(second, "https://foundation.example/", from, 1)))
		if err != nil || got.Steward.Value != want {
			t.Errorf("%s: %q, %v", from, got.Steward.Value, err)
		}
	}
}
