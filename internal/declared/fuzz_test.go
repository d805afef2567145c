package declared_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

// within reports a line that is not in the text, or a value that cannot be shown.
func within(t *testing.T, text []byte, value string, line int) {
	t.Helper()
	lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(text)), "\n") + 1
	if line < 0 || line > lines && utf8.Valid(text) && !strings.ContainsRune(string(text), 0) {
		t.Errorf("%q is on line %d of %d", value, line, lines)
	}
	if !utf8.ValidString(value) || strings.ContainsAny(value, "\n\r") {
		t.Errorf("%q cannot be shown", value)
	}
}

// sentence reports an error that is not a sentence for a page.
func sentence(t *testing.T, err error) {
	t.Helper()
	if err != nil && (err.Error() == "" || strings.ContainsAny(err.Error(), "\n\r<>") || len(err.Error()) > 200) {
		t.Errorf("%q", err)
	}
}

func FuzzInsights(f *testing.F) {
	for _, text := range []string{second, first, "", "header: [", "project: {administrators: 1}\n", "a: &a [*a]\n", "<<: {project: {}}\n", "repository: ~\n---\nproject: x\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		in, err := declared.ReadInsights(text)
		sentence(t, err)
		if (err == nil) != (in.Major != "") {
			t.Errorf("version %q and %v", in.Major, err)
		}
		for _, m := range []declared.Mark{in.Version, in.Updated, in.Reviewed, in.Expires, in.Parent, in.Status, in.Reports, in.Bounty, in.Policy, in.Funding, in.Steward, in.SupportPolicy} {
			within(t, text, m.Value, m.Line)
			if m.Stated() != (m.Value != "") {
				t.Errorf("%+v", m)
			}
		}
		for _, c := range in.Channels {
			within(t, text, string(c.Kind), c.Line)
			if c.Count < 1 || c.Line < 1 || c.Kind.Label() == "" {
				t.Errorf("%+v", c)
			}
		}
	})
}

func FuzzPolicy(f *testing.F) {
	for _, text := range []string{
		"Report to security@plain.test within\n3 days; we respond.\n", "# Reporting\n\n- a@plain.test\n| a | ≤ 2 days |\n```\ncode\n", "<!-- a --> b <!-- c",
		"Do not report, instead see [x](https://plain.test/security).\n", "We do not accept AI-generated reports.\n\nThe bug bounty ended.", "Title\n=====\n> quoted\n",
		"Under the CRA, the open source software steward is X.", "\xff\xfeR\x00", "İſK report to ß@plain.test", "we respond within 999 months",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := declared.ReadPolicy(text)
		sentence(t, err)
		if err != nil && !p.Silent() {
			t.Errorf("%+v and %v", p, err)
		}
		for _, m := range []declared.Mark{p.Elsewhere, p.Public, p.Bounty, p.Machine, p.Steward, {Value: p.Promise.String(), Line: p.Promise.Line}} {
			within(t, text, m.Value, m.Line)
		}
		if p.Promise.Stated() && p.Promise.Days < 1 {
			t.Errorf("%+v", p.Promise)
		}
		for _, c := range p.Channels {
			within(t, text, string(c.Kind), c.Line)
			if c.Count < 1 || c.Line < 1 {
				t.Errorf("%+v", c)
			}
		}
	})
}

func FuzzExemptions(f *testing.F) {
	for _, text := range []string{
		"annotations:\n- checks: [sast]\n  reasons:\n  - reason: test-data\n", "exemptions:\n- check: sbom\n  reason: says @ada\n", "exemptions: {}\n", "annotations: [1, [2], {checks: {}}]\n", "",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, read := range []func([]byte) (declared.Exemptions, error){declared.ReadAnnotations, declared.ReadCLOMonitor} {
			all, err := read(text)
			sentence(t, err)
			for _, e := range all.List {
				within(t, text, e.Reason, e.Line)
				if e.Check == "" || e.Reason == "" || e.Line < 1 || len(e.Reason) > 250 {
					t.Errorf("%+v", e)
				}
			}
		}
	})
}

func FuzzLists(f *testing.F) {
	for _, text := range []string{
		"* @org/team @ada\n[Docs] @x\n", "approvers:\n- ada\nfilters:\n  a:\n    reviewers: [bo]\n", "| Ada | [a](https://github.com/a) |\n## Emeritus\n- @b\n", "M: x <x@plain.test>\n",
		"ada\n# bo\n", "![s](https://www.repostatus.org/badges/latest/active.svg)\n", "![m](https://img.shields.io/maintenance/yes/2026)", "aliases: {a: [b]}\n", "Ask on Slack.\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, read := range []func([]byte) (declared.People, error){
			declared.ReadCodeOwners, declared.ReadMaintainers, declared.ReadSecurityContacts,
			func(b []byte) (declared.People, error) { return declared.ReadOwners(b, text) },
		} {
			p, err := read(text)
			sentence(t, err)
			within(t, text, "", p.Line)
			if p.Listed() != (p.Entries > 0) || p.Listed() && p.Teams+p.Individuals+p.Unsorted == 0 {
				t.Errorf("%+v", p)
			}
		}
		b, err := declared.ReadReadme(text)
		sentence(t, err)
		within(t, text, b.Status.Value, b.Status.Line)
		within(t, text, b.Kept.Value, b.Kept.Line)
		_, err = declared.ReadSupport(text)
		sentence(t, err)
	})
}

func FuzzRead(f *testing.F) {
	f.Add("SECURITY.md", []byte("Report to a@plain.test."), "security-insights.yml", []byte(second))
	f.Add("README.md", []byte("x"), "funding.json", []byte(`{"entity": {}, "funding": {}}`))
	f.Add("OWNERS", []byte("approvers: [a]"), "OWNERS_ALIASES", []byte("aliases: {a: [b]}"))
	f.Fuzz(func(t *testing.T, one string, a []byte, two string, b []byte) {
		s := declared.Read([]declared.File{{Path: one, Text: a}, {Path: two, Text: b}})
		for _, c := range s.Claims {
			if c.Line < 1 || c.Value == "" || c.Says() == "" {
				t.Errorf("%+v says %q", c, c.Says())
			}
		}
		for _, c := range s.Contradictions() {
			if c.String() == "" || c.A.Subject == "" {
				t.Errorf("%+v", c)
			}
		}
	})
}
