package fixplan_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

var update = flag.Bool("update", false, "write the texts of testdata anew")

// sample is a plan with something of each kind.
func sample(t testing.TB) fixplan.Plan {
	t.Helper()
	s := made([]check.Check{
		scored(field.TokenPermissions, 0,
			check.Detail{Text: "no topLevel permission defined", Path: ".github/workflows/ci.yml", Line: 1},
			check.Detail{Text: "no topLevel permission defined", Path: ".github/workflows/a (b).yml", Line: 1}),
		scored(field.DangerousWorkflow, 0, check.Detail{
			Text: "script injection with untrusted input ' github.event.issue.title '", Path: ".github/workflows/greet.yml", Line: 20,
		}),
		scored(field.BranchProtection, 0, check.Detail{Text: "branch protection not enabled for branch 'main'"}),
		scored(field.CodeReview, 0), scored(field.CIIBestPractices, 0), scored(field.BinaryArtifacts, 10),
		{Name: "Security-Policy", State: check.NotVisible, Score: -1, Reason: "not visible in this tree: it may be elsewhere"},
		{Name: "Signed-Releases", State: check.NotRun, Score: -1, Reason: "needs GitHub: release files are not in git"},
	}, health.Obs(field.Regulars12m, 1), health.Obs(field.ReleaseFlowMonths, 14), health.Obs(field.UnreleasedHumanCommits, 31),
		health.ObsText(field.LastReleaseTag, "v1.2.3"))
	return load(t).planner.Plan(s)
}

