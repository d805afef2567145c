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
	// Author is a login; empty if the account was deleted.
	Author string
	// Association overrides the author's entry in Repository.Members.
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
	// Base is where a pull request was merged: the owner/name of another repository if the commit
	// came from there; empty means here.
	Base string
	repo *Repository
}

// Comment is a comment on an issue or a pull request.
type Comment struct {
	By, Association, Body string
	At                    time.Time
	item                  *Item
	index                 int
}

// Review is a review of a pull request.
type Review struct {
	By, Association string
	State           string // as in GraphQL; empty: COMMENTED
	At              time.Time
	item            *Item
	index           int
}

// Event is an entry of the timeline that is neither a comment nor a review.
type Event struct {
	Kind string // "closed", "reopened" or "merged"
	By   string
	At   time.Time
	item *Item
}

// State returns OPEN, CLOSED or MERGED.
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

// Reopen reopens a closed item.
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

// id returns the database id, separate for issues and pull requests as at GitHub.
func (i *Item) id() int64 { return i.repo.ID<<12&0x3fffffff + int64(i.Number) }

// nodeID returns the global id.
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

// oid returns a commit id that is always the same for the same parts.
func oid(parts ...string) string {
	sum := sha1.Sum([]byte(strings.Join(parts, "\x00"))) // an identifier, not a security measure
	return hex.EncodeToString(sum[:])
}
