package queue

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// timetable assigns every project of a list its own turn in the period, with the turns spread
// evenly. A project that was answered out of turn, after a stop or a failure, returns to its turn,
// so projects that came together separate again.
type timetable struct {
	every time.Duration
	// turn is the offset of each project's turn from the start of a period.
	turn map[string]time.Duration
}

func timetables(lists []List) map[string]timetable {
	out := make(map[string]timetable, len(lists))
	for _, l := range lists {
		// Sorted, so that moving an entry in the file of the list moves no turn.
		slugs := slices.Sorted(slices.Values(l.Projects))
		t := timetable{every: l.Every, turn: make(map[string]time.Duration, len(slugs))}
		for i, s := range slugs {
			t.turn[s] = time.Duration(float64(l.Every) * float64(i) / float64(len(slugs)))
		}
		out[l.Slug] = t
	}
	return out
}

// first returns the project's first turn after the instant, within one period.
func (t timetable) first(project string, after time.Time) time.Time {
	turn := after.UTC().Truncate(t.every).Add(t.turn[project])
	for !turn.After(after) {
		turn = turn.Add(t.every)
	}
	return turn
}

// next returns the project's turn after an answer at the instant: between half a period and one and
// a half later, and one period later for an answer in turn.
func (t timetable) next(project string, answered time.Time) time.Time {
	return t.first(project, answered.Add(t.every/2))
}

// dueAtOnce is the maximum number of projects that a Timetable returns.
const dueAtOnce = 10_000

// pullIn assigns a turn to every project that would wait longer than its period allows: after the
// period was shortened, or at the first start with a short one. A project due sooner is unchanged,
// across every restart.
func (q *Queue) pullIn(ctx context.Context) error {
	now := q.Now()
	for _, l := range q.Lists {
		soon, err := q.Timetable.Due(ctx, l.Slug, now.Add(l.Every*3/2), dueAtOnce)
		if err != nil {
			return err
		}
		if len(soon) == dueAtOnce {
			continue // the others may be due as soon; that is unknown
		}
		in := make(map[string]bool, len(soon))
		for _, p := range soon {
			in[p] = true
		}
		turns := map[string]time.Time{}
		for _, p := range l.Projects {
			if !in[p] {
				turns[p] = q.lists[l.Slug].first(p, now)
			}
		}
		if len(turns) == 0 {
			continue
		}
		if err := q.Timetable.Schedule(ctx, l.Slug, turns); err != nil {
			return fmt.Errorf("spread list %s over %s: %w", l.Slug, l.Every, err)
		}
	}
	return nil
}
