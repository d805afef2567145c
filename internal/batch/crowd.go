package batch

import (
	"sync"
	"time"
)

// Crowd counts the workers that are active at the same time, so that a question knows whether
// waiting for others is worthwhile. The zero value has no active workers. It is safe for concurrent
// use.
type Crowd struct {
	// Each is how long a question waits for each other active worker, Longest how long for all of
	// them. The defaults are 100 milliseconds and 1.2 seconds.
	Each, Longest time.Duration
	// Back is how long a worker that left still counts as active, because workers return with their
	// next task; otherwise two would never meet. Default one second; a negative value turns this
	// off.
	Back time.Duration

	mu      sync.Mutex
	at      int         // active workers
	left    []time.Time // when workers left that may return, oldest first
	waiting int         // questions in open rounds
	rounds  map[shutter]struct{}
}

// shutter is an open round of any question type. It is called with the lock held.
type shutter interface{ shut() }

// Enter marks a worker as active. The caller calls leave once, when the work is done. On a nil
// Crowd it does nothing.
func (c *Crowd) Enter() (leave func()) {
	if c == nil {
		return func() {}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at++
	if len(c.left) > 0 { // a worker returns; which one does not matter
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

// idle reports whether all active workers wait for others, so that no more will come.
func (c *Crowd) idle() bool { return c.waiting >= c.all() }

// all returns how many are active, or will be soon.
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

// patience returns how long a question waits for the other active workers.
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
