package github

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// apply adds an answer to the memory. It changes nothing if any part is invalid.
func (r *reading) apply(a answer, pages []page) error {
	if len(a.faults) > 0 {
		switch f := a.faults[0]; f.Type {
		case "NOT_FOUND":
			return fmt.Errorf("%w: it was there a moment ago", source.ErrUnavailable)
		case "INVALID_CURSOR_ARGUMENTS":
			return errCursor
		default:
			return fmt.Errorf("%w: %s", errFault, f.word())
		}
	}
	d, err := decodeActivity(a.data["node"])
	if err != nil {
		return err
	}
	items := map[page]itemPage{}
	for _, p := range pages {
		if p.feed == feedCommits {
			continue
		}
		if items[p], err = r.reader.page(d.page(p)); err != nil {
			return fmt.Errorf("%w: %w", errWhole, err)
		}
		if items[p].more && items[p].next == p.after {
			return fmt.Errorf("%w: a page is its own next", errWhole)
		}
	}
	if err := r.applyCommits(d, pages); err != nil {
		return err
	}
	for _, p := range pages {
		switch {
		case p.feed == feedCommits:
		case p.older:
			r.older(p.feed, items[p])
		default:
			r.newest(p.feed, items[p])
		}
	}
	return nil
}

func (d *activityData) page(p page) *feedPage {
	switch {
	case p.feed == feedIssues && p.older:
		return d.IssuesOlder
	case p.feed == feedIssues:
		return d.Issues
	case p.older:
		return d.ChangesOlder
	}
	return d.Changes
}

func (r *reading) feed(i int) *feed {
	if i == feedIssues {
		return &r.reader.mem.Issues
	}
	return &r.reader.mem.Changes
}

// newest adds a page of the newest part. The part is closed when it reaches items read before.
func (r *reading) newest(i int, p itemPage) {
	f, state := r.feed(i), &r.feeds[i]
	f.merge(p.items)
	if state.newest == 0 {
		state.newest = p.newest
	}
	if len(p.items) > 0 {
		state.oldest = p.oldest
	}
	switch {
	case !f.Read: // the very first page: the rest is read backwards from it
		f.Read, f.UpTo, f.From, f.Reach, f.Cursor, f.All = true, state.newest, p.oldest/1000, p.oldest/1000, p.next, !p.more
	case !p.more:
		f.UpTo, f.From, f.Cursor, f.All = state.newest, 0, "", true
	case p.oldest <= f.UpTo:
		f.UpTo = state.newest
		if f.Cursor == "" && !f.whole(r.now) { // start the walk again
			f.Cursor, f.Reach = p.next, p.oldest/1000
		}
	default:
		state.after = p.next
		return
	}
	state.changed = false
	if f.All {
		f.From = 0
	}
}

// older adds a page further back.
func (r *reading) older(i int, p itemPage) {
	f := r.feed(i)
	f.merge(p.items)
	r.feeds[i].older = true
	f.Cursor, f.All, f.Failed = p.next, !p.more, 0
	if len(p.items) > 0 {
		f.Reach = min(f.Reach, p.oldest/1000)
		f.From = min(f.From, f.Reach)
	}
	if f.All {
		f.From = 0
	}
}

// merge replaces items by their new state.
func (f *feed) merge(items []item) {
	at := make(map[int64]int, len(f.Items))
	for i, it := range f.Items {
		at[it.Number] = i
	}
	for _, it := range items {
		i, ok := at[it.Number]
		switch {
		case !ok:
			at[it.Number] = len(f.Items)
			f.Items = append(f.Items, it)
		case it.Updated >= f.Items[i].Updated:
			f.Items[i] = it
		}
	}
}

// cut ends a pass in which a newest part was not closed: the items read before it may no longer be
// complete.
func (r *reading) cut() {
	for i := range r.feeds {
		state := &r.feeds[i]
		if !state.changed || state.after == "" {
			continue
		}
		if i == feedCommits {
			c := &r.reader.mem.Commits
			c.From, c.Reach, c.Cursor, c.Head = state.oldest, state.oldest, state.after, r.head
			continue
		}
		f := r.feed(i)
		f.UpTo, f.From, f.Reach, f.Cursor, f.All = state.newest, state.oldest/1000, state.oldest/1000, state.after, false
	}
}

// applyCommits adds pages of commits. The first error leaves the months of work, which are true,
// but no record of how far they reach.
func (r *reading) applyCommits(d *activityData, pages []page) error {
	c := &r.reader.mem.Commits
	for _, p := range pages {
		if p.feed != feedCommits {
			continue
		}
		var raw *commitPage
		if b := d.DefaultBranch; b != nil && b.Target != nil {
			if raw = b.Target.Commits; p.older {
				raw = b.Target.CommitsOlder
			}
		}
		oldest, met, next, more, err := r.reader.commits(raw, c.Head)
		switch {
		case err != nil:
			return fmt.Errorf("%w: %w", errWhole, err)
		case more && next == p.after:
			return fmt.Errorf("%w: a page is its own next", errWhole)
		case p.older:
			r.olderCommits(oldest, next, more)
		default:
			r.newestCommits(oldest, met, next, more)
		}
	}
	return nil
}

func (r *reading) newestCommits(oldest int64, met bool, next string, more bool) {
	c, state := &r.reader.mem.Commits, &r.feeds[feedCommits]
	state.oldest = oldest
	start := yearStart(r.now)
	closed := met || oldest < r.reader.mem.At-lateCommits
	switch {
	case !more: // the complete year
		c.From, c.Reach, c.Cursor, c.Walked = start, start, "", r.now
	case r.walk:
		c.Reach, c.Cursor, c.Walked = oldest, next, r.now
		if c.From == 0 || !closed {
			c.From = oldest
		}
		c.From = min(c.From, oldest)
	case !closed:
		state.after = next
		return
	}
	c.Head = r.head
	state.changed = false
}

func (r *reading) olderCommits(oldest int64, next string, more bool) {
	c := &r.reader.mem.Commits
	r.feeds[feedCommits].older = true
	c.Cursor, c.Failed = next, 0
	if oldest != 0 {
		c.Reach = min(c.Reach, oldest)
	}
	if !more {
		c.Reach, c.Cursor = yearStart(r.now), ""
	}
	c.From = min(c.From, c.Reach)
}
