package query

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// PublicLists returns the lists that may be shown to everybody, the first of which is meant when
// none is named.
func (r *Reader) PublicLists() []health.List { return health.Public(r.c.Lists) }

// ShowsPrivate reports whether the reader shows a private list, which operators ask for.
func (r *Reader) ShowsPrivate() bool {
	return slices.ContainsFunc(r.c.Lists, func(l health.List) bool { return l.Private })
}

// PublicProject reports whether a project is on a list that may be shown to everybody.
func (r *Reader) PublicProject(slug string) bool {
	e, ok := r.index.bySlug[slug]
	return ok && e.List.Public()
}

// hiddenAlone returns the slugs of the projects that are on hidden lists and not in the index.
func hiddenAlone(hidden []health.List, shown index) map[string]bool {
	out := map[string]bool{}
	for _, l := range hidden {
		for _, p := range l.Projects {
			if _, ok := shown.bySlug[p.Slug]; !ok {
				out[p.Slug] = true
			}
		}
	}
	return out
}

// hides reports whether a project that is on no list of the reader must not be found: it is on a
// hidden list, or its figures say that another list than those shown listed it last.
func (r *Reader) hides(f figures.Project) bool {
	if r.hidden[f.Project] {
		return true
	}
	s, ok := f.Snapshot(field.SourceList)
	return ok && r.List(listOf(s)) == nil
}

// listOf returns the slug of the list that a list's own snapshot comes from.
func listOf(s health.Snapshot) string {
	slug, _, _ := strings.Cut(s.Version, "@")
	return slug
}

// listed returns the repositories of the projects on the reader's lists: the addresses of others
// are nothing that its readers could look up.
func (r *Reader) listed(all []forge.Identity) []forge.Identity {
	return slices.DeleteFunc(all, func(id forge.Identity) bool { return len(r.index.byAddress[id.Repository]) == 0 })
}

// failures returns the failures of jobs about projects on the reader's lists, or about none.
func (r *Reader) failures(all []ScheduleFailure) []ScheduleFailure {
	return slices.DeleteFunc(slices.Clone(all), func(f ScheduleFailure) bool {
		_, ok := r.index.bySlug[f.Project]
		return f.Project != "" && !ok
	})
}
