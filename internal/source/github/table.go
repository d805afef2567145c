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
	// tableSize bounds what is learnt ahead, whatever the number of projects.
	tableSize = 1024
	// tableAge is how long what was learnt ahead holds.
	tableAge = time.Hour
)

// table holds what was learnt ahead of Observe, and who is learning what, so
// that callers at the same time share one request.
type table struct {
	now func() time.Time
	mu  sync.Mutex
	// entries by RepositoryID.Key.
	entries map[string]*entry
}

// entry is one repository: in flight until done is closed, then an answer that
// serves one Observe.
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

// fresh reports whether the entry is in flight or young enough to serve.
func (t *table) fresh(e *entry) bool {
	select {
	case <-e.done:
		age := t.now().Sub(e.at)
		return age >= -time.Minute && age < tableAge // a clock may have been put back
	default:
		return true
	}
}

// claim returns the entry of a repository, and true when the caller is the one
// who has to learn of it.
func (t *table) claim(id repository.ID) (*entry, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.entries[id.Key()]; e != nil && t.fresh(e) {
		return e, false
	}
	return t.put(id), true
}

// claimAll claims the first of the repositories and those after it nobody learns
// of yet, at most n, all at once; when somebody learns of the first already, it
// claims none and returns its entry.
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

// peek returns the entry that serves a repository, nil when there is none.
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

// evict removes the oldest answer; false when all are in flight.
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

// settle gives the claimed entry its answer. An end of the learner's context or
// a limit is no answer about the repository and is not kept.
func (t *table) settle(e *entry, seen sighting, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e.seen, e.err, e.at = seen, err, t.now()
	if passing(err) && t.entries[e.id.Key()] == e {
		delete(t.entries, e.id.Key())
	}
	close(e.done)
}

// take removes an answer that was used.
func (t *table) take(e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.entries[e.id.Key()] == e {
		delete(t.entries, e.id.Key())
	}
}

// passing reports errors that say nothing of a repository.
func passing(err error) bool {
	var later *source.LaterError
	return errors.As(err, &later) || abandoned(err)
}

func abandoned(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errAbandoned)
}

// errAbandoned is what waiters see when who learnt for them gave up.
var errAbandoned = errors.New("abandoned")

// wait waits for the entry's answer, at most as long as ctx.
func (e *entry) wait(ctx context.Context) error {
	select {
	case <-e.done:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}

// turns lets one reading of a repository at a time pass: the second finds in
// memory what the first has read.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

// begin waits for its turn; the caller calls the function when done.
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
