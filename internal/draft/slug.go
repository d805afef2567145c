package draft

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// slug returns a slug that no other project of the draft or of another list has: the one that a person
// chose, the name of the repository, or owner and name where the name alone is another's.
func (m *Maker) slug(p health.Project, shared bool, taken map[string]bool) string {
	id := repositoryOf(p)
	choices := []string{p.Slug, nameSlug(p), id.Slug()}
	if shared && p.Slug == "" { // neither gets the short one, whichever came first
		choices = choices[2:]
	}
	for _, s := range choices {
		if s != "" && m.free(s, taken) {
			return s
		}
	}
	base := or(id.Slug(), "project")
	for n := 2; ; n++ {
		if s := base + "-" + strconv.Itoa(n); m.free(s, taken) {
			return s
		}
	}
}

// free reports whether no project has the slug.
func (m *Maker) free(slug string, taken map[string]bool) bool {
	_, elsewhere := m.known["slug "+slug]
	return !elsewhere && !taken[slug]
}

// repositoryOf returns the repository of a project of a draft, which has one.
func repositoryOf(p health.Project) repository.ID {
	id, _ := repository.Parse(p.Repositories[0].URL)
	return id
}

// nameSlug returns the slug that the name of the repository gives.
func nameSlug(p health.Project) string {
	id := repositoryOf(p)
	return Slug(id.Name())
}

// Slug returns a text as a slug: words of a-z and 0-9 with hyphens between them; empty if it has none.
func Slug(text string) string { return repository.ID{Path: text}.Slug() }
