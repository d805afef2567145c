package collect_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Another model begins another series: its points stand beside those of the
// model before, of which not one is rewritten, and each goes on by itself.
func TestRescore_anotherModelBeginsAnotherSeries(t *testing.T) {
	t.Parallel()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	mine, err := set.Overlay("mine.yaml", []byte("overlay: {id: mine, why: To see.}\naxes: {V: [{id: V1, curve: [[0, 0], [12, 100]]}]}"))
	if err != nil {
		t.Fatal(err)
	}
	figure := 6.0
	l := list("a", "b")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, figure), nil })
	shipped := c.Model
	series := func(m model.Model) []float64 {
		t.Helper()
		points, err := st.Scores(t.Context(), "a", m.SHA256, 10)
		if err != nil {
			t.Fatal(err)
		}
		var out []float64
		for _, p := range points {
			out = append(out, *p.V)
		}
		return out
	}
	step := func(m model.Model, fresh bool, wantShipped, wantMine []float64) {
		t.Helper()
		c.Model = m
		var err error
		if fresh {
			_, err = c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror})
		} else {
			_, err = c.Rescore(t.Context(), l)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := series(shipped); !reflect.DeepEqual(got, wantShipped) {
			t.Errorf("under the shipped model %v, want %v", got, wantShipped)
		}
		if got := series(mine); !reflect.DeepEqual(got, wantMine) {
			t.Errorf("under the overlay %v, want %v", got, wantMine)
		}
		if run, err := st.LastRun(t.Context(), l.Slug); err != nil || run.ModelSHA != m.SHA256 {
			t.Errorf("the last run is of model %s, error %v", run.ModelSHA, err)
		}
	}
	step(shipped, true, []float64{80}, nil)
	step(mine, false, []float64{80}, []float64{50})
	step(shipped, false, []float64{80}, []float64{50})
	figure = 9
	step(mine, true, []float64{80}, []float64{75, 50})
	step(shipped, false, []float64{92, 80}, []float64{75, 50})
}

func TestJudge_publishesNothing(t *testing.T) {
	t.Parallel()
	l := list("a", "b")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 6), nil })
	run, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror})
	if err != nil {
		t.Fatal(err)
	}
	c.Model.SHA256, c.Sources = "another", nil
	j, err := c.Judge(t.Context(), l)
	if err != nil || len(j.Rows) != 2 || len(j.Candidates) != 2 || j.Candidates[0].Score.V.Value != 80 || j.Model.SHA256 != "another" {
		t.Errorf("%+v, error %v", j, err)
	}
	if last, err := st.LastRun(t.Context(), l.Slug); err != nil || last.ID != run.ID {
		t.Errorf("the last run is %d, want %d; error %v", last.ID, run.ID, err)
	}
	if points, err := st.Scores(t.Context(), "a", "another", 10); err != nil || len(points) != 0 {
		t.Errorf("%d points were kept, error %v", len(points), err)
	}
}
