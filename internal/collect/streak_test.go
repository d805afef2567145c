package collect_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

func TestCollect_tellsTheOperatorOnceThatNothingCanBeObserved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		fails    func(i int) bool
		projects int
		later    time.Duration
		wantTold int
	}{
		{"four in a row", func(int) bool { return true }, 4, 0, 0},
		{"twelve in a row", func(int) bool { return true }, 12, 0, 1},
		{"every fifth works", func(i int) bool { return i%5 != 4 }, 20, 0, 0},
		{"still so after an hour", func(int) bool { return true }, 6, 61 * time.Minute, 2},
	} {
		var slugs []string
		for i := range c.projects {
			slugs = append(slugs, fmt.Sprintf("p%02d", i))
		}
		l := list(slugs...)
		i := 0
		col, _ := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
			i++
			if c.fails(i - 1) {
				return health.Snapshot{}, fmt.Errorf("dial: %w", source.ErrUnavailable)
			}
			return active(slug, 3), nil
		})
		var log bytes.Buffer
		col.Log, col.Workers = slog.New(slog.NewTextHandler(&log, nil)), 1
		for range min(1, int(c.later)) + 1 {
			if _, err := col.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
				t.Fatal(err)
			}
			at := col.Now().Add(c.later)
			col.Now = func() time.Time { return at }
		}
		if got := strings.Count(log.String(), " in_a_row="); got != c.wantTold {
			t.Errorf("%s: told %d times, want %d: %s", c.name, got, c.wantTold, log.String())
		}
	}
}
