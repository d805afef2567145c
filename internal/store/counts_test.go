package store

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// A count that is remembered is that of the rows, also when another process writes the
// ranking of the same run again and every facet stays as it was.
func TestRank_remembersNoCountOfAnotherEdition(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, dsn string) {
		s, other := openDSN(t, dsn, noon), openDSN(t, dsn, noon)
		slugs := slugsN(40)
		run := weekly(t, s, slugs, 0, 1, 0)[0]
		matched := func(q ranking.Query) int {
			t.Helper()
			q.List = "l"
			p, err := s.Rank(t.Context(), q)
			if err != nil || len(p.Rows) != p.Matched {
				t.Fatalf("%d rows, %d matched, error %v", len(p.Rows), p.Matched, err)
			}
			return p.Matched
		}
		text, both := ranking.Query{Text: "renamed"}, ranking.Query{Text: "renamed", Language: []string{"C"}}
		for range 2 {
			if matched(text) != 0 || matched(both) != 0 || matched(ranking.Query{Language: []string{"C"}}) != 10 {
				t.Fatal("the first edition is not counted as it is")
			}
		}
		var rows []ranking.Row
		err := other.RankAll(t.Context(), ranking.Query{List: "l"}, func(p ranking.Page) error {
			rows = append(rows, p.Rows...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows[:12] {
			rows[i].Name = "Renamed " + rows[i].Name
		}
		if err := other.Publish(t.Context(), run.ID, rows); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if n := matched(text); n != 12 {
				t.Errorf("%d rows are found of the second edition, want 12", n)
			}
		}
		if n := len(s.counts.young); n != 4 {
			t.Errorf("%d counts are remembered, want 4", n)
		}
	})
}

// Conditions that differ in their values, or in what the values are of, are not one.
func TestRank_countsEachQueryAlone(t *testing.T) {
	t.Parallel()
	s := openDSN(t, "sqlite:"+t.TempDir()+"/p.db", noon)
	seen := map[countOf]bool{}
	yes, no := true, false
	queries := []ranking.Query{
		{Language: []string{"C"}},
		{Owner: []string{"C"}},
		{Language: []string{"C", "Go"}},
		{Language: []string{"C", `Go" "x`}},
		{Language: []string{"C"}, Ranked: &yes},
		{Language: []string{"C"}, Ranked: &no},
		{Text: "C"},
		{Language: []string{"C"}, Text: "C"},
	}
	for _, q := range queries {
		for _, h := range []head{{list: 1, run: health.Run{ID: 1}}, {list: 1, run: health.Run{ID: 2}}, {list: 1, run: health.Run{ID: 1}, edition: 1}, {list: 1, seq: 3, past: true}} {
			w, err := s.ranking(q)
			if err == nil {
				err = w.of(h, q)
			}
			if err != nil {
				t.Fatal(err)
			}
			seen[w.countOf(h)] = true
		}
	}
	if len(seen) != 4*len(queries) {
		t.Errorf("%d keys for %d counts", len(seen), 4*len(queries))
	}
}

// A page of ranked projects is read along the index of its order, wherever it begins: the
// planner would read the list by slug to find equal keys.
func TestRank_rankedPagesFollowTheirIndex(t *testing.T) {
	t.Parallel()
	s := openDSN(t, "sqlite:"+t.TempDir()+"/p.db", noon)
	yes := true
	for _, sort := range ranking.Sorts {
		after := cursor{sort: sort, known: true, number: 3, name: "x", slug: "x"}
		q := ranking.Query{Sort: sort, Ranked: &yes, After: after.String()}
		w, err := s.ranking(q)
		if err == nil {
			err = w.of(head{list: 1}, q)
		}
		if err != nil {
			t.Fatal(err)
		}
		if want := s.dialect.hint(w.order.index); w.hint != want {
			t.Errorf("%s: the hint is %q, want %q", sort, w.hint, want)
		}
	}
}
