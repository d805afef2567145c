package query

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Entry is a project with the list it is on; List is nil when it is on none.
type Entry struct {
	List    *health.List
	Project health.Project
}

// index finds projects of the lists by slug, repository and package.
type index struct {
	bySlug    map[string]Entry
	byAddress map[string][]string // repository key or purl → slugs, each once
}

func newIndex(lists []health.List) index {
	x := index{bySlug: map[string]Entry{}, byAddress: map[string][]string{}}
	for i := range lists {
		for _, p := range lists[i].Projects {
			if _, ok := x.bySlug[p.Slug]; !ok {
				x.bySlug[p.Slug] = Entry{&lists[i], p}
			}
			for _, r := range p.Repositories {
				if id, err := repository.Parse(r.URL); err == nil {
					x.add(id.Key(), p.Slug)
				}
			}
			for _, text := range p.Packages {
				x.add(packageKey(text), p.Slug)
			}
		}
	}
	return x
}

func (x index) add(address, slug string) {
	if !slices.Contains(x.byAddress[address], slug) {
		x.byAddress[address] = append(x.byAddress[address], slug)
	}
}

// byText returns the slug of the one project that a text names: the address of a repository, also one
// to clone from, a purl, or the page of a package in its registry. Pages below a repository
// ("…/issues/7") name it too.
func (x index) byText(q string) (string, bool) {
	q = strings.TrimSpace(q)
	if strings.HasPrefix(strings.ToLower(q), "pkg:") {
		return only(x.byAddress[packageKey(q)])
	}
	for _, p := range purl.OfPage(q) {
		if slug, ok := only(x.byAddress[strings.ToLower(p.Key())]); ok {
			return slug, true
		}
	}
	q = repository.Pasted(q)
	if !strings.Contains(q, "/") {
		return "", false
	}
	if cut := strings.IndexAny(q, "?#"); cut >= 0 {
		q = q[:cut]
	}
	id, err := repository.Parse(q)
	if err != nil {
		return "", false
	}
	for p := id.Path; p != "."; {
		if slugs := x.byAddress[(repository.ID{Host: id.Host, Path: p}).Key()]; len(slugs) > 0 {
			return only(slugs)
		}
		cut := strings.LastIndexByte(p, '/')
		if cut < 0 {
			break
		}
		p = p[:cut]
	}
	return "", false
}

// packageKey is what a package is found by. Case does not count: people type as they like.
func packageKey(text string) string {
	if p, err := purl.Parse(text); err == nil {
		text = p.Key()
	}
	return strings.ToLower(text)
}

func only(slugs []string) (string, bool) {
	if len(slugs) != 1 {
		return "", false
	}
	return slugs[0], true
}

// nearest returns up to three projects of which a slug, name or alias looks like text.
func (x index) nearest(text string) []health.Project {
	type near struct {
		p    health.Project
		dist int
	}
	text = clipped(text)
	far := reach(text)
	var found []near
	for _, e := range x.bySlug {
		d := distance(text, append([]string{e.Project.Slug, e.Project.Name}, e.Project.Aliases...))
		if len(text) >= 3 && strings.Contains(e.Project.Slug, text) {
			d = min(d, 1)
		}
		if d <= far {
			found = append(found, near{e.Project, d})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		if a.dist != b.dist {
			return a.dist - b.dist
		}
		return strings.Compare(a.p.Slug, b.p.Slug)
	})
	var out []health.Project
	for _, n := range found[:min(3, len(found))] {
		out = append(out, n.p)
	}
	return out
}

// clipped returns a text as names are compared with it: longer ones are like nothing.
func clipped(text string) string {
	text = strings.ToLower(text)
	return text[:min(len(text), 60)]
}

// reach returns how many letters a name may differ in from a clipped text that looks like it.
func reach(text string) int {
	if len(text) < 4 {
		return 1
	}
	return max(2, len(text)/3) // two letters changed places count as two
}

// distance returns how many letters the nearest of the names differs in from a clipped text.
func distance(text string, names []string) int {
	d := len(text) + 1
	for _, name := range names {
		d = min(d, levenshtein.ComputeDistance(text, strings.ToLower(name)))
	}
	return d
}
