package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAsk_aloneWaitsForNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		one := &asked{q: 1}
		r.ask(t, one)
		one.check(t, false, 0)
		if _, err := r.Ask(t.Context(), 2); !errors.Is(err, ErrAlone) { // of somebody who never entered
			t.Error(err)
		}
		r.Crowd = nil
		if _, err := r.Ask(t.Context(), 3); !errors.Is(err, ErrAlone) {
			t.Error(err)
		}
		if n := r.sizes(); n != nil {
			t.Errorf("sent %v", n)
		}
	})
}

func TestAsk_eachGetsItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.took = time.Second
		all := every(8)
		r.ask(t, all...)
		for _, a := range all {
			a.check(t, true, time.Second) // nothing was waited for: there were enough
		}
		if n := r.sizes(); !slices.Equal(n, []int{4, 4}) {
			t.Errorf("sent %v", n)
		}
	})
}

// Who is still at work may come; when all others wait too, nobody will.
func TestAsk_waitsForThoseAtWorkOnly(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		all      []*asked
		together []bool
		took     []time.Duration
	}{
		"the second comes in time": {
			[]*asked{{q: 1}, {q: 2, at: 9 * time.Millisecond}},
			[]bool{true, true},
			[]time.Duration{9 * time.Millisecond, 0},
		},
		"nobody comes in time": {
			[]*asked{{q: 1}, {q: 2, at: time.Second}},
			[]bool{false, false},
			[]time.Duration{10 * time.Millisecond, 0},
		},
		"in a hurry": {
			[]*asked{{q: 1}, {q: 2, at: 4 * time.Millisecond}, {q: 3, at: time.Second}},
			[]bool{true, true, false},
			[]time.Duration{5 * time.Millisecond, time.Millisecond, 0},
		},
		"the more are at work the longer, up to a bound": {
			[]*asked{{q: 1}, {q: 2, at: time.Second}, {q: 3, at: 2 * time.Second}},
			[]bool{false, false, false},
			[]time.Duration{15 * time.Millisecond, 10 * time.Millisecond, 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRoom()
				if r.Crowd.Longest = 15 * time.Millisecond; name == "in a hurry" {
					r.Hurry = 3
				}
				r.ask(t, tt.all...)
				for i, a := range tt.all {
					a.check(t, tt.together[i], tt.took[i])
				}
			})
		})
	}
}

func TestAsk_whatDoesNotFitOpensAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.Fits = func(held []int, next int) bool {
			sum := next
			for _, q := range held {
				sum += q
			}
			return sum <= 10
		}
		all := []*asked{{q: 5}, {q: 4, at: time.Millisecond}, {q: 7, at: 2 * time.Millisecond}, {q: 3, at: 3 * time.Millisecond}, {q: 11, at: 4 * time.Millisecond}}
		r.ask(t, all...)
		all[4].check(t, false, 0)
		if n := r.sizes(); !slices.Equal(n, []int{2, 2}) {
			t.Errorf("sent %v", n)
		}
	})
}

// One who gives up harms nobody; when all have, what was sent is called off.
func TestAsk_endsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.took = time.Minute
		for range 3 {
			defer r.Crowd.Enter()()
		}
		type key struct{}
		first, giveUp := context.WithCancelCause(context.WithValue(t.Context(), key{}, "value of the first"))
		send := r.Send
		r.Send = func(ctx context.Context, qs []int) []Answer[string] {
			if got := ctx.Value(key{}); qs[0] == 1 && got != "value of the first" {
				t.Errorf("it has the value %v", got)
			}
			return send(ctx, qs)
		}
		enough := errors.New("enough")
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := r.Ask(first, 1); !errors.Is(err, enough) {
				t.Errorf("%v, want the cause", err)
			}
		})
		synctest.Wait()
		for _, q := range []int{2, 3} {
			all.Go(func() {
				if a, err := r.Ask(t.Context(), q); err != nil || a != fmt.Sprint("answer ", q) {
					t.Errorf("%d: %q, %v", q, a, err)
				}
			})
		}
		synctest.Wait()
		giveUp(enough)
		all.Wait()
		if r.ends != nil {
			t.Errorf("it was called off: %v", r.ends)
		}

		again, stop := context.WithCancel(t.Context())
		for _, q := range []int{4, 5, 6} {
			all.Go(func() { _, _ = r.Ask(again, q) }) // it was called off
		}
		synctest.Wait()
		stop()
		all.Wait()
		synctest.Wait()
		if !errors.Is(r.ends, context.Canceled) {
			t.Errorf("what nobody waits for ended with %v", r.ends)
		}
		if r.Crowd.waiting != 0 || len(r.Crowd.rounds) != 0 {
			t.Errorf("%d wait in %d rounds", r.Crowd.waiting, len(r.Crowd.rounds))
		}
	})
}

