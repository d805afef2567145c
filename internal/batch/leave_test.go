package batch

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// When the last one at work leaves without a question, nobody is waited for.
func TestLeave_endsTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.Crowd.Each, r.Crowd.Longest = time.Hour, time.Hour
		leave := r.Crowd.Enter()
		go func() {
			time.Sleep(3 * time.Second)
			leave()
			leave() // once is what counts
		}()
		all := every(2)
		r.ask(t, all...)
		for _, a := range all {
			a.check(t, true, 3*time.Second)
		}
	})
}

// Who left may come back with the next task, for a while. Who enters takes the place of one that
// left, so a task that is alone does not wait.
func TestLeave_isNotForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom()
		r.Crowd.Back = 30 * time.Millisecond
		for i := range 3 { // one after the other
			one := &asked{q: i}
			r.ask(t, one)
			one.check(t, false, 0)
		}
		time.Sleep(time.Second)
		r.Crowd.Enter()()
		one := &asked{q: 4} // which takes the place of that one
		r.ask(t, one)
		one.check(t, false, 0)

		time.Sleep(time.Second)
		first, second := &asked{q: 5}, &asked{q: 6, at: 5 * time.Millisecond}
		leave := r.Crowd.Enter()
		var all sync.WaitGroup
		all.Go(func() { r.ask(t, first) })
		synctest.Wait()
		leave() // and is back in time
		time.Sleep(3 * time.Millisecond)
		r.ask(t, second)
		all.Wait()
		first.check(t, true, 8*time.Millisecond)
		second.check(t, true, 0)

		leave = r.Crowd.Enter()
		leave()
		time.Sleep(30 * time.Millisecond) // too late
		one = &asked{q: 7}
		r.ask(t, one)
		one.check(t, false, 0)
	})
}
