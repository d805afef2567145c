package query

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// nearestShown is how many names a tag or owner that does not exist is answered with.
const nearestShown = 5

// Thing returns the tag, owner, list or check with a key, as Hit has it. Nothing is read.
func (r *Reader) Thing(kind HitKind, key string) (Hit, bool) {
	for _, t := range r.things() {
		if t.Kind == kind && t.Key == key {
			return t.Hit, true
		}
	}
	return Hit{}, false
}

// NearestOf returns the up to five things of a kind with the most similar names, the most alike first.
func (r *Reader) NearestOf(kind HitKind, text string) []Hit {
	text = clipped(text)
	type near struct {
		hit  Hit
		dist int
	}
	var found []near
	for _, t := range r.things() {
		if t.Kind == kind {
			found = append(found, near{t.Hit, distance(text, t.names)})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.dist, b.dist), -cmp.Compare(a.hit.Projects, b.hit.Projects), cmp.Compare(a.hit.Key, b.hit.Key))
	})
	var out []Hit
	for _, n := range found[:min(nearestShown, len(found))] {
		out = append(out, n.hit)
	}
	return out
}

// PublicThings returns the tags and owners of the lists that everybody may see, in no order. Cost: a
// walk over the entries.
func (r *Reader) PublicThings() []Hit {
	var out []Hit
	for _, t := range newThings(r.PublicLists(), r.c.Model) {
		if t.Kind == KindTag || t.Kind == KindOwner {
			out = append(out, t.Hit)
		}
	}
	return out
}

// ListWith returns the slug of the first list with a project of a tag or owner; empty if none has one.
func (r *Reader) ListWith(kind HitKind, key string) string {
	for _, l := range r.c.Lists {
		if slices.ContainsFunc(l.Projects, func(p health.Project) bool { return HasThing(p, kind, key) }) {
			return l.Slug
		}
	}
	return ""
}

// HasThing reports whether a project has a tag, or its primary repository the owner "host/owner".
func HasThing(p health.Project, kind HitKind, key string) bool {
	if kind == KindTag {
		return slices.Contains(p.Tags, key)
	}
	return kind == KindOwner && OwnerOf(p) == key && key != ""
}

// OwnerOf returns the owner of the primary repository as "host/owner"; empty if it has none.
func OwnerOf(p health.Project) string {
	id, ok := primary(p)
	if !ok || id.Owner() == "" {
		return ""
	}
	return id.Host + "/" + id.Owner()
}
