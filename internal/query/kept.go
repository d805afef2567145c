package query

import (
	"slices"
	"sync"
)

// kept holds the values that were used last, by key. A value is made once, while
// others wait for it; values of other keys do not wait. The zero value holds nothing
// and keeps one.
type kept[K comparable, V any] struct {
	most int

	mu    sync.Mutex
	items []*item[K, V] // the last used first
}

type item[K comparable, V any] struct {
	key   K
	ready chan struct{} // closed when value and made are written
	value V
	made  bool
}

// get returns the value of a key, made when it is not held. An error is not kept: of those who wait,
// the next one makes the value.
func (c *kept[K, V]) get(key K, make func() (V, error)) (V, error) {
	for {
		x, isNew := c.use(key)
		if isNew {
			return c.fill(x, make)
		}
		<-x.ready
		if x.made {
			return x.value, nil
		}
	}
}

// use returns the item of a key, and whether it is new and to be filled.
func (c *kept[K, V]) use(key K) (x *item[K, V], isNew bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, x := range c.items {
		if x.key == key {
			copy(c.items[1:i+1], c.items[:i])
			c.items[0] = x
			return x, false
		}
	}
	x = &item[K, V]{key: key, ready: make(chan struct{})}
	c.items = slices.Insert(c.items, 0, x)
	return x, true
}

// fill makes the value of a new item, in the place of the one that was used longest ago. The item is
// dropped if that fails.
func (c *kept[K, V]) fill(x *item[K, V], make func() (V, error)) (V, error) {
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		room := max(c.most, 1)
		c.items = slices.DeleteFunc(c.items, func(y *item[K, V]) bool {
			if y.made {
				room--
			}
			return y == x && !x.made || y.made && room < 0
		})
		close(x.ready)
	}()
	value, err := make()
	if err == nil {
		c.mu.Lock()
		x.value, x.made = value, true
		c.mu.Unlock()
	}
	return value, err
}
