package stats_test

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"pgregory.net/rapid"
)

func TestMedianWait_table(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		waits   []stats.Wait
		want    float64
		reached bool
	}{
		"none":                        {nil, 0, false},
		"one answered":                {[]stats.Wait{{3, true}}, 3, true},
		"one waiting":                 {[]stats.Wait{{3, false}}, 3, false},
		"all answered":                {[]stats.Wait{{1, true}, {2, true}, {9, true}}, 2, true},
		"even, all answered":          {[]stats.Wait{{1, true}, {2, true}, {3, true}, {4, true}}, 2, true},
		"a late one still waits":      {[]stats.Wait{{1, true}, {2, true}, {100, false}}, 2, true},
		"half never answered":         {[]stats.Wait{{1, true}, {100, false}, {120, false}}, 120, false},
		"young ones count while seen": {[]stats.Wait{{0.5, false}, {1, true}, {2, true}}, 1, true},
		"answered at a censored age":  {[]stats.Wait{{5, false}, {5, true}}, 5, true},
		"Kaplan and Meier by hand":    {[]stats.Wait{{6, true}, {6, true}, {6, true}, {6, false}, {7, true}, {9, false}, {10, true}, {10, false}, {11, false}, {13, true}, {16, true}, {17, false}, {19, false}, {20, false}, {22, true}, {23, true}, {25, false}, {32, false}, {32, false}, {34, false}, {35, false}}, 23, true},
	} {
		if got, reached := stats.MedianWait(tc.waits); got != tc.want || reached != tc.reached {
			t.Errorf("%s: %g, %v; want %g, %v", name, got, reached, tc.want, tc.reached)
		}
	}
}

func someWaits() *rapid.Generator[[]stats.Wait] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) stats.Wait {
		return stats.Wait{float64(rapid.IntRange(0, 180).Draw(t, "days")), rapid.Bool().Draw(t, "answered")}
	}), 1, 60)
}

func TestMedianWait_properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		waits := someWaits().Draw(t, "waits")
		got, reached := stats.MedianWait(waits)
		shuffled := rapid.Permutation(waits).Draw(t, "shuffled")
		if again, also := stats.MedianWait(shuffled); again != got || also != reached {
			t.Fatalf("order matters: %g, then %g", got, again)
		}
		longest := slices.MaxFunc(waits, func(a, b stats.Wait) int { return int(a.Days - b.Days) }).Days
		if got < 0 || got > longest || !reached && got != longest {
			t.Fatalf("median %g (reached %v) of waits up to %g", got, reached, longest)
		}
		all := slices.Clone(waits)
		for i := range all {
			all[i].Ended = true
		}
		days := make([]float64, len(all))
		for i, w := range all {
			days[i] = w.Days
		}
		slices.Sort(days)
		if plain, ok := stats.MedianWait(all); !ok || plain != days[(len(days)-1)/2] {
			t.Fatalf("without anybody waiting the median is %g, want %g", plain, days[(len(days)-1)/2])
		}
	})
}

// An answer taken away never makes a project look faster.
func TestMedianWait_silenceNeverHelps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		waits := someWaits().Draw(t, "waits")
		before, reached := stats.MedianWait(waits)
		i := rapid.IntRange(0, len(waits)-1).Draw(t, "silenced")
		waits[i] = stats.Wait{180, false} // it waits since, longer than anybody
		if after, still := stats.MedianWait(waits); after < before || still && !reached {
			t.Fatalf("with one answer less the median falls from %g (%v) to %g (%v)", before, reached, after, still)
		}
	})
}
