package queue

import (
	"context"
	"testing"
)

func TestSweep_beginsNothingUntilReady(t *testing.T) {
	t.Parallel()
	p := sqlitePlace(t, 2)
	ready := false
	c := config(p.steps(t, func(context.Context, string) error { return nil }), p.st, p.l, newEvents())
	c.Ready = func(context.Context) bool { return ready }
	q := p.open(t, c)
	for _, want := range []int{0, 1} {
		if err := q.sweep(t.Context(), sweepArgs{}); err != nil {
			t.Fatal(err)
		}
		if runs, err := p.st.Runs(t.Context(), p.l.Slug, 10); err != nil || len(runs) != want {
			t.Errorf("%d runs, error %v; want %d", len(runs), err, want)
		}
		ready = true
	}
}
