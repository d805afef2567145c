package explain

import (
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

func TestFiguresOf_saysWhichDayTheyDescribe(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)
	var days, same Days
	for _, n := range []int{-3, 0, -20, -5} {
		days.Add(day.AddDate(0, 0, n))
		days.Add(time.Time{}) // never observed
		same.Add(day.Add(time.Duration(n) * time.Minute))
	}
	asked := health.Run{AsOf: day.AddDate(-1, 0, 0)}
	for want, got := range map[string]string{
		"figures of 2026-08-02 to 2026-08-22": FiguresOf(health.Run{}, days),
		"figures as of 2026-08-22":            FiguresOf(health.Run{}, same),
		"figures as of 2025-08-22":            FiguresOf(asked, days),
		"":                                    FiguresOf(health.Run{}, Days{}),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestShown_saysWhatItIsOf(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)
	run := health.Run{ID: 4, ModelSHA: "0123456789abcdef", Finished: day}
	for name, tc := range map[string]struct {
		of    Shown
		lines []string
		place string
	}{
		"now":           {Shown{}, nil, "as last published"},
		"another model": {Shown{Model: model.Model{SHA256: "fedcba9876543210"}, Published: run}, []string{"judged by  (fedcba987654) for this command alone; run 4, by 0123456789ab, stays published"}, "by this model"},
		"a past run": {Shown{Run: run, Days: Days{day, day}, Assumed: "Its model is not known."}, []string{
			"as of run 4 (figures as of 2026-08-22, published 2026-08-22). Entries of the list are those of today.", "Its model is not known.",
		}, "in that run"},
	} {
		if got := tc.of.Lines(); !slices.Equal(got, tc.lines) {
			t.Errorf("%s: %q, want %q", name, got, tc.lines)
		}
		if got := tc.of.Place(); got != tc.place {
			t.Errorf("%s: %q, want %q", name, got, tc.place)
		}
	}
}
