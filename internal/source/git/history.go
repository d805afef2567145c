package git

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

const (
	day       = 86400
	monthDays = 30.4375
	// span is the number of calendar months kept, per person and in total.
	span = 36
	// fields of one commit in the stream: id, parents, committer date, author
	// name and address, committer name and address, co-authors, each ended by NUL.
	fields = 8
	format = "--format=%H%x00%P%x00%ct%x00%aN%x00%aE%x00%cN%x00%cE%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x01)"
)

// history is the result of one pass over the commits. Its size grows with the number of people, and
// of days for the import test, but not of commits.
type history struct {
	at                     int64 // the end of the windows
	people                 *people
	total, merges, future  int
	late                   int    // dated after at, and not after copied
	copied                 int64  // the date of the copy; later dates are errors
	year1, bots1, merges1  int    // twelve months
	landed                 landed // merges made on the host's website and by programs
	withAgent              int    // of year1, with an agent as co-author
	human                  [4]int
	half                   int // human, 183 days
	humanMonths, allMonths [span]int
	first, lastHuman       int64 // 0: none
	days                   map[int32]int32
	wanted                 map[string]int // ids of release commits: 1 when found
	month                  int            // year*12+month of at
	cut                    int64          // no commit at or before it is in the months kept
	note                   func(t int64)  // called with the date of every human commit; nil: not needed
}

func newHistory(at time.Time, r rules) *history {
	y, m, _ := at.UTC().Date()
	cut := time.Date(y, m-span+1, 1, 0, 0, 0, 0, time.UTC).Unix() - 1
	return &history{
		at: at.Unix(), people: newPeople(r), days: map[int32]int32{}, wanted: map[string]int{},
		month: y*12 + int(m), cut: cut,
	}
}

// read streams the commits reachable from rev, once.
func (h *history) read(ctx context.Context, r *runner, dir, rev string) error {
	return readCommits(ctx, r, dir, []string{rev}, h.commit)
}

// readCommits streams commits to do, each once: the output of git log for the options, which end
// with the revision. A record is invalid after do returns.
func readCommits(ctx context.Context, r *runner, dir string, what []string, do func([]byte) error) error {
	last := len(what) - 1
	args := append(logWith(format), what[:last]...)
	c := call{dir: dir, args: append(args, "--end-of-options", what[last], "--")}
	return r.stream(ctx, c, func(out io.Reader) error { return eachRecord(out, fields, do) })
}

// logWith returns the arguments of git for a log in a format whose fields end with NUL.
func logWith(format string) []string {
	return []string{"log", "-z", "--use-mailmap", "--no-notes", "--no-decorate", "--no-color", "--no-patch", "--no-ext-diff", format}
}

// eachRecord calls do with each record of n fields.
func eachRecord(out io.Reader, n int, do func([]byte) error) error {
	records := bufio.NewScanner(out)
	records.Buffer(make([]byte, 256<<10), 8<<20)
	records.Split(splitRecords(n))
	for records.Scan() {
		if err := do(records.Bytes()); err != nil {
			return err
		}
	}
	return records.Err()
}

// splitRecords splits off the next n NUL-terminated fields.
func splitRecords(n int) bufio.SplitFunc {
	return func(data []byte, atEOF bool) (int, []byte, error) {
		at := 0
		for range n {
			end := bytes.IndexByte(data[at:], 0)
			if end < 0 {
				if atEOF && len(data) > 0 {
					return 0, nil, fmt.Errorf("git log ended inside a commit: %w", source.ErrUnavailable)
				}
				return 0, nil, nil
			}
			at += end + 1
		}
		return at, data[:at-1], nil
	}
}

func cut(b []byte) (before, after []byte) {
	before, after, _ = bytes.Cut(b, []byte{0})
	return before, after
}

// cutPair splits off a name and an address, which stay together.
func cutPair(b []byte) (pair, after []byte, ok bool) {
	n := bytes.IndexByte(b, 0)
	if n < 0 {
		return nil, nil, false
	}
	m := bytes.IndexByte(b[n+1:], 0)
	if m < 0 {
		return nil, nil, false
	}
	return b[:n+1+m], b[n+2+m:], true
}

