package store

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestCache_keepsTheMostRecentlyUsed(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, dsn string) {
		s := openDSN(t, dsn, noon)
		clock := noon
		s.now = func() time.Time { return clock }
		for i := range 6 {
			clock = noon.Add(time.Duration(i/2) * time.Minute) // two in an instant
			s.Cache(t.Context(), CacheScans, slog.New(slog.DiscardHandler)).Save(fmt.Sprint("k", i), []byte{byte(i)})
		}
		c := s.Cache(t.Context(), CacheScans, slog.New(slog.DiscardHandler))
		c.rows = 4
		c.Save("k6", nil) // the first save of a process purges
		for i := range 7 {
			if _, ok := c.Load(fmt.Sprint("k", i)); ok != (i >= 3) {
				t.Errorf("k%d is there: %v", i, ok)
			}
		}
	})
}

// A week in which no check changed must cost nothing for the checks.
func TestRecord_unchangedChecksAreNotWritten(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, dsn string) {
		s := openDSN(t, dsn, noon)
		for week := range 3 {
			run, err := s.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive}, []string{"a", "b"})
			if err != nil {
				t.Fatal(err)
			}
			for i, slug := range []string{"a", "b"} {
				checks := []check.Check{
					{Name: "License", State: check.Scored, Score: 10, Reason: slug, Took: time.Duration(week + i)},
					{Name: "Webhooks", State: check.NotRun, Score: -1, Reason: "needs a token", Took: time.Duration(week)},
				}
				a := health.Attempt{Run: run.ID, Project: slug, Outcome: health.OutcomeObserved}
				if err := s.Record(t.Context(), a, []health.Snapshot{{Source: "ossf", ObservedAt: noon, Checks: checks}}); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Publish(t.Context(), run.ID, nil); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := column(t.Context(), s.reader, `SELECT (SELECT count(*) FROM check_result) || ' ' || (SELECT count(*) FROM check_body)`)
		if err != nil || rows[0] != "4 3" {
			t.Errorf("results and bodies %v, error %v; want 4 3: one body for the check both share", rows, err)
		}
	})
}
