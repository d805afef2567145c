package githubtest

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"time"
)

// Item is an issue or a pull request.
type Item struct {
	Number int
	Pull   bool
	Title  string
	Body   string
	// Author is a login; empty when the account was deleted.
	Author string
	// Association overrides what Repository.Members says of the author.
	Association string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    time.Time // zero: open
	NotPlanned  bool
	Draft       bool
	MergedAt    time.Time // zero: not merged
	MergedBy    string
	Labels      []string
	Comments    []*Comment
	Reviews     []*Review
	Events      []*Event
	// Suites and Statuses are the checks of a pull request's head.
	Suites   []Suite
	Statuses []Status
	// Base is where a pull request was merged, another repository's owner/name
	// when the commit came from there; empty: here.
	Base string
	repo *Repository
}

// Comment is one of an issue or a pull request.
type Comment struct {
	By, Association, Body string
	At                    time.Time
	item                  *Item
	index                 int
}

// Review is one of a pull request.
type Review struct {
	By, Association string
	State           string // as in GraphQL; empty: COMMENTED
	At              time.Time
	item            *Item
	index           int
}

// Event is an entry of the timeline that is no comment and no review.
type Event struct {
	Kind string // "closed", "reopened" or "merged"
	By   string
	At   time.Time
	item *Item
}

// State is OPEN, CLOSED or MERGED.
func (i *Item) State() string {
	switch {
	case !i.MergedAt.IsZero():
		return "MERGED"
	case !i.ClosedAt.IsZero():
		return "CLOSED"
	}
	return "OPEN"
}

// Comment adds a comment.
func (i *Item) Comment(by string, at time.Time) *Comment {
	c := &Comment{By: by, At: at, Body: "A comment.", item: i, index: len(i.Comments)}
	i.Comments = append(i.Comments, c)
	i.touch(at)
	return c
}

// Review adds a review with the state ("APPROVED"; empty: COMMENTED).
func (i *Item) Review(by, state string, at time.Time) *Review {
	if state == "" {
		state = "COMMENTED"
	}
	v := &Review{By: by, State: state, At: at, item: i, index: len(i.Reviews)}
	i.Reviews = append(i.Reviews, v)
	i.touch(at)
	return v
}

// Close closes it without merging.
func (i *Item) Close(by string, at time.Time) {
	i.ClosedAt = at
	i.event("closed", by, at)
}

// Merge merges a pull request, which closes it.
func (i *Item) Merge(by string, at time.Time) {
	i.MergedAt, i.MergedBy, i.ClosedAt = at, by, at
	i.event("merged", by, at)
	i.event("closed", by, at)
}

// Reopen opens what was closed.
func (i *Item) Reopen(by string, at time.Time) {
	i.ClosedAt = time.Time{}
	i.event("reopened", by, at)
}

func (i *Item) event(kind, by string, at time.Time) {
	i.Events = append(i.Events, &Event{Kind: kind, By: by, At: at, item: i})
	i.touch(at)
}

func (i *Item) touch(at time.Time) {
	if at.After(i.UpdatedAt) {
		i.UpdatedAt = at
	}
}

// id is the database id, apart for issues and pull requests as at GitHub.
func (i *Item) id() int64 { return i.repo.ID<<12&0x3fffffff + int64(i.Number) }

// nodeID is the global id.
func (i *Item) nodeID() string {
	if i.Pull {
		return nodeID("PR", i.repo.ID, i.id())
	}
	return nodeID("I", i.repo.ID, i.id())
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// oid makes a commit id that is always the same for the same parts.
func oid(parts ...string) string {
	sum := sha1.Sum([]byte(strings.Join(parts, "\x00"))) // a name, not a seal
	return hex.EncodeToString(sum[:])
}
