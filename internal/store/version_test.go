package store

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"pgregory.net/rapid"
)

// Whatever a row holds comes back from its parts, to the last bit.
func TestVersion_readsBack(t *testing.T) {
	t.Parallel()
	interval := rapid.Custom(func(rt *rapid.T) *health.Interval {
		if rapid.Bool().Draw(rt, "unknown") {
			return nil
		}
		x := func(name string) float64 {
			return rapid.OneOf(rapid.Float64Range(0, 100), rapid.Float64(), rapid.SampledFrom([]float64{0, 100, 1. / 3, 1e-300})).Draw(rt, name) + 0
		}
		return &health.Interval{Value: x("value"), Lo: x("lo"), Hi: x("hi")}
	})
	date := rapid.SampledFrom([]string{"", "2026-11-01", "1970-01-01", "1969-12-31", "2026-02-30", "yesterday", "9999-12-31"})
	rapid.Check(t, func(rt *rapid.T) {
		want := ranking.Row{
			V: interval.Draw(rt, "v"), R: interval.Draw(rt, "r"), H: interval.Draw(rt, "h"), Risk: interval.Draw(rt, "risk"),
			RiskUpper: rapid.Float64().Draw(rt, "upper"), HumanCommits: rapid.IntRange(-1, 1<<50).Draw(rt, "commits"),
			Regulars: rapid.IntRange(-1, 1<<50).Draw(rt, "regulars"), AbsenceFactor: rapid.Int().Draw(rt, "absence"),
			LastHuman: date.Draw(rt, "human"), LastRelease: date.Draw(rt, "release"),
			Months: rapid.SampledFrom([][]int{nil, {}, {0}, {-1, 7, math.MaxInt}}).Draw(rt, "months"),
		}
		p := phrases{reason: rapid.Int64Min(0).Draw(rt, "reason"), status: rapid.Int64Min(0).Draw(rt, "status")}
		v := versionOf(want, 1, p)
		var got ranking.Row
		q, err := v.into(&got)
		if diff := cmp.Diff(want, got); err != nil || q != p || diff != "" {
			rt.Fatalf("phrases %v, want %v, error %v (-want +got)\n%s", q, p, err, diff)
		}
	})
}

// What was not written by us is an error and never a figure.
func FuzzUnpacked(f *testing.F) {
	f.Add(string(packed(ranking.Row{Months: []int{1, 2}, LastHuman: "2026-01-01"}, phrases{1, 2})))
	f.Add("")
	f.Add("\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
	f.Fuzz(func(t *testing.T, text string) {
		r := ranking.Row{V: &health.Interval{Value: 1}}
		if _, err := unpacked(text, &r); err == nil && len(r.Months) > len(text) {
			t.Errorf("%q became %d months", text, len(r.Months))
		}
	})
}
