package transport

import (
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// Budget is the rest of one owner's hourly quota, as last reported by the host.
type Budget struct {
	// Owner is the label of the credential; "anonymous" without one.
	Owner string
	// Resource is "core", "graphql", "search", "code_search", or another that the host named.
	Resource string
	// Limit and Remaining are requests, or points for graphql, per hour (per minute for the
	// searches). Both are 0 until the host reports them.
	Limit, Remaining int
	// Reset is when Remaining returns to Limit; zero if unknown.
	Reset time.Time
	// Held is until when requests are held; zero if they are not.
	Held time.Time
	// Refused means that the host refused every token of it.
	Refused bool
}

const anonymous = "anonymous"

// refusalsOut is the number of refusals after which a token is no longer used. It is tried a second
// time because hosts have refused valid tokens during outages.
const refusalsOut = 2

// secondLook is how long a token is paused after its first refusal.
const secondLook = 10 * time.Minute

// token is one source of a budget with its state at the host.
type token struct {
	source   TokenSource
	proven   bool // the host accepted it
	busy     bool // not proven, and a request is testing it
	refusals int
	faults   int // of the source, in a row
	hold     hold
	err      error // of the last failure
}

func (t *token) out() bool { return t.refusals >= refusalsOut }

// window is one resource of a budget.
type window struct {
	limit, remaining int // −1: unknown
	reset            hold
	hold             hold
	inflight         int
}

// budget is the budget of one owner. It is guarded by the gate's lock.
type budget struct {
	owner   string
	tokens  []*token // none: anonymous, or archives
	windows map[string]*window
	hold    hold // by a secondary limit: no requests are sent
	strikes int  // secondary limits in a row
	// era counts the secondary limits. A response to a request of an earlier era reports a limit
	// that is known already.
	era                    int
	most, limit, inflight  int // limit: concurrent now, most: at most
	won                    int // responses since limit changed
	restPace, graphQLPace  *rate.Limiter
	leastHold, longestHold time.Duration
}

func newBudget(owner string, l Limits) *budget {
	return &budget{
		owner: owner, windows: map[string]*window{}, most: l.Concurrent, limit: l.Concurrent,
		restPace: newPace(l.RESTPerMinute), graphQLPace: newPace(l.GraphQLPerMinute),
		leastHold: min(time.Minute, l.Wait), longestHold: l.Wait,
	}
}

func (b *budget) window(resource string) *window {
	w := b.windows[resource]
	if w == nil {
		w = &window{limit: -1, remaining: -1}
		b.windows[resource] = w
	}
	return w
}

func (b *budget) pace(k kind) *rate.Limiter {
	if k == graphQL {
		return b.graphQLPace
	}
	return b.restPace
}

// left returns how many requests or points are left in the window, or the maximum if unknown.
func (w *window) left(now time.Time) int {
	if w.remaining < 0 || w.reset.left(now) == 0 {
		return most
	}
	return w.remaining - w.inflight
}

// mostWindows limits the resources that a host can name.
const mostWindows = 16

// named returns the window of the resource that a response names, or of the expected one if it
// names none. A name that we do not know has a window of its own, which no request uses: what is
// left of it says nothing about the others. It returns nil if there is no place for it.
func (b *budget) named(expected, name string) *window {
	if name == "" {
		return b.window(expected)
	}
	if w := b.windows[name]; w != nil {
		return w
	}
	if len(name) > 40 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" || len(b.windows) >= mostWindows && name != expected {
		return nil
	}
	return b.window(name)
}

// learn records the primary limit that a response reports.
func (b *budget) learn(expected string, r headroom, now, date time.Time) {
	w := b.named(expected, r.resource)
	if w == nil {
		return
	}
	if r.limit > 0 {
		w.limit = r.limit
	}
	if r.remaining < 0 {
		return
	}
	w.remaining = r.remaining
	d := fetch.Until(r.reset, now, date, b.longestHold)
	w.reset = hold{since: now, until: now.Add(d)}
	if r.remaining == 0 {
		w.hold.set(now, max(d, time.Second))
	}
}

// exhausted begins a hold of a resource after the host refused for its primary limit.
func (b *budget) exhausted(resource string, r headroom, now, date time.Time) {
	d := fetch.Until(r.reset, now, date, b.longestHold)
	b.window(resource).hold.set(now, max(d, b.leastHold))
}

// strike begins a hold of the complete budget for a secondary limit: as long as the host requests,
// otherwise a minute that doubles. It halves the concurrency.
func (b *budget) strike(era int, d time.Duration, said bool, now time.Time) {
	if era == b.era {
		b.era++
		b.strikes++
		b.limit, b.won = max(b.limit/2, 1), 0
	}
	if !said {
		d = b.longestHold
		if n := b.strikes - 1; n < 10 {
			d = min(b.leastHold<<n, b.longestHold)
		}
	}
	b.hold.set(now, min(max(d, time.Second), b.longestHold))
}

// succeed restores one of the concurrent requests after as many good responses as there are now. A
// budget halved from 20 thus needs 145 of them.
func (b *budget) succeed() {
	b.strikes = 0
	if b.won++; b.won >= b.limit && b.limit < b.most {
		b.limit, b.won = b.limit+1, 0
	}
}

// ready returns a token that can be used now; wait means that the state of one will be known soon.
func (b *budget) ready(now time.Time) (t *token, wait bool) {
	for _, c := range b.tokens {
		switch {
		case c.out() || c.hold.left(now) > 0:
		case c.proven || !c.busy:
			return c, false
		default:
			wait = true
		}
	}
	return nil, wait
}

// refused reports whether no token of the budget works, as far as is known.
func (b *budget) refused() bool {
	for _, t := range b.tokens {
		if t.refusals == 0 && t.err == nil {
			return false
		}
	}
	return len(b.tokens) > 0
}

// soonest returns the shorter of two times, where 0 means none.
func soonest(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// visibility represents what the budget can see in a key of the ETag store.
func (b *budget) visibility() string { return strings.ToLower(b.owner) }
