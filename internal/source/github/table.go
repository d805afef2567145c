package github

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

const (
	// tableSize limits the prefetched entries, whatever the number of projects.
	tableSize = 1024
	// tableAge is how long prefetched data is valid.
	tableAge = time.Hour
)

// table contains data prefetched for Observe, and the queries in progress, so that concurrent
// callers share one request.
type table struct {
	now func() time.Time
	mu  sync.Mutex
	// entries by repository.ID.Key.
	entries map[string]*entry
}

// entry is one repository: in flight until done is closed, then an answer for one Observe.
type entry struct {
	id   repository.ID
	done chan struct{}
	seen sighting
	err  error
	at   time.Time
}

func newTable(now func() time.Time) *table {
	return &table{now: now, entries: map[string]*entry{}}
}

// fresh reports whether the entry is in flight or recent enough.
func (t *table) fresh(e *entry) bool {
	select {
	case <-e.done:
		age := t.now().Sub(e.at)
		return age >= -time.Minute && age < tableAge // a clock may have been set back
	default:
		return true
	}
}

// claim returns the entry of a repository, and true if the caller must query it.
func (t *table) claim(id repository.ID) (*entry, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.entries[id.Key()]; e != nil && t.fresh(e) {
		return e, false
	}
	return t.put(id), true
}

// claimAll claims the first of the repositories and those after it that no caller queries yet, at
// most n, all at once. If another caller queries the first already, it claims none and returns its
// entry.
func (t *table) claimAll(ids []repository.ID, n int) (first *entry, claimed []*entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, id := range ids {
		e := t.entries[id.Key()]
		switch {
		case len(claimed) == n:
			return claimed[0], claimed
		case e == nil || !t.fresh(e):
			claimed = append(claimed, t.put(id))
		case i == 0:
			return e, nil
		}
	}
	return claimed[0], claimed
}

// peek returns the valid entry of a repository, or nil if there is none.
func (t *table) peek(id repository.ID) *entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.entries[id.Key()]; e != nil && t.fresh(e) {
		return e
	}
	return nil
}

func (t *table) put(id repository.ID) *entry {
	for len(t.entries) >= tableSize && t.evict() {
	}
	e := &entry{id: id, done: make(chan struct{})}
	t.entries[id.Key()] = e
	return e
}

// evict removes the oldest answer; false if all are in flight.
func (t *table) evict() bool {
	var oldest *entry
	for _, e := range t.entries {
		select {
		case <-e.done:
			if oldest == nil || e.at.Before(oldest.at) {
				oldest = e
			}
		default:
		}
	}
	if oldest == nil {
		return false
	}
	delete(t.entries, oldest.id.Key())
	return true
}

// settle sets the answer of the claimed entry. A cancelled context or a rate limit is no answer
// about the repository and is not kept.
func (t *table) settle(e *entry, seen sighting, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e.seen, e.err, e.at = seen, err, t.now()
	if passing(err) && t.entries[e.id.Key()] == e {
		delete(t.entries, e.id.Key())
	}
	close(e.done)
}

// take removes a used answer.
func (t *table) take(e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.entries[e.id.Key()] == e {
		delete(t.entries, e.id.Key())
	}
}

// passing reports whether an error does not concern the repository.
func passing(err error) bool {
	var later *source.LaterError
	return errors.As(err, &later) || abandoned(err)
}

func abandoned(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errAbandoned)
}

// errAbandoned is returned to waiters if the querying caller gave up.
var errAbandoned = errors.New("abandoned")

// wait waits for the answer of the entry, at most until ctx ends.
func (e *entry) wait(ctx context.Context) error {
	select {
	case <-e.done:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}

// turns allows one reading per repository at a time: the second then finds the data of the first in
// memory.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

// begin waits for its turn; the caller calls the returned function when done.
func (t *turns) begin(ctx context.Context, key string) (func(), error) {
	for {
		t.mu.Lock()
		other, taken := t.busy[key]
		if !taken {
			mine := make(chan struct{})
			t.busy[key] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.busy, key)
				t.mu.Unlock()
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ended(ctx)
		}
	}
}
