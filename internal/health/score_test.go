package health

import "testing"

func TestSeenPercent_neverReachesALimitThatIsMissed(t *testing.T) {
	t.Parallel()
	for limit := range 101 {
		share := float64(limit) / 100
		if got := SeenPercent(share); got != limit {
			t.Errorf("%v is told as %d %%", share, got)
		}
		if got := SeenPercent(share - 1e-6); limit > 0 && got != limit-1 {
			t.Errorf("just below %v is told as %d %%", share, got)
		}
	}
}
