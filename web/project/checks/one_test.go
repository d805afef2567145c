package checks

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A check that is unknown without a short form says its reason, not "unknown" twice.
func TestOneFinding_saysWhyItIsUnknown(t *testing.T) {
	t.Parallel()
	in := health.ScoredInput{Input: health.Input{State: health.Unknown}}
	for row, want := range map[*checkRow]string{
		{WhyID: "unknown", Why: "unknown", Reason: "The published result does not contain this check"}: "Unknown: the published result does not contain this check.",
		{WhyID: "needs-host", Why: "needs GitHub", Reason: "Needs GitHub: reviews are not in git"}:     "Unknown: needs GitHub.",
	} {
		if got := oneFinding(in, *row); got.Claim != want || got.Says != "unknown:"+row.WhyID {
			t.Errorf("got %q (%s), want %q", got.Claim, got.Says, want)
		}
	}
}
