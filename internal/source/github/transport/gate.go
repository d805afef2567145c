package transport

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

var (
	errLimited = fmt.Errorf("%w: GitHub's rate limit", source.ErrLimit)
	errBreaker = error(&source.RefusalError{
		Whom: "GitHub", Why: "it failed several times in a row and is left alone for a while",
		Err: fmt.Errorf("%w: GitHub failed several times in a row", source.ErrUnavailable),
	})
	errBusy = fmt.Errorf("%w: too many requests are waiting for GitHub", source.ErrLimit)
)

// gate decides when a request may be sent and on which budget.
type gate struct {
	now    func() time.Time
	limits Limits
	log    *slog.Logger

	mu       sync.Mutex
	changed  chan struct{} // closed at an event that a request may wait for
	budgets  []*budget
	archives *budget
	// API and archives are two hosts; a failure of one does not concern the other.
	breakers [2]breaker
}

// lease is the right to send one request; settle ends it.
type lease struct {
	kind     kind
	budget   *budget
	window   *window // nil: not counted
	token    *token  // nil: without credential
	era      int
	probe    bool // tests the breaker
	testing  bool // tests the token
	refusals int
}

func newGate(budgets []*budget, l Limits, now func() time.Time, log *slog.Logger) *gate {
	g := &gate{now: now, limits: l, log: log, changed: make(chan struct{}), budgets: budgets, archives: newBudget("archives", l)}
	for i := range g.breakers {
		g.breakers[i] = breaker{most: l.Failures, open: l.Open}
	}
	return g
}

func (g *gate) breaker(k kind) *breaker {
	if k == archive {
		return &g.breakers[1]
	}
	return &g.breakers[0]
}

