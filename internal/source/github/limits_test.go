package github

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

func TestFault_limitsPassThrough(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(reset time.Time) githubtest.Fault{
		"primary":            githubtest.PrimaryLimit,
		"as a query says it": githubtest.QueryLimited,
		"secondary":          func(time.Time) githubtest.Fault { return githubtest.SecondaryLimit(403, "1800") },
		"secondary, 429":     func(time.Time) githubtest.Fault { return githubtest.SecondaryLimit(429, "1800") },
	} {
		for _, skip := range []int{0, 1} { // the batch, or the activity
			b := start(t, setup{world: githubtest.Generate(3, 1)})
			reset := b.clock.now().Add(30 * time.Minute)
			f := fault(reset)
			f.Endpoint, f.Skip = queries, skip
			lift := b.fake.Fail(f)
			var err error
			if skip == 0 {
				err = b.Prefetch(t.Context(), generated(3))
			} else {
				_, err = b.observe(generated(1)[0])
			}
			var later *source.LaterError
			if !errors.As(err, &later) || later.At.Sub(reset).Abs() > 2*time.Second {
				t.Errorf("%s, after %d: %v, want not before %s", name, skip, err, reset)
			}
			lift()
			c := b.cost(func() {
				if _, err := b.observe(generated(1)[0]); !errors.As(err, &later) {
					t.Errorf("%s: %v before the reset", name, err)
				}
			})
			if c.Total != 0 {
				t.Errorf("%s: %d requests before the reset", name, c.Total)
			}
			b.clock.add(31 * time.Minute)
			b.must(generated(1)[0])
		}
	}
}

func TestFault_aRefusedTokenIsSaid(t *testing.T) {
	t.Parallel()
	b := start(t, setup{world: githubtest.Generate(80, 1)})
	b.fake.Fail(githubtest.BadToken())
	c := b.cost(func() {
		_, errs := observeAll(b, generated(80))
		for _, err := range errs {
			if !errors.Is(err, source.ErrUnavailable) || strings.Contains(err.Error(), secret) {
				t.Errorf("%v", err)
			}
		}
		if len(errs) != 80 {
			t.Errorf("%d errors", len(errs))
		}
	})
	if c.Total > 2 {
		t.Errorf("%d requests with a dead token", c.Total)
	}
}

func TestFault_whoGivesUpDoesNotTakeOthersAlong(t *testing.T) {
	t.Parallel()
	b := start(t, setup{world: githubtest.Generate(2, 1), latency: 50 * time.Millisecond})
	p := generated(1)[0]
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := b.Observe(ctx, p, time.Time{})
		first <- err
	}()
	for { // until the first asks
		b.table.mu.Lock()
		n := len(b.table.entries)
		b.table.mu.Unlock()
		if n > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	second := make(chan error, 1)
	go func() {
		_, err := b.Observe(t.Context(), p, time.Time{})
		second <- err
	}()
	cancel()
	wrong(t, <-first, context.Canceled)
	if err := <-second; err != nil {
		t.Errorf("the other: %v", err)
	}
}

func TestFault_memoryOfAnotherVersionOrBroken(t *testing.T) {
	t.Parallel()
	b := start(t, setup{world: githubtest.Generate(1, 1)})
	p := generated(1)[0]
	before, err := b.observe(p)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func([]byte) []byte{
		"older":     func(v []byte) []byte { return append([]byte("0 "), v[2:]...) },
		"cut":       func(v []byte) []byte { return v[:len(v)/2] },
		"empty":     func([]byte) []byte { return nil },
		"garbage":   func([]byte) []byte { return []byte("\x00\xff{}") },
		"a bit off": func(v []byte) []byte { v = bytes.Clone(v); v[len(v)/2] ^= 4; return v },
	} {
		b.memory.change(change)
		var snap health.Snapshot
		c := b.cost(func() { snap, err = b.observe(p) })
		if err != nil || !slices.EqualFunc(before.Inputs, snap.Inputs, health.Input.Same) {
			t.Errorf("%s: error %v, or other figures", name, err)
		}
		if c.Total != 2 {
			t.Errorf("%s: %d requests to read it anew", name, c.Total)
		}
	}
}

func TestFault_theLedgerFails(t *testing.T) {
	t.Parallel()
	b := start(t, setup{world: githubtest.Generate(2, 1)})
	b.ledger.fail = errors.New("disk full")
	_, errs := observeAll(b, generated(2))
	if len(errs) != 2 {
		t.Errorf("%v", errs)
	}
	b.ledger.fail = nil
	if _, errs = observeAll(b, generated(2)); len(errs) != 0 {
		t.Errorf("%v", errs)
	}
}
