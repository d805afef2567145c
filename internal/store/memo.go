package store

import "sync"

// memo caches values decoded from stored texts, by the texts themselves, so that its results are
// never out of date. Only the first reader decodes a row. It contains at most twice most values,
// the last used ones, and none if most is 0. Callers must not modify a returned value. It is safe
// for concurrent use.
type memo[K comparable, V any] struct {
	most int

	mu         sync.Mutex
	young, old map[K]V
}

// get returns the value of a key, and makes it if it is not cached. Errors are not cached.
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

// held returns a cached value and counts that as a use.
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

// put adds a value to the young ones. When they reach the maximum, they become the old ones, and
// the previous old ones that were not used since are dropped.
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
