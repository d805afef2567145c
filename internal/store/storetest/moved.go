package storetest

import (
	"errors"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// movedBetweenRuns compares rankings two by two: projects that rose, fell, stayed, came and left.
func movedBetweenRuns(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b", "c", "d", "e")
	row := func(slug string, risk float64) ranking.Row {
		r := ranking.Row{List: "l", Slug: slug, Name: slug, HumanCommits: -1, Regulars: -1}
		if risk > 0 {
			r.Risk = &health.Interval{Value: risk, Lo: risk, Hi: risk}
		}
		return r
	}
	first := d.put("l", row("a", 10), row("b", 20), row("c", 30), row("d", 0))
	d.put("l", row("a", 10), row("b", 50), row("c", 30), row("d", 0))
	third := d.put("l", row("a", 10), row("b", 21), row("d", 5), row("e", 8))
	value := func(v float64) *float64 { return &v }
	want := ranking.Moves{
		Changed: []ranking.Move{{Slug: "d", After: value(5)}, {Slug: "b", Before: value(20), After: value(21)}},
		Came:    []ranking.Move{{Slug: "e", After: value(8)}}, Went: []ranking.Move{{Slug: "c", Before: value(30)}},
		AllChanged: 2, Both: 3,
	}
	got, err := d.Moved(t.Context(), first.ID, third.ID, 10)
	if diff := gocmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got)\n%s", err, diff)
	}
	want.Changed = want.Changed[:1] // who came or went takes no place of those that changed
	got, err = d.Moved(t.Context(), first.ID, third.ID, 1)
	if diff := gocmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("of one asked for: error %v (-want +got)\n%s", err, diff)
	}
	got, err = d.Moved(t.Context(), third.ID, third.ID, 10)
	if diff := gocmp.Diff(ranking.Moves{Both: 4}, got); err != nil || diff != "" {
		t.Errorf("from a run to itself: error %v (-want +got)\n%s", err, diff)
	}
	other := d.put("other", row("a", 1))
	for _, to := range []int64{999, other.ID} {
		if _, err := d.Moved(t.Context(), first.ID, to, 10); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("to run %d: error %v", to, err)
		}
	}
}

// movedThereAndBack compares runs between which figures changed and changed back: nothing moved.
func movedThereAndBack(t *testing.T, e env) {
	d := e.open()
	d.save("l", "back", "guest", "gone", "same", "text")
	row := func(slug string, risk float64) ranking.Row {
		return ranking.Row{List: "l", Slug: slug, Name: slug, Risk: &health.Interval{Value: risk, Lo: risk, Hi: risk}, HumanCommits: -1, Regulars: -1}
	}
	text := row("text", 40)
	text.MainReason = "few regulars"
	first := d.put("l", row("back", 20), row("gone", 7), row("same", 30), row("text", 40))
	second := d.put("l", row("back", 50), row("guest", 60), row("same", 30), text)
	third := d.put("l", row("back", 20), row("gone", 7), row("same", 30), text)
	value := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		from, to int64
		want     ranking.Moves
	}{
		{first.ID, third.ID, ranking.Moves{Changed: []ranking.Move{{Slug: "text", Before: value(40), After: value(40)}}, AllChanged: 1, Both: 4}},
		{first.ID, second.ID, ranking.Moves{
			Changed: []ranking.Move{{Slug: "back", Before: value(20), After: value(50)}, {Slug: "text", Before: value(40), After: value(40)}},
			Came:    []ranking.Move{{Slug: "guest", After: value(60)}}, Went: []ranking.Move{{Slug: "gone", Before: value(7)}},
			AllChanged: 2, Both: 3,
		}},
	} {
		got, err := d.Moved(t.Context(), c.from, c.to, 10)
		if diff := gocmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("runs %d and %d: error %v (-want +got)\n%s", c.from, c.to, err, diff)
		}
	}
}

