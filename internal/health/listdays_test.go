package health

import (
	"maps"
	"testing"
	"time"
)

func TestListDays_sayWhenTheEditorsLookedAndNotWhenTheListWasRead(t *testing.T) {
	t.Parallel()
	c := curated()
	for id, day := range map[string]string{"set": "2023", "census": "2022-03-01"} {
		e := c.Sources[id]
		e.Date = day
		c.Sources[id] = e
	}
	p := Project{
		Added: "2026-01-05", ExpertLists: []string{"census", "set", "fund", "no such list"},
		Exposure: &Exposure{Toolchain: true, Reviewed: "2026-11-22"}, Substitution: &Substitution{Value: 2, Reviewed: "2026-11-21"},
		BaseImage: &BaseImage{Reviewed: "2026-11-20"}, EndOfLife: &EndOfLife{Since: "2020-02-03"},
	}
	held := Inputs{}
	for _, in := range ListInputs(c, p) { // as a store gives them back
		in.ObservedAt = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
		held.Put(in)
	}
	want := map[string]string{
		"expert_lists": "2023", "exposure_points": "2026-11-22", "toolchain": "2026-11-22", "substitutability": "2026-11-21",
		"base_image": "2026-11-20", "archived": "2020-02-03", "successor": "2020-02-03",
	}
	if got := ListDays(c, p, held); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	// What is held is of a former entry, of another source, or of nobody.
	was := held["substitutability"]
	was.Value = 1
	held["substitutability"] = was
	host := held["archived"]
	host.Source = SourceGitHub
	held["archived"] = host
	delete(held, "base_image")
	for _, field := range []string{"substitutability", "archived", "base_image"} {
		delete(want, field)
	}
	if got := ListDays(c, p, held); !maps.Equal(got, want) {
		t.Errorf("beside other values: got %v, want %v", got, want)
	}
	if got := ListDays(c, Project{}, held); len(got) != 0 {
		t.Errorf("an entry without judgements has days: %v", got)
	}
}
