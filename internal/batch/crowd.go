package batch

import (
	"sync"
	"time"
)

// Crowd is all who are at work at the same time, so that a question knows
// whether it is worth waiting for another. The zero value is nobody at work. It
// is safe for concurrent use.
type Crowd struct {
	// Each is how long a question waits for each of the others at work, Longest
	// how long for all of them. Default 100 milliseconds and 1.2 seconds.
	Each, Longest time.Duration
	// Back is how long whoever left is thought to come back, as workers do with
	// their next task: without them two would never meet. Default a second; below
	// zero nobody is.
	Back time.Duration

	mu      sync.Mutex
	at      int         // at work
	left    []time.Time // when others left who may come back, oldest first
	waiting int         // questions in open rounds
	rounds  map[shutter]struct{}
}

// shutter is an open round, whatever it asks. It is called with the lock held.
type shutter interface{ shut() }

// Enter says that somebody is at work; whoever called it calls leave once, when
// the work is done. Where there is no crowd it does nothing.
func (c *Crowd) Enter() (leave func()) {
	if c == nil {
		return func() {}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at++
	if len(c.left) > 0 { // somebody comes back: who, does not matter
		c.left = c.left[1:]
	}
	return sync.OnceFunc(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.at--
		if c.Back >= 0 {
			c.left = append(c.left, time.Now())
		}
		if c.idle() {
			for r := range c.rounds {
				r.shut()
			}
		}
	})
}

// idle reports whether everybody at work waits for somebody to come: nobody
// will.
func (c *Crowd) idle() bool { return c.waiting >= c.all() }

// all is how many are at work, or will be soon.
func (c *Crowd) all() int {
	back := c.Back
	if back == 0 {
		back = defaultBack
	}
	for len(c.left) > 0 && time.Since(c.left[0]) >= back {
		c.left = c.left[1:]
	}
	return c.at + len(c.left)
}

// patience is how long a question waits for those who are at work beside it.
func (c *Crowd) patience(hurry int) time.Duration {
	each, longest := c.Each, c.Longest
	if each <= 0 {
		each = defaultEach
	}
	if longest <= 0 {
		longest = defaultLongest
	}
	return min(longest/time.Duration(max(hurry, 1)), each*time.Duration(max(c.all()-1, 0)))
}