// betweenIsWhatRankingsSay compares two runs with both rankings read in full.
func betweenIsWhatRankingsSay(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b", "c", "d", "e", "f")
	row := func(slug string, rank int, risk float64) ranking.Row {
		r := ranking.Row{
			List: "l", Slug: slug, Name: "Project " + slug, Rank: rank, RankLo: max(0, rank-1), RankHi: rank + 2, HumanCommits: -1, Regulars: -1,
			Rankable: rank > 0, Status: health.Status{Word: health.StatusActive, Reason: "commits"}, MainReason: "few people", LastHuman: "2026-01-02",
		}
		if risk > 0 {
			r.Risk = &health.Interval{Value: risk, Lo: risk - 1.5, Hi: risk + 2.25}
			r.H = &health.Interval{Value: risk / 2, Lo: risk / 3, Hi: risk}
		}
		return r
	}
	partial, old := row("d", 0, 3), row("b", 1, 50)
	partial.Rankable, partial.RankState = true, health.RankPartial
	old.Status, old.Name = health.Status{Word: health.StatusUnknown, Since: "2026-01-02"}, "B"
	runs := []health.Run{
		d.put("l", row("a", 3, 10), row("b", 2, 20), row("c", 1, 30), row("d", 0, 0)),
		d.put("l", row("a", 2, 10), old, row("d", 0, 0), row("e", 3, 4)),
		d.put("l", row("a", 1, 10), row("b", 2, 9), partial, row("f", 3, 5)),
	}
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}, {1, 1}, {2, 0}} {
		from, to := runs[pair[0]].ID, runs[pair[1]].ID
		sides := [2]map[string]ranking.Row{{}, {}}
		err := d.Between(t.Context(), from, to, func(was, is ranking.Row) {
			for i, r := range []ranking.Row{was, is} {
				if r.Slug != "" {
					sides[i][r.Slug] = r
				}
			}
		})
		want := [2]map[string]ranking.Row{d.shortRows("l", from), d.shortRows("l", to)}
		if diff := gocmp.Diff(want, sides); err != nil || diff != "" {
			t.Errorf("runs %v: error %v (-want +got)\n%s", pair, err, diff)
		}
	}
	other := d.put("other", row("a", 1, 1))
	for _, to := range []int64{999, other.ID} {
		if err := d.Between(t.Context(), runs[0].ID, to, func(_, _ ranking.Row) { t.Error("a project") }); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("to run %d: error %v", to, err)
		}
	}
}

// shortRows are the rows of a run with what Between says of them.
func (d db) shortRows(list string, run int64) map[string]ranking.Row {
	d.t.Helper()
	out := map[string]ranking.Row{}
	err := d.RankAll(d.t.Context(), ranking.Query{List: list, Run: run}, func(p ranking.Page) error {
		for _, r := range p.Rows {
			out[r.Slug] = ranking.Row{
				Slug: r.Slug, Name: r.Name, Status: health.Status{Word: r.Status.Word, Since: r.Status.Since}, Rankable: r.Rankable, RankState: r.RankState,
				Rank: r.Rank, RankLo: r.RankLo, RankHi: r.RankHi, Risk: r.Risk,
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// departedAndEditions follows a list: who left it, and which revisions runs used.
func departedAndEditions(t *testing.T, e env) {
	d := e.open()
	save := func(revision string, slugs ...string) {
		t.Helper()
		l := health.List{Slug: "l", Revision: revision}
		for _, s := range slugs {
			l.Projects = append(l.Projects, health.Project{Slug: s, Name: "Project " + s, Added: "2026-01-05"})
		}
		if err := d.SaveLists(t.Context(), []health.List{l}); err != nil {
			t.Fatal(err)
		}
	}
	save("r1", "a", "b", "c")
	first := d.put("l", ranking.Row{Slug: "a"})
	save("r2", "a")
	want := []health.Departure{{Slug: "b", Name: "Project b", Added: "2026-01-05", Removed: noon}, {Slug: "c", Name: "Project c", Added: "2026-01-05", Removed: noon}}
	got, err := d.Departed(t.Context(), "l", 10)
	if diff := gocmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("left the list, error %v (-want +got)\n%s", err, diff)
	}
	save("r3", "a", "c")
	got, err = d.Departed(t.Context(), "l", 10)
	if diff := gocmp.Diff(want[:1], got); err != nil || diff != "" {
		t.Errorf("after c came back, error %v (-want +got)\n%s", err, diff)
	}
	if got, err := d.Departed(t.Context(), "nothing", 10); len(got) != 0 || err != nil {
		t.Errorf("of no list: %v, error %v", got, err)
	}
	second := d.put("l", ranking.Row{Slug: "a"})
	editions := []health.Edition{{Revision: "r1", From: noon, To: noon, FirstRun: first.ID, LastRun: second.ID, Runs: 2}}
	if got, err := d.Editions(t.Context(), "l", 10); err != nil || gocmp.Diff(editions, got) != "" {
		t.Errorf("error %v (-want +got)\n%s", err, gocmp.Diff(editions, got))
	}
	open, err := d.StartRun(t.Context(), health.Run{List: "l", Revision: "r3", ModelSHA: "m1", Version: "test", Origin: health.OriginLive, Started: noon.Add(time.Hour)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := d.Editions(t.Context(), "l", 10); len(got) != 1 {
		t.Errorf("a run that is not published counts: %v", got)
	}
	d.publish(open)
	if got, _ := d.Editions(t.Context(), "l", 10); len(got) != 2 {
		t.Errorf("got %v", got)
	}
}
