package github

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// meta is GitHub's metadata of a repository, validated and cleaned.
type meta struct {
	node, name   string // its id; "owner/name"
	created      time.Time
	archived     bool
	archivedOn   time.Time // zero: unknown
	fork, mirror bool
	parent       string
	issues       bool // issues are enabled
	branch, head string
	licence      string
	topics       []string
	stars, forks int
	// The rest needs GraphQL.
	limited                 bool // GraphQL was not used
	languages, funding      []string
	defaults                *ownerFunding // nil: not read
	policy                  *bool         // nil: unknown
	openIssues, openChanges int
	manyLanguages           int       // how many there are, if more than are in languages
	trials                  bool      // there are pre-releases, and no release
	release                 time.Time // newest that is not a pre-release; zero: none
	personReleased          time.Time // newest by a person; zero: none among the last
	// When the newest issue and pull request were last updated, in milliseconds; 0: none.
	newestIssue, newestChange int64
	// unread is why parts of the fragment "repository" were not read, by part.
	unread map[string]string
}

type connection[T any] struct {
	TotalCount *int `json:"totalCount"`
	Nodes      []T  `json:"nodes"`
}

type named struct {
	Name string `json:"name"`
}

type releaseData struct {
	PublishedAt  *time.Time `json:"publishedAt"`
	IsDraft      bool       `json:"isDraft"`
	IsPrerelease bool       `json:"isPrerelease"`
	Author       *actor     `json:"author"`
}

// repositoryData is the fragment "repository". Pointers distinguish null and absent from zero: a
// missing number is never 0.
type repositoryData struct {
	ID               *string    `json:"id"`
	NameWithOwner    *string    `json:"nameWithOwner"`
	CreatedAt        *time.Time `json:"createdAt"`
	IsArchived       *bool      `json:"isArchived"`
	ArchivedAt       *time.Time `json:"archivedAt"`
	IsFork           *bool      `json:"isFork"`
	IsMirror         *bool      `json:"isMirror"`
	HasIssuesEnabled *bool      `json:"hasIssuesEnabled"`
	Parent           *struct {
		NameWithOwner string `json:"nameWithOwner"`
	} `json:"parent"`
	StargazerCount *int `json:"stargazerCount"`
	ForkCount      *int `json:"forkCount"`
	LicenseInfo    *struct {
		SpdxID *string `json:"spdxId"`
	} `json:"licenseInfo"`
	RepositoryTopics *connection[struct {
		Topic named `json:"topic"`
	}] `json:"repositoryTopics"`
	Languages        *connection[*named]       `json:"languages"`
	OpenIssues       *connection[any]          `json:"openIssues"`
	OpenChanges      *connection[any]          `json:"openChanges"`
	NewestIssue      *connection[moved]        `json:"newestIssue"`
	NewestChange     *connection[moved]        `json:"newestChange"`
	Releases         *connection[*releaseData] `json:"releases"`
	LatestRelease    *releaseData              `json:"latestRelease"` // null: none but pre-releases
	DefaultBranchRef *struct {
		Name   string `json:"name"`
		Target *struct {
			OID string `json:"oid"`
		} `json:"target"`
	} `json:"defaultBranchRef"`
	FundingLinks []struct {
		URL string `json:"url"`
	} `json:"fundingLinks"`
	IsSecurityPolicyEnabled *bool `json:"isSecurityPolicyEnabled"`
}

type moved struct {
	UpdatedAt time.Time `json:"updatedAt"`
}

// decodeRepository decodes one alias of a batch; nil data means that the repository does not exist.
// An incomplete answer is an error: complete older figures are better than partial new ones. unread
// is why parts may be missing all the same.
func decodeRepository(raw json.RawMessage, people keyring, unread map[string]string) (*meta, error) {
	var d *repositoryData
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("%w: a repository's answer: %w", source.ErrUnavailable, decodeError(err))
	}
	if d == nil {
		return nil, nil
	}
	if lacks := d.lacks(unread); lacks != "" {
		return nil, fmt.Errorf("%w: a repository's answer lacks %s", source.ErrUnavailable, lacks)
	}
	m, err := d.meta(people)
	m.unread = unread
	if err != nil {
		return nil, fmt.Errorf("%w: a repository's answer: %w", source.ErrUnavailable, err)
	}
	return &m, nil
}

// lacks returns the name of the first missing required field. Parts that were not read are not
// required.
func (d *repositoryData) lacks(unread map[string]string) string {
	for _, f := range []struct {
		name   string
		absent bool
	}{
		{"id", d.ID == nil},
		{"nameWithOwner", d.NameWithOwner == nil},
		{"createdAt", d.CreatedAt == nil},
		{"isArchived", d.IsArchived == nil},
		{"isFork", d.IsFork == nil},
		{"isMirror", d.IsMirror == nil},
		{"hasIssuesEnabled", d.HasIssuesEnabled == nil},
		{"stargazerCount", d.StargazerCount == nil},
		{"forkCount", d.ForkCount == nil},
		{"repositoryTopics", d.RepositoryTopics == nil},
		{"openIssues", d.OpenIssues == nil || d.OpenIssues.TotalCount == nil},
		{"openChanges", d.OpenChanges == nil || d.OpenChanges.TotalCount == nil},
		{"newestIssue", d.NewestIssue == nil},
		{"newestChange", d.NewestChange == nil},
		{"releases", d.Releases == nil},
	} {
		if _, known := unread[f.name]; f.absent && !known {
			return f.name
		}
	}
	return ""
}

