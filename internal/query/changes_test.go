package query

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// slowPast compares the list "slow" only when it may.
type slowPast struct {
	Past
	wait chan bool
}

func (p slowPast) Before(_ context.Context, to health.Run) (health.Run, error) {
	return health.Run{ID: to.ID - 1, List: to.List}, nil
}

func (p slowPast) Since(_ context.Context, l health.List, from, to health.Run) (cause.Comparison, error) {
	if l.Slug == "slow" {
		<-p.wait
	}
	return cause.Comparison{From: from, To: to}, nil
}

func TestCompared_oneListDoesNotWaitForAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		past := slowPast{wait: make(chan bool)}
		r := New(Config{Lists: []health.List{{Slug: "slow"}, {Slug: "other"}}, Past: past, Now: time.Now})
		of := func(list string, run int64) Compared {
			v := r.Present()
			v.List, v.Run = r.List(list), health.Run{ID: run, List: list}
			return v.Compared(t.Context())
		}
		go of("slow", 2)
		synctest.Wait()
		var got Compared
		go func() { got = of("other", 12) }()
		synctest.Wait()
		if got.From.ID != 11 || got.To.ID != 12 {
			t.Errorf("got %+v", got)
		}
		close(past.wait)
		synctest.Wait()
		if c := of("slow", 3); c.From.ID != 1 || c.To.ID != 2 {
			t.Errorf("within the hour: got %+v", c)
		}
	})
}

// countPast counts the comparisons of lists. Run 1 is the first of all.
type countPast struct {
	Past
	lists *int
}

func (p countPast) Before(_ context.Context, to health.Run) (health.Run, error) {
	if to.ID == 1 {
		return to, health.ErrNotFound
	}
	return health.Run{ID: 1, List: to.List}, nil
}

func (p countPast) RunAt(_ context.Context, list string, _ time.Time) (health.Run, error) {
	return health.Run{ID: 1, List: list}, nil
}

func (p countPast) Since(_ context.Context, _ health.List, from, to health.Run) (cause.Comparison, error) {
	*p.lists++
	return cause.Comparison{From: from, To: to, Differences: []cause.Difference{{Project: "a"}}, Notices: []cause.Notice{{Moved: 3}}}, nil
}

func (p countPast) ProjectSince(_ context.Context, x health.Project, from, to health.Run, _ []cause.Notice) (cause.Difference, error) {
	return cause.Difference{Project: x.Slug, From: from, To: to}, nil
}

// The pages of changes, of a comparison and of the start ask for the same two runs: one comparison.
func TestView_comparesTwoRunsOnce(t *testing.T) {
	t.Parallel()
	var n int
	r := New(Config{
		Lists: []health.List{{Slug: "critical", Projects: []health.Project{{Slug: "a"}}}},
		Store: movedStore{}, Past: countPast{lists: &n}, Now: time.Now,
	})
	at := func(run int64) *View {
		v := r.Present()
		v.List, v.Run, v.Published = r.List(""), health.Run{ID: run, List: "critical"}, true
		return v
	}
	v := at(2)
	p, err := v.Period(t.Context())
	if err != nil || p.From.ID != 1 || p.Compared != 1 {
		t.Errorf("period %+v, error %v", p, err)
	}
	if _, _, err := v.Causes(t.Context(), at(1), "a"); err != nil {
		t.Error(err)
	}
	for range 2 {
		if c := v.Compared(t.Context()); c.From.ID != 1 || len(c.Notices) != 1 {
			t.Errorf("compared: %+v", c)
		}
	}
	if n != 1 {
		t.Errorf("compared %d times", n)
	}
}

// The first run has nothing before it, however often it is asked for.
func TestCompared_ofTheFirstRun(t *testing.T) {
	t.Parallel()
	var n int
	r := New(Config{Lists: []health.List{{Slug: "critical"}}, Past: countPast{lists: &n}, Now: time.Now})
	v := r.Present()
	v.List, v.Run = r.List(""), health.Run{ID: 1, List: "critical"}
	for range 2 {
		if c := v.Compared(t.Context()); c.From.ID != 0 || c.To.ID != 1 || n != 0 {
			t.Errorf("got %+v after %d comparisons", c, n)
		}
	}
}
