package declared_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

func TestRead_claimsOfOneProject(t *testing.T) {
	t.Parallel()
	s := declared.Read([]declared.File{
		{Path: "README.md", Text: []byte("[![s](https://www.repostatus.org/badges/latest/wip.svg)](x)\n"), Changed: "2026-02-02"},
		{Path: "SECURITY.md", Text: []byte("Report to security@plain.test.\nWe reply within 3 days.\n"), Changed: "2026-01-01"},
		{Path: "security-insights.yml", Text: []byte(second), Changed: "2026-05-05"},
		{Path: ".clomonitor.yml", Text: []byte("exemptions:\n- check: sbom\n  reason: none\n")},
		{Path: "funding.json", Text: []byte(`{"entity": {}, "funding": {"channels": [], "plans": []}}`)},
		{Path: ".github/FUNDING.yml", Text: []byte("github: ada\n")},
		{Path: ".github/CODEOWNERS", Text: []byte("* @org/team\n")},
		{Path: "OWNERS", Text: []byte("approvers: [leads]\n")},
		{Path: "OWNERS_ALIASES", Text: []byte("aliases: {leads: [ada, bo]}\n")},
		{Path: "main.go", Text: []byte("package main\n")},
	})
	var got []string
	for _, c := range s.Claims {
		got = append(got, fmt.Sprintf("%s %s %d/%d %s:%d %s", c.Subject, c.Value, c.N, c.Teams, c.Path, c.Line, c.Date))
	}
	want := []string{
		"status wip 0/0 security-insights.yml:37 2026-04-01",
		"fixes_only yes 0/0 security-insights.yml:40 2026-04-01",
		"reports yes 0/0 security-insights.yml:25 2026-04-01",
		"channel mail 1/0 security-insights.yml:30 2026-04-01",
		"channel chat 1/0 security-insights.yml:31 2026-04-01",
		"policy https://example.org/policy 0/0 security-insights.yml:27 2026-04-01",
		"bounty none 0/0 security-insights.yml:26 2026-04-01",
		"machine_change no 0/0 security-insights.yml:39 2026-04-01",
		"steward https://foundation.example/ 0/0 security-insights.yml:11 2026-04-01",
		"funding https://example.org/give 0/0 security-insights.yml:9 2026-04-01",
		"support_policy https://example.org/support 0/0 security-insights.yml:34 2026-04-01",
		"core_team list 1/0 security-insights.yml:42 2026-04-01",
		"administrators list 2/0 security-insights.yml:14 2026-04-01",
		"champions list 0/0 security-insights.yml:50 2026-04-01",
		"channel mail 1/0 SECURITY.md:1 2026-01-01",
		"answer_time 3 days 3/0 SECURITY.md:2 2026-01-01",
		"status wip 0/0 README.md:1 2026-02-02",
		"funding github 1/0 .github/FUNDING.yml:1 ",
		"funding 0 active plans 0/0 funding.json:1 ",
		"owners list 2/1 OWNERS:1 ",
		"codeowners list 0/1 .github/CODEOWNERS:1 ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if len(s.Contradictions()) > 0 || len(s.Exemptions) != 1 || len(s.Readings) != 8 {
		t.Errorf("%v, %v, %+v", s.Contradictions(), s.Exemptions, s.Readings)
	}
	if n := len(s.Of(declared.Funding)); n != 3 {
		t.Errorf("%d claims of funding", n)
	}
}

