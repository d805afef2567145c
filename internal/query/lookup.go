package query

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
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
	// Projects counts the listed projects of a list, tag or owner; one on several lists is one.
	Projects int
	// Lists are the lists that hold the project, or projects of the tag or owner, in the order of
	// the reader.
	Lists []InList
}

// InList is how many projects of one list a hit is or has.
type InList struct {
	List     *health.List
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
	// Lists count the projects among all hits, also those that are not returned, by list.
	Lists []InList
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
	named, _ := r.Find(text)
	total := make([]int, len(r.c.Lists))
	for _, n := range r.named() {
		e := r.index.bySlug[n.slug]
		hit, exact, long := n.hit(e, key)
		if !exact && n.slug == named {
			hit, exact = Hit{Kind: KindProject, Key: n.slug, Name: e.Project.Name, By: ByAddress, Matched: Bare(text), Entry: e}, true
		}
		if !exact && !long {
			continue
		}
		hit.Lists = inLists(r.c.Lists, n.in)
		h.add(hit, exact)
		for i, k := range n.in {
			total[i] += k
		}
	}
	h.Lists = inLists(r.c.Lists, total)
	for _, t := range r.things() {
		if hit, exact, ok := t.matches(key); ok {
			h.add(hit, exact)
		}
	}
	h.sort(key)
	return h
}

// add adds a hit to the exact ones or to the others.
func (h *Hits) add(hit Hit, exact bool) {
	if exact {
		h.Exact = append(h.Exact, hit)
		return
	}
	h.Part = append(h.Part, hit)
	h.Of[hit.Kind]++
}

// inLists returns the lists of which anything is counted; n has one number for each.
func inLists(lists []health.List, n []int) []InList {
	var out []InList
	for i := range lists {
		if n[i] > 0 {
			out = append(out, InList{&lists[i], n[i]})
		}
	}
	return out
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

// hit returns the project as a hit for a key, whether the key is one of its names, and whether one
// holds it: parts of one letter are in nearly all names.
func (n named) hit(e Entry, key string) (hit Hit, exact, part bool) {
	if !strings.Contains(n.names, key) {
		return Hit{}, false, false
	}
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
