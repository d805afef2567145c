package github

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

const (
	// firstAsks and laterAsks limit the requests for one reading. A later one needs more than one
	// request only if more than a page changed in between.
	firstAsks = 2
	laterAsks = 20
	// fullPage is GitHub's maximum; smallPage is enough if little changed. The cost depends on the
	// requested size, not on the returned items.
	fullPage  = 100
	smallPage = 30
	leastPage = 10
	// settling is how long, in seconds, an item may change again within the instant at which it was
	// read. Until then it does not count as unchanged.
	settling = 60
	// lateCommits is how far back new commits may be dated, in seconds.
	lateCommits = 14 * day
)

// read updates the stored feeds of a repository and returns them. It sends no request if nothing
// changed and all is known. why is the reason why feeds were not read, by feed.
func (s *Source) read(ctx context.Context, node string, m meta, now time.Time) (mem *memory, why map[string]string, err error) {
	done, err := s.turns.begin(ctx, node)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	key := memoryKey(node)
	mem = newMemory(s.people)
	if raw, ok := s.cfg.Memory.Load(key); ok {
		kept, ok := decodeMemory(raw, s.people)
		if !ok {
			s.cfg.Log.InfoContext(ctx, "github: stored activity of a repository is unusable and read again", "repository", m.name)
		} else {
			mem = kept
		}
	}
	r := newReading(s, mem, m, now)
	if !r.due() {
		return mem, r.why(), nil
	}
	if err := r.run(ctx); err != nil {
		return nil, nil, err
	}
	if len(r.leave) == 0 { // otherwise changes since then are still to be read
		mem.At = now.Unix()
	}
	mem.prune(now.Unix())
	raw, err := mem.encode()
	if err != nil {
		return nil, nil, fmt.Errorf("%w: write down what was read: %w", source.ErrUnavailable, err)
	}
	s.cfg.Memory.Save(key, raw)
	return mem, r.why(), nil
}

// memoryKey returns the key of a repository's memory.
func memoryKey(node string) string { return "activity " + node }

// reading is one pass over the feeds.
type reading struct {
	s      *Source
	reader reader
	node   string
	owner  string
	leave  []string // feeds that are refused
	head   string   // of the default branch
	now    int64
	first  bool
	asks   int
	size   int  // of a page; halved when the host cannot answer
	walk   bool // read commits again from the head
	feeds  [feeds]progress
}

// progress is the progress of one feed in this pass.
type progress struct {
	changed bool   // the newest part must be read
	after   string // where reading the newest part continues
	newest  int64
	oldest  int64
	older   bool // one page further back was read in this pass
}

func newReading(s *Source, mem *memory, m meta, now time.Time) *reading {
	at := now.Unix()
	r := &reading{s: s, reader: reader{mem, s.people, at}, node: m.node, head: m.head, now: at, first: mem.At == 0, size: fullPage}
	r.owner, _, _ = strings.Cut(m.name, "/")
	r.leave = s.closed.of(ofActivity, r.owner, now)
	c := &mem.Commits
	// A clock that was set back must not make earlier items look new.
	mem.At = min(mem.At, at)
	if _, ok := m.unread["newestIssue"]; ok {
		r.leave = append(slices.Clone(r.leave), feedNames[feedIssues])
	} else {
		mem.Issues.skip(m.newestIssue, at)
	}
	if _, ok := m.unread["newestChange"]; ok {
		r.leave = append(slices.Clone(r.leave), feedNames[feedChanges])
	} else {
		mem.Changes.skip(m.newestChange, at)
	}
	r.feeds[feedIssues].changed = mem.Issues.stale(m.newestIssue, mem.At)
	r.feeds[feedChanges].changed = mem.Changes.stale(m.newestChange, mem.At)
	// Without a branch, or without commits, the stored data remains.
	if m.head != "" {
		r.walk = c.Head == "" || c.Cursor == "" && at-c.Walked > walkAge // employers expire
		r.feeds[feedCommits].changed = r.walk || c.Head != m.head
	}
	return r
}

// skip marks a feed as read if it is empty, or unchanged for two years: no request is needed.
func (f *feed) skip(newest, now int64) {
	if !f.Read && newest/1000 < now-twoYears {
		*f = feed{Read: true, UpTo: newest, From: newest / 1000, All: newest == 0}
	}
}

// stale reports whether anything changed since the feed was read.
func (f *feed) stale(newest, readAt int64) bool {
	if !f.Read {
		return true
	}
	if newest != f.UpTo {
		return true
	}
	// A time much later than the reading comes from a wrong clock, which never settles.
	return newest/1000 > readAt-settling && newest/1000 < readAt+60*settling
}

// behind reports whether there is more to read further back.
func (f *feed) behind(now int64) bool { return !f.whole(now) && f.Cursor != "" }

// whole reports whether nothing further back is needed.
func (f *feed) whole(now int64) bool { return f.All || f.Full || f.From <= now-twoYears }

