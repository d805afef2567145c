package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Collector gathers questions of one kind. All fields but Crowd and Send may be
// left out. It is safe for concurrent use and not to be copied.
type Collector[Q, A any] struct {
	// Crowd tells who is at work; nil: every question is asked alone.
	Crowd *Crowd
	// Most is how many questions go together at most, 2 or more. Default 16.
	Most int
	// Hurry divides the longest wait of the crowd, for questions that come in
	// groups: who is not there soon is not of the group. 0: it is waited in full.
	Hurry int
	// Fits reports whether a question may go with those held, of which there are
	// none when it opens a round. nil: all may.
	Fits func(held []Q, next Q) bool
	// Send answers several questions in one request: as many answers, in their
	// order. nil says that this cannot be done now: each is asked alone. ctx ends
	// when all who asked have gone, and has the values of the first one's.
	Send func(ctx context.Context, qs []Q) []Answer[A]
	// Deadline bounds one Send. Default 2 minutes.
	Deadline time.Duration
	// Slow is longer than a Send should take; 0: none is too slow. When one
	// failed, or took longer, half as many go together from then on, and twice
	// as many when that went well. When that comes to one, nothing is gathered for the
	// time of Rest. Default 5 minutes.
	Slow, Rest time.Duration

	// Guarded by the lock of the crowd.
	open  *round[Q, A]
	most  int       // of now; 0: Most
	until time.Time // of a rest
}

// round is a number of questions that go together.
type round[Q, A any] struct {
	of      *Collector[Q, A]
	members []*member[Q, A] // fixed once it is shut
	left    int             // of them, who still wait
	closed  chan struct{}   // when nobody can join any more
	done    chan struct{}   // when all are answered
	cancel  context.CancelFunc
}

type member[Q, A any] struct {
	question Q
	answer   Answer[A]
}

// Ask returns the answer to a question that was asked together with others. The
// error is that of the answer, ErrAlone when it is to be asked alone, at once
// when nobody else is at work, or the cause of ctx's end.
func (c *Collector[Q, A]) Ask(ctx context.Context, q Q) (A, error) {
	m := &member[Q, A]{question: q, answer: Answer[A]{Err: ErrAlone}}
	r := c.join(ctx, m)
	if r == nil {
		return m.answer.Value, ErrAlone
	}
	select {
	case <-r.done:
		return m.answer.Value, m.answer.Err
	case <-ctx.Done():
		c.leave(r, m)
		var none A
		return none, context.Cause(ctx)
	}
}

// join puts a question into the open round, or opens one; nil when it is better
// asked alone.
func (c *Collector[Q, A]) join(ctx context.Context, m *member[Q, A]) *round[Q, A] {
	if c.Crowd == nil {
		return nil
	}
	c.Crowd.mu.Lock()
	defer c.Crowd.mu.Unlock()
	most := c.limit()
	if most < 2 || c.Fits != nil && !c.Fits(nil, m.question) {
		return nil
	}
	if c.open != nil && !c.open.fits(m.question) {
		c.open.shut()
	}
	r := c.open
	if r == nil {
		// One that comes last, and finds the others in other rounds, lets them wait
		// on: it may have their question next.
		wait := c.Crowd.patience(c.Hurry)
		if c.Crowd.waiting+1 >= c.Crowd.all() || wait <= 0 {
			return nil
		}
		r = c.begin(ctx, wait)
	}
	r.members = append(r.members, m)
	r.left++
	if c.Crowd.waiting++; len(r.members) >= most || c.Crowd.idle() {
		r.shut()
	}
	return r
}

// begin opens a round. Its context ends with its last member, not with the
// first.
func (c *Collector[Q, A]) begin(ctx context.Context, wait time.Duration) *round[Q, A] {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &round[Q, A]{of: c, closed: make(chan struct{}), done: make(chan struct{}), cancel: cancel}
	c.open = r
	if c.Crowd.rounds == nil {
		c.Crowd.rounds = map[shutter]struct{}{}
	}
	c.Crowd.rounds[r] = struct{}{}
	go r.run(ctx, wait)
	return r
}

func (r *round[Q, A]) fits(q Q) bool {
	if r.of.Fits == nil {
		return true
	}
	var held []Q
	for _, m := range r.members {
		held = append(held, m.question)
	}
	return r.of.Fits(held, q)
}

// shut lets nobody in any more. The lock is held, and the round is open.
func (r *round[Q, A]) shut() {
	c := r.of
	c.open = nil
	delete(c.Crowd.rounds, r)
	c.Crowd.waiting -= len(r.members)
	close(r.closed)
}

// leave takes a question back. Once it was sent, the others' answer is waited
// for by one fewer, and called off by the last.
func (c *Collector[Q, A]) leave(r *round[Q, A], m *member[Q, A]) {
	c.Crowd.mu.Lock()
	defer c.Crowd.mu.Unlock()
	if r.left--; r.left == 0 {
		r.cancel()
	}
	if c.open != r {
		return
	}
	r.members = slices.DeleteFunc(r.members, func(x *member[Q, A]) bool { return x == m })
	if c.Crowd.waiting--; len(r.members) == 0 {
		r.shut()
	}
}

// run waits until the round is shut and sends it.
func (r *round[Q, A]) run(ctx context.Context, wait time.Duration) {
	defer close(r.done)
	defer r.cancel()
	c := r.of
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-r.closed:
	case <-timer.C:
		c.Crowd.mu.Lock()
		if c.open == r {
			r.shut()
		}
		c.Crowd.mu.Unlock()
	}
	if len(r.members) < 2 { // who is alone is told so
		return
	}
	qs := make([]Q, len(r.members))
	for i, m := range r.members {
		qs[i] = m.question
	}
	deadline := c.Deadline
	if deadline <= 0 {
		deadline = 2 * time.Minute
	}
	ctx, cancel := context.WithTimeoutCause(ctx, deadline, fmt.Errorf("no answer within %s", deadline))
	defer cancel()
	began := time.Now()
	answers := c.Send(ctx, qs)
	if errors.Is(ctx.Err(), context.Canceled) { // all have gone, which says nothing of the host
		return
	}
	good := len(answers) == len(qs)
	c.learn(len(qs), time.Since(began), good)
	if good {
		for i, m := range r.members {
			m.answer = answers[i]
		}
	}
}

// limit is how many go together now. The lock is held.
func (c *Collector[Q, A]) limit() int {
	if c.most == 0 {
		c.most = c.full()
	}
	if c.most < 2 && !time.Now().Before(c.until) {
		c.most = 2
	}
	return c.most
}

func (c *Collector[Q, A]) full() int {
	if c.Most < 2 {
		return 16
	}
	return c.Most
}

// learn takes from how one Send went how many the next may be of.
func (c *Collector[Q, A]) learn(n int, took time.Duration, good bool) {
	c.Crowd.mu.Lock()
	defer c.Crowd.mu.Unlock()
	rest := c.Rest
	if rest <= 0 {
		rest = 5 * time.Minute
	}
	switch most := c.limit(); {
	case !good || c.Slow > 0 && took > c.Slow:
		c.most, c.until = max(1, min(most, n)/2), time.Now().Add(rest)
	case n >= most:
		c.most = min(c.full(), 2*most)
	}
}
