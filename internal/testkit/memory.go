package testkit

import (
	"slices"
	"sync"
	"time"
)

// Memory is a source.Cache for the lifetime of its test. The zero value is empty.
type Memory struct{ m sync.Map }

// Load returns the value stored under the key.
func (m *Memory) Load(key string) ([]byte, bool) {
	v, ok := m.m.Load(key)
	if !ok {
		return nil, false
	}
	return slices.Clone(v.([]byte)), true
}

// Save stores a copy of the value.
func (m *Memory) Save(key string, value []byte) { m.m.Store(key, slices.Clone(value)) }

// Range calls fn for every stored value, in any order.
func (m *Memory) Range(fn func(key string, value []byte)) {
	m.m.Range(func(k, v any) bool {
		fn(k.(string), v.([]byte))
		return true
	})
}

// Clock is a clock that only moves on request.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock returns a clock set to the instant.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now returns the time of the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// On moves the clock forward.
func (c *Clock) On(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