func TestRead_contradictions(t *testing.T) {
	t.Parallel()
	badge := func(word string) string { return "![s](https://www.repostatus.org/badges/latest/" + word + ".svg)" }
	for _, row := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"reports", map[string]string{
			"security-insights.yml": strings.Replace(second, "reports-accepted: true", "reports-accepted: false", 1),
			"SECURITY.md":           "Report it via https://github.com/a/b/security/advisories/new",
		}, []string{"security-insights.yml says that reports of vulnerabilities are not accepted; SECURITY.md names the private form of the host"}},
		{"bounty", map[string]string{
			"SECURITY-INSIGHTS.yml": first, "SECURITY.md": "The bug bounty ended.",
		}, []string{"SECURITY-INSIGHTS.yml offers a bounty; SECURITY.md says that the bounty ended"}},
		{"no bounty twice", map[string]string{"security-insights.yml": second, "SECURITY.md": "There is no bug bounty."}, nil},
		{"status", map[string]string{
			"security-insights.yml": second, "README.md": badge("active"),
		}, []string{"security-insights.yml gives the status wip; README.md gives the status active"}},
		{"two badges", map[string]string{"README.md": badge("active") + "\n" + badge("moved")}, []string{
			"line 1 of README.md gives the status active; line 2 gives the status moved",
		}},
		{"two files of Security Insights", map[string]string{
			"SECURITY-INSIGHTS.yml": first, ".github/security-insights.yml": second,
		}, []string{
			".github/security-insights.yml gives the status wip; SECURITY-INSIGHTS.yml gives the status active",
			".github/security-insights.yml says that there is no bounty; SECURITY-INSIGHTS.yml offers a bounty",
		}},
		{"steward", map[string]string{
			"security-insights.yml": second, "SECURITY.md": "Under the CRA there is no steward.",
		}, []string{"security-insights.yml names a steward; SECURITY.md says that there is no steward"}},
		{"in public and in private", map[string]string{
			"SECURITY.md": "If you find a vulnerability, please open an issue.", "security-insights.yml": second,
		}, []string{
			"security-insights.yml names a mail address; SECURITY.md asks for reports in public",
		}},
	} {
		var files []declared.File
		for path, text := range row.files {
			files = append(files, declared.File{Path: path, Text: []byte(text)})
		}
		var got []string
		for _, c := range declared.Read(files).Contradictions() {
			got = append(got, c.String())
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s:\n got %q\nwant %q", row.name, got, row.want)
		}
	}
}

func TestRead_whichFileCounts(t *testing.T) {
	t.Parallel()
	s := declared.Read([]declared.File{
		{Path: "docs/SECURITY.md", Text: []byte("Report to docs@plain.test.")},
		{Path: "SECURITY.md", Text: []byte("Report to root@plain.test.\nWe reply within 1 day.")},
		{Path: ".github/SECURITY.md", Text: []byte("")}, // an empty file hides no other
		{Path: "SECURITY-INSIGHTS.yml", Text: []byte(first)},
		{Path: ".github/security-insights.yml", Text: []byte(second)},
		{Path: "docs/security-insights.yml", Text: []byte(second)},
		{Path: "README.rst", Text: []byte("x")},
		{Path: "README.md", Text: []byte("x")},
	})
	want := []string{
		"SECURITY-INSIGHTS.yml: .github/security-insights.yml counts in its place",
		".github/security-insights.yml: ",
		"docs/security-insights.yml: the file is in the wrong place: tools look for security-insights.yml in the root folder and in that of the host, such as .github",
		".github/SECURITY.md: the file is empty",
		"SECURITY.md: ",
		"docs/SECURITY.md: SECURITY.md counts in its place",
		"README.md: ",
	}
	var got []string
	for _, r := range s.Readings {
		got = append(got, r.Path+": "+r.Why)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if a := s.Of(declared.AnswerTime); len(a) != 1 || a[0].N != 1 || a[0].Path != "SECURITY.md" {
		t.Errorf("%+v", a)
	}
	if st := s.Of(declared.Status); len(st) != 1 || st[0].Value != "wip" {
		t.Errorf("%+v", st)
	}
}

func TestStatement_KeptOn(t *testing.T) {
	t.Parallel()
	read := func(path, text string) declared.Statement {
		return declared.Read([]declared.File{{Path: path, Text: []byte(text)}})
	}
	active := strings.Replace(second, "WIP", "active", 1)
	for _, row := range []struct {
		name string
		s    declared.Statement
		day  string
		want string // the end; empty: none
	}{
		{"reviewed", read("security-insights.yml", active), "2026-12-01", "2027-04-01"},
		{"reviewed on its last day", read("security-insights.yml", active), "2027-04-01", "2027-04-01"},
		{"reviewed long ago", read("security-insights.yml", active), "2027-04-02", ""},
		{"before the review", read("security-insights.yml", active), "2026-03-31", ""},
		{"not active", read("security-insights.yml", second), "2026-12-01", ""},
		{"expires first", read("SECURITY-INSIGHTS.yml", strings.Replace(first, "2027-01-16", "2026-06-01", 1)), "2026-12-01", ""},
		{"badge", read("README.md", "![m](https://img.shields.io/maintenance/yes/2026)"), "2026-12-31", "2026-12-31"},
		{"badge of an earlier year", read("README.md", "![m](https://img.shields.io/maintenance/yes/2025)"), "2026-01-01", ""},
		{"nothing", read("README.md", "x"), "2026-12-31", ""},
	} {
		if got, ok := row.s.KeptOn(row.day); got.Until != row.want || ok != (row.want != "") {
			t.Errorf("%s: %+v, %v", row.name, got, ok)
		}
	}
}

// No name, login or address of a person is in what is kept.
func TestRead_keepsNoPersons(t *testing.T) {
	t.Parallel()
	s := declared.Read([]declared.File{
		{Path: "security-insights.yml", Text: []byte(second)},
		{Path: "SECURITY.md", Text: []byte("Report to ada@plain.test, or see https://github.com/ada for reports.\n")},
		{Path: "MAINTAINERS.md", Text: []byte("- Ada Example (@ada) <ada@plain.test>\n")},
		{Path: ".github/CODEOWNERS", Text: []byte("* @ada ada@plain.test\n")},
		{Path: "OWNERS", Text: []byte("approvers: [ada]\n")},
		{Path: "SECURITY_CONTACTS", Text: []byte("ada\n")},
		{Path: ".clomonitor.yml", Text: []byte("exemptions:\n- check: sbom\n  reason: says @ada, ada@plain.test\n")},
	})
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"ada", "Ada", "bo ", "Bo", "plain.test"} {
		if strings.Contains(string(b), word) {
			t.Errorf("%q is in %s", word, b)
		}
	}
	if len(s.Claims) < 15 {
		t.Errorf("only %d claims", len(s.Claims))
	}
}

