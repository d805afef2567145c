package manifest

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// policy makes a SECURITY.md. The only value of others in it is the address of the private form, whose
// letters mean nothing in Markdown between < and >.
func (k known) policy() File {
	f := File{Name: PolicyName}
	if f.Exists = k.policyExists(); f.Exists != nil {
		return f
	}
	if in := k.input(field.SecurityPolicy); !in.Known() && k.Said == nil {
		f.Unsure = in.Reason
	}
	var b strings.Builder
	line := func(text string) { b.WriteString(text + "\n") }
	ask := func(part, text, write, hint string) {
		line(strings.ReplaceAll(text, "[]", "**"+FillIn+": "+write+"**"))
		f.blank(part, write, hint)
	}
	line("# Security policy\n\n## Report a vulnerability\n\nPlease do not open a public issue for a vulnerability.\n")
	if k.hosted.known() && k.repo.Host == github {
		form := k.repo.URL() + "/security/advisories/new"
		f.fill("Private form", form, k.hosted.Origin)
		ask("Private form", "- Report it with the private form: <"+form+">. []",
			"keep this line only if an administrator turned on private vulnerability reporting in the settings of the repository", "")
	}
	ask("Mail address", "- Or write to []", "a mail address that more than one person reads; or delete this line", "")
	line("\nPlease say which versions are affected, what an attacker can do, and how to see it.\n\n## What happens next\n")
	ask("Time to answer", "- We answer within [].", "a number of days", "")
	ask("Publication", "- []", "when and where you publish a vulnerability, and how you name those who reported it", "")
	ask("Bounty", "- []", "whether you pay for reports", "")
	line("\n## Versions that get fixes\n")
	ask("Versions", "[]", "which versions get fixes, and for how long", k.versions())
	f.Text = b.String()
	return f
}

// versions says what is known of releases.
func (k known) versions() string {
	tag, day := k.input(field.LastReleaseTag), k.input(field.LastRelease)
	if lines := k.input(field.ReleaseLines).Strings(); len(lines) > 0 {
		newest, _, _ := strings.Cut(foreign.Line(lines[0]), " ")
		return "the newest release line is " + newest
	}
	if !tag.Known() || !day.Known() {
		return ""
	}
	return "the last release that we saw is " + foreign.Line(tag.Text) + " of " + explain.DayOf(day.Text)
}

// policyExists returns the SECURITY file that counts for the project; nil if none was found.
func (k known) policyExists() *Existing {
	if at := k.reading(declared.SecurityPolicy); at.known() {
		out := k.existing(at)
		out.Lacks, out.Looked = k.silent(), "Plumbline"
		if at.hint != "" { // nothing of it was read
			out.Lacks = []string{foreign.Line(at.hint)}
		}
		return out
	}
	file, inTree, shown := k.policyFile(), k.input(field.SecurityPolicy), k.input(field.SecurityPolicyShown)
	c, from := k.result(field.SecurityPolicyCheck)
	switch {
	case file.known():
		out := k.existing(file)
		for _, d := range c.Details {
			if d.Type == "warn" {
				out.Lacks = append(out.Lacks, foreign.Line(d.Text))
			}
		}
		out.Looked = "Scorecard"
		return out
	case inTree.True():
		return &Existing{Origin: origin(inTree)}
	case shown.True():
		out := &Existing{Origin: origin(shown)}
		out.Note = "it may be the one of the owner for all repositories"
		return out
	case c.State == check.Scored && c.Score > 0:
		return &Existing{Origin: from}
	}
	return nil
}

func (k known) existing(at fact) *Existing {
	out := &Existing{Origin: at.Origin}
	out.Path = foreign.Line(at.value)
	if isPath(at.value) {
		out.URL = k.page(at.value, false)
	}
	return out
}

// silent are the questions that the SECURITY file of a project does not answer in a form that is read.
func (k known) silent() []string {
	var out []string
	for _, q := range []struct {
		subject declared.Subject
		says    string
	}{
		{declared.PrivateWay, "no private way to report a vulnerability"},
		{declared.AnswerTime, "no time within which a report is answered"},
		{declared.Bounty, "nothing about a bounty"},
	} {
		of := func(c declared.Claim) bool { return c.Subject == q.subject && c.Kind == declared.SecurityPolicy }
		if !slices.ContainsFunc(k.Said.Claims, of) {
			out = append(out, q.says)
		}
	}
	return out
}

// schemaLacks are what a file that was read lacks of its schema, or has in another form.
func (k known) schemaLacks(file string) []string {
	var out []string
	for _, r := range k.Said.Readings {
		if r.Path != file {
			continue
		}
		if r.Why != "" {
			out = append(out, foreign.Line(r.Why))
		}
		for _, m := range r.Missing {
			out = append(out, "no "+m)
		}
		for _, w := range r.Wrong {
			out = append(out, w+" is not in the form of the schema")
		}
	}
	return out
}
