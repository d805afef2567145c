package queue

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestTimetable_turnsAreAsFarApartAsCanBe(t *testing.T) {
	t.Parallel()
	l := listOf(168)
	table := timetables([]List{{"l", slugs(l), 168 * time.Hour}})["l"]
	inHour := map[time.Duration]int{}
	for _, s := range slugs(l) {
		wait := table.first(s, noon).Sub(noon)
		if wait <= 0 || wait > 168*time.Hour {
			t.Errorf("%s waits %s for its first turn", s, wait)
		}
		inHour[(wait-time.Nanosecond)/time.Hour]++
	}
	for hour, n := range inHour {
		if n != 1 {
			t.Errorf("%d projects have their turn in hour %d, want 1", n, hour)
		}
	}
}

func TestTimetable_nextTurnProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "projects")
		every := time.Duration(rapid.Int64Range(int64(time.Hour), int64(1000*time.Hour)).Draw(t, "every"))
		table := timetables([]List{{"l", slugs(listOf(n)), every}})["l"]
		p := fmt.Sprintf("p%03d", rapid.IntRange(0, n-1).Draw(t, "project"))
		at := noon.Add(time.Duration(rapid.Int64Range(0, int64(5000*time.Hour)).Draw(t, "at")))
		next := table.next(p, at)
		if wait := next.Sub(at); wait <= every/2 || wait > every*3/2 {
			t.Fatalf("the next turn is %s after an answer, the period is %s", wait, every)
		}
		if again := table.next(p, next); !again.Equal(next.Add(every)) {
			t.Fatalf("answered in turn at %s it is due at %s, want one period of %s later", next, again, every)
		}
	})
}

// fixedTable is a timetable in memory: a list that is not in a database.
type fixedTable map[string]time.Time

func (f fixedTable) Due(_ context.Context, _ string, at time.Time, _ int) (out []string, err error) {
	for s, due := range f {
		if !due.After(at) {
			out = append(out, s)
		}
	}
	return out, nil
}

func (f fixedTable) Schedule(_ context.Context, _ string, next map[string]time.Time) error {
	for s, due := range next {
		f[s] = due
	}
	return nil
}

func TestOpen_shorterPeriodPullsTurnsInAndLeavesTheOthers(t *testing.T) {
	t.Parallel()
	table := fixedTable{"a": noon.Add(-time.Hour), "b": noon.Add(20 * time.Hour), "c": noon.Add(150 * time.Hour)}
	lists := []List{{"l", []string{"a", "b", "c"}, 24 * time.Hour}}
	q := &Queue{Config: Config{Timetable: table, Lists: lists, Now: func() time.Time { return noon }}, lists: timetables(lists)}
	if err := q.pullIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !table["a"].Equal(noon.Add(-time.Hour)) || !table["b"].Equal(noon.Add(20*time.Hour)) {
		t.Errorf("turns that were soon enough moved: %v", table)
	}
	if wait := table["c"].Sub(noon); wait <= 0 || wait > 24*time.Hour {
		t.Errorf("c waits %s, the period is 24h", wait)
	}
}