func TestRead_bounds(t *testing.T) {
	t.Parallel()
	hostile := map[string][]byte{
		"empty": nil, "5 MB": []byte(strings.Repeat("a: b\n", 1<<20)), "deep": []byte(strings.Repeat("[", 100_000)),
		"deep mapping": []byte(strings.Repeat("{a: ", 10_000)), "wrong type": []byte("- 1\n- 2\n"), "markup": []byte("<script>alert(1)</script>"),
		"binary": []byte("\x00\xff\xfe\x01"), "one line": []byte(strings.Repeat("report ", 50_000)), "brackets": []byte(strings.Repeat("[](", 100_000)),
		"comments": []byte(strings.Repeat("<!--", 100_000)), "at signs": []byte(strings.Repeat("@", 300_000)), "bars": []byte(strings.Repeat("|", 300_000)),
		"marks": []byte(strings.Repeat("!@#$%^&*()", 20_000)), "quotations": []byte(strings.Repeat("> ", 100_000)), "stops": []byte(strings.Repeat(". ", 100_000)),
	}
	for name, text := range hostile {
		var files []declared.File
		for _, path := range []string{
			"security-insights.yml", "SECURITY.md", ".clomonitor.yml", "scorecard.yml", "SUPPORT.md", "MAINTAINERS", "OWNERS",
			"OWNERS_ALIASES", "CODEOWNERS", "SECURITY_CONTACTS", "README.md", ".github/FUNDING.yml", "funding.json",
		} {
			files = append(files, declared.File{Path: path, Text: text})
		}
		s := declared.Read(files)
		for _, r := range s.Readings {
			if strings.ContainsAny(r.Why, "\n<>@") || len(r.Why) > 200 {
				t.Errorf("%s: %s: %q", name, r.Path, r.Why)
			}
		}
	}
	var many []declared.File
	for range 1000 {
		many = append(many, declared.File{Path: "SECURITY.md", Text: []byte("x")})
	}
	if s := declared.Read(many); len(s.Readings) > 100 {
		t.Errorf("%d readings", len(s.Readings))
	}
}
