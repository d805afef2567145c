package declared_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

func TestReadCodeOwners(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text                  string
		entries, rules, teams, ones int
		line                        int
	}{
		{"rules", "# all\n* @org/team @ada\n/doc/ @Ada bo@plain.test # @former\n/free/\n", 2, 3, 1, 2, 2},
		{"sections", "[Docs] @org/docs\n^[Build][2] @ada @@maintainer\n*.md\nx\\ y.md @bo\n", 3, 2, 2, 2, 1},
		{"an owner without a pattern", "@ada\n", 0, 1, 0, 0, 0},
		{"comments", "# * @ada\n\n", 0, 0, 0, 0, 0},
		{"words that are no owners", "* ada <b> @ -\n", 0, 1, 0, 0, 0},
	} {
		got, err := declared.ReadCodeOwners([]byte(row.text))
		want := declared.People{Entries: row.entries, Rules: row.rules, Teams: row.teams, Individuals: row.ones, Line: row.line}
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", row.name, got, err, want)
		}
	}
}

func TestReadOwners(t *testing.T) {
	t.Parallel()
	const text = "approvers:\n- leads\n- ada\nreviewers:\n- Ada\n- bo\nemeritus_approvers:\n- cy\n"
	for _, row := range []struct {
		name, text, aliases string
		want                declared.People
	}{
		{"without aliases", text, "", declared.People{Entries: 4, Unsorted: 3, Line: 2}},
		{"with aliases", text, "aliases:\n  leads:\n  - bo\n  - dee\n  empty: []\n", declared.People{Entries: 4, Teams: 1, Individuals: 3, Line: 2}},
		{"filters", "filters:\n  \".*\":\n    approvers: [ada]\n", "", declared.People{Entries: 1, Unsorted: 1, Line: 3}},
		{"odd aliases", text, "- leads", declared.People{Entries: 4, Unsorted: 3, Line: 2}},
		{"text for a list", "approvers: ada\n", "", declared.People{}},
		{"numbers and nulls", "approvers: [1, ~, {a: b}]\n", "", declared.People{Entries: 1, Unsorted: 1, Line: 1}},
	} {
		if got, err := declared.ReadOwners([]byte(row.text), []byte(row.aliases)); err != nil || got != row.want {
			t.Errorf("%s: got %+v, %v, want %+v", row.name, got, err, row.want)
		}
	}
	for _, text := range []string{"", "ada@plain.test\nbo@plain.test\n", "- ada\n"} {
		if got, err := declared.ReadOwners([]byte(text), nil); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestReadMaintainers(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text        string
		ones, teams, line int
		elsewhere         int
	}{
		{"list", "# Maintainers\n\n- Ada (@ada), Example\n* **[@bo](https://github.com/bo)**\n- Ada again, @Ada\n", 2, 0, 3, 0},
		{"table", "| Name | Account | Employer |\n|---|---|---|\n| Ada | [ada](https://github.com/ada) | [Big](https://github.com/big) |\n", 1, 0, 3, 0},
		{"kernel", "M:\tAda <ada@plain.test>\nM: Bo <bo@plain.test>\nL: list@plain.test\n", 2, 0, 1, 0},
		{"docker", "\"ada\",\"Ada\",\"ada@plain.test\"\n\"bo\",\"Bo\",\"bo@plain.test\"\n", 2, 0, 1, 0},
		{"toml", "[people.ada]\nName = \"Ada\"\nEmail = \"ada@plain.test\"\nGitHub = \"ada\"\n", 1, 0, 3, 0},
		{"team", "- @org/maintainers\n", 0, 1, 1, 0},
		{"emeritus", "## Now\n\n- @ada\n\n## Emeritus\n\n- @bo\n\nRetired\n-------\n\n- @cy\n", 1, 0, 3, 0},
		{"names alone", "Ada Example [ada](https://github.com/ada)\n\nBo (@bo)\n", 2, 0, 1, 0},
		{"a sentence", "[Acme organization](https://github.com/acme/) will list them.\n", 0, 0, 0, 1},
		{"reviewers", "## Maintainers\n- @ada\n## Reviewers\n- @bo\n", 1, 0, 2, 0},
		{"elsewhere", "The list is [here](https://plain.test/list).\n", 0, 0, 0, 1},
		{"a guide", "# Guide\n\nRun it with @decorator and git@github.com:a/b.\n", 0, 0, 0, 0},
		{"a comment that names accounts", "# @ada @bo\n", 0, 0, 0, 0},
		{"code", "```\n- @ada\n```\n", 0, 0, 0, 0},
	} {
		got, err := declared.ReadMaintainers([]byte(row.text))
		if err != nil || got.Individuals != row.ones || got.Teams != row.teams || got.Line != row.line || got.Elsewhere != row.elsewhere {
			t.Errorf("%s: %+v, %v", row.name, got, err)
		}
	}
}

func TestReadSecurityContacts(t *testing.T) {
	t.Parallel()
	got, err := declared.ReadSecurityContacts([]byte("# DO NOT REPORT to these\n#\nada\n- @bo\ncy # for now\ndee@plain.test\nAcme-io has a policy. See it.\n"))
	if err != nil || got.Individuals != 4 || got.Line != 3 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadSupport(t *testing.T) {
	t.Parallel()
	const text = "# Help\n\nAsk in the [forum](https://github.com/a/b/discussions).\nPlease do not open an issue.\n\nCommercial support is sold.\n"
	got, err := declared.ReadSupport([]byte(text))
	if err != nil || len(got) != 2 || got[0] != (declared.Help{Kind: "forum", Line: 3}) || got[1] != (declared.Help{Kind: "commercial", Line: 6}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadReadme(t *testing.T) {
	t.Parallel()
	const badge = "[![Project Status](https://www.repostatus.org/badges/latest/%.svg)](https://www.repostatus.org/#%)\n"
	status := func(word string) string { return strings.ReplaceAll(badge, "%", word) }
	for _, row := range []struct {
		name, text, status, kept string
		others                   int
	}{
		{"repostatus", "# X\n" + status("active"), "active", "", 0},
		{"rst", ".. image:: https://www.repostatus.org/badges/2.0.0/wip.svg\n   :target: https://www.repostatus.org/#wip\n", "wip", "", 0},
		{"html", `<a href="https://www.repostatus.org/#unsupported"><img src="http://www.repostatus.org/badges/0.1.0/unsupported.svg"></a>`, "unsupported", "", 0},
		{"two", status("active") + status("moved"), "active", "", 1},
		{"picture and link differ", strings.Replace(strings.Replace(badge, "%", "inactive", 1), "%", "active", 1), "inactive", "", 1},
		{"unknown word", status("thriving"), "", "", 0},
		{"code", "```\n" + status("active") + "```\n    " + status("active"), "", "", 0},
		{"comment", "<!-- " + status("active") + " -->\nx", "", "", 0},
		{"kept", "![m](https://img.shields.io/maintenance/yes/2026.svg)", "", "2026", 0},
		{"given up", "![m](https://img.shields.io/maintenance/no/2020)", "unsupported", "", 0},
		{"a year that is none", "![m](https://img.shields.io/maintenance/yes/0001)", "", "", 0},
		{"words of Cargo", "![m](https://img.shields.io/badge/maintenance-passively--maintained-yellowgreen.svg)", "inactive", "", 0},
		{"a question", "![m](https://img.shields.io/badge/Maintained%3F-no-red.svg)", "unsupported", "", 0},
		{"no maintenance", "[![x](http://unmaintained.tech/badge.svg)](http://unmaintained.tech/)", "unsupported", "", 0},
		{"a measure", "[![x](http://isitmaintained.com/badge/resolution/a/b.svg)](http://isitmaintained.com/project/a/b)", "", "", 0},
		{"prose", "This project is actively maintained.", "", "", 0},
	} {
		got, err := declared.ReadReadme([]byte(row.text))
		if err != nil || got.Status.Value != row.status || got.Kept.Value != row.kept || len(got.Others) != row.others {
			t.Errorf("%s: %+v, %v", row.name, got, err)
		}
	}
}

func TestReadAnnotations(t *testing.T) {
	t.Parallel()
	const text = "annotations:\n  - checks:\n      - binary-artifacts\n      - SAST\n    reasons:\n      - reason: test-data # why\n      - reason: Remediated\n"
	got, err := declared.ReadAnnotations([]byte(text))
	want := []declared.Exemption{
		{Tool: declared.Scorecard, Check: "Binary-Artifacts", Reason: "test-data", Line: 3},
		{Tool: declared.Scorecard, Check: "Binary-Artifacts", Reason: "remediated", Line: 3},
		{Tool: declared.Scorecard, Check: "SAST", Reason: "test-data", Line: 4},
		{Tool: declared.Scorecard, Check: "SAST", Reason: "remediated", Line: 4},
	}
	if err != nil || len(got.Wrong) > 0 || !equal(got.List, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for edit, wrong := range map[string]string{
		"binary-artifacts → binary": "annotations[].checks", "test-data → because": "annotations[].reasons", "checks: → check:": "annotations[].checks",
	} {
		from, to, _ := strings.Cut(edit, " → ")
		if got, err := declared.ReadAnnotations([]byte(strings.Replace(text, from, to, 1))); err != nil || len(got.Wrong) != 1 || got.Wrong[0] != wrong {
			t.Errorf("%s: %+v, %v", edit, got, err)
		}
	}
	for _, text := range []string{"", "name: Scorecard\njobs:\n  a: b\n", "exemptions:\n  - checks: [SAST]\n", "points: 10\n", "[1, 2]", "annotations: ["} {
		if got, err := declared.ReadAnnotations([]byte(text)); err == nil || len(got.List) > 0 {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestReadCLOMonitor(t *testing.T) {
	t.Parallel()
	const text = "exemptions:\n  - check: sbom\n    reason: \"Ask @ada, or ada@plain.test;\n      it is not stable\"\n" +
		"  - check: slack_presence\n    reason: \"\"\n  - check: <b>\n    reason: x\n  - dco\n"
	got, err := declared.ReadCLOMonitor([]byte(text))
	want := []declared.Exemption{{Tool: declared.CLOMonitor, Check: "sbom", Reason: "Ask [name], or [address]; it is not stable", Line: 2}}
	if err != nil || !equal(got.List, want) || strings.Join(got.Wrong, " ") != "exemptions[].reason exemptions[].check" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, text := range []string{"", "licenseScanning:\n  url: https://plain.test\n", "exemptions: ~"} {
		if got, err := declared.ReadCLOMonitor([]byte(text)); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
	many := "exemptions:\n" + strings.Repeat("- {check: sbom, reason: x}\n", 300)
	if got, err := declared.ReadCLOMonitor([]byte(many)); err != nil || len(got.List) > 100 {
		t.Errorf("%d, %v", len(got.List), err)
	}
}

func equal(a, b []declared.Exemption) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
