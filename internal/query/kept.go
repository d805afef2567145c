package query

import "sync"

// kept holds the values that were used last, by key. A value is made once, while
// others wait for it. The zero value holds nothing and keeps one.
type kept[K comparable, V any] struct {
	most int

	mu    sync.Mutex
	items []item[K, V] // the last used first
}

type item[K comparable, V any] struct {
	key   K
	value V
}

// get returns the value of a key, made when it is not held. An error is not kept.
func (c *kept[K, V]) get(key K, make func() (V, error)) (V, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, x := range c.items {
		if x.key == key {
			copy(c.items[1:i+1], c.items[:i])
			c.items[0] = x
			return x.value, nil
		}
	}
	value, err := make()
	if err != nil {
		return value, err
	}
	room := max(c.most, 1) - 1
	c.items = append([]item[K, V]{{key, value}}, c.items[:min(len(c.items), room)]...)
	return value, nil
}
