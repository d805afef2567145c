package health_test

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestProject_optedDownFromItsDayToItsLast(t *testing.T) {
	t.Parallel()
	p := health.Project{Corrections: []health.Correction{
		{Kind: health.Corrected, Date: "2026-01-01"},
		{Kind: health.OptDown, Date: "2026-03-01", Expires: "2026-05-31"},
		{Kind: health.OptDown, Date: "2026-09-01"},
	}}
	for day, want := range map[string]bool{
		"2026-02-28": false, "2026-03-01": true, "2026-05-31": true, "2026-06-01": false, "2026-08-31": false, "2026-09-01": true, "2099-01-01": true,
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := p.OptedDown(at.Add(23 * time.Hour)); got != want {
			t.Errorf("on %s: %v, want %v", day, got, want)
		}
	}
}
