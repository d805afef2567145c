package cli

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestUnmoved_tellsApartWhatWasCompared(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 22, 0, 0, 0, 0, time.UTC)
	of := func(before, after time.Time) cause.Difference {
		return cause.Difference{Before: health.Score{At: before}, After: health.Score{At: after}}
	}
	none, anew, carried := of(time.Time{}, time.Time{}), of(day, day.AddDate(0, 0, 7)), of(day, day)
	for want, all := range map[string][]cause.Difference{
		"":                                       nil,
		"1 project has no figures in either run": {none},
		"1 project without a difference; 1 has no figures in either run":                                      {anew, none},
		"2 projects without a difference, 1 of them not measured in between; 2 have no figures in either run": {carried, none, anew, none},
		"1 project without a difference, 1 of them not measured in between":                                   {carried},
	} {
		var u unmoved
		for _, d := range all {
			u.add(d)
		}
		if got := u.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMeasuring_leavesOutTheDayOfARunThatDidNotMeasureIt(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)
	seen := explain.Days{From: day, To: day}
	asked := health.Run{AsOf: day.AddDate(-1, 0, 0)}
	if got := explain.FiguresOf(measuring(asked, seen), seen); got != "figures as of 2026-08-22" {
		t.Errorf("of a project that run did not measure: %q", got)
	}
}
