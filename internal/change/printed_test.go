package change_test

import (
	"math"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"pgregory.net/rapid"
)

// What is printed adds up: the shares to the difference of the two printed risks,
// the parts to their share.
func TestPrinted_addsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := cause.Difference{Before: health.Score{RiskKnown: true}, After: health.Score{RiskKnown: true}}
		d.Before.Risk.Value = rapid.Float64Range(0, 50).Draw(t, "before")
		sum := d.Before.Risk.Value
		for _, c := range cause.All {
			var s cause.Share
			s.Cause = c
			for range rapid.IntRange(0, 4).Draw(t, "parts") {
				x := rapid.Float64Range(-3, 4).Draw(t, "points")
				s.Parts, s.Points = append(s.Parts, cause.Part{Points: x}), s.Points+x
			}
			if len(s.Parts) > 0 {
				d.Shares, sum = append(d.Shares, s), sum+s.Points
			}
		}
		d.After.Risk.Value = sum
		shown := 0.
		for _, s := range change.Printed(d) {
			shown += s.Points
			parts := 0.
			for _, p := range change.PrintedParts(s) {
				parts += p
			}
			if math.Abs(parts-s.Points) > 1e-9 || s.Points == 0 {
				t.Fatalf("parts are printed as %.3f of %.3f", parts, s.Points)
			}
		}
		if want := printed(d.After.Risk.Value) - printed(d.Before.Risk.Value); math.Abs(shown-want) > 1e-9 {
			t.Fatalf("shares are printed as %.3f, the risks as %.1f and %.1f", shown, d.Before.Risk.Value, d.After.Risk.Value)
		}
	})
}

// printed is a figure as pages print it: rounded half away from zero.
func printed(x float64) float64 { return stats.Round(x, 1) }
