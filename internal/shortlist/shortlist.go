package shortlist

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The limits of a shortlist, in items and letters.
const (
	MostItems = 100
	MostTitle = 120
	MostOwner = 80
	MostNote  = 2000
)

// Grace is how long a list is kept after the day it expires on. Until then its holder reads that it
// has expired.
const Grace = 30 * 24 * time.Hour

// Terms are the days that a list may be kept, of which the person chooses; the first is usual.
var Terms = []int{90, 30, 365}

// Decision is what a person decided on an item.
type Decision string

// The decisions.
const (
	Undecided Decision = "undecided"
	Fund      Decision = "fund"
	Later     Decision = "later"
	No        Decision = "no"
)

// Decisions are all of them, in the order of forms.
var Decisions = []Decision{Undecided, Fund, Later, No}

// Shortlist is projects in the order of a person.
type Shortlist struct {
	Title string `json:"title"`
	Items []Item `json:"items"`
	// Created, Changed and Expires are instants in UTC, to the millisecond.
	Created time.Time `json:"created"`
	Changed time.Time `json:"changed"`
	Expires time.Time `json:"expires"`
}

// Item is one project.
type Item struct {
	Slug     string   `json:"slug"`
	Decision Decision `json:"decision"`
	// Owner is the role or team that takes care of it, as it was typed; may be empty.
	Owner string `json:"owner,omitempty"`
	// Note may have several lines; may be empty.
	Note  string `json:"note,omitempty"`
	Saved Saved  `json:"saved"`
}

// Saved is what was published of a project when its item was saved.
type Saved struct {
	// Run is the run of the project's list, and Day the instant it was published; 0: there was none.
	Run int64     `json:"run,omitempty"`
	Day time.Time `json:"day,omitzero"`
	// Rank is its place, from 1; 0: it had none.
	Rank int `json:"rank,omitempty"`
	// Risk and Health are 0 to 100; nil: they were unknown.
	Risk   *float64 `json:"risk,omitempty"`
	Health *float64 `json:"health,omitempty"`
}

// Expired reports whether the list is past its day.
func (s Shortlist) Expired(now time.Time) bool { return !now.Before(s.Expires) }

// Slugs are the projects in the order of the list.
func (s Shortlist) Slugs() []string {
	var out []string
	for _, it := range s.Items {
		out = append(out, it.Slug)
	}
	return out
}

// LimitError is a part of a shortlist that is not allowed.
type LimitError struct {
	// Part is "title", "items", "owner", "note" or "decision".
	Part string
	// Item is the number of the item, from 1; 0: it is about the list. Slug is its project.
	Item int
	Slug string
	// Limit says what is allowed.
	Limit string
}

// Error says what is not allowed, and where.
func (e *LimitError) Error() string {
	if e.Item == 0 {
		return "The " + e.Part + ": " + e.Limit
	}
	return fmt.Sprintf("The %s of item %d (%s): %s", e.Part, e.Item, e.Slug, e.Limit)
}

// Check returns a *LimitError for the first part that is not allowed.
func (s Shortlist) Check() error {
	if n := utf8.RuneCountInString(s.Title); n == 0 || n > MostTitle {
		return &LimitError{Part: "title", Limit: letters(n, MostTitle)}
	}
	if len(s.Items) > MostItems {
		return &LimitError{Part: "items", Limit: fmt.Sprintf("a shortlist has at most %d projects, and this one has %d.", MostItems, len(s.Items))}
	}
	seen := map[string]bool{}
	for i, it := range s.Items {
		bad := &LimitError{Item: i + 1, Slug: it.Slug}
		switch n, m := utf8.RuneCountInString(it.Note), utf8.RuneCountInString(it.Owner); {
		case n > MostNote:
			bad.Part, bad.Limit = "note", letters(n, MostNote)
		case m > MostOwner:
			bad.Part, bad.Limit = "owner", letters(m, MostOwner)
		case !slices.Contains(Decisions, it.Decision):
			bad.Part, bad.Limit = "decision", fmt.Sprintf("allowed are %v.", Decisions)
		case seen[it.Slug]:
			bad.Part, bad.Limit = "project", "it is on the list twice."
		default:
			seen[it.Slug] = true
			continue
		}
		return bad
	}
	return nil
}

func letters(n, most int) string {
	if n == 0 {
		return fmt.Sprintf("it is empty; it needs 1 to %d letters.", most)
	}
	return fmt.Sprintf("at most %d letters, and this one has %d.", most, n)
}

// Line returns a text of one line without control characters.
func Line(text string) string { return strings.Join(strings.Fields(plain(text, false)), " ") }

// Text returns a text of several lines without other control characters.
func Text(text string) string {
	return strings.TrimSpace(plain(strings.ReplaceAll(text, "\r\n", "\n"), true))
}

func plain(text string, lines bool) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' && lines:
			return c
		case unicode.IsControl(c):
			return ' '
		}
		return c
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// Reorder returns the items in the order of the places that a person typed, from 1. places has one
// for each item. Of two with one place, the one that was moved to it gets it.
func Reorder(items []Item, places []int) []Item {
	at := make([]int, len(items))
	for i := range at {
		at[i] = i
	}
	moved := func(i int) int { // -1: it was moved up to its place, 1: down
		return min(1, max(-1, places[i]-(i+1)))
	}
	slices.SortStableFunc(at, func(a, b int) int {
		if places[a] != places[b] {
			return places[a] - places[b]
		}
		return moved(a) - moved(b)
	})
	out := make([]Item, len(items))
	for i, k := range at {
		out[i] = items[k]
	}
	return out
}
