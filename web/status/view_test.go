package status

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/summary"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

func TestLasted_isReadable(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		1500 * time.Millisecond: "1.5\u00a0s", 126 * time.Second: "2\u00a0min 6\u00a0s", 90 * time.Minute: "1\u00a0h 30\u00a0min", 24 * time.Hour: "24\u00a0h 0\u00a0min", 168 * time.Hour: "7\u00a0days", -1: "–",
	} {
		if got := lasted(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}

// What is too old to rank is decided beside the other projects, so the reason is counted.
func TestAges_countWhatIsTooOldByItsReason(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	o := query.Summary{Observed: []time.Time{now.AddDate(-3, 0, 0), now.AddDate(0, 0, -100), now}, Why: []summary.Why{{Code: "fork", N: 2}, {Code: score.TooOld, N: 5}}}
	got, _ := maker{Request: &page.Request{View: &query.View{}}}.ages(o, now)
	for i, want := range []int{1, 0, 1, 0, 1, 5} {
		if got[i].N != want {
			t.Errorf("%s: got %d, want %d", got[i].Name, got[i].N, want)
		}
	}
}
