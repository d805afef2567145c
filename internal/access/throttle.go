package access

import (
	"maps"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// The waits after wrong passwords. Some are free; each further one doubles the wait of its address
// from a second to mostWait. The wait for all addresses together begins later and is short, so that
// many addresses cannot guess fast. It does not hold for a network that had the right password
// before: many strangers cannot keep the operator out.
const (
	freeOfOne, freeOfAll = 5, 50
	mostWait, mostForAll = 15 * time.Minute, 30 * time.Second
	forgetAfter          = time.Hour        // without a wrong password
	halveAfter           = 10 * time.Minute // likewise; what counts for all
	mostAddresses        = 10_000
	knownFor, mostKnown  = 30 * 24 * time.Hour, 1_000
)

// throttle counts wrong passwords by network address and for all of them. It holds the addresses
// only in memory, and a limited number.
type throttle struct {
	mu  sync.Mutex
	all misses
	by  map[netip.Addr]misses
	// known are the networks that had the right password, with the last time.
	known map[netip.Addr]time.Time
}

// misses are wrong passwords in a row.
type misses struct {
	n     int
	last  time.Time
	until time.Time // no password is accepted before
}

func (m misses) forgotten(now time.Time) bool { return now.Sub(m.last) >= forgetAfter }

// add counts one more wrong password.
func (m misses) add(now time.Time, free int, most time.Duration) misses {
	if m.forgotten(now) {
		m = misses{}
	}
	m.n++
	m.last = now
	if over := m.n - free; over > 0 {
		wait := most
		if over < 16 { // 2^15 seconds are more than any wait
			wait = min(most, time.Second<<(over-1))
		}
		m.until = now.Add(wait)
	}
	return m
}

// wait returns for how long no password of the address is accepted; 0: it may try.
func (t *throttle) wait(a netip.Addr, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := max(0, t.by[network(a)].until.Sub(now))
	if last, ok := t.known[network(a)]; ok && now.Sub(last) < knownFor {
		return own
	}
	return max(own, t.all.until.Sub(now))
}

// miss counts a wrong password.
func (t *throttle) miss(a netip.Addr, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all.n >>= min(int(now.Sub(t.all.last)/halveAfter), 16)
	t.all = t.all.add(now, freeOfAll, mostForAll)
	t.tidy(now)
	key := network(a)
	if t.by == nil {
		t.by = map[netip.Addr]misses{}
	}
	t.by[key] = t.by[key].add(now, freeOfOne, mostWait)
}

// tidy removes what is forgotten, or else the address whose last wrong password is the oldest.
func (t *throttle) tidy(now time.Time) {
	var oldest netip.Addr
	var when time.Time
	for a, m := range t.by {
		if m.forgotten(now) {
			delete(t.by, a)
		} else if when.IsZero() || m.last.Before(when) {
			oldest, when = a, m.last
		}
	}
	if len(t.by) >= mostAddresses {
		delete(t.by, oldest)
	}
}

// hit forgets the wrong passwords of an address that had the right one, and knows its network from
// then on.
func (t *throttle) hit(a netip.Addr, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.by, network(a))
	if t.known == nil {
		t.known = map[netip.Addr]time.Time{}
	}
	if len(t.known) >= mostKnown {
		oldest := slices.MinFunc(slices.Collect(maps.Keys(t.known)), func(a, b netip.Addr) int { return t.known[a].Compare(t.known[b]) })
		delete(t.known, oldest)
	}
	t.known[network(a)] = now
}

// network returns what counts as one address: of IPv6, where each customer has many, the first half.
func network(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}
