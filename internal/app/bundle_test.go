package app

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestOldCopy_saysThatItIsTooOldAndForWhat(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 10, 25, 23, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		since      time.Time
		says, lack []string
	}{
		{time.Time{}, nil, []string{"2025", "1"}},
		{time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), []string{"2025"}, []string{"Jan", "1"}},
		{time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC), []string{"3 Feb 2025"}, nil},
	} {
		got := oldCopy(at, tc.since)
		if testkit.Unsaid(got, append(tc.says, "25 Oct 2024")...) != nil || len(testkit.Unsaid(got, tc.lack...)) != len(tc.lack) {
			t.Errorf("since %v: got %q, want 25 Oct 2024 and %q, not %q", tc.since, got, tc.says, tc.lack)
		}
	}
}
