package query

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Naming is what of a project a name is.
type Naming string

// The namings, in the order their matches are shown in.
const (
	ByName       Naming = "name" // slug or name
	ByAlias      Naming = "alias"
	ByPackage    Naming = "package"    // a package URL, or the name of a package
	ByRepository Naming = "repository" // an address, owner/name or the name alone
)

var namings = []Naming{ByName, ByAlias, ByPackage, ByRepository, ByAddress}

// Match is a project that a text names.
type Match struct {
	Entry
	By Naming
	// Name is the name as the list has it.
	Name string
}

// Found is what a text finds.
type Found struct {
	// Exact are the projects that the text names, in the order of namings, ties by slug;
	// at most 5.
	Exact []Match
	// Slugs are those of projects that a search in the stored names would not find: by
	// alias, by package, or written otherwise. At most 100, the exact ones first.
	Slugs []string
}

const (
	mostExact = 5
	mostSlugs = 100
	// leastPart is how long a part of a name must be: a single letter is in nearly all.
	leastPart = 2
)

// Search returns the projects of the lists that a text names or whose names hold it:
// slug, name, aliases, packages and repositories. Case, spaces, hyphens, dots and
// underscores do not count. Cost: a look at some 200 bytes a listed project; nothing is
// read from the store.
func (r *Reader) Search(text string) Found {
	key := searchKey(text)
	if key == "" {
		return Found{}
	}
	plain := strings.ToLower(Bare(text))
	var f Found
	var part []string
	for _, n := range r.named() {
		if !strings.Contains(n.names, key) {
			continue
		}
		e := r.index.bySlug[n.slug]
		if m, ok := n.exact(e, key); ok {
			f.Exact = append(f.Exact, m)
		} else if len(key) >= leastPart && !stored(e.Project, plain) {
			part = append(part, n.slug)
		}
	}
	slices.SortStableFunc(f.Exact, func(a, b Match) int {
		return cmp.Or(cmp.Compare(slices.Index(namings, a.By), slices.Index(namings, b.By)), strings.Compare(a.Project.Slug, b.Project.Slug))
	})
	f.Exact = f.Exact[:min(len(f.Exact), mostExact)]
	for _, m := range f.Exact {
		f.Slugs = append(f.Slugs, m.Project.Slug)
	}
	slices.Sort(part)
	f.Slugs = append(f.Slugs, part[:min(len(part), mostSlugs-len(f.Slugs))]...)
	return f
}

// Bare returns a text without what an address has around the name of a repository.
func Bare(text string) string {
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	return strings.TrimSuffix(strings.Trim(text, "/ "), ".git")
}

// searchKey is a text as names are compared by.
func searchKey(text string) string {
	if strings.HasPrefix(strings.ToLower(text), "pkg:") {
		return health.NameKey(purlName(text))
	}
	return health.NameKey(Bare(text))
}

// purlName returns a package URL without version, qualifiers and escapes, as people read it.
func purlName(text string) string {
	if p, err := purl.Parse(text); err == nil {
		return "pkg:" + p.Type + "/" + p.Path()
	}
	return text
}

// stored reports whether the text is in the names a row is stored with.
func stored(p health.Project, text string) bool {
	repo := ""
	if r, ok := p.PrimaryRepository(); ok {
		repo = Bare(r.URL)
	}
	return strings.Contains(strings.ToLower(p.Name+"\n"+p.Slug+"\n"+repo), text)
}

// named are the names of a listed project: each as it is compared, on a line of its own. in is 1 for
// each list that has the project, 0 for the others.
type named struct {
	slug, names string
	in          []int
}

// newNamed returns the names of all listed projects.
func newNamed(lists []health.List) []named {
	var out []named
	in := map[string][]int{}
	for i, l := range lists {
		for _, p := range l.Projects {
			if in[p.Slug] != nil {
				in[p.Slug][i] = 1
				continue
			}
			in[p.Slug] = make([]int, len(lists))
			in[p.Slug][i] = 1
			var b strings.Builder
			for _, name := range namesOf(p) {
				b.WriteString("\n" + health.NameKey(name))
			}
			b.WriteByte('\n')
			out = append(out, named{p.Slug, b.String(), in[p.Slug]})
		}
	}
	return out
}

// exact returns the match of a project that the key names.
func (n named) exact(e Entry, key string) (Match, bool) {
	if !strings.Contains(n.names, "\n"+key+"\n") {
		return Match{}, false
	}
	for by, name := range namesOf(e.Project) {
		if health.NameKey(name) == key {
			return Match{Entry: e, By: by, Name: name}, true
		}
	}
	return Match{}, false
}

// namesOf are the names of a project, in the order of namings.
func namesOf(p health.Project) iter.Seq2[Naming, string] {
	return func(yield func(Naming, string) bool) {
		more := yield(ByName, p.Slug) && yield(ByName, p.Name)
		for _, a := range p.Aliases {
			more = more && yield(ByAlias, a)
		}
		for _, text := range p.Packages {
			for _, name := range packageNames(text) {
				more = more && yield(ByPackage, name)
			}
		}
		for _, r := range p.Repositories {
			if id, err := repository.Parse(r.URL); err == nil {
				more = more && yield(ByRepository, id.String()) && yield(ByRepository, id.Path) && yield(ByRepository, id.Name())
			}
		}
	}
}

// packageNames are the ways a package is written: pkg:maven/org.slf4j/slf4j-api,
// org.slf4j/slf4j-api, org.slf4j:slf4j-api and slf4j-api.
func packageNames(text string) []string {
	text = purlName(text)
	_, path, _ := strings.Cut(text, "/") // after the type
	out := []string{text, path}
	cut := strings.LastIndexByte(path, '/')
	if cut < 0 {
		return out
	}
	name := path[cut+1:]
	out = append(out, path[:cut]+":"+name)
	if majorVersion(name) {
		path = path[:cut]
		name = path[strings.LastIndexByte(path, '/')+1:]
	}
	return append(out, name)
}

// majorVersion reports whether the last part of the path of a Go module is its version.
func majorVersion(name string) bool {
	digits, ok := strings.CutPrefix(name, "v")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}
