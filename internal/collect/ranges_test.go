package collect_test

import (
	"context"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Nothing new was learnt, so nothing may look as if it were.
func TestCollect_sameFiguresSameRanges(t *testing.T) {
	t.Parallel()
	l := list(strings.Split("a b c d e f g h i j k l m n o p", " ")...)
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, float64(slug[0]%5))
		s.Inputs = append(s.Inputs, health.Obs("License", float64(slug[0]%7)), health.Obs("distribution_families", 5+float64(slug[0]%3)))
		return s, nil
	})
	c.Model.Risk.MinCoverage = nil // whatever is known at all is ranked
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
