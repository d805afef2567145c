package transport

import (
	"time"

	"golang.org/x/time/rate"
)

// hold is a time during which no request is sent.
type hold struct{ since, until time.Time }

// set begins a hold, or extends the present one.
func (h *hold) set(now time.Time, d time.Duration) {
	if d > h.left(now) {
		*h = hold{since: now, until: now.Add(d)}
	}
}

// left returns the rest of the hold, 0 if it is over. If the clock is set back, the hold starts
// again, so it never grows. If the clock is set forward, it ends.
func (h *hold) left(now time.Time) time.Duration {
	if h.until.IsZero() {
		return 0
	}
	if now.Before(h.since) {
		h.since, h.until = now, now.Add(h.until.Sub(h.since))
	}
	return max(h.until.Sub(now), 0)
}

// newPace allows a tenth of a minute's requests at once and the rest evenly, so that any 60 seconds
// have at most perMinute. It uses the machine's monotonic clock, never the injected one.
func newPace(perMinute int) *rate.Limiter {
	burst := max(perMinute/10, 1)
	return rate.NewLimiter(rate.Limit(max(perMinute-burst, 1))/60, burst)
}

// pause returns how long until another request may be sent. It counts none, because the gate may
// find other reasons to wait and call it again.
func pause(pace *rate.Limiter, now time.Time) time.Duration {
	turn := pace.ReserveN(now, 1)
	defer turn.CancelAt(now)
	return turn.DelayFrom(now)
}
