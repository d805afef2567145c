package changes_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// The reconstructed past has a section of its own, and nothing of it is among published changes.
func TestChanges_theReconstructedPastIsApart(t *testing.T) {
	t.Parallel()
	f := quarters.NewFile("critical", "2025-12-31")
	for slug, regulars := range map[string][]float64{"xz": {1, 2, 2}, "lib": {9, 9, 4}, "gone": {1, 5, 9}} {
		s := quarters.Series{Slug: slug}
		for i, day := range []string{"2025-12-31", "2026-03-31", "2026-06-30"} {
			s.Add(day, strings.Repeat("a", 40), health.Snapshot{Inputs: []health.Input{health.Obs(field.Regulars12m, regulars[i]), health.Missing(field.Integrators12m, "not known", nil)}})
		}
		if err := f.Put(quarters.Entry{Repository: "https://github.com/xz/xz", Commit: strings.Repeat("f", 40), Cloned: "2026-08-22", Git: "git/4", Scorecard: "v4"}, s); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	if err := f.Write(&packed); err != nil {
		t.Fatal(err)
	}
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Project("lib", nil).Measured("lib", 1, 8, 40)
	b.Reconstructed = packed.Bytes()
	h := b.Site()
	doc := pagetest.Page(t, h, "/changes", http.StatusOK)
	part := doc.Find("section[data-says=reconstructed]")
	if got := pagetest.Attrs(part.Find("h3, summary"), "data-says"); !slices.Equal(got, []string{"quarter:2026-06-30 differ:1/2", "quarter:2026-03-31 differ:1/2"}) {
		t.Errorf("the quarters are %q", got)
	}
	if got := pagetest.Attrs(part.Find("tbody tr"), "data-row"); !slices.Equal(got, []string{"lib:regulars_12m", "xz:regulars_12m"}) {
		t.Errorf("the rows are %q", got)
	}
	if part.Find("a[href='/p/lib/past?at=2026-06-30']").Length() != 1 {
		t.Error("a row does not lead to the quarter of its project")
	}
	var d document
	read(t, h, "/changes.json", &d)
	if len(d.Changes) != 0 || len(d.Reconstructed) != 2 || d.Reconstructed[0].Kind != "reconstructed" || d.Reconstructed[0].Moves[0].After != 4 {
		t.Errorf("got %+v", d)
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/changes?as_of=run-1")); strings.Contains(body, "econstructed") {
		t.Error("a past day shows what was reconstructed later")
	}
	for _, path := range []string{"/changes.csv", "/changes.atom"} {
		if body := pagetest.Body(t, pagetest.Get(t, h, path)); strings.Contains(body, "econstructed") || strings.Contains(body, "2026-06-30") {
			t.Errorf("%s has something of it", path)
		}
	}
}
