package stats_test

import (
	"math"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"pgregory.net/rapid"
)

func TestRound_halvesGoAwayFromZero(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		v        float64
		decimals int
		want     float64
	}{{.5, 0, 1}, {1.5, 0, 2}, {2.5, 0, 3}, {-2.5, 0, -3}, {.25, 1, .3}, {.35, 1, .4}, {2.675, 2, 2.68}, {1.005, 2, 1.01}, {-.04, 1, 0}, {12.94, 1, 12.9}} {
		if got := stats.Round(tc.v, tc.decimals); got != tc.want {
			t.Errorf("%v to %d decimals: %v, want %v", tc.v, tc.decimals, got, tc.want)
		}
	}
}

// A reader who rounds the printed tenth gets the printed whole number.
func TestPoints_areTheTenthRounded(t *testing.T) {
	t.Parallel()
	if got := stats.Points(21.46); got != 22 { // beside 21.5
		t.Errorf("21.46: %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-100, 100).Draw(t, "v")
		if got, want := stats.Points(v), stats.Round(stats.Round(v, 1), 0); got != want || math.Abs(got-v) > .55001 {
			t.Errorf("%v: %v, want %v", v, got, want)
		}
	})
}

func TestPercent_isAllOnlyOfAll(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]float64{0: 0, 1: 100, .999: 99, .001: 1, .995: 99, .125: 13, .5: 50} {
		if got := stats.Percent(share); got != want {
			t.Errorf("%v: %v, want %v", share, got, want)
		}
	}
}
