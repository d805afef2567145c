package curated

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// longestAlias is how many bytes a name can have.
const longestAlias = 100

// aliases reads other names of a project. A name leads to one project: no alias is
// another project's, whatever its case, spaces, hyphens and dots, nor a slug.
func (r *listReader) aliases(slug, n node, p health.Project) []string {
	if old, ok := r.first[thing{"alias", health.NameKey(p.Slug)}]; ok {
		slug.bad(Twice, "%q is an alias on line %d (%s)", p.Slug, old.line, old.path)
	}
	var out []string
	for _, n := range n.list() {
		s := n.text()
		key := health.NameKey(s)
		switch old, taken := r.slugAt(s); {
		case s == "":
		case key == "":
			n.bad(Malformed, "%q has no letter or digit", s)
		case len(s) > longestAlias:
			n.bad(OutOfRange, "longer than %d bytes", longestAlias)
		case key == health.NameKey(p.Slug):
			n.bad(Twice, "%q is the slug of this project already", s)
		case taken:
			n.bad(Twice, "%q is the slug of the project on line %d (%s)", s, old.line, old.path)
		default:
			r.once(n, "alias", key)
			out = append(out, s)
		}
	}
	return out
}

// slugAt returns the position of the project that has the name as its slug.
func (r *listReader) slugAt(name string) (place, bool) {
	at, ok := r.first[thing{"slug", strings.ToLower(name)}]
	if !ok {
		at, ok = r.first[thing{"slug", health.NameKey(name)}]
	}
	return at, ok
}
