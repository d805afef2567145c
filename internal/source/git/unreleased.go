package git

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// unreleased are the changes of people on the branch that no release has.
//
// A release has a change if it contains the commit or an equal of it: a commit with the same
// author, author date and subject, which a cherry-pick keeps. If the equal is one of a merge, the
// release has what the merge brought. The date of the newest tag does not decide: a tag on a
// maintenance line may be newer than changes that wait for the next main version, and a branch that
// is merged after a release brings older commits. Every final release counts, on whatever line,
// because it reached users. A pre-release reaches few of them, so it does not count.
//
// Some projects make each release apart from the branch, as one commit without the history. Then
// most of the changes would seem to wait for years; those after the last release are counted
// instead.
type unreleased struct {
	commits int
	oldest  int64 // the earliest committer date; 0: none
}

// waitingFormat has what parseWaiting reads. All after the committer date is equal in a cherry-pick.
const (
	waitingFormat = "--format=%H%x00%P%x00%ct%x00%at%x00%aN%x00%aE%x00%s"
	waitingFields = 7
)

// waitingCommit is a commit of the branch that no release contains.
type waitingCommit struct {
	id      string
	parents []string
	at      int64  // committer date
	copied  string // what a cherry-pick keeps
	human   bool
}

// findUnreleased sets what waits for a release. Call it after the history was read. Cost: one run of
// git over the commits that no release contains, which it keeps, and one over the commits of
// releases on other lines since the oldest of them was written, if there are such releases.
func (f *figures) findUnreleased(ctx context.Context, r *Repo) error {
	last, ok := f.rel.last()
	if !ok || f.shallow {
		return nil
	}
	waiting, written, err := f.uncontained(ctx, r)
	if err != nil {
		return err
	}
	ported, err := f.ported(ctx, r, waiting, written)
	if err != nil {
		return err
	}
	brought := broughtBy(waiting, ported, r.rev)
	since := int64(0)
	if len(ported) == 0 && f.apart(waiting, last) {
		since = f.since
	}
	for _, c := range waiting {
		if !c.human || ported[c.copied] || brought[c.id] || c.at <= since {
			continue
		}
		if f.waiting.commits++; f.waiting.commits == 1 || c.at < f.waiting.oldest {
			f.waiting.oldest = c.at
		}
	}
	return nil
}

// apart reports whether most changes that no release contains are three years older than the last
// release.
func (f *figures) apart(waiting []waitingCommit, last tag) bool {
	old, all := 0, 0
	for _, c := range waiting {
		if c.human {
			all++
			if c.at < last.at-lineWindow {
				old++
			}
		}
	}
	return 2*old > all
}

// uncontained returns the commits of the branch, merges included, that no release contains, and the
// earliest author date among them.
func (f *figures) uncontained(ctx context.Context, r *Repo) (out []waitingCommit, written int64, err error) {
	var from strings.Builder
	from.WriteString(r.rev + "\n")
	for _, t := range f.rel.tags {
		if t.commit != "" {
			from.WriteString("^" + t.commit + "\n")
		}
	}
	err = r.waitingLog(ctx, from.String(), nil, func(rec []byte) error {
		c, author, at, err := parseWaiting(rec)
		if err != nil {
			return err
		}
		c.human = len(c.parents) < 2 && c.at <= f.hist.at+day && !f.hist.people.signature(author).bot
		if len(out) == 0 || at < written {
			written = at
		}
		out = append(out, c)
		return nil
	})
	return out, written, err
}

// waitingLog streams the commits of the revisions, one a line, to do. Revisions that this copy lacks
// are left out.
func (r *Repo) waitingLog(ctx context.Context, from string, options []string, do func([]byte) error) error {
	c := call{dir: r.view.dir, args: append(append(logWith(waitingFormat), options...), "--ignore-missing", "--stdin"), stdin: strings.NewReader(from)}
	return r.run.stream(ctx, c, func(out io.Reader) error { return eachRecord(out, waitingFields, do) })
}

// parseWaiting reads a record of waitingFormat.
func parseWaiting(rec []byte) (c waitingCommit, author []byte, written int64, err error) {
	id, rec := cut(rec)
	parents, rec := cut(rec)
	date, copied := cut(rec)
	wrote, rec := cut(copied)
	author, _, ok := cutPair(rec)
	if !ok {
		return c, nil, 0, fmt.Errorf("git log: commit %q is not as asked for: %w", id, source.ErrUnavailable)
	}
	c = waitingCommit{id: string(id), parents: strings.Fields(string(parents)), copied: string(copied)}
	// A commit without a readable date is in no window.
	c.at, _ = strconv.ParseInt(string(date), 10, 64)
	written, _ = strconv.ParseInt(string(wrote), 10, 64)
	return c, author, written, nil
}

// ported returns what a cherry-pick keeps of the waiting commits that a release has an equal of. An
// equal is not older than written, and it is on another line.
func (f *figures) ported(ctx context.Context, r *Repo, waiting []waitingCommit, written int64) (map[string]bool, error) {
	var from strings.Builder
	for _, t := range f.rel.tags {
		if on, ok := f.hist.wanted[t.commit]; ok && on == 0 && t.at >= written {
			from.WriteString(t.commit + "\n")
		}
	}
	if len(waiting) == 0 || from.Len() == 0 {
		return nil, nil
	}
	known := make(map[string]bool, len(waiting))
	for _, c := range waiting {
		known[c.copied] = true
	}
	from.WriteString("^" + r.rev + "\n")
	found := map[string]bool{}
	since := []string{"--no-merges", "--max-age=" + strconv.FormatInt(max(written, 0), 10)}
	err := r.waitingLog(ctx, from.String(), since, func(rec []byte) error {
		for range 3 {
			_, rec = cut(rec)
		}
		if known[string(rec)] {
			found[string(rec)] = true
		}
		return nil
	})
	return found, err
}

// broughtBy returns the ids of the commits that came with merges that a release has an equal of:
// what leads to their further parents and is not on the branch's own line of first parents.
func broughtBy(waiting []waitingCommit, ported map[string]bool, rev string) map[string]bool {
	if len(ported) == 0 {
		return nil
	}
	at := make(map[string]*waitingCommit, len(waiting))
	for i := range waiting {
		at[waiting[i].id] = &waiting[i]
	}
	main := map[string]bool{}
	for c := at[rev]; c != nil; c = at[c.parents[0]] {
		main[c.id] = true
		if len(c.parents) == 0 {
			break
		}
	}
	brought := map[string]bool{}
	var next []string
	for _, c := range waiting {
		if len(c.parents) > 1 && ported[c.copied] {
			next = append(next, c.parents[1:]...)
		}
	}
	for len(next) > 0 {
		c := at[next[len(next)-1]]
		next = next[:len(next)-1]
		if c != nil && !main[c.id] && !brought[c.id] {
			brought[c.id] = true
			next = append(next, c.parents...)
		}
	}
	return brought
}
