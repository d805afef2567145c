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
	// Notice is what pages say above every figure of the list, such as that its
	// projects are invented; empty: nothing.
	Notice   string
	Revision string // first 12 hex digits of the SHA-256 of the file
	// Projects are sorted by slug; slugs are unique.
	Projects []Project
	Excluded []Exclusion
	// Sources are the expert lists projects may stand on, by id.
	Sources map[string]ExpertList
	// Downloads are percentiles within a registry by package (purl).
	Downloads map[string]Percentile
}

// Percentile is where a package stands among others of its registry, 0 to 100,
// high is more, as of a date.
type Percentile struct {
	Value         float64
	Of, Date, URL string
}

// Exclusion is something considered and left out, kept with the reason.
type Exclusion struct {
	Name, URL, Reason, Date string
}

// ExpertList is an independent list made by people, evidence for criticality (C4).
// Lists derived from each other share a Group and count once.
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
	Peers    string // declared group for comparison
	Homepage string
	// Repositories holds exactly one with role primary, unless NoRepository says why none.
	Repositories []Repository
	NoRepository string
	Packages     []string // purls
	// Aliases are other names people look it up by ("libcurl", "liblzma"); no other
	// project of the list has one.
	Aliases      []string
	Repology     string   // its name at Repology; empty when the list gives none
	ExpertLists  []string // ids in List.Sources
	Exposure     *Exposure
	Substitution *Substitution
	BaseImage    *BaseImage
	// Tracker says where issues are handled when not on the repository host;
	// Review how changes are reviewed when not there: "mailing_list", "gerrit".
	Tracker, Review string
	// Rolling is true when the project declares that it makes no releases.
	Rolling bool
	// EndOfLife is set when the maintainers declared it or archived it.
	EndOfLife *EndOfLife
	// Statements are what the maintainers said of who carries it, newest first.
	Statements []Statement
	// Unlisted is true of a repository that stands on no list: nobody looked up its
	// packages, so that none is named does not say that there is none.
	Unlisted bool
}

// Role is what a repository is to its project.
type Role string

// The roles. Figures come from the primary; components are shown with it.
// A primary that is a mirror carries Mirror as well.
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
	// Mirror says that this copy is not where work happens; Upstream where it does.
	Mirror   bool
	Upstream string
	// Canonical says that this is where the project lives though its host holds it
	// as a fork: a fork that is not is shown, not ranked.
	Canonical bool
	Note      string
}

// Exposure is the C5 rubric: one point for each property that holds.
// It is proposed by the list's editors until ConfirmedBy is set.
type Exposure struct {
	UntrustedInput bool // parses data an attacker can choose
	Privileged     bool // reachable from a network or runs with privileges
	Crypto         bool // cryptography, authentication or secrets
	Toolchain      bool // builds or publishes others' software
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

// BaseImage says that the project is in the default image of a distribution,
// which is a floor for its reach (C3) whatever is known of the rest.
type BaseImage struct {
	In       string // "Debian 12 (required packages and what they depend on)"
	URL      string // evidence, https
	Reviewed string // YYYY-MM-DD
}

// EndOfLife is a maintainers' statement with its evidence.
type EndOfLife struct {
	Archived  bool // the repository is read-only
	Since     string
	URL       string
	Successor string // slug or URL of a live successor; empty when none is named
}

// PrimaryRepository returns the repository figures are taken from, and false
// when the project has none.
func (p Project) PrimaryRepository() (Repository, bool) {
	for _, r := range p.Repositories {
		if r.Role == Primary {
			return r, true
		}
	}
	return Repository{}, false
}

// Ecosystem returns the purl type of the first package ("npm", "pypi",
// "maven", …), or "none" when no package is named: then it publishes none, unless it
// is Unlisted.
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

// AgeDays returns the whole days between the instant and now, never negative.
func AgeDays(at, now time.Time) int {
	if at.IsZero() || now.Before(at) {
		return 0
	}
	return int(now.Sub(at) / (24 * time.Hour))
}
