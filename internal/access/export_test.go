package access

import (
	"net/netip"
	"time"
)

// For returns the hash of a password with the parameters and the salt of another.
func (h Hash) For(password string) Hash {
	h.sum = h.of(password, leastSum)
	return h
}

// Bounds returns how many sessions, addresses and known networks are held after many of each.
func Bounds(n int, now time.Time) (open, addresses, known int) {
	var s sessions
	var t throttle
	for i := range n {
		at := now.Add(time.Duration(i) * time.Millisecond)
		s.begin(at)
		t.hit(netip.AddrFrom4([4]byte{11, byte(i >> 16), byte(i >> 8), byte(i)}), at)
		t.miss(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), at)
	}
	return len(s.open), len(t.by), len(t.known)
}