// admit waits for the turn of a request, but only for the short waits among similar requests. If no
// request may be sent, it returns a *source.LaterError at once, or a *RefusedError if no credential
// is left. key, if set, makes requests for the same object use the same budget, whose ETags are
// known.
func (g *gate) admit(ctx context.Context, k kind, key string) (*lease, error) {
	turn := time.NewTimer(g.limits.Turn)
	defer turn.Stop()
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		g.mu.Lock()
		l, wait, err := g.pick(k, key)
		changed := g.changed
		g.mu.Unlock()
		if l != nil || err != nil {
			return l, err
		}
		var pace <-chan time.Time
		if wait > 0 {
			pace = time.After(wait)
		}
		select {
		case <-changed:
		case <-pace:
		case <-turn.C:
			return nil, &source.LaterError{At: g.now().Add(time.Minute).UTC(), Err: errBusy}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// pick returns a lease, an error if waiting is of no use, or else the maximum wait; 0 if only the
// end of another request can change anything.
func (g *gate) pick(k kind, key string) (*lease, time.Duration, error) {
	now := g.now()
	ok, wait, left := g.breaker(k).allow(now)
	if !ok && !wait {
		return nil, 0, g.later(now, left, errBreaker)
	}
	var held, soon time.Duration
	for _, b := range g.order(k, key, now) {
		l, w, after, until := g.try(b, k, now)
		switch {
		case l != nil && ok:
			l.probe = g.breaker(k).begin()
			g.take(l)
			return l, 0, nil
		case l != nil || w:
			wait = true
			soon = soonest(soon, after)
		default:
			held = soonest(held, until)
		}
	}
	switch {
	case wait:
		return nil, soon, nil
	case held > 0:
		return nil, 0, g.later(now, held, errLimited)
	}
	return nil, 0, g.refusal()
}

// later returns the instant in full seconds, rounded up. Two readings of a clock differ by
// nanoseconds, and a caller that returns at the given instant must be admitted.
func (g *gate) later(now time.Time, d time.Duration, cause error) error {
	at := now.Add(min(d, g.limits.Wait)).UTC()
	if whole := at.Truncate(time.Second); !whole.Equal(at) {
		at = whole.Add(time.Second)
	}
	return &source.LaterError{At: at, Err: cause}
}

// try returns a lease of the budget. wait is set if one may be available soon, after the time in
// after unless that is 0. Otherwise until is when its limits end, 0 if no token is left.
func (g *gate) try(b *budget, k kind, now time.Time) (l *lease, wait bool, after, until time.Duration) {
	l = &lease{kind: k, budget: b, era: b.era}
	if len(b.tokens) > 0 {
		t, wait := b.ready(now)
		if t == nil {
			return nil, wait, 0, 0
		}
		l.token, l.testing, l.refusals = t, !t.proven, t.refusals
	}
	until = b.hold.left(now)
	if k != archive && k != rateLimit {
		l.window = b.window(k.resource())
		until = max(until, l.window.hold.left(now))
	}
	if until > 0 {
		return nil, false, 0, until
	}
	// Requests in flight will be counted, so no more are sent than are left.
	short := l.window != nil && l.window.inflight > 0 && l.window.left(now) <= 0
	if short || b.inflight >= b.limit {
		return nil, true, 0, 0
	}
	if soon := pause(b.pace(k), time.Now()); soon > 0 {
		return nil, true, soon, 0
	}
	return l, false, 0, 0
}

func (g *gate) take(l *lease) {
	l.budget.inflight++
	l.budget.pace(l.kind).ReserveN(time.Now(), 1) // available, as try found
	if l.window != nil {
		l.window.inflight++
	}
	if l.testing {
		l.token.busy = true
	}
}

// order returns the budgets that a request may use, best first.
func (g *gate) order(k kind, key string, now time.Time) []*budget {
	if k == archive {
		return []*budget{g.archives}
	}
	weight := func(b *budget) uint64 { return uint64(max(b.window(k.resource()).left(now), 0)) }
	if key != "" {
		weight = func(b *budget) uint64 {
			// The same in every process, because the ETags outlive the process.
			sum := sha256.Sum256([]byte(b.visibility() + "\x00" + key))
			return binary.BigEndian.Uint64(sum[:])
		}
	}
	out := append([]*budget(nil), g.budgets...)
	sort.SliceStable(out, func(i, j int) bool { return weight(out[i]) > weight(out[j]) })
	return out
}

func (g *gate) refusal() error {
	e := &RefusedError{}
	for _, b := range g.budgets {
		e.Owners = append(e.Owners, b.owner)
		for _, t := range b.tokens {
			if t.err != nil {
				e.Err = t.err
			}
		}
	}
	sort.Strings(e.Owners)
	return e
}

// settle ends a lease. note, if set, records the response under the lock.
func (g *gate) settle(l *lease, note func(now time.Time)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.budget.inflight--
	if l.window != nil {
		l.window.inflight--
	}
	if l.testing {
		l.token.busy = false
	}
	if l.probe {
		g.breaker(l.kind).probing = false
	}
	if note != nil {
		note(g.now())
	}
	close(g.changed)
	g.changed = make(chan struct{})
}

// faulty records that no token was available.
func (g *gate) faulty(l *lease, err error) {
	g.settle(l, func(now time.Time) {
		t := l.token
		d := min(15*time.Second<<min(t.faults, 6), secondLook)
		if later := (*source.LaterError)(nil); errors.As(err, &later) {
			d = min(max(later.At.Sub(now), time.Second), g.limits.Wait)
		}
		t.faults++
		t.err = err
		t.hold.set(now, d)
		g.log.Warn("github: no token available", "owner", l.budget.owner, "error", err)
	})
}

// refused records a 401. Further ones for requests sent before the first do not count again.
func (g *gate) refused(l *lease, used string) {
	g.settle(l, func(now time.Time) {
		t := l.token
		if t.refusals != l.refusals || t.out() {
			return
		}
		t.refusals++
		t.proven = false
		if r, ok := t.source.(renewer); ok {
			r.renew(used)
		} else {
			t.hold.set(now, secondLook)
		}
		g.log.Warn("github refused a token (401)", "owner", l.budget.owner, "times", t.refusals, "out", t.out())
	})
}