// commit counts one commit: "id NUL parents NUL date NUL an NUL ae NUL cn NUL ce NUL co-authors".
func (h *history) commit(rec []byte) error {
	id, rec := cut(rec)
	parents, rec := cut(rec)
	date, rec := cut(rec)
	author, rec, ok := cutPair(rec)
	committer, with, whole := cutPair(rec)
	if !ok || !whole {
		return fmt.Errorf("git log: commit %q is not as asked for: %w", id, source.ErrUnavailable)
	}
	t, err := strconv.ParseInt(string(date), 10, 64)
	if err != nil {
		t = 0 // a commit without a readable date is in no window
	}
	if len(h.wanted) > 0 {
		if _, ok := h.wanted[string(id)]; ok {
			h.wanted[string(id)] = 1
		}
	}
	h.date(t)
	if bytes.IndexByte(parents, ' ') >= 0 {
		h.merge(t, committer)
	} else {
		h.change(t, author, committer, with)
	}
	return nil
}

func (h *history) date(t int64) {
	h.total++
	if t > h.at && t <= h.copied {
		h.late++
	}
	if t > h.at+day {
		h.future++
		return
	}
	// A clock at its epoch is an error, not a date.
	if t > 366*day && (h.first == 0 || t < h.first) {
		h.first = t
	}
	h.days[int32(t/day)]++
}

func (h *history) inWindow(t int64, from, to int) bool {
	return t > h.at-int64(to)*day && (from == 0 && t <= h.at+day || from > 0 && t <= h.at-int64(from)*day)
}

func (h *history) merge(t int64, committer []byte) {
	h.merges++
	if !h.inWindow(t, 0, 365) {
		return
	}
	h.merges1++
	switch by := h.people.signature(committer); {
	case by.web:
		h.landed.web++
		h.landed.all++
	case by.bot:
		h.landed.programs++
		h.landed.all++
	}
}

func (h *history) change(t int64, author, committer, with []byte) {
	s := h.people.signature(author)
	month, kept := h.monthsAgo(t)
	if kept {
		h.allMonths[span-1-month]++
	}
	inYear := h.inWindow(t, 0, 365)
	if inYear {
		h.year1++
	}
	if s.bot {
		if inYear {
			h.bots1++
		}
		if s.unsure {
			h.maybe(t, s)
		}
		return
	}
	if h.note != nil {
		h.note(t)
	}
	s.commits++
	if !s.any || t < s.first {
		s.first = t
	}
	s.any = true
	if t > h.at+day {
		return
	}
	if kept {
		h.humanMonths[span-1-month]++
		s.months |= 1 << month
	}
	h.lastHuman = max(h.lastHuman, t)
	h.windows(t, s)
	if inYear && len(with) > 0 && h.byAgent(with) {
		h.withAgent++
	}
	if inYear && !bytes.Equal(author, committer) {
		h.people.moved[[2]*signature{s, h.people.signature(committer)}]++
	}
}

// maybe counts a commit of a program that may be a person, for the range alone.
func (h *history) maybe(t int64, s *signature) {
	if month, kept := h.monthsAgo(t); kept {
		s.months |= 1 << month
	}
	if h.inWindow(t, 0, 365) {
		s.year1++
	} else if h.inWindow(t, 365, 730) {
		s.year2++
	}
}

// byAgent reports whether one of the co-authors ("name <address>" each, separated by SOH) is a
// known coding agent. People among them do not count: see TestEdge_squashMergesCreditTheAuthor.
func (h *history) byAgent(with []byte) bool {
	for co := range bytes.SplitSeq(with, []byte{1}) {
		name, mail, _ := strings.Cut(string(co), "<")
		mail, _, _ = strings.Cut(mail, ">")
		if h.people.rules.agents.Match(strings.TrimSpace(name), strings.TrimSpace(mail)) {
			return true
		}
	}
	return false
}

// windows counts a human commit in the windows it lies in.
func (h *history) windows(t int64, s *signature) {
	if h.inWindow(t, 0, 183) {
		h.half++
	}
	for i := range h.human {
		if h.inWindow(t, 365*i, 365*(i+1)) {
			h.human[i]++
			switch i {
			case 0:
				s.year1++
			case 1:
				s.year2++
			}
			if i > 0 {
				s.before36++
			}
		}
	}
}

// monthsAgo returns how many calendar months t lies before the as-of month, and whether that is
// within the months kept.
func (h *history) monthsAgo(t int64) (int, bool) {
	if t <= h.cut || t > h.at+day {
		return 0, false
	}
	y, m, _ := time.Unix(t, 0).UTC().Date()
	ago := h.month - (y*12 + int(m))
	return ago, ago >= 0 && ago < span
}

// imported reports whether one day has more than 30% of all commits, and at least 50 of them. It
// returns the start of that day.
func (h *history) imported() (bool, int64) {
	for d, n := range h.days {
		if int(n) >= 50 && float64(n) > 0.3*float64(h.total) {
			return true, int64(d) * day
		}
	}
	return false, 0
}
