package curated

import (
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
)

// cohortNote explains the file to who opens it.
const cohortNote = `# A frozen set of projects of Plumbline: who was on the list on a day. It is not edited: make another one.
# "plumbline cohort import FILE" reads it, and its SHA-256 is how reports name it.
`

// ReadCohort reads the file of a cohort. The error is Problems with everything that is wrong; nothing is
// then returned.
func ReadCohort(name string, b []byte) (cohort.Cohort, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return cohort.Cohort{}, d.problems.err()
	}
	f := root.fields("cohort", "projects")
	h := f["cohort"].required().fields("slug", "title", "list", "revision", "made", "added_before")
	c := cohort.Cohort{
		Slug: slug(h["slug"].required()), Title: h["title"].required().text(),
		List: slug(h["list"].required()), Revision: h["revision"].required().word(),
		Made: date(h["made"].required(), false), AddedBefore: date(h["added_before"], false),
	}
	r := listReader{first: map[thing]place{}}
	for _, n := range f["projects"].required().list() {
		m := n.fields("slug", "name", "repository", "added")
		one := cohort.Member{Slug: slug(m["slug"].required()), Name: m["name"].required().text(), Added: date(m["added"], false)}
		if id, ok := readRepository(m["repository"]); ok {
			one.Repository = id.URL()
		}
		r.once(m["slug"], "project", one.Slug)
		if last := len(c.Members) - 1; last >= 0 && c.Members[last].Slug > one.Slug {
			m["slug"].bad(OutOfOrder, "%q is listed before %q, but projects are sorted by slug", c.Members[last].Slug, one.Slug)
		}
		c.Members = append(c.Members, one)
	}
	if err := d.problems.err(); err != nil {
		return cohort.Cohort{}, err
	}
	if err := c.Check(); err != nil {
		root.bad(NotAllowed, "%v", err)
	}
	return c, d.problems.err()
}

// WriteCohort writes the file of a cohort. Its bytes depend on the cohort alone.
func WriteCohort(w io.Writer, c cohort.Cohort) error {
	if _, err := io.WriteString(w, cohortNote); err != nil {
		return err
	}
	f := yamlWriter{w: w}
	f.line("cohort:")
	f.line("  slug: %s", quotedWord(c.Slug))
	f.line("  title: %s", quoted(c.Title))
	f.line("  list: %s", quotedWord(c.List))
	f.line("  revision: %s", quoted(c.Revision))
	f.line("  made: %s", quoted(c.Made))
	if c.AddedBefore != "" {
		f.line("  added_before: %s", quoted(c.AddedBefore))
	}
	f.line("projects:")
	for _, m := range c.Members {
		f.line("  - slug: %s", quotedWord(m.Slug))
		f.line("    name: %s", quoted(m.Name))
		if m.Repository != "" {
			f.line("    repository: %s", quoted(m.Repository))
		}
		if m.Added != "" {
			f.line("    added: %s", quoted(m.Added))
		}
	}
	return f.err
}
