package explain

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var isoDay = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

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
		"2026-08-02 2026-08-22": FiguresOf(health.Run{}, days),
		"2026-08-22":            FiguresOf(health.Run{}, same),
		"2025-08-22":            FiguresOf(asked, days),
		"":                      FiguresOf(health.Run{}, Days{}),
	} {
		if seen := strings.Join(isoDay.FindAllString(got, -1), " "); seen != want || (got == "") != (want == "") {
			t.Errorf("%q, want the days %q", got, want)
		}
	}
}

func TestShown_saysWhatItIsOf(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)
	places := map[string]bool{}
	run := health.Run{ID: 4, ModelSHA: "0123456789abcdef", Finished: day}
	for name, tc := range map[string]struct {
		of    Shown
		lines [][]string // the values each says
	}{
		"now":           {Shown{}, nil},
		"another model": {Shown{Model: model.Model{SHA256: "fedcba9876543210"}, Published: run}, [][]string{{"fedcba987654", "4", "0123456789ab"}}},
		"a past run": {Shown{Run: run, Days: Days{day, day}, Assumed: "Its model is not known."}, [][]string{
			{RunName(run, Days{day, day})}, {"Its model is not known."},
		}},
	} {
		got := tc.of.Lines()
		if len(got) != len(tc.lines) {
			t.Fatalf("%s: %q, want %d lines", name, got, len(tc.lines))
		}
		for i, line := range got {
			if unsaid := testkit.Unsaid(line, tc.lines[i]...); unsaid != nil {
				t.Errorf("%s: %q does not say %q", name, line, unsaid)
			}
		}
		place := tc.of.Place()
		if place == "" || places[place] {
			t.Errorf("%s: %q is not a place of its own", name, place)
		}
		places[place] = true
	}
}
