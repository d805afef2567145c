package collect_test

import (
	"context"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// A transfer the host told of, and a first release after years, stand in the
// published rows of their projects and in no other; no figure of a row moves.
func TestCollect_rowsCarryWhatIsWorthALook(t *testing.T) {
	t.Parallel()
	l := list("moved", "quiet", "woken")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, 9)
		if slug == "woken" {
			in := health.ObsList("release_dates", []string{"2026-11-01", "2023-01-01"})
			in.Source, in.ObservedAt = s.Source, s.ObservedAt
			s.Inputs = append(s.Inputs, in)
		}
		return s, nil
	})
	err := st.SaveIdentity(t.Context(), forge.Identity{Repository: "example.org/x/moved", NodeID: "R_1", Name: "other/moved", MovedAt: now.Add(-time.Hour), Presence: forge.Present, Checked: now})
	if err != nil {
		t.Fatal(err)
	}
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	without := rowsOf(t, c, l)
	c.Alerts = set.Alerts
	for slug, want := range map[string]string{"moved": "A2", "quiet": "", "woken": "A6"} {
		row, got := rowsOf(t, c, l)[slug], ""
		for _, a := range row.Alerts {
			got += a.ID
		}
		if got != want {
			t.Errorf("%s: %q, want %q", slug, got, want)
		}
		row.Alerts = nil
		if was := without[slug]; row.RiskUpper != was.RiskUpper || *row.H != *was.H || row.Status != was.Status {
			t.Errorf("%s: %+v with alerts, %+v without", slug, row, was)
		}
	}
}

// rowsOf collects the list and returns what was published, by slug.
func rowsOf(t *testing.T, c *collect.Collector, l health.List) map[string]ranking.Row {
	t.Helper()
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
		t.Fatal(err)
	}
	j, err := c.Judge(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]ranking.Row{}
	for _, r := range j.Rows {
		out[r.Slug] = r
	}
	return out
}
