package git

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// landing tells what had landed by an instant. Git records no landing, only the clock of whoever
// made a commit, and clocks are wrong. What is certain is the order: a commit lands after its
// ancestors.
type landing struct {
	ids    []string // the line of first parents, newest first
	newest []int64  // by commit of the line: the latest date among what came with it; 0 if unknown
}

// tooLate is how many commits dated by an instant must follow one dated later, before its clock is
// blamed and not theirs. Some repositories have a few dates of a conversion among their oldest
// commits; if those alone decided, nothing would have landed for years.
const tooLate = 10

// landings walks the ancestors of a commit once. Dates after the copy's own, within a day, are
// errors and are left out.
func (r *Repo) landings(ctx context.Context, rev string) (*landing, error) {
	l := &landing{ids: []string{rev}}
	from := map[string]int{rev: 0} // which commit of the line first brings a commit, by depth
	limit := r.copied.Unix() + day
	args := []string{"rev-list", "--topo-order", "--timestamp", "--parents", "--end-of-options", rev, "--"}
	err := r.run.stream(ctx, call{dir: r.view.dir, args: args}, func(out io.Reader) error {
		lines := bufio.NewScanner(out)
		lines.Buffer(make([]byte, 64<<10), 8<<20)
		for lines.Scan() {
			f := bytes.Fields(lines.Bytes())
			if len(f) < 2 {
				return fmt.Errorf("git rev-list: %q is not as asked for: %w", lines.Bytes(), source.ErrUnavailable)
			}
			l.add(f, from, limit)
		}
		return lines.Err()
	})
	if err != nil {
		return nil, r.broken("go back in history", err)
	}
	return l, nil
}

// add takes one commit: its date, its id and its parents. Children come before parents.
func (l *landing) add(f [][]byte, from map[string]int, limit int64) {
	id := string(f[1])
	depth := from[id]
	delete(from, id)
	for len(l.newest) <= depth {
		l.newest = append(l.newest, 0)
	}
	if t, err := strconv.ParseInt(string(f[0]), 10, 64); err == nil && t <= limit {
		l.newest[depth] = max(l.newest[depth], t)
	}
	for i, parent := range f[2:] {
		brings := depth
		if i == 0 && l.ids[depth] == id {
			l.ids = append(l.ids, string(parent))
			brings++
		}
		from[string(parent)] = max(from[string(parent)], brings)
	}
}

// by returns the newest commit of the line by which everything had landed, or nothing. Among the
// places to cut the line it is the one that the dates speak for most: a date by the instant before
// the cut counts one, a later one counts minus tooLate.
func (l *landing) by(t time.Time) string {
	best, votes, most := "", 0, 0
	for depth := len(l.newest) - 1; depth >= 0; depth-- {
		switch date := l.newest[depth]; {
		case date > t.Unix():
			votes -= tooLate
		case date > 0:
			votes++
		}
		if votes > most {
			most = votes
			best = l.ids[depth]
		}
	}
	return best
}
