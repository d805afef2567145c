package health

import (
	"strings"
	"time"
)

// List is a curated list of projects, as read from scorecards/<slug>/list.yaml.
type List struct {
	Slug    string
	Title   string
	Purpose string
	Owner   string
	Licence string
	// Notice is the text that pages show above every figure of the list, e.g. that its projects are
	// invented; empty means none.
	Notice   string
	Revision string // first 12 hex digits of the SHA-256 of the file
	// Projects are sorted by slug; slugs are unique.
	Projects []Project
	Excluded []Exclusion
	// CopiedFrom are the expert lists that the entries were copied from. They are no evidence for
	// criticality: a list would be evidence for itself.
	CopiedFrom []string // ids in Sources
	// OnRequest reports that the list is collected only when someone names it.
	OnRequest bool
	// Tracker is the https address where mistakes of the list are reported; empty: the list names none.
	Tracker string
	// Private reports that the list is for the people who run the site: see Public.
	Private bool
	// Sources are the expert lists that may name a project, by id.
	Sources map[string]ExpertList
	// Downloads are percentiles within a registry by package (purl).
	Downloads map[string]Percentile
	// Fuzzed are the projects that OSS-Fuzz tests, by slug; nil if there is no table of them.
	Fuzzed map[string]Fuzzed
	// Support are the release lines of projects, by slug.
	Support map[string]Support
	// Ports are the libraries of projects in collections of C and C++ libraries, by slug and
	// collection ("vcpkg", "conan").
	Ports map[string]map[string]Port
}

// Public reports whether the list may be shown to everybody. One that is not is left out of pages,
// sitemaps, feeds, exports and documents unless the operator asks for it.
func (l List) Public() bool { return !l.Private }

// Public returns the lists that may be shown to everybody, in their order.
func Public(lists []List) []List { return chosen(lists, List.Public) }

// Private returns the lists that may not, in their order.
func Private(lists []List) []List { return chosen(lists, func(l List) bool { return l.Private }) }

func chosen(lists []List, keep func(List) bool) []List {
	var out []List
	for _, l := range lists {
		if keep(l) {
			out = append(out, l)
		}
	}
	return out
}

// DefaultList is the slug of the list that is meant when none is named.
const DefaultList = "critical"

// Port is a library in a collection, as read on Date.
type Port struct {
	Name string
	// Dependents counts the other ports that need it, directly or indirectly; Of are all ports.
	Dependents, Of int
	Date           string // YYYY-MM-DD
	URL            string
}

// Support are the release lines of a project as endoflife.date has them, read on Date.
type Support struct {
	Product string // its name there
	Date    string // YYYY-MM-DD
	URL     string // of the file of the product
	// Lines are the newest first. "3.6 2025-10-01 2026-11-01" is a series of releases that is
	// supported together, the day of its first release ("-" if no one wrote it down) and the last
	// day of its support: "open" if no end is announced, "ended" if the day is unknown.
	Lines []string
}

// Fuzzed is a project as OSS-Fuzz has it, as read on Date.
type Fuzzed struct {
	Project string // its name there
	Since   string // YYYY-MM-DD, of the first commit of its project file
	Date    string // YYYY-MM-DD
	URL     string // of the project file
}

// Percentile is the rank of a package among others of its registry as of a date, 0 to 100; higher
// means more downloads.
type Percentile struct {
	Value         float64
	Of, Date, URL string
}

// Exclusion is a project that was considered and left out, with the reason.
type Exclusion struct {
	Name, URL, Reason, Date string
}

// ExpertList is an independent list made by experts, evidence for criticality (C4). Lists derived
// from each other share a Group and count once.
type ExpertList struct {
	ID, Title, URL, Date, Group string
}

// Project is one entry of a curated list.
type Project struct {
	Slug     string
	Name     string
	Why      string // why it is critical: one sentence
	Category string
	Language string
	Added    string // YYYY-MM-DD
	AddedBy  string // role, never a person's name
	Tags     []string
	Peers    string // declared comparison group
	Homepage string
	// Repositories contains exactly one with role primary, unless NoRepository gives the reason why
	// there is none.
	Repositories []Repository
	NoRepository string
	// Copies are public copies of the primary repository that git figures can be read from when it
	// cannot be had, in the order in which they are tried.
	Copies   []Copy
	Packages []string // purls in the normal form of package purl
	// Aliases are other names people look it up by ("libcurl", "liblzma"); no other
	// project of the list has one.
	Aliases      []string
	Repology     string   // its name at Repology; empty when the list gives none
	Product      string   // its name at endoflife.date; empty when the list gives none
	Debian       *Debian  // nil: the list does not say
	ExpertLists  []string // ids in List.Sources
	Exposure     *Exposure
	Substitution *Substitution
	BaseImage    *BaseImage
	// Tracker is where issues are handled if not on the repository host. Review is how changes are
	// reviewed if not there: "mailing_list", "gerrit".
	Tracker, Review string
	// Rolling is true when the project declares that it makes no releases.
	Rolling bool
	// EndOfLife is set if the maintainers declared end of life or archived the project.
	EndOfLife *EndOfLife
	// Statements are what the maintainers said about who maintains the project, newest first.
	Statements []Statement
	// Corrections are what the editors decided about the entry on request, newest first.
	Corrections []Correction
	// Unlisted is true for a repository that is not on any list. Its packages were not looked up,
	// so an empty Packages does not mean that it publishes none.
	Unlisted bool
}

