package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"pgregory.net/rapid"
)

// byView returns the slugs in the order of their ranks under the view, those without one last.
func byView(rows []ranking.Row, view string, reverse bool) []string {
	place := func(r ranking.Row) int {
		for _, v := range r.Views {
			if v.ID == view {
				return v.Rank
			}
		}
		return 0
	}
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b ranking.Row) int {
		x, y := place(a), place(b)
		if (x == 0) != (y == 0) {
			return cmp.Compare(y, x)
		}
		order := cmp.Compare(x, y)
		if reverse {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.Slug, b.Slug))
	})
	return slugsOf(rows)
}

func viewsArePagedLikeTheRanking(t *testing.T, e env) {
	d := e.open()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		list := fmt.Sprintf("l%d", n)
		rows := anyRows().Draw(rt, "rows")
		for i := range rows {
			for _, id := range []string{"equal", "insider"} {
				rows[i].Views = append(rows[i].Views, ranking.View{ID: id, Rank: rapid.IntRange(0, 9).Draw(rt, "place"), Of: 9})
			}
		}
		d.put(list, rows...)
		q := ranking.Query{
			List: list, View: rapid.SampledFrom([]string{"equal", "insider"}).Draw(rt, "view"), Reverse: rapid.Bool().Draw(rt, "reverse"),
			Limit: rapid.IntRange(1, 8).Draw(rt, "limit"), Language: rapid.SampledFrom([][]string{nil, {"C"}}).Draw(rt, "language"),
		}
		match := slices.DeleteFunc(slices.Clone(rows), func(r ranking.Row) bool {
			return q.Language != nil && !slices.Contains(q.Language, r.Language)
		})
		want := byView(match, q.View, q.Reverse)
		if got := d.pages(rt, q); !slices.Equal(got, want) {
			rt.Fatalf("%s reverse %v by %d:\n got %q\nwant %q", q.View, q.Reverse, q.Limit, got, want)
		}
		if p := d.rank(q); p.Matched != len(match) || p.Total != len(rows) {
			rt.Fatalf("matched %d of %d, want %d of %d", p.Matched, p.Total, len(match), len(rows))
		}
	})
}

// A sort other than risk is the same whatever the view. An unpublished view has no rows, and the
// next ranking removes the views of the last.
func viewsGoWithTheirRanking(t *testing.T, e env) {
	d := e.open()
	row := func(slug string, place int) ranking.Row {
		return ranking.Row{Slug: slug, Name: slug, Views: []ranking.View{{ID: "equal", Label: "Equal weights", Rank: place, Of: 2}}}
	}
	d.put("l", row("a", 2), row("b", 1))
	if got := d.pages(t, ranking.Query{List: "l", View: "equal", Limit: 5}); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("under equal weights: %q", got)
	}
	if got := d.pages(t, ranking.Query{List: "l", View: "equal", Sort: ranking.SortName, Limit: 5}); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("by name: %q", got)
	}
	if got := d.pages(t, ranking.Query{List: "l", View: "other", Limit: 5}); len(got) != 0 {
		t.Errorf("under weights nobody published: %q", got)
	}
	first := d.rank(ranking.Query{List: "l", View: "equal", Limit: 1})
	if _, err := d.Rank(t.Context(), ranking.Query{List: "l", After: first.Next}); err == nil {
		t.Error("a page mark of a view is taken for one of the ranking")
	}
	d.put("l", ranking.Row{Slug: "a", Name: "a"})
	if got := d.pages(t, ranking.Query{List: "l", View: "equal", Limit: 5}); len(got) != 0 {
		t.Errorf("after a ranking without views: %q", got)
	}
}
