package query

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// HitKind is what a hit is.
type HitKind string

// The kinds, in the order their hits are shown in.
const (
	KindProject HitKind = "project"
	KindList    HitKind = "list"
	KindTag     HitKind = "tag"
	KindOwner   HitKind = "owner" // of repositories
	KindCheck   HitKind = "check" // a Scorecard check or another input that the model scores
)

// HitKinds are all kinds in their order.
var HitKinds = []HitKind{KindProject, KindList, KindTag, KindOwner, KindCheck}

// ByAddress is the naming of a page or file inside a repository.
const ByAddress Naming = "address"

// Hit is one thing that a text names, or with a name that holds the text.
type Hit struct {
	Kind HitKind
	// Key identifies it within its kind: the slug of a project or list, a tag, "host/owner", the id
	// of a field.
	Key  string
	Name string // for people
	// By is what of it the text is, or is part of; Matched is that name as it is written.
	By      Naming
	Matched string
	// Entry is that of a project; its list is nil for the other kinds.
	Entry Entry
	// Projects counts the listed projects of a list, tag or owner.
	Projects int
}

// Hits are what a text finds.
type Hits struct {
	// Exact are the things that the text names, by kind, naming and name.
	Exact []Hit
	// Part are things with a name that holds the text, by kind; names that begin with it come first.
	// At most 20 of a kind; Of counts all.
	Part []Hit
	Of   map[HitKind]int
}

// mostHits is how many hits of a kind are returned.
const mostHits = 20

// LookUp returns what a text names among projects, lists, tags, owners of repositories and checks.
// A repository address also finds the project when it leads deeper than the repository. Names are
// compared as by Search. Cost: as Search; nothing is read from the store.
func (r *Reader) LookUp(text string) Hits {
	text = strings.TrimSpace(text)
	key := searchKey(text)
	if key == "" {
		return Hits{}
	}
	h := Hits{Of: map[HitKind]int{}}
	for _, n := range r.named() {
		if strings.Contains(n.names, key) {
			h.add(n.hit(r.index.bySlug[n.slug], key))
		}
	}
	if slug, ok := r.Find(text); ok && !slices.ContainsFunc(h.Exact, func(x Hit) bool { return x.Key == slug }) {
		e := r.index.bySlug[slug]
		h.Exact = append(h.Exact, Hit{Kind: KindProject, Key: slug, Name: e.Project.Name, By: ByAddress, Matched: Bare(text), Entry: e})
	}
	for _, t := range r.things() {
		if hit, exact, ok := t.matches(key); ok {
			h.add(hit, exact, true)
		}
	}
	h.sort(key)
	return h
}

// add adds a hit to the exact ones or to the others. Parts of one letter are in nearly all names.
func (h *Hits) add(hit Hit, exact, long bool) {
	switch {
	case exact:
		h.Exact = append(h.Exact, hit)
	case long:
		h.Part = append(h.Part, hit)
		h.Of[hit.Kind]++
	}
}

// sort orders the hits and leaves out what is too much of one kind.
func (h *Hits) sort(key string) {
	later := func(x Hit) int {
		if strings.HasPrefix(health.NameKey(x.Matched), key) {
			return 0
		}
		return 1
	}
	byKind := func(a, b Hit) int { return cmp.Compare(slices.Index(HitKinds, a.Kind), slices.Index(HitKinds, b.Kind)) }
	slices.SortStableFunc(h.Exact, func(a, b Hit) int {
		return cmp.Or(byKind(a, b), cmp.Compare(slices.Index(namings, a.By), slices.Index(namings, b.By)), cmp.Compare(a.Key, b.Key))
	})
	slices.SortStableFunc(h.Part, func(a, b Hit) int { return cmp.Or(byKind(a, b), later(a)-later(b), cmp.Compare(a.Key, b.Key)) })
	h.Exact = atMost(h.Exact)
	h.Part = atMost(h.Part)
}

// atMost returns the first hits of each kind.
func atMost(hits []Hit) []Hit {
	n := map[HitKind]int{}
	return slices.DeleteFunc(hits, func(x Hit) bool {
		n[x.Kind]++
		return n[x.Kind] > mostHits
	})
}

