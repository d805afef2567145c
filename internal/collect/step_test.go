package collect_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func TestAnswer_answeredProjectIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	asked := 0
	l := list("a", "b")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		asked++
		return active(slug, 7), nil
	})
	run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	next := now.Add(100 * time.Hour)
	for range 2 {
		if err := c.Answer(t.Context(), l, run.ID, "a", next); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 1 {
		t.Errorf("the source was asked %d times, want once", asked)
	}
	if err := st.Schedule(t.Context(), l.Slug, map[string]time.Time{"b": next.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if due, err := st.NextDue(t.Context(), l.Slug); err != nil || !due.Equal(next) {
		t.Errorf("it is due again at %s, error %v; want %s", due, err, next)
	}
	if err := c.Publish(t.Context(), l, run.ID); err != nil {
		t.Fatal(err)
	}
	if last, err := st.LastRun(t.Context(), l.Slug); err != nil || last.ID != run.ID || last.Observed != 1 || last.Total != 1 {
		t.Errorf("the published run is %+v, error %v", last, err)
	}
}

func TestAnswer_projectThatLeftTheListIsAnswered(t *testing.T) {
	t.Parallel()
	l := list("a", "b")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		t.Errorf("%s was asked", slug)
		return active(slug, 7), nil
	})
	run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	l.Projects = l.Projects[1:]
	if err := c.Answer(t.Context(), l, run.ID, "a", now); err != nil {
		t.Fatal(err)
	}
	for a, err := range st.Attempts(t.Context(), run.ID) {
		if err != nil || a.Outcome != health.OutcomeFailed || a.Reason != collect.ErrLeft.Error() {
			t.Errorf("the answer is %+v, error %v", a, err)
		}
	}
	if err := c.Publish(t.Context(), l, run.ID); err != nil {
		t.Errorf("the run cannot be published: %v", err)
	}
}

func TestAnswer_laterRecordsNothing(t *testing.T) {
	t.Parallel()
	l := list("a")
	at := now.Add(time.Hour)
	c, st := fixture(t, l, func(context.Context, string) (health.Snapshot, error) {
		return health.Snapshot{}, &source.LaterError{At: at, Err: errors.New("no requests left")}
	})
	run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	var later *source.LaterError
	if err := c.Answer(t.Context(), l, run.ID, "a", now); !errors.As(err, &later) || !later.At.Equal(at) {
		t.Errorf("the error is %v, want one that says when", err)
	}
	if pending, err := st.Pending(t.Context(), run.ID); err != nil || len(pending) != 1 {
		t.Errorf("pending %q, error %v; want the project", pending, err)
	}
	if err := c.Publish(t.Context(), l, run.ID); !errors.Is(err, health.ErrUnfinished) {
		t.Errorf("publishing says %v, want unfinished", err)
	}
}

func TestAnswer_lostNetworkRecordsNothing(t *testing.T) {
	t.Parallel()
	l := list("a")
	gone := true
	c, st := fixture(t, l, func(context.Context, string) (health.Snapshot, error) {
		return health.Snapshot{}, source.ErrUnavailable
	})
	c.Lost = func(context.Context) error {
		if gone {
			return &source.LaterError{At: now.Add(time.Hour), Err: errors.New("no network")}
		}
		return nil
	}
	run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	var later *source.LaterError
	if err := c.Answer(t.Context(), l, run.ID, "a", now); !errors.As(err, &later) {
		t.Errorf("the error is %v, want one that says when", err)
	}
	if pending, err := st.Pending(t.Context(), run.ID); err != nil || len(pending) != 1 {
		t.Errorf("pending %q, error %v; want the project", pending, err)
	}
	gone = false // then it is a failure of the repository
	if err := c.Answer(t.Context(), l, run.ID, "a", now); err != nil {
		t.Error(err)
	}
	if pending, err := st.Pending(t.Context(), run.ID); err != nil || len(pending) != 0 {
		t.Errorf("pending %q, error %v; want none", pending, err)
	}
}

func TestBegin_standsBesideOtherCollections(t *testing.T) {
	t.Parallel()
	l := list("a", "b")
	c, _ := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 7), nil })
	first, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive})
	if err != nil || whole.ID == first.ID || whole.Total != 2 {
		t.Errorf("a collection of the list is run %d over %d, error %v; want its own over 2", whole.ID, whole.Total, err)
	}
	again, err := c.Begin(t.Context(), l, health.OriginLive, []string{"b"})
	if err != nil || again.ID != first.ID || again.Total != 2 {
		t.Errorf("beginning again is run %d over %d, error %v; want run %d over 2", again.ID, again.Total, err, first.ID)
	}
}
