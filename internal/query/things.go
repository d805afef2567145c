package query

import (
	"cmp"
	"iter"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

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
	var out []thing
	groups := map[HitKind]map[string]*group{KindTag: {}, KindOwner: {}}
	for i := range lists {
		l := &lists[i]
		title, n := cmp.Or(l.Title, l.Slug), len(l.Projects)
		hit := Hit{Kind: KindList, Key: l.Slug, Name: title, By: ByName, Projects: n, Lists: []InList{{l, n}}}
		out = append(out, thing{hit, []string{l.Slug, title}})
		for _, p := range l.Projects {
			for kind, names := range groupsOf(p) {
				key := names[len(names)-1]
				if groups[kind][key] == nil {
					groups[kind][key] = &group{names: names, slugs: map[string]bool{}, in: make([]int, len(lists))}
				}
				groups[kind][key].slugs[p.Slug] = true
				groups[kind][key].in[i]++
			}
		}
	}
	for _, kind := range []HitKind{KindTag, KindOwner} {
		for key, g := range groups[kind] {
			out = append(out, thing{Hit{Kind: kind, Key: key, Name: g.names[0], By: ByName, Projects: len(g.slugs), Lists: inLists(lists, g.in)}, g.names})
		}
	}
	return append(out, scoredInputs(m)...)
}

// group is a tag or an owner.
type group struct {
	names []string        // the last is its key
	slugs map[string]bool // of its projects
	in    []int           // its projects, by list
}

// groupsOf are the names of the tags and the owner of a project.
func groupsOf(p health.Project) iter.Seq2[HitKind, []string] {
	return func(yield func(HitKind, []string) bool) {
		for _, tag := range p.Tags {
			if !yield(KindTag, []string{tag}) {
				return
			}
		}
		if id, ok := primary(p); ok && id.Owner() != "" {
			yield(KindOwner, []string{id.Owner(), id.Host + "/" + id.Owner()})
		}
	}
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
