package explain_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

func TestPoints_zeroHasNoSign(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{2.14: "+2.1", -0.3: "−0.3", 0: "0.0", 0.04: "0.0", -0.04: "0.0", 0.06: "+0.1", 10.02: "+10.0"} {
		if got := explain.Points(v); got != want {
			t.Errorf("%g is %q, want %q", v, got, want)
		}
	}
}
