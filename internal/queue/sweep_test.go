package queue

import (
	"sync"
	"testing"
	"time"
)

func TestSweep_twiceEnqueuesOnce(t *testing.T) {
	t.Parallel()
	onEngines(t, 5, func(t *testing.T, p place) {
		a := p.open(t, config(p.steps(t, fine), p.st, p.l, newEvents()))
		b := p.open(t, config(p.steps(t, fine), p.st, p.l, newEvents()))
		var both sync.WaitGroup
		for _, q := range []*Queue{a, b} {
			both.Go(func() {
				for range 3 {
					if err := q.sweep(t.Context(), sweepArgs{}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
		s, err := a.State(t.Context())
		if err != nil || s.Waiting != 5 || s.Oldest.IsZero() {
			t.Errorf("the state is %+v, error %v; want 5 waiting", s, err)
		}
	})
}

func TestSweep_whatBecomesDueWaitsForTheNextRun(t *testing.T) {
	t.Parallel()
	onEngines(t, 5, func(t *testing.T, p place) {
		c := config(p.steps(t, fine), p.st, p.l, newEvents())
		c.Batch = 2
		q := p.open(t, c)
		for range 2 {
			if err := q.sweep(t.Context(), sweepArgs{}); err != nil {
				t.Fatal(err)
			}
		}
		pending, err := p.st.Pending(t.Context(), 1)
		if err != nil || len(pending) != 2 {
			t.Errorf("pending %q, error %v; want the 2 of the first sweep", pending, err)
		}
	})
}

func TestSweep_healsARunThatLostItsJobs(t *testing.T) {
	t.Parallel()
	onEngines(t, 3, func(t *testing.T, p place) {
		work := p.steps(t, fine)
		if _, err := work.Begin(t.Context(), p.l.Slug, slugs(p.l)); err != nil {
			t.Fatal(err) // and killed before it enqueued anything
		}
		e := newEvents()
		run(t, p.open(t, config(work, p.st, p.l, e)))
		e.await(t, eventPublished, 1)
		p.published(t, 3, 0)
	})
}

func TestSweep_publishesARunWhoseLastAnswerWasThatOfAKilledProcess(t *testing.T) {
	t.Parallel()
	onEngines(t, 1, func(t *testing.T, p place) {
		work := p.steps(t, fine)
		id, err := work.Begin(t.Context(), p.l.Slug, slugs(p.l))
		if err != nil {
			t.Fatal(err)
		}
		if err := work.Answer(t.Context(), p.l.Slug, id, "p000", time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		e := newEvents()
		run(t, p.open(t, config(work, p.st, p.l, e)))
		e.await(t, eventPublished, 1)
		p.published(t, 1, 0)
	})
}
