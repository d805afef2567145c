package app

import (
	"testing"
	"time"
)

func TestOldCopy_saysThatItIsTooOldAndForWhat(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 10, 25, 23, 0, 0, 0, time.UTC)
	for want, since := range map[string]time.Time{
		"its only copy at hand is of 25 Oct 2024, older than what is bundled":                    {},
		"its only copy at hand is of 25 Oct 2024, older than what is bundled (since 2025)":       time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		"its only copy at hand is of 25 Oct 2024, older than what is bundled (since 3 Feb 2025)": time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC),
	} {
		if got := oldCopy(at, since); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPlainReason_mendsOnlyWhatFormerBundlesSaid(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{
		"the newest copy we could read is of 2024-10-25": "its only copy at hand is of 25 Oct 2024, older than what is bundled",
		"the newest copy we could read is of yesterday":  "the newest copy we could read is of yesterday",
		"no copy of the repository was at hand":          "no copy of the repository was at hand",
		"":                                               "",
	} {
		if got := plainReason(reason); got != want {
			t.Errorf("%q: got %q, want %q", reason, got, want)
		}
	}
}
