package collect_test

import (
	"context"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Nothing new was learnt, so nothing may look as if it were.
func TestCollect_sameFiguresSameRanges(t *testing.T) {
	t.Parallel()
	l := list(strings.Split("a b c d e f g h i j k l m n o p", " ")...)
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, 1+float64(slug[0]%5))
		s.Inputs = append(s.Inputs, health.Obs("License", float64(slug[0]%7)), health.Obs("distribution_families", 5+float64(slug[0]%3)))
		return s, nil
	})
	c.Model.Risk.MinCoverage, c.Model.Risk.FullCoverage = nil, nil // whatever is known at all is ranked
	var before ranking.Page
	for i := range 2 {
		if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
			t.Fatal(err)
		}
		page, err := st.Rank(t.Context(), ranking.Query{List: l.Slug})
		if err != nil || page.RankedTotal != 16 {
			t.Fatalf("%d are ranked, error %v", page.RankedTotal, err)
		}
		for j, r := range page.Rows {
			if b := before.Rows; i > 0 && (b[j].RankLo != r.RankLo || b[j].RankHi != r.RankHi || b[j].PTop10 != r.PTop10) {
				t.Errorf("%s lies between %d and %d, before between %d and %d", r.Slug, r.RankLo, r.RankHi, b[j].RankLo, b[j].RankHi)
			}
		}
		before = page
	}
}

// Ranges come from figures and model alone: projects that were read again without a change move
// no one, and one that changed passes each of the others at most once.
func TestCollect_aNeighbourMovesNoRange(t *testing.T) {
	t.Parallel()
	l := list(strings.Split("a b c d e f g h i j k l m n o p", " ")...)
	again, months := map[string]bool{}, map[string]float64{}
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, 1+float64(slug[0]%5)+months[slug])
		s.Inputs = append(s.Inputs, health.Obs("License", float64(slug[0]%7)), health.Obs("distribution_families", 5+float64(slug[0]%3)))
		if again[slug] {
			s.ObservedAt = now.AddDate(0, 0, 7)
		}
		return s, nil
	})
	c.Model.Risk.MinCoverage, c.Model.Risk.FullCoverage = nil, nil // whatever is known at all is ranked
	collected := func(only ...string) map[string]ranking.Row {
		t.Helper()
		if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive, Only: only}); err != nil {
			t.Fatal(err)
		}
		page, err := st.Rank(t.Context(), ranking.Query{List: l.Slug})
		if err != nil || page.RankedTotal != 16 {
			t.Fatalf("%d are ranked, error %v", page.RankedTotal, err)
		}
		rows := map[string]ranking.Row{}
		for _, r := range page.Rows {
			rows[r.Slug] = r
		}
		return rows
	}
	before := collected()
	for _, slug := range []string{"b", "e", "h", "k", "n"} {
		again[slug] = true
	}
	unchanged := collected("b", "e", "h", "k", "n")
	for slug, r := range unchanged {
		if b := before[slug]; b.RankLo != r.RankLo || b.RankHi != r.RankHi || *b.Risk != *r.Risk {
			t.Errorf("%s lies between %d and %d with risk %v, before between %d and %d with %v", slug, r.RankLo, r.RankHi, *r.Risk, b.RankLo, b.RankHi, *b.Risk)
		}
	}
	months["b"] = 2
	for slug, r := range collected("b") {
		if b := unchanged[slug]; slug != "b" && (max(b.RankLo-r.RankLo, r.RankLo-b.RankLo) > 1 || max(b.RankHi-r.RankHi, r.RankHi-b.RankHi) > 1) {
			t.Errorf("one project changed, and %s lies between %d and %d, before between %d and %d", slug, r.RankLo, r.RankHi, b.RankLo, b.RankHi)
		}
	}
}

// Who left the list explains the ranks of the others, as who joined it does.
func TestPast_aProjectThatLeftMovesItsNeighbours(t *testing.T) {
	t.Parallel()
	l := list("a", "b", "c", "d")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, 1+2*float64(slug[0]-'a'))
		s.Inputs = append(s.Inputs, health.Obs("License", 5), health.Obs("distribution_families", 6))
		return s, nil
	})
	c.Model.Risk.MinCoverage, c.Model.Risk.FullCoverage = nil, nil // whatever is known at all is ranked
	collected := func() health.Run {
		t.Helper()
		run, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive})
		if err != nil {
			t.Fatal(err)
		}
		if run, err = st.RunByID(t.Context(), run.ID); err != nil {
			t.Fatal(err)
		}
		return run
	}
	first := collected()
	l.Projects, l.Revision = l.Projects[1:], "without the first"
	if err := st.SaveLists(t.Context(), []health.List{l}); err != nil {
		t.Fatal(err)
	}
	second := collected()
	got, err := collect.Past{Store: st, Model: c.Model}.Since(t.Context(), l, first, second)
	if err != nil || len(got.Ranges.Left) != 1 || got.Ranges.Left[0] != "a" || len(got.Ranges.Moves) == 0 {
		t.Fatalf("ranges %+v, error %v", got.Ranges, err)
	}
	for _, m := range got.Ranges.Moves {
		if m.Cause != cause.RangeMembers {
			t.Errorf("%s moved from %v to %v by %s, want %s", m.Project, m.Before, m.After, m.Cause, cause.RangeMembers)
		}
	}
}
