package transport

import "time"

// hold is a time during which nothing is sent.
type hold struct{ since, until time.Time }

// set begins a hold, or makes the one there is longer.
func (h *hold) set(now time.Time, d time.Duration) {
	if d > h.left(now) {
		*h = hold{since: now, until: now.Add(d)}
	}
}

// left returns how much of the hold is to come, 0 when it is over. A clock that
// jumps back starts it again, so it never grows; one that jumps forward ends it.
func (h *hold) left(now time.Time) time.Duration {
	if h.until.IsZero() {
		return 0
	}
	if now.Before(h.since) {
		h.since, h.until = now, now.Add(h.until.Sub(h.since))
	}
	return max(h.until.Sub(now), 0)
}

// pace spreads requests so that no minute has more than it may. The machine's
// own monotonic clock keeps it, never the one that is injected.
type pace struct {
	every time.Duration
	burst int
	next  time.Time
}

// newPace allows a tenth of a minute's requests at once and the rest evenly, so
// that any 60 seconds hold at most perMinute.
func newPace(perMinute int) pace {
	burst := max(perMinute/10, 1)
	return pace{every: time.Minute / time.Duration(max(perMinute-burst, 1)), burst: burst}
}

// wait returns how long until another request may be sent.
func (p *pace) wait(now time.Time) time.Duration {
	if p.next.Before(now) {
		return 0 // and a zero next is too far away to be subtracted from
	}
	return max(p.next.Sub(now)-time.Duration(p.burst-1)*p.every, 0)
}

// spend counts one.
func (p *pace) spend(now time.Time) {
	if p.next.Before(now) {
		p.next = now
	}
	p.next = p.next.Add(p.every)
}
