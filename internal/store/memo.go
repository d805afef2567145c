package store

import "sync"

// memo keeps what was made of texts that were read, by the texts themselves, so that
// what it returns is never out of date: a row is decoded for the first reader of it and
// not for each. It holds at most twice most values, those used last, and with most 0
// none. Nobody may change what is in a value it returned. It is safe for concurrent use.
type memo[K comparable, V any] struct {
	most int

	mu         sync.Mutex
	young, old map[K]V
}

// get returns the value of a key, made when it is not held. An error is not kept.
func (m *memo[K, V]) get(key K, make func() (V, error)) (V, error) {
	if value, ok := m.held(key); ok {
		return value, nil
	}
	value, err := make()
	if err == nil {
		m.hold(key, value)
	}
	return value, err
}

// held returns a value that is held, and counts that as a use.
func (m *memo[K, V]) held(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.young[key]
	if ok {
		return value, true
	}
	if value, ok = m.old[key]; ok {
		m.put(key, value)
	}
	return value, ok
}

func (m *memo[K, V]) hold(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, value)
}

// put makes a value one of the young. When they are as many as may be, they become
// the old ones, and those that were old and not used since are dropped.
func (m *memo[K, V]) put(key K, value V) {
	if m.most == 0 {
		return
	}
	if m.young == nil || len(m.young) >= m.most {
		m.old = m.young
		m.young = make(map[K]V, m.most)
	}
	m.young[key] = value
}
