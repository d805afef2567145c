package curated

import (
	"io"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// blanks explains at the head of a list file what its editors may fill in.
const blanks = `# A blank field is unknown: it counts neither for nor against a project. Fill in what you know.
#   why           one sentence: what depends on the project?
#   packages      package URLs of what it publishes: [pkg:npm/express]. Dependents and downloads are
#                 looked up by them.
#   debian        how Debian packages it: {sources: [curl], confirmed: "2026-12-02"}
#   exposure      what an attacker could reach, as your editors judge it:
#                 {untrusted_input: true, privileged: false, crypto: false, toolchain: false,
#                   reason: "Parses files of strangers.", reviewed: "2026-12-02"}
#   substitution  0 drop-in, 1 weeks, 2 months, 3 no realistic substitute:
#                 {value: 2, reason: "Its format is in all our files.", reviewed: "2026-12-02"}
# "visibility: private" under list keeps the list out of pages, exports and feeds, unless the site is
# started with --show-private. "plumbline lists check FILE" prints each mistake with its line.

`

// WriteList writes a list file to be edited by hand: the head as WriteHead writes it, and of each
// project what it has, with blanks for what criticality needs. note is a comment on the first line,
// without line breaks. ReadList reads it back as the same list, if a project has no other fields than
// a draft sets: names, texts, tags, packages and a primary repository.
func WriteList(w io.Writer, list health.List, note string) error {
	f := yamlWriter{w: w}
	f.line("# %s", strings.ReplaceAll(note, "\n", " "))
	if f.err == nil {
		_, f.err = io.WriteString(w, blanks)
	}
	if f.err == nil {
		f.err = WriteHead(w, list)
	}
	f.line("projects:")
	for _, p := range list.Projects {
		f.project(p)
	}
	return f.err
}

// project writes one project in block form.
func (f *yamlWriter) project(p health.Project) {
	f.line("")
	f.line("  - slug: %s", quotedWord(p.Slug))
	f.field("name", p.Name, false)
	f.field("why", p.Why, true)
	f.field("category", p.Category, false)
	if p.Language != "" {
		f.field("language", p.Language, false)
	}
	f.line("    added: %s", quoted(p.Added))
	f.field("added_by", p.AddedBy, false)
	if len(p.Tags) > 0 {
		f.line("    tags: [%s]", strings.Join(quotedAll(p.Tags), ", "))
	}
	if p.Homepage != "" {
		f.field("homepage", p.Homepage, false)
	}
	f.line("    repositories:")
	for _, r := range p.Repositories {
		f.line("      - {url: %s, role: %s}", quoted(r.URL), r.Role)
	}
	if len(p.Packages) > 0 {
		f.line("    packages: [%s]", strings.Join(quotedAll(p.Packages), ", "))
	} else {
		f.line("    packages:")
	}
	f.line("    debian:")
	f.line("    exposure:")
	f.line("    substitution:")
}

// field writes a text; an empty one is written as a blank where that is wanted.
func (f *yamlWriter) field(name, text string, blank bool) {
	switch {
	case text != "":
		f.line("    %s: %s", name, quoted(text))
	case blank:
		f.line("    %s:", name)
	}
}

// quotedWord returns a slug, in quotes only where YAML would read something else in it.
func quotedWord(s string) string {
	if strings.Trim(s, "0123456789-e") == "" || s == "null" || s == "true" || s == "false" || s == "yes" || s == "no" || s == "on" || s == "off" {
		return quoted(s)
	}
	return s
}

func quotedAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = quoted(s)
	}
	return out
}
