package curated

import (
	"errors"
	"io/fs"
	"regexp"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// EndOfLife is the dated table of release lines, from endoflife.date.
type EndOfLife struct {
	// Date is the day of the commit that was read.
	Date   string
	Commit string
	URL    string
	// Total is the number of products that endoflife.date had.
	Total int
	// Lines are the release lines by product, as in health.Support.
	Lines map[string][]string
}

// lineForm matches a release line with its two days.
var lineForm = regexp.MustCompile(`^\S.* (\d{4}-\d\d-\d\d|-) (\d{4}-\d\d-\d\d|open|ended)$`)

// ReadEndOfLife reads the table of release lines. The error is Problems with everything that is
// wrong.
func ReadEndOfLife(name string, b []byte) (EndOfLife, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return EndOfLife{}, d.problems.err()
	}
	f := root.fields("endoflife")["endoflife"].required().fields("date", "commit", "url", "total", "products")
	out := EndOfLife{
		Date: date(f["date"].required(), false), Commit: matching(f["commit"], commitForm, "a commit id of 40 digits"),
		URL: address(f["url"].required(), "https"), Total: f["total"].required().whole(1, 1e6),
		Lines: map[string][]string{},
	}
	r := listReader{first: map[thing]place{}}
	for _, n := range f["products"].required().list() {
		f := n.fields("product", "lines")
		product := slug(f["product"].required())
		r.once(f["product"], "product", product)
		for _, n := range f["lines"].required().list() {
			line := n.required().text()
			if !lineForm.MatchString(line) {
				n.bad(Malformed, "%q is not a line, the day of its first release and the end of its support", line)
			}
			out.Lines[product] = append(out.Lines[product], line)
		}
	}
	return out, d.problems.err()
}

// readEndOfLifeFile reads the shipped table; a set without the file has none.
func readEndOfLifeFile(fsys fs.FS) (EndOfLife, string, error) {
	const name = "endoflife.yaml"
	b, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return EndOfLife{}, "", nil
	}
	if err != nil {
		return EndOfLife{}, "", err
	}
	t, err := ReadEndOfLife(name, b)
	return t, digest(b), err
}

// of returns the release lines of the projects of a list that name a product of the table, by slug.
func (t EndOfLife) of(projects []health.Project) map[string]health.Support {
	out := map[string]health.Support{}
	for _, p := range projects {
		if lines := t.Lines[p.Product]; len(lines) > 0 {
			out[p.Slug] = health.Support{
				Product: p.Product, Date: t.Date, Lines: lines,
				URL: t.URL + "/blob/" + t.Commit + "/products/" + p.Product + ".md",
			}
		}
	}
	return out
}
