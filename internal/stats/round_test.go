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

// A reader who rounds the exact value of JSON or CSV gets the printed whole number.
func TestPoints_areRoundedOnce(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]float64{53.48: 53, 21.46: 21, 21.5: 22, 99.49: 99, 99.5: 99, 99.99: 99, 100: 100, 100.4: 100, 100.5: 101, -21.46: -21, 0: 0} {
		if got := stats.Points(v); got != want {
			t.Errorf("%v: %v, want %v", v, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-200, 200).Draw(t, "v")
		got, want := stats.Points(v), stats.Round(v, 0)
		if want == 100 && v < 100 {
			want = 99
		}
		if got != want || math.Abs(got-v) > 1 {
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
