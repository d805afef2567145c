package githubtest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// connection is one page of a list.
type connection struct {
	typ      string
	page     []any
	cursors  []string
	total    int
	before   bool // there are items before the page
	after    bool // and after it
	filtered int  // number of items between the cursors after and before
	updated  time.Time
	size     int // of languages: the total bytes
}

// edge is an item of a connection with its cursor.
type edge struct {
	typ    string
	cursor string
	node   any
}

// list is the content that a connection pages through.
type list struct {
	n      int
	item   func(i int) any
	cursor func(i int) string
	// find returns the number of items up to and including the one with the cursor, even if it is
	// gone; false for an invalid cursor.
	find func(cursor string) (int, bool)
}

// paged returns the page for the arguments.
func (l list) paged(c call) any {
	from, to := 0, l.n
	if after := c.text("after"); after != "" {
		i, ok := l.find(after)
		if !ok {
			return failure{"INVALID_CURSOR_ARGUMENTS", fmt.Sprintf("`%s` does not appear to be a valid cursor.", after)}
		}
		from = min(i, l.n)
	}
	if before := c.text("before"); before != "" {
		i, ok := l.find(before)
		if !ok {
			return failure{"INVALID_CURSOR_ARGUMENTS", fmt.Sprintf("`%s` does not appear to be a valid cursor.", before)}
		}
		to = max(from, min(i-1, l.n))
	}
	filtered := to - from
	size, by := pageSize(c.args)
	switch {
	case by == "first":
		to = min(to, from+size)
	case by == "last":
		from = max(from, to-size)
	default:
		to = from
	}
	out := &connection{total: l.n, filtered: filtered, before: from > 0, after: to < l.n}
	for i := from; i < to; i++ {
		out.page = append(out.page, l.item(i))
		out.cursors = append(out.cursors, l.cursor(i))
	}
	return out
}

func encodeCursor(s string) string { return base64.StdEncoding.EncodeToString([]byte("cursor:" + s)) }

func decodeCursor(s string) (string, bool) {
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", false
	}
	return strings.CutPrefix(string(raw), "cursor:")
}

// plain returns a list that does not change: its cursors are positions.
func plain[T any](items []T) list {
	return list{
		n: len(items), item: func(i int) any { return items[i] },
		cursor: func(i int) string { return encodeCursor("v1:" + strconv.Itoa(i+1)) },
		find: func(cursor string) (int, bool) {
			s, ok := decodeCursor(cursor)
			n, err := strconv.Atoi(strings.TrimPrefix(s, "v1:"))
			return n, ok && err == nil && n > 0
		},
	}
}

// place is the sort key of an item in a sorted list. The cursor contains it, so that the next page
// starts after it even if items were moved, added or removed meanwhile.
type place struct{ key, id int64 }

func (p place) compare(q place) int {
	if p.key != q.key {
		if p.key < q.key {
			return -1
		}
		return 1
	}
	return int(p.id - q.id)
}

// sorted returns a list in the order of the places, descending if so.
func sorted[T any](items []T, of func(T) place, descending bool) list {
	items = slices.Clone(items)
	order := func(a, b place) int {
		if descending {
			a, b = b, a
		}
		return a.compare(b)
	}
	slices.SortFunc(items, func(a, b T) int { return order(of(a), of(b)) })
	return list{
		n: len(items), item: func(i int) any { return items[i] },
		cursor: func(i int) string {
			p := of(items[i])
			return encodeCursor(fmt.Sprintf("v2:%d:%d", p.key, p.id))
		},
		find: func(cursor string) (int, bool) {
			var p place
			s, ok := decodeCursor(cursor)
			if _, err := fmt.Sscanf(s, "v2:%d:%d", &p.key, &p.id); !ok || err != nil {
				return 0, false
			}
			i, found := slices.BinarySearchFunc(items, p, func(t T, p place) int { return order(of(t), p) })
			if found {
				i++
			}
			return i, true
		},
	}
}

// commits returns a history, possibly restricted by since and others. As at GitHub, its cursors are
// the commit from which the history was read and a position, so a page continues at its position
// after a push. all is the branch, newest first.
func commits(history, all []*Commit) list {
	return list{
		n: len(history), item: func(i int) any { return history[i] },
		cursor: func(i int) string { return history[0].OID + " " + strconv.Itoa(i) },
		find: func(cursor string) (int, bool) {
			head, position, _ := strings.Cut(cursor, " ")
			n, err := strconv.Atoi(position)
			if err != nil || n < 0 || !slices.ContainsFunc(all, func(c *Commit) bool { return c.OID == head }) {
				return 0, false
			}
			// The positions count from the old head; newer commits precede it.
			at := slices.IndexFunc(history, func(c *Commit) bool { return c.OID == head })
			if at < 0 {
				return len(history), true
			}
			return at + n + 1, true
		},
	}
}

// counted returns a list of which only the number is known.
func counted(n int) list {
	none := func(int) any { return nil }
	return list{n: n, item: none, cursor: func(i int) string { return encodeCursor("v1:" + strconv.Itoa(i+1)) }, find: func(string) (int, bool) { return 0, false }}
}