func (d *repositoryData) meta(people keyring) (meta, error) {
	m := meta{
		node: *d.ID, name: *d.NameWithOwner, created: d.CreatedAt.UTC(), archived: *d.IsArchived, fork: *d.IsFork, mirror: *d.IsMirror,
		issues: *d.HasIssuesEnabled, stars: *d.StargazerCount, forks: *d.ForkCount,
		openIssues: total(d.OpenIssues), openChanges: total(d.OpenChanges), policy: d.IsSecurityPolicyEnabled,
		newestIssue: newest(d.NewestIssue), newestChange: newest(d.NewestChange),
	}
	if d.ArchivedAt != nil {
		m.archivedOn = d.ArchivedAt.UTC()
	}
	if d.Parent != nil {
		m.parent = clean(d.Parent.NameWithOwner)
	}
	if d.LicenseInfo != nil && d.LicenseInfo.SpdxID != nil {
		m.licence = clean(*d.LicenseInfo.SpdxID)
	}
	if b := d.DefaultBranchRef; b != nil {
		m.branch = clean(b.Name)
		if b.Target != nil {
			m.head = b.Target.OID
		}
	}
	if d.RepositoryTopics != nil {
		for _, n := range d.RepositoryTopics.Nodes {
			m.topics = append(m.topics, clean(n.Topic.Name))
		}
	}
	if d.Languages != nil { // null for a repository without code
		for _, n := range d.Languages.Nodes {
			if n != nil {
				m.languages = append(m.languages, clean(n.Name))
			}
		}
		if n := d.Languages.TotalCount; n != nil && *n > len(m.languages) {
			m.manyLanguages = *n
		}
	}
	for _, l := range d.FundingLinks {
		if u := clean(l.URL); strings.HasPrefix(u, "https://") {
			m.funding = append(m.funding, u)
		}
	}
	// The newest few may all be pre-releases.
	releases := []*releaseData{d.LatestRelease}
	if d.Releases != nil {
		releases = append(d.Releases.Nodes, d.LatestRelease)
	}
	m.readReleases(releases, people)
	return m, m.check()
}

// total returns a count, or 0 if it was not read.
func total(c *connection[any]) int {
	if c == nil || c.TotalCount == nil {
		return 0
	}
	return *c.TotalCount
}

func newest(c *connection[moved]) int64 {
	if c == nil || len(c.Nodes) == 0 {
		return 0
	}
	return c.Nodes[0].UpdatedAt.UnixMilli() // negative if null; see check
}

func (m *meta) readReleases(all []*releaseData, people keyring) {
	for _, r := range all {
		if r == nil || r.IsDraft || r.PublishedAt == nil {
			continue
		}
		at := r.PublishedAt.UTC()
		if !r.IsPrerelease && at.After(m.release) {
			m.release = at
		}
		// A deleted account may have been a bot.
		if r.Author != nil && !people.program(r.Author) && at.After(m.personReleased) {
			m.personReleased = at
		}
		m.trials = m.trials || r.IsPrerelease
	}
	m.trials = m.trials && m.release.IsZero()
}

// check rejects values that no repository can have.
func (m *meta) check() error {
	owner, name, ok := strings.Cut(m.name, "/")
	switch {
	case m.node == "" || len(m.node) > 200 || strings.ContainsFunc(m.node, func(r rune) bool { return r <= ' ' || r > '~' }):
		return errors.New("field id is not one")
	case !ok || owner == "" || name == "" || strings.Contains(name, "/") || len(m.name) > 200 || strings.ContainsFunc(m.name, notInName):
		return errors.New("field nameWithOwner is not a name")
	case m.head != "" && (len(m.head) != 40 && len(m.head) != 64 || strings.Trim(m.head, "0123456789abcdef") != ""):
		return errors.New("field oid is not a commit")
	case m.stars < 0 || m.forks < 0 || m.openIssues < 0 || m.openChanges < 0:
		return errors.New("a count is below zero")
	case m.created.Year() < 1970, m.newestIssue < 0, m.newestChange < 0:
		return errors.New("a date is before 1970")
	}
	return nil
}

// notInName reports whether GitHub forbids the character in names.
func notInName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_./", r)
}

// clean returns a text of others as one line: no control characters, at most 200 characters.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Cf) {
			return -1
		}
		return r
	}, s)
	n := 0
	for i := range s {
		if n++; n > 200 {
			return strings.TrimSpace(s[:i])
		}
	}
	return strings.TrimSpace(s)
}
