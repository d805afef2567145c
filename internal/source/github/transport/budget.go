package transport

import (
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// Budget is what is left of one owner's hourly quota, as the host last said.
type Budget struct {
	// Owner is the credential's label; "anonymous" without one.
	Owner string
	// Resource is "core", "graphql", "search" or "code_search".
	Resource string
	// Limit and Remaining are requests, or points for graphql, an hour (a minute
	// for the searches). Both are 0 while the host has not said.
	Limit, Remaining int
	// Reset is when Remaining is Limit again; zero when not known.
	Reset time.Time
	// Held is until when nothing of it is sent; zero when it is open.
	Held time.Time
	// Refused: the host refused every token of it.
	Refused bool
}

const anonymous = "anonymous"

// refusalsOut is how many times a token may be refused before it is out for
// good. It is asked a second time because hosts have refused good ones in their
// own bad hours.
const refusalsOut = 2

// secondLook is how long a token refused once stays out.
const secondLook = 10 * time.Minute

// token is one source of a budget and what the host thinks of it.
type token struct {
	source   TokenSource
	proven   bool // the host took it
	busy     bool // not proven, and a request is finding out
	refusals int
	faults   int // in a row, of the source
	hold     hold
	err      error // of the last fault
}

func (t *token) out() bool { return t.refusals >= refusalsOut }

// window is one resource of a budget.
type window struct {
	limit, remaining int // −1: not known
	reset            hold
	hold             hold
	inflight         int
}

// budget is one owner's. The gate's lock guards it.
type budget struct {
	owner   string
	tokens  []*token // none: anonymous, or archives
	windows map[string]*window
	hold    hold // by a secondary limit: nothing of it is sent
	strikes int  // secondary limits in a row
	// era counts the secondary limits. An answer to a request of an earlier era
	// tells of the limit that is known already.
	era                    int
	most, limit, inflight  int // limit: concurrent now, most: at best
	won                    int // answers since limit changed
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

// left is what may still be sent in the window, most when not known.
func (w *window) left(now time.Time) int {
	if w.remaining < 0 || w.reset.left(now) == 0 {
		return most
	}
	return w.remaining - w.inflight
}

// learn takes what an answer says of a primary limit.
func (b *budget) learn(expected string, r headroom, now, date time.Time) {
	resource := expected
	switch r.resource {
	case "core", "graphql", "search", "code_search":
		resource = r.resource
	}
	w := b.window(resource)
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

// exhausted begins a hold of a resource: the host refused for its primary limit.
func (b *budget) exhausted(resource string, r headroom, now, date time.Time) {
	d := fetch.Until(r.reset, now, date, b.longestHold)
	b.window(resource).hold.set(now, max(d, b.leastHold))
}

// strike begins a hold of the whole budget for a secondary limit: as long as the
// host says, else a minute that doubles. Concurrency is halved.
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

// succeed gives back one of the concurrent requests for as many good answers as
// there are now, so a budget halved from 20 needs 145 of them.
func (b *budget) succeed() {
	b.strikes = 0
	if b.won++; b.won >= b.limit && b.limit < b.most {
		b.limit, b.won = b.limit+1, 0
	}
}

// ready returns a token that may be used now; wait means that one will be known
// to be good or bad soon.
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

// soonest is the shorter of two times, of which 0 is none.
func soonest(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// visibility stands for what the budget may see in a key of the ETag store.
func (b *budget) visibility() string { return strings.ToLower(b.owner) }
