package transport

import "time"

// breaker stops requests to a host that fails every time. It is guarded by the gate's lock.
type breaker struct {
	failures int // in a row
	opened   int // times in a row
	hold     hold
	probing  bool // it was open, and one request is testing the host
	most     int
	open     time.Duration
}

// allow reports whether a request may be sent. wait means that another one is testing the host;
// otherwise left is how long the breaker stays open.
func (b *breaker) allow(now time.Time) (ok, wait bool, left time.Duration) {
	if left := b.hold.left(now); left > 0 {
		return false, false, left
	}
	return !b.probing, b.probing, 0
}

// begin counts a request as sent; true if it tests the host.
func (b *breaker) begin() (probe bool) {
	b.probing = b.opened > 0
	return b.probing
}

// fail counts a failure; true if it opens the breaker.
func (b *breaker) fail(now time.Time) bool {
	if b.hold.left(now) > 0 {
		return false // sent before it opened
	}
	if b.failures++; b.failures < b.most && b.opened == 0 {
		return false
	}
	b.hold.set(now, min(b.open<<min(b.opened, 4), 10*b.open))
	b.failures, b.opened = 0, b.opened+1
	return true
}

// succeed closes the breaker.
func (b *breaker) succeed() { b.failures, b.opened = 0, 0 }
