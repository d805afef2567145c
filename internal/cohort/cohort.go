// Package cohort is a frozen set of projects: who was on a list on a day. Figures of two years can be
// compared by it although the list changed in between. It is pure: curated reads and writes the files.
package cohort

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// The limits of a cohort, in letters and projects.
const (
	MostSlug     = 60
	MostTitle    = 120
	MostProjects = 10_000
)

// Cohort is a named set of projects of one list. It never changes after it was made.
type Cohort struct {
	Slug  string // in addresses: a to z, digits, hyphens
	Title string
	// List is the slug of its list, and Revision the one that it was made from.
	List, Revision string
	Made           string // YYYY-MM-DD
	// AddedBefore is the day from which additions to the list were left out, YYYY-MM-DD; empty: none
	// were.
	AddedBefore string
	Members     []Member // sorted by slug
}

// Member is a project as the list named it when the cohort was made.
type Member struct {
	Slug, Name string
	Repository string // address of the primary repository; empty: it has none
	Added      string // to the list, YYYY-MM-DD
}

// LimitError is what is not allowed in a cohort.
type LimitError struct {
	// Part is "slug", "title", "added_before" or "projects".
	Part  string
	Limit string // what is allowed
}

// Error says what is not allowed, and where.
func (e *LimitError) Error() string { return "the " + e.Part + " of the cohort: " + e.Limit }

// Make returns the cohort of the projects that a list names now. It leaves out those that were added on
// addedBefore or later; empty leaves out none. The error is a *LimitError.
func Make(slug, title string, l health.List, addedBefore, day string) (Cohort, error) {
	c := Cohort{Slug: slug, Title: title, List: l.Slug, Revision: l.Revision, Made: day, AddedBefore: addedBefore}
	for _, p := range Before(l.Projects, addedBefore) {
		c.Members = append(c.Members, memberOf(p))
	}
	slices.SortFunc(c.Members, func(a, b Member) int { return strings.Compare(a.Slug, b.Slug) })
	return c, c.Check()
}

// Before returns the projects that were on a list before a day; all if day is empty.
func Before(all []health.Project, day string) []health.Project {
	var out []health.Project
	for _, p := range all {
		if day == "" || p.Added < day {
			out = append(out, p)
		}
	}
	return out
}

func memberOf(p health.Project) Member {
	m := Member{Slug: p.Slug, Name: p.Name, Added: p.Added}
	if r, ok := p.PrimaryRepository(); ok {
		m.Repository = r.URL
	}
	return m
}

// Check returns a *LimitError for the first part that is not allowed.
func (c Cohort) Check() error {
	n := utf8.RuneCountInString(strings.TrimSpace(c.Title))
	switch {
	case !health.IsSlug(c.Slug) || len(c.Slug) > MostSlug:
		return &LimitError{"slug", fmt.Sprintf("1 to %d letters of a to z, digits and hyphens", MostSlug)}
	case n == 0 || n > MostTitle:
		return &LimitError{"title", fmt.Sprintf("1 to %d letters, and it has %d", MostTitle, n)}
	case len(c.Members) == 0 && c.AddedBefore != "":
		return &LimitError{"added_before", "no project was on the list before " + c.AddedBefore}
	case len(c.Members) == 0 || len(c.Members) > MostProjects:
		return &LimitError{"projects", fmt.Sprintf("1 to %d, and it has %d", MostProjects, len(c.Members))}
	}
	return nil
}

// Standing is which members a list still names.
type Standing struct {
	// Here are the projects of the list that are members, in the order of the list.
	Here []health.Project
	// Gone are the members that the list does not name, in the order of the cohort.
	Gone []Member
	// Newer counts the projects of the list that are no members.
	Newer int
}

// In compares the cohort with a list. A project that has another name in the list is found by its
// repository. Cost: linear.
func (c Cohort) In(l health.List) Standing {
	bySlug, byRepository := map[string]bool{}, map[string]string{}
	for _, m := range c.Members {
		bySlug[m.Slug] = true
		if m.Repository != "" {
			byRepository[key(m.Repository)] = m.Slug
		}
	}
	var s Standing
	found := map[string]bool{}
	take := func(slug string, p health.Project) {
		found[slug] = true
		s.Here = append(s.Here, p)
	}
	var others []health.Project
	for _, p := range l.Projects {
		if bySlug[p.Slug] {
			take(p.Slug, p)
		} else {
			others = append(others, p)
		}
	}
	for _, p := range others {
		slug := byRepository[key(memberOf(p).Repository)]
		if slug == "" || found[slug] {
			s.Newer++
			continue
		}
		take(slug, p)
	}
	slices.SortStableFunc(s.Here, func(a, b health.Project) int { return strings.Compare(a.Slug, b.Slug) })
	for _, m := range c.Members {
		if !found[m.Slug] {
			s.Gone = append(s.Gone, m)
		}
	}
	return s
}

// key is one form of the addresses of a repository.
func key(address string) string {
	id, err := repository.Parse(address)
	if err != nil {
		return address
	}
	return id.Key()
}

// Comparison is the members of two cohorts.
type Comparison struct{ Both, First, Second []Member }

// Compare returns who is in both cohorts, or in one alone, each sorted by slug. A member with another
// slug and the same repository is the same project.
func Compare(a, b Cohort) Comparison {
	var out Comparison
	standing := a.In(b.list())
	both := map[string]bool{}
	for _, p := range standing.Here {
		both[p.Slug] = true
	}
	for _, m := range b.Members {
		if both[m.Slug] {
			out.Both = append(out.Both, m)
		} else {
			out.Second = append(out.Second, m)
		}
	}
	out.First = standing.Gone
	return out
}

// list is the members as projects of a list.
func (c Cohort) list() health.List {
	l := health.List{Slug: c.List, Revision: c.Revision}
	for _, m := range c.Members {
		p := health.Project{Slug: m.Slug, Name: m.Name, Added: m.Added}
		if m.Repository != "" {
			p.Repositories = []health.Repository{{URL: m.Repository, Role: health.Primary}}
		}
		l.Projects = append(l.Projects, p)
	}
	return l
}

// Codec reads and writes the file of a cohort.
type Codec struct {
	// Read returns the cohort of a file; the error names the file, the line and the field.
	Read func(name string, b []byte) (Cohort, error)
	// Write writes bytes that depend on the cohort alone.
	Write func(w io.Writer, c Cohort) error
}
