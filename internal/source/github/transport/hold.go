package transport

import (
	"time"

	"golang.org/x/time/rate"
)

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

// newPace allows a tenth of a minute's requests at once and the rest evenly, so
// that any 60 seconds hold at most perMinute. The machine's own monotonic clock
// keeps it, never the one that is injected.
func newPace(perMinute int) *rate.Limiter {
	burst := max(perMinute/10, 1)
	return rate.NewLimiter(rate.Limit(max(perMinute-burst, 1))/60, burst)
}

// pause returns how long until another request may be sent, and counts none: a
// gate that finds other reasons to wait asks again.
func pause(pace *rate.Limiter, now time.Time) time.Duration {
	turn := pace.ReserveN(now, 1)
	defer turn.CancelAt(now)
	return turn.DelayFrom(now)
}
