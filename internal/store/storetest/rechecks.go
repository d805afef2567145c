package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/recheck"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

func (d db) ask(list, slug string, want recheck.Answer) {
	d.t.Helper()
	if got, err := d.AskRecheck(d.ctx(), list, slug); err != nil || got != want {
		d.t.Errorf("a request for %s on %s is %q, %v; want %q", slug, list, got, err, want)
	}
}

// A request brings the turn of a project forward, once in an hour; an earlier turn remains.
func rechecksBringTurnsForward(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b", "c")
	d.save("other", "a")
	d.schedule(map[string]time.Time{"a": noon.Add(100 * time.Hour), "b": noon.Add(time.Minute), "c": noon.Add(-time.Hour)})
	if at, err := d.Asked(d.ctx(), "a"); err != nil || !at.IsZero() {
		t.Errorf("before any request: %v, %v", at, err)
	}
	d.ask("l", "a", recheck.Queued)
	d.ask("l", "a", recheck.TooSoon)
	d.ask("other", "a", recheck.TooSoon)
	d.ask("l", "c", recheck.Queued)
	if got := d.due(noon, 10); !slices.Equal(got, []string{"c", "a"}) {
		t.Errorf("due are %q, want c, whose turn it was, and a", got)
	}
	if at, err := e.open().Asked(d.ctx(), "a"); err != nil || !at.Equal(noon) {
		t.Errorf("a was asked for at %v, %v", at, err)
	}
	for _, pair := range [][2]string{{"l", "z"}, {"none", "a"}, {"other", "b"}, {"l", "' OR 1=1 --"}} {
		if _, err := d.AskRecheck(d.ctx(), pair[0], pair[1]); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("%q on %q: %v", pair[1], pair[0], err)
		}
	}
	later, err := store.Open(t.Context(), e.dsn, func() time.Time { return noon.Add(recheck.Gap) })
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	if got, err := later.AskRecheck(d.ctx(), "l", "a"); err != nil || got != recheck.Queued {
		t.Errorf("an hour later: %q, %v", got, err)
	}
}

// One site takes so many requests in an hour and no more; the rest is said to be too many, and moves
// no turn.
func rechecksAreBounded(t *testing.T, e env) {
	d := e.open()
	var slugs []string
	for i := range recheck.MostPerHour + 1 {
		slugs = append(slugs, fmt.Sprintf("p%02d", i))
	}
	d.save("l", slugs...)
	next := map[string]time.Time{}
	for _, s := range slugs {
		next[s] = noon.Add(time.Hour)
	}
	d.schedule(next)
	for _, s := range slugs[:recheck.MostPerHour] {
		d.ask("l", s, recheck.Queued)
	}
	d.ask("l", slugs[recheck.MostPerHour], recheck.Busy)
	if got := d.due(noon, 100); len(got) != recheck.MostPerHour {
		t.Errorf("%d are due, want %d", len(got), recheck.MostPerHour)
	}
}

// The answer to a request is the first reading of the list that began after it. One that had begun
// before does not end the wait, and the turn stays.
func rechecksAreAnswered(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	d.save("other", "a")
	d.ask("l", "a", recheck.Queued)
	read := func(list string, ended, took time.Duration, o health.Outcome, reason string) health.Run {
		run := d.start(list, "a")
		d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: o, Reason: reason, At: noon.Add(ended), Took: took, Next: noon.Add(24 * time.Hour)})
		d.publish(run)
		return run
	}
	none := func(why string) {
		t.Helper()
		if a, err := d.AnswerSince(d.ctx(), "l", "a", noon); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("%s: %+v, %v", why, a, err)
		}
	}
	none("before any reading")
	read("l", time.Minute, 2*time.Minute, health.OutcomeObserved, "")
	none("a reading that had begun before")
	if got := d.due(noon, 10); !slices.Equal(got, []string{"a"}) {
		t.Errorf("due are %q, want a: its request waits", got)
	}
	read("other", 3*time.Minute, time.Minute, health.OutcomeObserved, "")
	none("a reading of another list")
	run := read("l", 5*time.Minute, time.Minute, health.OutcomeFailed, "no way")
	read("l", 9*time.Minute, time.Minute, health.OutcomeObserved, "")
	a, err := d.AnswerSince(d.ctx(), "l", "a", noon)
	if err != nil || a.Run != run.ID || a.Reason != "no way" || a.Outcome != health.OutcomeFailed || !a.At.Equal(noon.Add(5*time.Minute)) {
		t.Errorf("the answer is %+v, %v; want the first in run %d", a, err, run.ID)
	}
	if got := d.due(noon.Add(time.Hour), 10); len(got) != 0 {
		t.Errorf("due are %q after the answer", got)
	}
}