// Role is the relation of a repository to its project.
type Role string

// The roles. Figures come from the primary repository; pages show components with it. A primary
// that is a mirror has Mirror set as well.
const (
	Primary   Role = "primary"
	Component Role = "component"
	Docs      Role = "docs"
	Website   Role = "website"
	Mirror    Role = "mirror"
)

// Repository is a git repository of a project.
type Repository struct {
	URL  string // https, canonical form
	Role Role
	// Mirror is true if work does not happen in this copy. Upstream is where it happens.
	Mirror   bool
	Upstream string
	// Canonical is true if the project lives here although its host marks it as a fork. A fork that
	// is not canonical is shown but not ranked.
	Canonical bool
	// Branch is read of the primary repository instead of the default branch, where work lands on
	// another; empty: the default. The note says why.
	Branch string
	Note   string
}

// Exposure is the C5 rubric: one point for each property that applies. It is a proposal by the
// editors of the list until ConfirmedBy is set.
type Exposure struct {
	UntrustedInput bool // parses data that an attacker can choose
	Privileged     bool // reachable from a network or runs with privileges
	Crypto         bool // cryptography, authentication or secrets
	Toolchain      bool // builds or publishes software of others
	Reason         string
	Reviewed       string // YYYY-MM-DD
	ConfirmedBy    string
}

// Points returns 0 to 4.
func (e Exposure) Points() int {
	n := 0
	for _, b := range []bool{e.UntrustedInput, e.Privileged, e.Crypto, e.Toolchain} {
		if b {
			n++
		}
	}
	return n
}

// Substitution is C6: 0 drop-in, 1 weeks, 2 months, 3 no realistic substitute.
type Substitution struct {
	Value       int
	Reason      string
	Reviewed    string
	ConfirmedBy string
}

// BaseImage means that the project is in the default image of a distribution. This sets a floor for
// its reach (C3), whatever the other inputs are.
type BaseImage struct {
	In       string // "Debian 12 (required packages and what they depend on)"
	URL      string // evidence, https
	Reviewed string // YYYY-MM-DD
}

// EndOfLife is a statement by the maintainers with its evidence.
type EndOfLife struct {
	Archived  bool // the repository is read-only
	Since     string
	URL       string
	Successor string // slug or URL of a live successor; empty when none is named
}

// Debian is how the project is packaged in Debian, which counts what depends on it (C1).
type Debian struct {
	// Sources are its source packages, by name or pattern: in "gcc-N", N stands for a number.
	Sources   []string
	Confirmed string // when the editors compared the sources with the project, YYYY-MM-DD
	// NotApplicable is why dependents in Debian say little about the project, e.g. that people
	// start it themselves. Its sources, if any, are counted and shown all the same.
	NotApplicable string
	// None is why Debian has no package of it. It excludes the others.
	None string
}

// PrimaryRepository returns the repository that figures are taken from, and false if the project
// has none.
func (p Project) PrimaryRepository() (Repository, bool) {
	for _, r := range p.Repositories {
		if r.Role == Primary {
			return r, true
		}
	}
	return Repository{}, false
}

// Ecosystem returns the purl type of the first package ("npm", "pypi", "maven", …). It returns
// "none" if no package is named; then the project publishes none, unless it is Unlisted.
func (p Project) Ecosystem() string {
	for _, s := range p.Packages {
		if rest, ok := strings.CutPrefix(s, "pkg:"); ok {
			if t, _, ok := strings.Cut(rest, "/"); ok {
				return t
			}
		}
	}
	return "none"
}

// AgeDays returns the full days between the instant and now, never negative.
func AgeDays(at, now time.Time) int {
	if at.IsZero() || now.Before(at) {
		return 0
	}
	return int(now.Sub(at) / (24 * time.Hour))
}