// A question taken back before it was sent is not asked.
func TestAsk_takenBackIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.Crowd.Each = time.Second
		for range 4 {
			defer r.Crowd.Enter()()
		}
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() { _, _ = r.Ask(ctx, 1) }) // taken back
		all.Go(func() { _, _ = r.Ask(t.Context(), 2) })
		all.Go(func() { _, _ = r.Ask(t.Context(), 3) })
		synctest.Wait()
		cancel()
		all.Wait()
		slices.Sort(r.sent[0])
		if len(r.sent) != 1 || !slices.Equal(r.sent[0], []int{2, 3}) {
			t.Errorf("sent %v", r.sent)
		}
	})
}

func TestSend_isBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.took, r.Deadline = time.Hour, time.Minute
		all := every(4)
		r.ask(t, all...)
		for _, a := range all {
			a.check(t, false, time.Minute)
		}
	})
}

// A failure halves how many go together, down to none for a while.
func TestSend_learnsHowManyGoTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.Slow, r.Rest = 2*time.Second, time.Minute
		for i, step := range []struct {
			fail bool
			took time.Duration
			wait time.Duration
			want []int
		}{
			{want: []int{4}},
			{took: 3 * time.Second, want: []int{4}}, // too slow
			{want: []int{2, 2}},                     // and both went well
			{want: []int{4}},
			{fail: true, want: []int{4}},
			{fail: true, took: time.Second, want: []int{2, 2}},
			{want: nil}, // a rest
			{wait: time.Minute, want: []int{2, 2}},
			{want: []int{4}},
		} {
			time.Sleep(step.wait)
			r.fail, r.took = step.fail, step.took
			all := every(4)
			r.ask(t, all...)
			if n := r.sizes(); !slices.Equal(n, step.want) {
				t.Errorf("step %d: sent %v, want %v", i, n, step.want)
			}
			for _, a := range all {
				a.check(t, !step.fail && step.want != nil, step.took)
			}
		}
	})
}

// A limit is of all who asked.
func TestFail(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, limit := newRoom(), errors.New("a limit")
		r.Send = func(_ context.Context, qs []int) []Answer[string] { return Fail[string](len(qs), limit) }
		all := every(4)
		r.ask(t, all...)
		for _, a := range all {
			if !errors.Is(a.err, limit) {
				t.Errorf("%d: %v", a.q, a.err)
			}
		}
	})
}

// Whatever the order of things, each gets its own answer or is told to ask alone.
func TestAsk_neverMixes(t *testing.T) {
	t.Parallel()
	c := Collector[int, int]{Crowd: &Crowd{Each: time.Microsecond}, Most: 5, Send: func(_ context.Context, qs []int) []Answer[int] {
		out := make([]Answer[int], len(qs))
		for i, q := range qs {
			out[i].Value = -q
		}
		return out
	}}
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for i := range 200 {
				leave := c.Crowd.Enter()
				ctx, cancel := context.WithCancel(t.Context())
				if i%7 == 0 {
					go cancel()
				}
				q := w*1000 + i
				if a, err := c.Ask(ctx, q); err == nil && a != -q {
					t.Errorf("%d: %d", q, a)
				}
				cancel()
				leave()
			}
		})
	}
	all.Wait()
	if c.Crowd.at != 0 || c.Crowd.waiting != 0 {
		t.Errorf("%d at work, %d waiting", c.Crowd.at, c.Crowd.waiting)
	}
}
