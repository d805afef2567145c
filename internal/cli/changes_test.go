package cli

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestUnmoved_tellsApartWhatWasCompared(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 22, 0, 0, 0, 0, time.UTC)
	of := func(before, after time.Time) cause.Difference {
		return cause.Difference{Before: health.Score{At: before}, After: health.Score{At: after}}
	}
	none, anew, carried := of(time.Time{}, time.Time{}), of(day, day.AddDate(0, 0, 7)), of(day, day)
	said := map[string]bool{}
	for _, tc := range []struct {
		all  []cause.Difference
		want []string // how many had no difference, were carried, have no figures
	}{
		{nil, nil},
		{[]cause.Difference{none}, []string{"1"}},
		{[]cause.Difference{none, none}, []string{"2"}},
		{[]cause.Difference{anew, none, none}, []string{"1", "2"}},
		{[]cause.Difference{carried, anew, none, anew, none, none, none}, []string{"3", "1", "4"}},
		{[]cause.Difference{carried, carried, carried}, []string{"3"}},
		{[]cause.Difference{anew, anew, anew}, []string{"3"}},
	} {
		var u unmoved
		for _, d := range tc.all {
			u.add(d)
		}
		got := u.String()
		if (got == "") != (tc.want == nil) || testkit.Unsaid(got, tc.want...) != nil || said[got] {
			t.Errorf("%+v: %q, want a sentence of its own with %q", u, got, tc.want)
		}
		said[got] = true
	}
}

func TestMeasuring_leavesOutTheDayOfARunThatDidNotMeasureIt(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)
	seen := explain.Days{From: day, To: day}
	asked := health.Run{AsOf: day.AddDate(-1, 0, 0)}
	if got := explain.FiguresOf(measuring(asked, seen), seen); testkit.Unsaid(got, "2026-08-22") != nil {
		t.Errorf("of a project that run did not measure: %q", got)
	}
}
