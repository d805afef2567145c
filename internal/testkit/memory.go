package testkit

import (
	"slices"
	"sync"
	"time"
)

// Memory is a source.Cache that lives as long as its test. The zero value is empty.
type Memory struct{ m sync.Map }

// Load returns what was saved under the key.
func (m *Memory) Load(key string) ([]byte, bool) {
	v, ok := m.m.Load(key)
	if !ok {
		return nil, false
	}
	return slices.Clone(v.([]byte)), true
}

// Save keeps a copy of the value.
func (m *Memory) Save(key string, value []byte) { m.m.Store(key, slices.Clone(value)) }

// Range calls fn for everything that is kept, in any order.
func (m *Memory) Range(fn func(key string, value []byte)) {
	m.m.Range(func(k, v any) bool {
		fn(k.(string), v.([]byte))
		return true
	})
}

// Clock is a time that stands still until it is moved on.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock returns a clock that stands at the instant.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now returns where the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// On moves the clock.
func (c *Clock) On(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
