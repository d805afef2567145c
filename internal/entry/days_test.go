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
	// Texts have no number: an older one is not of today's table.
	c.Fuzzed = map[string]health.Fuzzed{"p": {Date: "2026-11-30", Since: "2020-01-01"}}
	fuzzed := health.Project{Slug: "p"}
	for _, in := range entry.Inputs(c, fuzzed) {
		held.Put(in)
	}
	if got := entry.Days(c, fuzzed, held)[field.OSSFuzzSince]; got != "2026-11-30" {
		t.Errorf("the same text has the day %q", got)
	}
	since := held[field.OSSFuzzSince]
	since.Text = "2019-01-01"
	held[field.OSSFuzzSince] = since
	if got := entry.Days(c, fuzzed, held)[field.OSSFuzzSince]; got != "" {
		t.Errorf("another text has the day %q", got)
	}
	if got := entry.Days(c, health.Project{}, held); len(got) != 0 {
		t.Errorf("an entry without judgements has days: %v", got)
	}
}
