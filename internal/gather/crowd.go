package gather

import (
	"sync"
	"time"
)

// Crowd is all who are at work at the same time, so that a question knows
// whether it is worth waiting for another. The zero value is nobody at work. It
// is safe for concurrent use.
type Crowd struct {
	// Each is how long a question waits for each of the others at work, Longest
	// how long for all of them. Default 60 milliseconds and a second.
	Each, Longest time.Duration

	mu      sync.Mutex
	at      int // at work
	waiting int // questions in open rounds
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
	return sync.OnceFunc(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.at--
		if c.idle() {
			for r := range c.rounds {
				r.shut()
			}
		}
	})
}

// idle reports whether everybody at work waits for somebody to come: nobody
// will.
func (c *Crowd) idle() bool { return c.waiting >= c.at }

// patience is how long a question waits for those who are at work beside it.
func (c *Crowd) patience() time.Duration {
	each, longest := c.Each, c.Longest
	if each <= 0 {
		each = defaultEach
	}
	if longest <= 0 {
		longest = defaultLongest
	}
	return min(longest, each*time.Duration(max(c.at-1, 0)))
}
