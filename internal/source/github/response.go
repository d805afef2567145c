package github

import (
	"fmt"
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// tracker is the input of the computation: the items known of one repository at an instant. It is
// pure.
type tracker struct {
	at      int64
	issues  []item
	changes []item
	// Since when all issues and all pull requests are known; 0: all there are.
	issuesFrom, changesFrom int64
	// keepers are persons who merged, or closed an item of someone else, which needs write access.
	// The host does not show private memberships.
	keepers map[int]bool
	// released is the last release by a person; 0: none known.
	released int64
}

// newTracker collects the people who have shown write access.
func newTracker(at int64, issues, changes []item, issuesFrom, changesFrom int64) tracker {
	t := tracker{at: at, issues: issues, changes: changes, issuesFrom: issuesFrom, changesFrom: changesFrom, keepers: map[int]bool{}}
	for i := range t.all {
		if i.Ended != 0 && i.Ender != 0 && (i.is(merged) || i.Ender != i.Author) {
			t.keepers[i.Ender] = true
		}
	}
	return t
}

// all yields issues, then pull requests.
func (t *tracker) all(yield func(item) bool) {
	for _, list := range [][]item{t.issues, t.changes} {
		for _, i := range list {
			if !yield(i) {
				return
			}
		}
	}
}

// from returns since when everything is known.
func (t *tracker) from() int64 { return max(t.issuesFrom, t.changesFrom) }

// changesOnly returns the tracker without issues, for projects whose issues are elsewhere. Who has
// write access is known from both.
func (t *tracker) changesOnly() tracker {
	out := *t
	out.issues, out.issuesFrom = nil, 0
	return out
}

// outside reports whether an item was opened by a person without write access; this includes
// deleted accounts.
func (t *tracker) outside(i item) bool {
	return !i.is(byProgram) && !i.is(byMember) && !(i.Author != 0 && t.keepers[i.Author])
}

// answered returns when a person with write access first answered; false if none did, in the part
// that was read.
func (t *tracker) answered(i item) (int64, bool) {
	for _, a := range i.Acts { // in order
		if a.rights() || t.keepers[a.who()] {
			return min(max(a.at(), i.Created), t.at), true
		}
	}
	return 0, false
}

const (
	// enoughItems is the minimum number of items for a median or a ratio.
	enoughItems = 3
	// enoughDays is the minimum follow-up for a statement about a median that was not reached.
	enoughDays = 90
)

// firstResponse returns V5.
func (t *tracker) firstResponse() health.Input {
	const id = field.FirstResponseDaysP50
	from, part := t.window(halfYear, t.from())
	var waits []stats.Wait
	open, left := 0, 0
	for i := range t.all {
		if i.Created < from || !t.outside(i) {
			continue
		}
		answer, ok := t.answered(i)
		switch {
		case ok:
			waits = append(waits, stats.Wait{Days: days(answer - i.Created), Ended: true})
			continue
		case i.is(long):
			left++
			continue
		}
		open++
		waits = append(waits, stats.Wait{Days: days(t.stopped(i) - i.Created)})
	}
	span := t.span(from, part)
	if len(waits) < enoughItems {
		if part {
			return health.Missing(id, fmt.Sprintf("fewer than three items from outsiders %s; each run reaches further back", span), nil)
		}
		return health.NotApplies(id, "fewer than three items from outsiders "+span)
	}
	median, reached := stats.MedianWait(waits)
	if !reached && median < enoughDays {
		return health.Missing(id, fmt.Sprintf("too early to judge: %s of %s from outsiders %s unanswered, the longest for %s", stats.Thousands(open), count(len(waits), "item", "items"), span, count(int(math.Ceil(median)), "day", "days")), nil)
	}
	in := health.Obs(id, round2(median))
	in.Reason = fmt.Sprintf("%s from outsiders %s, %s unanswered", count(len(waits), "item", "items"), span, stats.Thousands(open))
	if left > 0 {
		in.Reason += fmt.Sprintf("; %s only partly read and left out", count(left, "long discussion", "long discussions"))
	}
	if !reached {
		in.Reason += "; half are unanswered, so this is a lower bound"
	}
	return in
}

// stopped returns until when an unanswered item waits: until now, or until its author withdrew it
// or a queue merged it. A bot that only closes it gives no answer, so it keeps waiting.
func (t *tracker) stopped(i item) int64 {
	if i.Ended == 0 || i.is(endedByProgram) && !i.is(merged) {
		return t.at
	}
	return min(max(i.Ended, i.Created), t.at)
}

// window returns the part of the last seconds in which everything is known, and whether that is
// less than requested.
func (t *tracker) window(seconds, known int64) (int64, bool) {
	from := t.at - seconds
	if known > from {
		return min(known, t.at), true
	}
	return from, false
}

// span describes the window: "in 180 days", or "in 23 days (known since 2026-11-02)".
func (t *tracker) span(from int64, part bool) string {
	text := "in " + count(int((t.at-from)/day), "day", "days")
	if part {
		text += " (known since " + isoDay(from) + ")"
	}
	return text
}

func days(seconds int64) float64 { return float64(max(seconds, 0)) / day }

func round2(x float64) float64 { return math.Round(x*100) / 100 }

func isoDay(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.DateOnly) }

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return stats.Thousands(n) + " " + many
}