func TestMarkdown_golden(t *testing.T) {
	t.Parallel()
	p := sample(t)
	for name, got := range map[string]string{"plan.md": p.Markdown(), "task.md": p.Tasks[0].Markdown()} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A project that was not read, and one that has ended, have texts of their own.
func TestMarkdown_withoutPlan(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]fixplan.Plan{
		"`its host did not answer`":                    {Name: "Tool", Unread: "its host did not answer."},
		"For its users: Move to an alternative.":       {Name: "Tool", Ended: "Move to an alternative"},
		"about which the maintainers can do something": {Name: "Tool"},
	} {
		if got := p.Markdown(); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// nasty are texts of strangers that must do nothing where they are pasted.
var nasty = []string{
	"@everyone #1 acme/tool#2 GH-3 0123456789abcdef0123456789abcdef01234567",
	"`@octo` ``#4`` ```", "`", "```\n@x\n```", "<img src=x onerror=alert(1)>", "</code><script>alert(1)</script>", "<!--", "[x](javascript:alert(1))",
	"![x](https://example.org/x.png)", "- [x] done\n- @x", "a\u2028@x\u202e#5\u200b`", "\x00\x1b[31m@x", "|x|\n|-|\n|@y|", strings.Repeat("@x #1 ", 5000), "\xff\xfe@x",
	" ", "\\`@x\\`", "https://example.org/@x", "~~~", "$@x$", "&commat;x &#35;1",
}

// outside returns what is left of a text without its code spans, blocks and our own links, as
// CommonMark reads it.
func outside(t testing.TB, text string) string {
	t.Helper()
	var out strings.Builder
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if fence := line[:len(line)-len(strings.TrimLeft(line, "`"))]; len(fence) >= 3 && !strings.Contains(line[len(fence):], "`") {
			for i++; i < len(lines) && lines[i] != fence; i++ {
			}
			continue
		}
		for line != "" {
			at := strings.IndexByte(line, '`')
			if at < 0 {
				break
			}
			out.WriteString(line[:at])
			run := line[at : at+len(line[at:])-len(strings.TrimLeft(line[at:], "`"))]
			rest := line[at+len(run):]
			end := closing(rest, len(run))
			if end < 0 {
				t.Errorf("a code span does not end: %q", lines[i])
				return ""
			}
			line = rest[end+len(run):]
			out.WriteString("CODE")
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// closing returns where a run of exactly n backquotes begins.
func closing(s string, n int) int {
	for i := 0; i < len(s); {
		if s[i] != '`' {
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] == '`' {
			j++
		}
		if j-i == n {
			return i
		}
		i = j
	}
	return -1
}

// harmless reports a text in which something of others has a meaning.
func harmless(t testing.TB, what, text string) {
	t.Helper()
	rest := outside(t, text)
	for _, line := range strings.Split(rest, "\n") {
		line = strings.ReplaceAll(line, "- [ ] ", "")
		for {
			_, after, ok := strings.Cut(line, "[CODE](<https://github.com/acme/tool/blob/")
			if !ok {
				break
			}
			_, line, _ = strings.Cut(after, ">)")
		}
		line = strings.TrimLeft(line, "# ")
		if strings.ContainsAny(line, "@#<>[]*_|\\~$&") || strings.Contains(line, "alert") || strings.Contains(line, "everyone") {
			t.Errorf("%s: outside of code: %q", what, line)
		}
	}
	for _, r := range text {
		if r < ' ' && r != '\n' || r == '\u202e' || r == '\u2028' || r == '\u200b' || r == '\x7f' {
			t.Errorf("%s: the text has the character %U", what, r)
		}
	}
	if len(text) > 60_000 {
		t.Errorf("%s: %d bytes", what, len(text))
	}
}

// hostile is a project all of whose texts are the given one, with so many lines for each check.
func hostile(text string, lines int) fixplan.Subject {
	var checks []check.Check
	for _, id := range field.Checks() {
		c := scored(id, 0)
		c.Reason = text
		for i := range lines {
			c.Details = append(c.Details,
				check.Detail{Type: "warn", Text: text, Path: text, Line: i}, check.Detail{Type: "warn", Text: "no topLevel permission defined", Path: text, Line: -i},
				check.Detail{Type: "warn", Text: "untrusted code checkout '" + text + "'", Path: strings.Repeat("d/", i) + text, Line: 1 << 30},
				check.Detail{Type: text, Text: text})
		}
		checks = append(checks, c)
	}
	s := made(checks, health.Obs(field.Regulars12m, 9), health.Obs(field.ReleaseFlowMonths, 30), health.ObsText(field.LastReleaseTag, text),
		health.Missing(field.ChangeRequestClosure, text, nil), health.ObsList(field.AdvisoriesUnpatched, []string{text}), health.Obs(field.AdvisoryUnpatchedDays, 99))
	s.Project.Name = text
	return s
}

func TestMarkdown_textOfOthersDoesNothing(t *testing.T) {
	t.Parallel()
	w := load(t)
	for _, text := range nasty {
		s := hostile(text, 30)
		p := w.planner.Plan(s)
		harmless(t, text[:min(len(text), 40)], p.Markdown())
		for _, x := range p.Tasks {
			harmless(t, string(x.ID), x.Markdown())
			for _, step := range x.Steps {
				if len(step.Places) > 20 {
					t.Errorf("%s: %d places", x.ID, len(step.Places))
				}
			}
			if len(x.Evidence.Lines) > 5 || len(x.Evidence.Reason) > 250 {
				t.Errorf("%s: the evidence is not bounded: %d lines, %d bytes", x.ID, len(x.Evidence.Lines), len(x.Evidence.Reason))
			}
		}
		s.Figures.Snapshots[1].Source = field.SourcePublished
		harmless(t, "published", w.planner.Plan(s).Markdown())
		s.Figures.Snapshots = nil
		s.Figures.Last.Reason = text
		harmless(t, "unread", w.planner.Plan(s).Markdown())
	}
}

// An issue on GitHub holds 65,536 characters; a plan fits, and says how much it leaves out.
func TestMarkdown_fitsAnIssue(t *testing.T) {
	t.Parallel()
	w := load(t)
	var checks []check.Check
	for _, id := range field.Checks() {
		c := scored(id, 0)
		guide, _ := w.set.Steps.Guide(id)
		finds := []string{"a warning that no finding covers"}
		for _, f := range guide.Findings {
			finds = append(finds, f.Find)
		}
		for i, find := range finds {
			for j := range 30 {
				c.Details = append(c.Details, check.Detail{Type: "warn", Text: find, Line: 1 + j, Path: strings.Repeat("\u00fc", 80) + "/" + string(rune('a'+i))})
			}
		}
		checks = append(checks, c)
	}
	text := w.planner.Plan(made(checks, health.Obs(field.Regulars12m, 9))).Markdown()
	if len(text) > 65_536 || len(text) < 30_000 || !strings.Contains(text, "more places") || !strings.Contains(text, "Not shown: ") {
		t.Errorf("%d bytes", len(text))
	}
	harmless(t, "the longest", text)
}

// The test of the text itself finds what it is for.
func TestMarkdown_theTestCanFail(t *testing.T) {
	t.Parallel()
	if got := outside(t, "a `@b` c ``d`@e`` @f\n```sh\n@g\n```\n@h"); got != "a CODE c CODE @f\n@h\n" {
		t.Errorf("got %q", got)
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, text := range nasty {
		f.Add(text)
	}
	w := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		harmless(t, "plan", w.planner.Plan(hostile(text, 1)).Markdown())
	})
}

func TestRange_words(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]fixplan.Range{
		"10–30 minutes": {From: 10, To: 30}, "1 minute": {From: 1, To: 1}, "5 minutes": {From: 5, To: 5},
		"0.5–2 hours": {From: 30, To: 120}, "4–23.5 hours": {From: 240, To: 1410}, "0.5–5 working days": {From: 240, To: 2400},
	} {
		if got := r.String(); got != want {
			t.Errorf("%+v is %q, want %q", r, got, want)
		}
	}
}

// The cost of a plan of a bundled project.
func BenchmarkPlan(b *testing.B) {
	w := load(b)
	s := w.subject(b, "curl")
	for b.Loop() {
		w.planner.Plan(s)
	}
}
