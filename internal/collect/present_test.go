package collect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// What another model, or a changed list, makes of the figures is what publishing it
// would show, and nothing is published.
func TestPresent_isWhatPublishingWouldShow(t *testing.T) {
	t.Parallel()
	d := newDiary(t, "a", "b", "c")
	d.months = map[string]float64{"a": 6, "b": 9}
	first := d.collect(0, "a", "b")
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	if d.Model, err = set.Overlay("mine.yaml", []byte("overlay: {id: mine, why: To see.}\naxes: {V: [{id: V1, curve: [[0, 0], [12, 100]]}]}")); err != nil {
		t.Fatal(err)
	}
	d.list.Revision, d.list.Projects[0].Exposure = "r2", &health.Exposure{Crypto: true, Reviewed: "2026-11-01"}
	held, err := store.Temporary(t.Context(), d.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { held.Close() })
	then, err := d.Present(t.Context(), d.list, first, held)
	if err != nil {
		t.Fatal(err)
	}
	if last, err := d.store.LastRun(t.Context(), d.list.Slug); err != nil || last.ID != first.ID || last.ModelSHA != first.ModelSHA {
		t.Errorf("published is run %d by %.8s, error %v; want run %d by %.8s still", last.ID, last.ModelSHA, err, first.ID, first.ModelSHA)
	}
	got, err := then.Rank(t.Context(), ranking.Query{List: d.list.Slug})
	if err != nil || got.Run.ID != first.ID || got.Run.ModelSHA != d.Model.SHA256 || got.Run.Revision != "r2" {
		t.Errorf("of run %+v, error %v; want the figures of run %d by %.8s", got.Run, err, first.ID, d.Model.SHA256)
	}
	figures, err := then.Project(t.Context(), "a")
	if err != nil || figures.Ranked == nil || figures.Inputs.Field("exposure_points").Value != 1 {
		t.Errorf("figures %+v, error %v; want what the list says today", figures.Inputs.Field("exposure_points"), err)
	}

	if _, err := d.Rescore(t.Context(), d.list); err != nil {
		t.Fatal(err)
	}
	want, err := d.store.Rank(t.Context(), ranking.Query{List: d.list.Slug})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Rows, got.Rows, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("rows (-published +present)\n%s", diff)
	}
	stored, err := d.store.Project(t.Context(), "a")
	if diff := cmp.Diff(stored.Inputs, figures.Inputs); err != nil || diff != "" {
		t.Errorf("inputs, error %v (-stored +present)\n%s", err, diff)
	}
}
