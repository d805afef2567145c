package githubtest

import (
	"sync"
	"time"
)

// GitHub's secondary limits, as documented: concurrent requests, and points per minute, where
// reading costs one and writing five.
const (
	maxConcurrent    = 100
	restPerMinute    = 900
	graphqlPerMinute = 2000
	writePoints      = 5
)

// limits counts the use of all budgets. A window begins with the first request in it and ends after
// its hour or minute, by the server's clock.
type limits struct {
	now     func() time.Time
	enforce bool

	mu      sync.Mutex
	windows map[string]*window
	running map[string]int
}

// window is the use of one budget until a reset.
type window struct {
	limit, used int
	reset       time.Time
}

func (w window) remaining() int { return max(0, w.limit-w.used) }

func newLimits(c Config, now func() time.Time) *limits {
	return &limits{now: now, enforce: c.Enforce, windows: map[string]*window{}, running: map[string]int{}}
}

// at returns the present window; the caller must hold the lock.
func (l *limits) at(key string, size int, length time.Duration) *window {
	now := l.now()
	w := l.windows[key]
	if w == nil || !now.Before(w.reset) || w.reset.Sub(now) > length {
		w = &window{limit: size, reset: now.Add(length).Truncate(time.Second)}
		if !w.reset.After(now) {
			w.reset = w.reset.Add(time.Second)
		}
		l.windows[key] = w
	}
	w.limit = size
	return w
}

func primaryLength(resource string) time.Duration {
	if resource == "search" {
		return time.Minute
	}
	return time.Hour
}

// charge takes n from the caller's budget of the resource. If the budget is exhausted and limits
// are enforced, it refuses and takes nothing. As at GitHub, the last query of a budget may exceed
// the rest.
func (l *limits) charge(c caller, resource string, n int) (window, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.at(c.key+" "+resource, c.budget.of(resource), primaryLength(resource))
	if n > 0 && w.remaining() == 0 {
		if l.enforce {
			return *w, false
		}
		w.used = 0
	}
	w.used = min(w.limit, w.used+n)
	return *w, true
}

// refund returns what a not-modified response took.
func (l *limits) refund(c caller, resource string, n int) window {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.at(c.key+" "+resource, c.budget.of(resource), primaryLength(resource))
	w.used = max(0, w.used-n)
	return *w
}

// enter begins a request with the given points per minute; ok is false if a secondary limit forbids
// it. The caller must call leave.
func (l *limits) enter(c caller, kind string, points int) (leave func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	size := restPerMinute
	if kind == "graphql" {
		size = graphqlPerMinute
	}
	w := l.at(c.key+" minute "+kind, size, time.Minute)
	if l.enforce && (l.running[c.key] >= maxConcurrent || w.used+points > size) {
		return func() {}, false
	}
	w.used += points
	l.running[c.key]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.running[c.key]--
	}, true
}
