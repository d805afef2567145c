package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Collector collects questions of one kind. All fields but Crowd and Send are optional. It is safe
// for concurrent use and must not be copied.
type Collector[Q, A any] struct {
	// Crowd counts the active workers; nil means that every question is sent alone.
	Crowd *Crowd
	// Most is the maximum number of questions in a batch, 2 or more. Default 16.
	Most int
	// Hurry divides the longest wait of the crowd, for questions that arrive in groups: a late one
	// does not belong to the group. 0 means the full wait.
	Hurry int
	// Fits reports whether a question can join those in held, which is empty when it opens a round.
	// nil means that all can.
	Fits func(held []Q, next Q) bool
	// Send answers several questions in one request. It returns as many answers, in their order, or
	// nil if this is not possible now; each question is then sent alone. ctx ends when all callers
	// have gone, and has the values of the first caller's.
	Send func(ctx context.Context, qs []Q) []Answer[A]
	// Deadline limits one Send. Default 2 minutes.
	Deadline time.Duration
	// Slow is the maximum normal duration of a Send; 0 means no limit. After a Send that failed or
	// took longer, the batch size is halved; after a good one, it is doubled. At size one, batching
	// is off for the time of Rest. Default 5 minutes.
	Slow, Rest time.Duration

	// Guarded by the lock of the crowd.
	open  *round[Q, A]
	most  int       // current size; 0 means Most
	until time.Time // end of the rest
}

// round is a set of questions that are sent together.
type round[Q, A any] struct {
	of      *Collector[Q, A]
	members []*member[Q, A] // fixed after shut
	left    int             // members that still wait
	closed  chan struct{}   // closed when the round is shut
	done    chan struct{}   // closed when all are answered
	cancel  context.CancelFunc
}

type member[Q, A any] struct {
	question Q
	answer   Answer[A]
}

// Ask returns the answer to a question that was sent together with others. The error is that of the
// answer or the cause of the end of ctx. It is ErrAlone if the question is to be sent alone, at
// once if no other worker is active.
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

// join adds a question to the open round, or opens one. It returns nil if the question should be
// sent alone.
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
		// A member that comes last, while the others wait in other rounds, lets them wait on: they
		// may ask the same kind of question next.
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

// begin opens a round. Its context ends with its last member, not with the first.
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

// shut closes the round to new members. The lock must be held and the round open.
func (r *round[Q, A]) shut() {
	c := r.of
	c.open = nil
	delete(c.Crowd.rounds, r)
	c.Crowd.waiting -= len(r.members)
	close(r.closed)
}

// leave removes a question. After the round was sent, the answer has one waiting member fewer; the
// last to leave cancels it.
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
	if len(r.members) < 2 { // a single member gets ErrAlone
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
	if errors.Is(ctx.Err(), context.Canceled) { // all have gone, which does not concern the host
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

// limit returns the present batch size. The lock must be held.
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

// learn adjusts the batch size to the result of one Send.
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
