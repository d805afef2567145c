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

func TestPlainReason_mendsOnlyWhatFormerBundlesSaid(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{
		"the newest copy we could read is of 2024-10-25": oldCopy(time.Date(2024, 10, 25, 0, 0, 0, 0, time.UTC), time.Time{}),
		"the newest copy we could read is of yesterday":  "the newest copy we could read is of yesterday",
		"no copy of the repository was at hand":          "no copy of the repository was at hand",
		"":                                               "",
	} {
		if got := plainReason(reason); got != want {
			t.Errorf("%q: got %q, want %q", reason, got, want)
		}
	}
}
