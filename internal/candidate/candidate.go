// Package candidate finds what a list lacks by measure: the source packages of a distribution that
// much of it needs and that no entry of the list covers. It is pure, and it adds nothing to a list.
package candidate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Archive is every source package of one edition of a distribution.
type Archive struct {
	Suite string // "trixie"
	Date  string // YYYY-MM-DD
	// Packages and Index name the two files that were read, with their SHA-256.
	Packages, Index string
	// Signature says whether the signature of the edition was checked.
	Signature string
	Sources   []Source
}

// Source is one source package.
type Source struct {
	Name string
	// Run and Build are the other sources that need it at run time and to be built.
	Run, Build int
	Base       string // required, standard, none
	// Covered reports whether an entry of the list names it.
	Covered bool
	// What the archive says of it; all may be empty.
	Version, Homepage, VcsGit string
}

// Document is what a list lacks, by one edition of a distribution.
type Document struct {
	List     string `json:"list"`
	Revision string `json:"list_revision"`
	// Projects are the entries of the list, Mapped those with source packages.
	Projects  int    `json:"projects"`
	Mapped    int    `json:"projects_with_sources"`
	Suite     string `json:"suite"`
	Date      string `json:"date"`
	Packages  string `json:"packages_file"`
	Index     string `json:"sources_file"`
	Signature string `json:"signature"`
	// Sources are the source packages of the archive.
	Sources  int      `json:"sources"`
	Coverage Coverage `json:"coverage"`
	// MinShare is the least share of the archive that needs a candidate at run time. Total counts
	// the candidates; those that are listed may be fewer.
	MinShare   float64     `json:"min_share"`
	Total      int         `json:"candidates_total"`
	Candidates []Candidate `json:"candidates"`
}

// Coverage is how much of the dependence in an archive a list covers. The sources are ordered by
// their run dependents, and the core is the fewest of them, from the first on, whose run dependents
// add up to Share of the sum over all sources. A dependent counts once for each source it needs.
type Coverage struct {
	Share float64 `json:"share"`
	// Core is the number of sources in the core, Covered those that an entry of the list names.
	Core    int `json:"core_sources"`
	Covered int `json:"core_sources_covered"`
	// Dependents is the sum of run dependents over the core, CoveredDependents over those covered.
	Dependents        int `json:"core_dependents"`
	CoveredDependents int `json:"core_dependents_covered"`
}

// Candidate is a source package that no entry of the list covers. Shares are of the other sources
// of the archive, from 0 to 1.
type Candidate struct {
	Source     string  `json:"source"`
	RunShare   float64 `json:"run_share"`
	BuildShare float64 `json:"build_share"`
	Run        int     `json:"run_dependents"`
	Build      int     `json:"build_dependents"`
	Base       string  `json:"base"`
	// Native reports whether its version has no revision of Debian. Such a package is made for
	// Debian itself, as debconf and dpkg are, and has no upstream elsewhere.
	Native bool `json:"native,omitempty"`
	// Repository is an address that the archive names. It is not checked whether it is the project's.
	Repository string `json:"repository,omitempty"`
	// From is the field with the address: Homepage or VcsGit.
	From string `json:"repository_from,omitempty"`
}

// The fields that name a repository. Homepage is of the project itself; VcsGit is of its packaging.
const (
	Homepage = "homepage"
	VcsGit   = "vcs-git"
)

// CoreShare is the share of all dependence that the core of an archive carries.
const CoreShare = .9

// Find returns the sources that at least share of the others need at run time and that no entry of
// the list covers, the most needed first, and how much of the archive's dependence the list covers.
func Find(l health.List, a Archive, share float64) Document {
	d := Document{
		List: l.Slug, Revision: l.Revision, Projects: len(l.Projects),
		Suite: a.Suite, Date: a.Date, Packages: a.Packages, Index: a.Index, Signature: a.Signature,
		Sources: len(a.Sources), Coverage: coverage(a.Sources), MinShare: share, Candidates: []Candidate{},
	}
	for _, p := range l.Projects {
		if p.Debian != nil && len(p.Debian.Sources) > 0 {
			d.Mapped++
		}
	}
	others := float64(max(len(a.Sources)-1, 1))
	for _, s := range ordered(a.Sources) {
		if s.Covered || s.Run == 0 || float64(s.Run) < share*others {
			continue
		}
		c := Candidate{
			Source: s.Name, Run: s.Run, Build: s.Build, Base: s.Base,
			RunShare: stats.Round(float64(s.Run)/others, 4), BuildShare: stats.Round(float64(s.Build)/others, 4),
			Native: s.Version != "" && !strings.Contains(s.Version, "-"),
		}
		c.Repository, c.From = s.repository()
		d.Candidates = append(d.Candidates, c)
	}
	d.Total = len(d.Candidates)
	return d
}

// First returns the document with at most n candidates; 0 means all. Total stays.
func (d Document) First(n int) Document {
	if n > 0 && n < len(d.Candidates) {
		d.Candidates = d.Candidates[:n]
	}
	return d
}

// Names returns the source packages and patterns that the entries of a list name.
func Names(l health.List) []string {
	var out []string
	for _, p := range l.Projects {
		if p.Debian != nil {
			out = append(out, p.Debian.Sources...)
		}
	}
	return out
}

// ordered returns the sources by run dependents, the most first, and then by name.
func ordered(sources []Source) []Source {
	return slices.SortedFunc(slices.Values(sources), func(a, b Source) int {
		return cmp.Or(cmp.Compare(b.Run, a.Run), cmp.Compare(a.Name, b.Name))
	})
}

func coverage(sources []Source) Coverage {
	c := Coverage{Share: CoreShare}
	all := 0
	for _, s := range sources {
		all += s.Run
	}
	for _, s := range ordered(sources) {
		if float64(c.Dependents) >= CoreShare*float64(all) {
			break
		}
		c.Core++
		c.Dependents += s.Run
		if s.Covered {
			c.Covered++
			c.CoveredDependents += s.Run
		}
	}
	return c
}

// forges begin the hosts whose addresses are repositories.
var forges = []string{"github.com", "codeberg.org", "bitbucket.org", "gitlab.", "git.", "invent.kde.org", "sr.ht"}

// repository returns the address of a repository that the archive names, and the field with it. The
// home page of a project is the better one where it is a repository.
func (s Source) repository() (address, from string) {
	if id, err := repository.Parse(s.Homepage); err == nil && strings.Contains(id.Path, "/") {
		if slices.ContainsFunc(forges, func(f string) bool { return strings.HasPrefix(id.Host, f) }) {
			return id.URL(), Homepage
		}
	}
	if id, err := repository.Parse(s.VcsGit); err == nil {
		return id.URL(), VcsGit
	}
	return "", ""
}
