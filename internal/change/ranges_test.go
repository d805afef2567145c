package change_test

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func TestRanges_everyMoveHasOneCause(t *testing.T) {
	t.Parallel()
	row := func(lo, hi int, risk float64) ranking.Row {
		return ranking.Row{RankLo: lo, RankHi: hi, Risk: &health.Interval{Value: risk}}
	}
	one, two := health.Run{ID: 1, ModelSHA: "m"}, health.Run{ID: 2, ModelSHA: "m"}
	before := map[string]ranking.Row{"a": row(1, 2, 9), "b": row(1, 3, 8), "c": row(3, 3, 7), "none": {}}
	moved := map[string]ranking.Row{"a": row(1, 3, 7.5), "b": row(1, 2, 8), "c": row(3, 3, 7), "none": {}}
	joined := map[string]ranking.Row{"a": row(1, 2, 9), "b": row(1, 4, 8), "d": row(2, 4, 7)}
	for name, tc := range map[string]struct {
		to            health.Run
		after         map[string]ranking.Row
		want          map[string]cause.RangeCause
		entered, left []string
	}{
		"nothing":           {two, before, nil, nil, nil},
		"one moved":         {two, moved, map[string]cause.RangeCause{"a": cause.RangeFigures, "b": cause.RangeRivals}, nil, nil},
		"one for another":   {two, joined, map[string]cause.RangeCause{"b": cause.RangeMembers}, []string{"d"}, []string{"c"}},
		"another model":     {health.Run{ModelSHA: "n"}, moved, map[string]cause.RangeCause{"a": cause.RangeModel, "b": cause.RangeModel}, nil, nil},
		"other draws alone": {two, map[string]ranking.Row{"a": row(1, 3, 9), "b": row(1, 3, 8), "c": row(3, 3, 7)}, map[string]cause.RangeCause{"a": cause.RangeVersion}, nil, nil},
	} {
		got := change.Ranges(one, tc.to, before, tc.after)
		if len(got.Moves) != len(tc.want) || !slices.Equal(got.Entered, tc.entered) || !slices.Equal(got.Left, tc.left) {
			t.Errorf("%s: %+v", name, got)
		}
		for _, m := range got.Moves {
			if m.Cause != tc.want[m.Project] {
				t.Errorf("%s: %s moved by %s, want %s", name, m.Project, m.Cause, tc.want[m.Project])
			}
		}
	}
}