func (c *commits) behind(now int64) bool { return c.Cursor != "" && c.Reach > yearStart(now) }

// due reports whether any request is needed.
func (r *reading) due() bool { return len(r.pages()) > 0 }

// pages returns the pages of the next request: the newest part of each changed feed, and once in a
// pass one page further back.
func (r *reading) pages() []page {
	out := r.allPages()
	return slices.DeleteFunc(out, func(p page) bool { return slices.Contains(r.leave, feedNames[p.feed]) })
}

// allPages returns the same with the feeds that are refused.
func (r *reading) allPages() []page {
	var out []page
	mem := r.reader.mem
	for i, f := range []*feed{&mem.Issues, &mem.Changes} {
		p := r.feeds[i]
		if p.changed {
			out = append(out, page{feed: i, after: p.after, first: r.newestSize(f, p)})
		} else if !p.older && f.behind(r.now) {
			out = append(out, page{feed: i, older: true, after: f.Cursor, first: r.size})
		}
		if p.changed && !r.first && p.after == "" && f.behind(r.now) {
			out = append(out, page{feed: i, older: true, after: f.Cursor, first: r.size})
		}
	}
	p, c := r.feeds[feedCommits], &mem.Commits
	if p.changed {
		out = append(out, page{feed: feedCommits, after: p.after, first: r.size})
	}
	if !p.older && c.behind(r.now) && p.after == "" {
		out = append(out, page{feed: feedCommits, older: true, after: c.Cursor, first: r.size})
	}
	return out
}

// newestSize returns the size of the newest page: small if little changes, judged by the last
// thirty days.
func (r *reading) newestSize(f *feed, p progress) int {
	if r.first || !f.Read || p.after != "" {
		return r.size
	}
	lately := 0
	for _, i := range f.Items {
		if i.Updated > r.reader.mem.At-30*day {
			lately++
		}
	}
	expected := float64(lately) / 30 * float64(r.now-r.reader.mem.At) / day
	if 3*expected+10 <= smallPage {
		return min(smallPage, r.size)
	}
	return r.size
}

// run sends requests until the newest part of each feed is closed.
func (r *reading) run(ctx context.Context) error {
	most := laterAsks
	if r.first {
		most = firstAsks
	}
	for r.asks < most {
		pages := r.pages()
		if len(pages) == 0 || r.asks > 0 && !r.first && !r.open() {
			break
		}
		if err := r.ask(ctx, pages); err != nil {
			return err
		}
	}
	r.cut()
	return nil
}

// open reports whether a newest part is not closed.
func (r *reading) open() bool {
	return slices.ContainsFunc(r.feeds[:], func(p progress) bool { return p.changed })
}

// ask sends one request. If the host cannot answer, it requests less.
func (r *reading) ask(ctx context.Context, pages []page) error {
	since := time.Unix(yearStart(r.now), 0).UTC().Format(time.RFC3339)
	for {
		a, err := r.s.post(ctx, activityQuery(pages), activityVariables(r.node, since, pages))
		if left := r.allowed(a, pages); len(left) < len(pages) {
			if pages = left; len(pages) == 0 {
				return nil
			}
			continue
		}
		if err == nil {
			err = r.apply(a, pages)
		}
		if err == nil {
			r.asks++
			return nil
		}
		err = r.s.bearable(ctx, err)
		switch {
		case !errors.Is(err, errCursor) && errors.Is(err, errWhole) && r.shrink(pages):
		case errors.Is(err, errWhole) && r.skip(pages, errors.Is(err, errCursor)):
			if pages = slices.DeleteFunc(pages, func(p page) bool { return p.older }); len(pages) == 0 {
				return nil
			}
		default:
			return fmt.Errorf("its activity: %w", err)
		}
	}
}

// shrink halves the pages; false if they have the minimum size.
func (r *reading) shrink(pages []page) bool {
	largest := 0
	for _, p := range pages {
		largest = max(largest, p.first)
	}
	r.size = max(min(r.size, largest)/2, leastPage)
	for i := range pages {
		pages[i].first = min(pages[i].first, r.size)
	}
	return largest > leastPage
}

// patience is how many readings in a row may fail at a page further back.
const patience = 3

// skip removes the pages further back, so that the figures use what is known; false if there are
// none. A cursor that is rejected, or fails repeatedly, is dropped, and the walk starts again from
// the newest part.
func (r *reading) skip(pages []page, refused bool) bool {
	any := false
	for _, p := range pages {
		if !p.older {
			continue
		}
		any = true
		r.feeds[p.feed].older = true
		cursor, failed := r.cursor(p.feed)
		if *failed++; refused || *failed >= patience {
			*cursor, *failed = "", 0
		}
	}
	return any
}

func (r *reading) cursor(i int) (cursor *string, failed *int) {
	if c := &r.reader.mem.Commits; i == feedCommits {
		return &c.Cursor, &c.Failed
	}
	f := r.feed(i)
	return &f.Cursor, &f.Failed
}
