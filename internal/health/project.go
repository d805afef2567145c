package health

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"
)

// Curated is a curated list of projects, as read from scorecards/<slug>/list.yaml.
type Curated struct {
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
	Repology     string   // its name at Repology; empty when the list gives none
	ExpertLists  []string // ids in Curated.Sources
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

// RepositoryID is the canonical name of a repository: "github.com/curl/curl".
// It is lower case in the host only; hosts may treat the path as they like.
type RepositoryID struct {
	Host string
	Path string // without leading slash or ".git"; may have several segments
}

// ParseRepository reads an https URL, "host/owner/name" or "owner/name" (read
// as github.com). It returns ErrBadRepository, saying what is allowed, for
// anything else: other schemes, user info, ports, queries, options, "..".
func ParseRepository(s string) (RepositoryID, error) {
	raw := strings.TrimSpace(s)
	text := raw
	if !strings.Contains(text, "://") {
		segs := strings.Split(text, "/")
		if len(segs) == 2 {
			text = "github.com/" + text
		} else if len(segs) > 2 && !strings.Contains(segs[0], ".") {
			return RepositoryID{}, fmt.Errorf("%w: %q", ErrBadRepository, raw)
		}
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" || u.RawQuery != "" || u.Fragment != "" || strings.Contains(text, "%") {
		return RepositoryID{}, fmt.Errorf("%w: %q", ErrBadRepository, raw)
	}
	p := strings.TrimSuffix(strings.Trim(u.Path, "/"), ".git")
	if !validHost(u.Hostname()) || p == "" || path.Clean("/"+p) != "/"+p || !strings.Contains(p, "/") && u.Hostname() == "github.com" {
		return RepositoryID{}, fmt.Errorf("%w: %q", ErrBadRepository, raw)
	}
	for _, seg := range strings.Split(p, "/") {
		if !validSegment(seg) {
			return RepositoryID{}, fmt.Errorf("%w: %q", ErrBadRepository, raw)
		}
	}
	return RepositoryID{Host: strings.ToLower(u.Hostname()), Path: p}, nil
}

func validHost(h string) bool {
	if h == "" || h[0] == '-' || h[0] == '.' || !strings.Contains(h, ".") {
		return false
	}
	return strings.Trim(strings.ToLower(h), "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

func validSegment(s string) bool {
	if s == "" || s == "." || s == ".." || s[0] == '-' {
		return false
	}
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789._-+~") == ""
}

// String returns "host/path".
func (r RepositoryID) String() string { return r.Host + "/" + r.Path }

// URL returns the https address.
func (r RepositoryID) URL() string { return "https://" + r.Host + "/" + r.Path }

// Owner returns everything between the host and the last segment; may be empty.
func (r RepositoryID) Owner() string {
	d := path.Dir(r.Path)
	if d == "." {
		return ""
	}
	return d
}

// Name returns the last path segment.
func (r RepositoryID) Name() string { return path.Base(r.Path) }

// Key returns the form to compare by: case folded, as forges do.
func (r RepositoryID) Key() string { return strings.ToLower(r.String()) }

// Slug returns the slug a project made from this repository alone gets:
// [a-z0-9-]+, from owner and name.
func (r RepositoryID) Slug() string {
	var b strings.Builder
	for _, c := range strings.ToLower(r.Path) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// AgeDays returns the whole days between the instant and now, never negative.
func AgeDays(at, now time.Time) int {
	if at.IsZero() || now.Before(at) {
		return 0
	}
	return int(now.Sub(at) / (24 * time.Hour))
}
