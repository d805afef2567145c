// Package draft makes the draft of a list out of what people have at hand: a file with an address a
// line, CSV, or the repositories of an organization. A bad row is left out with its reason, the
// others go in. What is not written down stays blank, which means unknown.
//
// It reads text and writes values; it uses no network, file or clock.
package draft

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Most is the maximum number of projects of a draft: what one list file can hold.
const Most = 5000

// Refusal is a row that is not in the draft.
type Refusal struct {
	Line int // from 1; 0: it is no line of a file
	// Text is the row, clipped; Why says what is wrong with it and what to write.
	Text, Why string
}

// Repeat is a row that names the project of an earlier one.
type Repeat struct {
	Line, First int
	Text        string
}

// Draft is what was read.
type Draft struct {
	// Projects are sorted by slug.
	Projects []health.Project
	// Rows counts everything that was to be a project.
	Rows    int
	Refused []Refusal
	Repeats []Repeat
	// Ignored are columns of a CSV file that mean nothing to us.
	Ignored []string
	// Forks and Archived count repositories of an organization that were left out.
	Forks, Archived int
	// Listed counts projects that are on another list too: figures are shared by their slug.
	Listed int
}

// Missing counts projects without what a list should say of them.
type Missing struct {
	Why, Packages, Exposure, Substitution, ExpertLists, Debian int
}

// Missing returns what the projects of the draft lack.
func (d Draft) Missing() Missing {
	var m Missing
	for _, p := range d.Projects {
		for n, lacks := range map[*int]bool{
			&m.Why: p.Why == "", &m.Packages: len(p.Packages) == 0, &m.Exposure: p.Exposure == nil,
			&m.Substitution: p.Substitution == nil, &m.ExpertLists: len(p.ExpertLists) == 0, &m.Debian: p.Debian == nil,
		} {
			if lacks {
				*n++
			}
		}
	}
	return m
}

// Maker collects rows. Its Day and By are written into every entry.
type Maker struct {
	day, by string
	lists   []health.List
	known   map[string]health.Project // by repository, package and slug of other lists
	draft   Draft
	first   map[string]int // lines by repository and package
}

// New returns a maker for entries added on a day (YYYY-MM-DD) by a role ("list editors"). lists are
// those that exist: their slugs are used for the same repositories, and for no others.
func New(day, by string, lists []health.List) *Maker {
	m := &Maker{day: day, by: by, lists: lists, known: map[string]health.Project{}, first: map[string]int{}}
	for _, l := range lists {
		for _, p := range l.Projects {
			m.know("slug "+p.Slug, p)
			if r, ok := p.PrimaryRepository(); ok {
				if id, err := repository.Parse(r.URL); err == nil {
					m.know(id.Key(), p)
				}
			}
			for _, text := range p.Packages {
				if pkg, err := purl.Parse(text); err == nil {
					m.know(pkg.Key(), p)
				}
			}
		}
	}
	return m
}

func (m *Maker) know(key string, p health.Project) {
	if _, ok := m.known[key]; !ok {
		m.known[key] = p
	}
}

// row is a project as it was written down; only the address is needed.
type row struct {
	line                            int
	address                         string
	name, slug, why, category, purl string
	tags                            []string
	language, homepage              string
}

// refuse leaves a row out.
func (m *Maker) refuse(line int, text, why string) {
	m.draft.Refused = append(m.draft.Refused, Refusal{Line: line, Text: foreign.Clip(text), Why: why})
}

// add puts a row into the draft, or notes why not.
func (m *Maker) add(r row) {
	m.draft.Rows++
	at, err := m.address(r.address)
	if err == nil {
		err = m.packages(&at, r.purl)
	}
	if err == nil && len(m.draft.Projects) == Most {
		err = errMost
	}
	if err != nil {
		m.refuse(r.line, r.address, err.Error())
		return
	}
	if line, ok := m.first[at.id.Key()]; ok {
		m.draft.Repeats = append(m.draft.Repeats, Repeat{Line: r.line, First: line, Text: at.id.String()})
		m.more(at)
		return
	}
	p := health.Project{
		Name: or(r.name, at.id.Name()), Why: r.why, Category: or(r.category, "unsorted"), Added: m.day, AddedBy: m.by,
		Tags: r.tags, Language: r.language, Homepage: r.homepage, Slug: r.slug,
		Repositories: []health.Repository{{URL: at.id.URL(), Role: health.Primary}},
	}
	for _, pkg := range at.packages {
		if line, ok := m.first[pkg.Key()]; ok {
			m.draft.Repeats = append(m.draft.Repeats, Repeat{Line: r.line, First: line, Text: pkg.String()})
			continue
		}
		m.first[pkg.Key()] = r.line
		p.Packages = append(p.Packages, pkg.String())
	}
	m.first[at.id.Key()] = r.line
	m.draft.Projects = append(m.draft.Projects, p)
}

// more adds the packages of a repeated row: a repository may publish several.
func (m *Maker) more(at place) {
	i := slices.IndexFunc(m.draft.Projects, func(p health.Project) bool { return p.Repositories[0].URL == at.id.URL() })
	for _, pkg := range at.packages {
		if _, ok := m.first[pkg.Key()]; i >= 0 && !ok {
			m.first[pkg.Key()] = m.first[at.id.Key()]
			m.draft.Projects[i].Packages = append(m.draft.Projects[i].Packages, pkg.String())
		}
	}
}

// Done gives every project its slug and returns the draft.
func (m *Maker) Done() Draft {
	d := m.draft
	d.Projects = slices.Clone(d.Projects)
	names := map[string]int{}
	for _, p := range d.Projects {
		names[nameSlug(p)]++
	}
	taken := map[string]bool{}
	for i := range d.Projects {
		p := &d.Projects[i]
		if known, ok := m.known[repositoryOf(*p).Key()]; ok {
			d.Listed++
			p.Slug = known.Slug
		} else {
			p.Slug = m.slug(*p, names[nameSlug(*p)] > 1, taken)
		}
		taken[p.Slug] = true
	}
	slices.SortFunc(d.Projects, func(a, b health.Project) int { return strings.Compare(a.Slug, b.Slug) })
	return d
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
