package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// room is a collector whose sendings are noted.
type room struct {
	Collector[int, string]
	mu   sync.Mutex
	sent [][]int
	took time.Duration
	ends error // what the last sending saw of its context
	fail bool
}

func newRoom() *room {
	r := &room{Collector: Collector[int, string]{Crowd: &Crowd{Each: 10 * time.Millisecond, Longest: 50 * time.Millisecond, Back: -1}, Most: 4}}
	r.Send = func(ctx context.Context, qs []int) []Answer[string] {
		select {
		case <-time.After(r.took):
		case <-ctx.Done():
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.sent, r.ends = append(r.sent, slices.Clone(qs)), ctx.Err()
		if r.fail || ctx.Err() != nil {
			return nil
		}
		var out []Answer[string]
		for _, q := range qs {
			out = append(out, Answer[string]{Value: fmt.Sprint("answer ", q)})
		}
		return out
	}
	return r
}

// sizes are how many went together, in order.
func (r *room) sizes() []int {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []int
	for _, qs := range r.sent {
		out = append(out, len(qs))
	}
	r.sent = nil
	return out
}

// asked is one who is at work, asks at an instant, and works on for a while.
type asked struct {
	q         int
	at, works time.Duration
	took      time.Duration
	answer    string
	err       error
}

// ask lets all ask and waits for them.
func (r *room) ask(t *testing.T, all ...*asked) {
	t.Helper()
	var wg sync.WaitGroup
	for _, a := range all {
		leave := r.Crowd.Enter()
		wg.Go(func() {
			defer leave()
			time.Sleep(a.at)
			began := time.Now()
			a.answer, a.err = r.Ask(t.Context(), a.q)
			a.took = time.Since(began)
			time.Sleep(a.works)
		})
	}
	wg.Wait()
}

// every makes n who ask at the same time.
func every(n int) []*asked {
	out := make([]*asked, n)
	for i := range out {
		out[i] = &asked{q: i}
	}
	return out
}

func (a *asked) check(t *testing.T, together bool, took time.Duration) {
	t.Helper()
	want, err := fmt.Sprint("answer ", a.q), error(nil)
	if !together {
		want, err = "", ErrAlone
	}
	if a.answer != want || !errors.Is(a.err, err) || a.took != took {
		t.Errorf("%d: %q, %v after %s; want %q, %v after %s", a.q, a.answer, a.err, a.took, want, err, took)
	}
}
