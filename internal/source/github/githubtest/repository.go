package githubtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Repository is one repository of a World. Times are absolute. A test may set any field in Edit;
// the methods keep related fields consistent.
type Repository struct {
	// About describes the story.
	About       string
	ID          int64
	Owner, Name string
	OwnerType   string // "Organization" or "User"
	Description string
	Homepage    string
	// Parent is the owner/name of its fork parent; empty if it is not a fork.
	Parent string
	// Mirror is the address that it mirrors; empty if it is not a mirror.
	Mirror     string
	CreatedAt  time.Time
	PushedAt   time.Time
	UpdatedAt  time.Time
	ArchivedAt time.Time // zero: not archived
	// Hidden repositories are private or deleted: GitHub returns "Not Found" for both.
	Hidden bool
	// Blocked is why access is blocked (451); nil if it is not.
	Blocked     *Block
	Disabled    bool
	Template    bool
	NoIssues    bool
	NoWiki      bool
	Projects    bool
	Discussions bool
	Empty       bool // no commit at all
	NoBranch    bool // commits, but the default branch is gone
	Branch      string
	Stars       int
	Forks       int
	Watchers    int
	Size        int    // KiB
	License     string // SPDX id; empty: none; NOASSERTION: not recognised
	Topics      []string
	Languages   []Language
	Funding     []Funding
	// SecurityPolicy is nil if GitHub does not report it.
	SecurityPolicy *bool
	MergeMethods   []string // of merge, squash, rebase
	// LicensePath is the file of the licence; empty means LICENSE.
	LicensePath string
	// Branches are the branches besides the default one. All have its commits.
	Branches []string
	// Protection is the rule of a branch, by the name of the branch.
	Protection map[string]*Protection
	Rulesets   []*Ruleset
	// Runs are the workflow runs, newest first.
	Runs    []*Run
	Commits []*Commit
	// Items are issues and pull requests, by number.
	Items    []*Item
	Releases []*Release
	// Files is the tree of the archive, by path.
	Files map[string]string
	// Members have write access or a history here: association by login, in lower case and without
	// "[bot]".
	Members map[string]string
	// Stamps is the format of times: "" in full seconds and UTC as at GitHub, "nano" with a
	// fraction, "offset" in another zone.
	Stamps string

	world *World
}

// Language is a language with its bytes.
type Language struct {
	Name string
	Size int
}

// Funding is one line of FUNDING.yml.
type Funding struct{ Platform, URL string }

// Block is why a repository is blocked.
type Block struct {
	Reason string // "dmca", "tos", "sensitive_data"
	At     time.Time
	// GraphQL is the type of the GraphQL error; empty means FORBIDDEN.
	GraphQL string
}

// Commit is a commit of the default branch, newest first in Repository.Commits.
type Commit struct {
	OID     string
	At      time.Time
	Author  string // login; empty if no account is linked
	Name    string
	Message string
	// Committer and CommitterName are the login and name of the committer; both empty means the
	// author.
	Committer, CommitterName string
	// Signed is "github" for GitHub's own signature, "valid" and "bad" for another one; empty means
	// none.
	Signed string
	// Suites and Statuses are the checks of a commit without a pull request.
	Suites   []Suite
	Statuses []Status
	repo     *Repository
	pull     *Item // the commit is its head; nil: on the default branch
}

// Release is a release of a repository.
type Release struct {
	Tag         string
	Name        string
	By          string
	CreatedAt   time.Time
	PublishedAt time.Time // zero: a draft
	Draft       bool
	Prerelease  bool
	// Target is the branch or commit that it was made from; empty means the default branch.
	Target string
	Assets []string
	ID     int64
	repo   *Repository
}

// FullName returns owner/name.
func (r *Repository) FullName() string { return r.Owner + "/" + r.Name }

// NodeID returns the global id, which a rename or transfer does not change.
func (r *Repository) NodeID() string { return nodeID("R", r.ID) }

// Fork reports whether the repository is a fork.
func (r *Repository) Fork() bool { return r.Parent != "" }

// Archive makes it read-only.
func (r *Repository) Archive(at time.Time) { r.ArchivedAt, r.UpdatedAt = at, at }

// Push adds a commit to the default branch.
func (r *Repository) Push(by string, at time.Time) *Commit {
	c := &Commit{At: at, Author: by, Message: fmt.Sprintf("Change %d", len(r.Commits)+1), repo: r}
	c.OID = oid(r.FullName(), fmt.Sprint(len(r.Commits)), at.String())
	r.Commits = slices.Insert(r.Commits, 0, c)
	r.Empty, r.NoBranch = false, false
	r.PushedAt, r.UpdatedAt = at, at
	return c
}

// Publish makes a release.
func (r *Repository) Publish(tag, by string, at time.Time) *Release {
	x := &Release{Tag: tag, Name: tag, By: by, CreatedAt: at, PublishedAt: at, repo: r, ID: numberOf("release", r.FullName(), tag)}
	r.Releases = append(r.Releases, x)
	return x
}

// OpenIssue opens an issue.
func (r *Repository) OpenIssue(by string, at time.Time) *Item { return r.open(false, by, at) }

// OpenPull opens a pull request.
func (r *Repository) OpenPull(by string, at time.Time) *Item { return r.open(true, by, at) }

func (r *Repository) open(pull bool, by string, at time.Time) *Item {
	n := 1
	if len(r.Items) > 0 {
		n = r.Items[len(r.Items)-1].Number + 1
	}
	i := &Item{Number: n, Pull: pull, Title: fmt.Sprintf("Item %d", n), Author: by, CreatedAt: at, UpdatedAt: at, repo: r}
	r.Items = append(r.Items, i)
	return i
}

// Item returns the issue or pull request with the number, or nil if there is none.
func (r *Repository) Item(number int) *Item {
	i, ok := slices.BinarySearchFunc(r.Items, number, func(i *Item, n int) int { return cmp.Compare(i.Number, n) })
	if !ok {
		return nil
	}
	return r.Items[i]
}

// association returns the association of the account with the repository.
func (r *Repository) association(login string) string {
	if a, ok := r.Members[strings.ToLower(strings.TrimSuffix(login, "[bot]"))]; ok && login != "" {
		return a
	}
	if strings.EqualFold(login, r.Owner) {
		return "OWNER"
	}
	return "NONE"
}

// adopt sets the repository in its parts, after they were assembled by hand, and sorts them.
func (r *Repository) adopt(w *World) {
	r.world = w
	for _, c := range r.Commits {
		c.repo = r
	}
	for _, x := range r.Releases {
		x.repo = r
	}
	for _, i := range r.Items {
		i.repo = r
		for n, c := range i.Comments {
			c.item, c.index = i, n
		}
		for n, v := range i.Reviews {
			v.item, v.index = i, n
		}
		for _, e := range i.Events {
			e.item = i
		}
	}
	slices.SortStableFunc(r.Commits, func(a, b *Commit) int { return b.At.Compare(a.At) })
	slices.SortFunc(r.Items, func(a, b *Item) int { return cmp.Compare(a.Number, b.Number) })
}
