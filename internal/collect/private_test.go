package collect_test

import (
	"context"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Figures are kept by project. What a private list says of one that is on a public list, too, is
// neither recorded nor counted there.
func TestCollect_aPrivateListRecordsSharedProjectsAsThePublicOneHasThem(t *testing.T) {
	t.Parallel()
	public, own := list("a", "b"), list("b", "c")
	public.Projects[1].Exposure = &health.Exposure{UntrustedInput: true, Reason: "Parses.", Reviewed: "2026-01-05"}
	own.Slug, own.Private = "own", true
	for i := range own.Projects {
		own.Projects[i].Exposure = &health.Exposure{UntrustedInput: true, Privileged: true, Crypto: true, Reason: "Sekret.", Reviewed: "2026-01-05"}
	}
	c, st := fixture(t, public, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 6), nil })
	c.Public = []health.List{public}
	if err := st.SaveLists(t.Context(), []health.List{own, public}); err != nil {
		t.Fatal(err)
	}
	for _, l := range []health.List{public, own} {
		if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginMirror}); err != nil {
			t.Fatal(err)
		}
	}
	for slug, want := range map[string]string{"a": "small@r1", "b": "small@r1", "c": "own@r1"} {
		f, err := st.Project(t.Context(), slug)
		if err != nil {
			t.Fatal(err)
		}
		if s, _ := f.Snapshot(field.SourceList); s.Version != want {
			t.Errorf("%s is recorded as listed by %q, want %q", slug, s.Version, want)
		}
	}
	for _, x := range []struct {
		list health.List
		want float64
	}{{public, 1}, {own, 3}} { // each list is judged by its own entry
		j, err := c.Judge(t.Context(), x.list)
		if err != nil {
			t.Fatal(err)
		}
		for _, cand := range j.Candidates {
			if in := cand.Inputs.Field("exposure_points"); cand.Project.Slug == "b" && in.Value != x.want {
				t.Errorf("list %s: exposure %v, want %v", x.list.Slug, in.Value, x.want)
			}
		}
	}
}