// hit returns the project as a hit for a key that its names hold, whether the key is one of them,
// and whether the key is long enough for a part.
func (n named) hit(e Entry, key string) (hit Hit, exact, long bool) {
	hit = Hit{Kind: KindProject, Key: n.slug, Name: e.Project.Name, Entry: e}
	if m, ok := n.exact(e, key); ok {
		hit.By, hit.Matched = m.By, m.Name
		return hit, true, true
	}
	for by, name := range namesOf(e.Project) {
		if strings.Contains(health.NameKey(name), key) {
			hit.By, hit.Matched = by, name
			return hit, false, len(key) >= leastPart
		}
	}
	return hit, false, false // the key runs over two names
}

// thing is what has names and is no project.
type thing struct {
	Hit
	names []string
}

// matches returns the hit for a key that one of the names is or holds. An owner of one project is a
// hit by its exact name only: the project itself says the same.
func (t thing) matches(key string) (hit Hit, exact, ok bool) {
	hit = t.Hit
	for _, name := range t.names {
		switch k := health.NameKey(name); {
		case k == key:
			hit.Matched = name
			return hit, true, true
		case !ok && len(key) >= leastPart && strings.Contains(k, key):
			hit.Matched, ok = name, true
		}
	}
	return hit, false, ok && !(t.Kind == KindOwner && t.Projects < 2)
}

// newThings returns the lists, tags, owners and scored inputs, each kind by key.
func newThings(lists []health.List, m model.Model) []thing {
	by := map[HitKind]map[string]*thing{KindTag: {}, KindOwner: {}}
	count := func(kind HitKind, key string, names ...string) {
		if by[kind][key] == nil {
			by[kind][key] = &thing{Hit{Kind: kind, Key: key, Name: names[0], By: ByName}, names}
		}
		by[kind][key].Projects++
	}
	var out []thing
	seen := map[string]bool{}
	for i := range lists {
		l := &lists[i]
		title := cmp.Or(l.Title, l.Slug)
		out = append(out, thing{Hit{Kind: KindList, Key: l.Slug, Name: title, By: ByName, Projects: len(l.Projects)}, []string{l.Slug, title}})
		for _, p := range l.Projects {
			if seen[p.Slug] {
				continue
			}
			seen[p.Slug] = true
			for _, tag := range p.Tags {
				count(KindTag, tag, tag)
			}
			if id, ok := primary(p); ok && id.Owner() != "" {
				count(KindOwner, id.Host+"/"+id.Owner(), id.Owner(), id.Host+"/"+id.Owner())
			}
		}
	}
	for _, kind := range []HitKind{KindTag, KindOwner} {
		for _, t := range by[kind] {
			out = append(out, *t)
		}
	}
	return append(out, scoredInputs(m)...)
}

// scoredInputs are the inputs of the model's axes.
func scoredInputs(m model.Model) []thing {
	var out []thing
	for _, a := range model.InputAxes {
		for _, rule := range m.Axes[a] {
			row, ok := field.ByID(rule.Field)
			if !ok || row.Operators {
				continue
			}
			label := cmp.Or(rule.Label, row.Label)
			out = append(out, thing{Hit{Kind: KindCheck, Key: string(row.ID), Name: label, By: ByName}, []string{string(row.ID), label, row.Label}})
		}
	}
	return out
}

// primary returns the address of the primary repository.
func primary(p health.Project) (repository.ID, bool) {
	repo, ok := p.PrimaryRepository()
	if !ok {
		return repository.ID{}, false
	}
	id, err := repository.Parse(repo.URL)
	return id, err == nil
}

// NearestThings returns up to three lists, tags, owners or checks with a name that looks like the
// text, the most alike first.
func (r *Reader) NearestThings(text string) []Hit {
	text = clipped(text)
	type near struct {
		hit  Hit
		dist int
	}
	var found []near
	for _, t := range r.things() {
		if t.Kind == KindOwner && t.Projects < 2 {
			continue
		}
		if d := distance(text, t.names); d <= reach(text) {
			found = append(found, near{t.Hit, d})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.dist, b.dist), cmp.Compare(slices.Index(HitKinds, a.hit.Kind), slices.Index(HitKinds, b.hit.Kind)), cmp.Compare(a.hit.Key, b.hit.Key))
	})
	var out []Hit
	for _, n := range found[:min(3, len(found))] {
		out = append(out, n.hit)
	}
	return out
}
