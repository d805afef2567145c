package project_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// The two counts of a year cover different days, so their labels differ.
func TestPeople_labelsSayWhichDaysAreCounted(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		year    float64 // commits in 365 days; the months have 184
		explain bool
	}{"equal": {184, false}, "more days": {190, true}} {
		h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184, health.Obs("human_commits_12m", tc.year)).Site()
		doc := pagetest.Page(t, h, "/p/xz", 200)
		people, activity := doc.Find("#people").Closest("section").Text(), doc.Find("#activity").Closest("section").Find(".sec__head").Text()
		if !strings.Contains(people, "365 days to") || !strings.Contains(activity, "calendar month") {
			t.Errorf("%s: people %q, activity %q", name, people, activity)
		}
		if strings.Contains(activity, "184") != tc.explain {
			t.Errorf("%s: %q", name, activity)
		}
	}
}
