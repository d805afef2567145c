package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

func (d db) due(at time.Time, limit int) []string {
	d.t.Helper()
	got, err := d.Due(d.ctx(), "l", at, limit)
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

func (d db) schedule(next map[string]time.Time) {
	d.t.Helper()
	if err := d.Schedule(d.ctx(), "l", next); err != nil {
		d.t.Fatal(err)
	}
}

func dueInOrder(t *testing.T, e env) {
	d := e.open()
	d.save("l", "d", "c", "b", "a", "gone")
	d.save("other", "a", "z")
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	d.schedule(map[string]time.Time{"a": hour(-1), "b": hour(-3), "c": hour(-1), "d": hour(1), "gone": hour(-9), "z": hour(-9), "nobody": hour(-9)})
	d.save("l", "d", "c", "b", "a") // one was removed; saving again changes no turn
	for _, c := range []struct {
		at    time.Time
		limit int
		want  []string
	}{
		{noon, 100, []string{"b", "c", "a"}},
		{noon, 2, []string{"b", "c"}},
		{hour(1), 100, []string{"b", "c", "a", "d"}},
		{hour(-2), 0, []string{"b"}},
		{hour(-4), 100, nil},
	} {
		if got := d.due(c.at, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("at %v, at most %d, due are %v, want %v", c.at, c.limit, got, c.want)
		}
	}
	if next, err := d.NextDue(t.Context(), "l"); err != nil || !next.Equal(hour(-3)) {
		t.Errorf("the next turn is at %v, error %v", next, err)
	}
	for _, err := range []error{
		func() error { _, err := d.Due(t.Context(), "none", noon, 1); return err }(),
		func() error { _, err := d.NextDue(t.Context(), "none"); return err }(),
		d.Schedule(t.Context(), "none", nil),
	} {
		if !errors.Is(err, health.ErrNotFound) {
			t.Errorf("an unknown list: %v", err)
		}
	}
}

func firstTurnsSpread(t *testing.T, e env) {
	d := e.open()
	slugs := make([]string, 700)
	for i := range slugs {
		slugs[i] = fmt.Sprintf("p%03d", i)
	}
	d.save("l", slugs...)
	before := 0
	for day := 1; day <= 7; day++ {
		n := len(d.due(noon.Add(time.Duration(day)*store.FirstPeriod/7), 10_000))
		if n-before < 60 || n-before > 140 {
			t.Errorf("%d of 700 projects have their turn on day %d of 7", n-before, day)
		}
		before = n
	}
	if before != len(slugs) || len(d.due(noon.Add(-time.Millisecond), 10)) != 0 {
		t.Errorf("%d of 700 have a turn in the first period", before)
	}
}

func recordSetsNext(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	d.save("other", "a")
	d.schedule(map[string]time.Time{"a": noon})
	run := d.start("l", "a")
	next := noon.Add(7 * 24 * time.Hour)
	d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeFailed, Next: next})
	d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeFailed, Next: noon}) // ignored completely
	if got := d.due(next.Add(-time.Millisecond), 10); len(got) != 0 {
		t.Errorf("due before its turn: %v", got)
	}
	if got := d.due(next, 10); len(got) != 1 {
		t.Errorf("due at its turn: %v", got)
	}
	if at, err := d.NextDue(t.Context(), "other"); err != nil || at.Equal(next) {
		t.Errorf("its turn on another list moved to %v, error %v", at, err)
	}
	again := d.start("l2", "a") // an answer for a list that does not contain it
	d.answer(health.Attempt{Run: again.ID, Project: "a", Outcome: health.OutcomeObserved, Next: noon})
	if got := d.due(noon, 10); len(got) != 0 {
		t.Errorf("an answer for another list made due %v", got)
	}
}

func cacheKeeps(t *testing.T, e env) {
	d := e.open()
	c := d.Cache(t.Context(), store.CacheScans, slog.New(slog.DiscardHandler))
	if b, ok := c.Load("k"); ok || b != nil {
		t.Errorf("an empty cache has %q", b)
	}
	raw := []byte("{\"a\":\"\\u0000\"}\x00\xff")
	c.Save("k", []byte("before"))
	c.Save("k", raw)
	c.Save("empty", []byte{})
	for key, want := range map[string][]byte{"k": raw, "empty": {}} {
		if b, ok := e.open().Cache(t.Context(), store.CacheScans, slog.New(slog.DiscardHandler)).Load(key); !ok || !bytes.Equal(b, want) {
			t.Errorf("%s is %q, %v; want %q", key, b, ok, want)
		}
	}
	var said bytes.Buffer
	c = d.Cache(t.Context(), store.CacheScans, slog.New(slog.NewTextHandler(&said, nil)))
	c.Save("a\x00", raw)
	if _, ok := c.Load("a\x00"); ok || said.Len() == 0 {
		t.Errorf("a key that cannot be stored: found %v, logged %q", ok, said.String())
	}
}

func cachePurges(t *testing.T, e env) {
	clock := noon
	s, err := store.Open(t.Context(), e.dsn, func() time.Time { return clock })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cache := func() *store.Cache { return s.Cache(t.Context(), store.CacheScans, slog.New(slog.DiscardHandler)) }
	has := func(key string) bool { _, ok := cache().Load(key); return ok }
	cache().Save("unused", []byte("x"))
	cache().Save("used", []byte("x"))
	clock = noon.AddDate(0, 0, 60)
	if !has("used") {
		t.Fatal("a value is gone after 60 days")
	}
	clock = noon.AddDate(0, 0, 100)
	cache().Save("new", []byte("x")) // the first save of a process purges the cache
	if has("unused") || !has("used") || !has("new") {
		t.Errorf("after 100 days: unused %v, used on day 60 %v, new %v", has("unused"), has("used"), has("new"))
	}
}
