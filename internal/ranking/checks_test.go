package ranking_test

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func TestChecks_keepEveryScoreAndState(t *testing.T) {
	t.Parallel()
	all := field.Checks()
	for points := range 11 {
		c := ranking.NewChecks(func(id field.ID) (int, ranking.CheckState) {
			switch id {
			case all[0]:
				return points, ranking.CheckPass
			case all[1]:
				return 0, ranking.CheckNone
			default:
				return 0, ranking.CheckUnknown
			}
		})
		want := ranking.CheckFail
		if points >= 8 {
			want = ranking.CheckPass
		}
		if got, state := c.Of(0); got != points || state != want {
			t.Errorf("%d points became %d, %s", points, got, state)
		}
		if _, state := c.Of(1); state != ranking.CheckNone {
			t.Errorf("not applicable became %s", state)
		}
		if got := c.In(want); !slices.Equal(got, all[:1]) {
			t.Errorf("%s: %v", want, got)
		}
		if n := len(c.In(ranking.CheckUnknown)); n != len(all)-2 || len(c) != len(all) {
			t.Errorf("%d of %d checks are unknown", n, len(c))
		}
	}
}

// A row of an older version, with fewer checks or none, has unknown ones, never a score of 0.
func TestChecks_shortRowsAreUnknown(t *testing.T) {
	t.Parallel()
	for _, c := range []ranking.Checks{"", "x"} {
		for place := len(c); place < len(field.Checks()); place++ {
			if _, state := c.Of(place); state != ranking.CheckUnknown {
				t.Errorf("%q: check %d is %s", c, place, state)
			}
		}
	}
	if got := ranking.Checks("").In(ranking.CheckUnknown); got != nil {
		t.Errorf("a row without checks says of %v that they are unknown", got)
	}
}
