package entry_test

import (
	"maps"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestListDays_sayWhenTheEditorsLookedAndNotWhenTheListWasRead(t *testing.T) {
	t.Parallel()
	c := curated()
	for id, day := range map[string]string{"set": "2023", "census": "2022-03-01"} {
		e := c.Sources[id]
		e.Date = day
		c.Sources[id] = e
	}
	p := health.Project{
		Added: "2026-01-05", ExpertLists: []string{"census", "set", "fund", "no such list"},
		Exposure: &health.Exposure{Toolchain: true, Reviewed: "2026-11-22"}, Substitution: &health.Substitution{Value: 2, Reviewed: "2026-11-21"},
		BaseImage: &health.BaseImage{Reviewed: "2026-11-20"}, EndOfLife: &health.EndOfLife{Since: "2020-02-03"},
	}
	held := health.Inputs{}
	for _, in := range entry.Inputs(c, p) { // as a store gives them back
		in.ObservedAt = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
		held.Put(in)
	}
	want := map[field.ID]string{
		"expert_lists": "2023", "exposure_points": "2026-11-22", "toolchain": "2026-11-22", "substitutability": "2026-11-21",
		"base_image": "2026-11-20", "archived": "2020-02-03", "successor": "2020-02-03",
	}
	if got := entry.Days(c, p, held); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	// What is held is of a former entry, of another source, or of nobody.
	was := held["substitutability"]
	was.Value = 1
	held["substitutability"] = was
	host := held["archived"]
	host.Source = field.SourceGitHub
	held["archived"] = host
	delete(held, "base_image")
	for _, id := range []field.ID{"substitutability", "archived", "base_image"} {
		delete(want, id)
	}
	if got := entry.Days(c, p, held); !maps.Equal(got, want) {
		t.Errorf("beside other values: got %v, want %v", got, want)
	}
	if got := entry.Days(c, health.Project{}, held); len(got) != 0 {
		t.Errorf("an entry without judgements has days: %v", got)
	}
}
