package query

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// While a value is made, a value of another key is returned and made.
func TestKept_oneKeyDoesNotWaitForAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := kept[string, int]{most: 3}
		get := func(key string, make func() int) int {
			v, err := c.get(key, func() (int, error) { return make(), nil })
			if err != nil {
				t.Error(err)
			}
			return v
		}
		one := func() int { return 1 }
		get("held", one)
		wait := make(chan bool)
		var made atomic.Int32
		for range 5 {
			go get("slow", func() int {
				<-wait
				return int(made.Add(1))
			})
		}
		synctest.Wait()
		var got [2]int
		go func() { got[0] = get("held", one) }()
		go func() { got[1] = get("new", one) }()
		synctest.Wait()
		if got != [2]int{1, 1} {
			t.Errorf("beside a value that is made: got %v", got)
		}
		close(wait)
		synctest.Wait()
		if v := get("slow", one); v != 1 || made.Load() != 1 {
			t.Errorf("made %d times, value %d", made.Load(), v)
		}
	})
}

// Many readers of a few keys, some of which fail: a value is made once, an error is not kept.
func TestKept_underLoad(t *testing.T) {
	t.Parallel()
	c := kept[int, int]{most: 4}
	var made, tried [4]atomic.Int32
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			key := i % 4
			v, err := c.get(key, func() (int, error) {
				if tried[key].Add(1) <= 3 {
					return 0, errors.New("no")
				}
				made[key].Add(1)
				return key, nil
			})
			if err == nil && v != key {
				t.Errorf("key %d is %d", key, v)
			}
		})
	}
	all.Wait()
	for key := range made {
		if made[key].Load() != 1 || tried[key].Load() != 4 {
			t.Errorf("key %d: made %d times, tried %d times", key, made[key].Load(), tried[key].Load())
		}
	}
	if len(c.items) != 4 {
		t.Errorf("%d held", len(c.items))
	}
}

// A maker that panics leaves the key to the next one.
func TestKept_afterAPanic(t *testing.T) {
	t.Parallel()
	var c kept[string, int]
	func() {
		defer func() { _ = recover() }()
		_, _ = c.get("a", func() (int, error) { panic("no") })
	}()
	if v, err := c.get("a", func() (int, error) { return 2, nil }); v != 2 || err != nil {
		t.Errorf("got %d, %v", v, err)
	}
}
