package store

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// A list that is too long is not counted for every query, and it is said where the
// numbers are more than the query has.
func TestCounts_ofALongListAreThoseOfTheWhole(t *testing.T) {
	t.Parallel()
	s := openDSN(t, "sqlite:"+t.TempDir()+"/p.db", noon)
	whole := map[string][]ranking.Facet{
		"status":   {{Value: "active", N: 20_000}, {Value: "dormant", N: 1}},
		"language": {{Value: "C", N: 20_001}},
	}
	out := ranking.Counts{Values: map[string][]ranking.Facet{}, AtMost: map[string]bool{}}
	h := head{run: health.Run{ID: 1}, list: 1, total: mostCounted + 1}
	for _, g := range groups(ranking.Query{Language: []string{"C"}}, []string{"status", "language"}) {
		if err := s.countGroup(t.Context(), nil, h, g, whole, out); err != nil { // it reads nothing
			t.Fatal(err)
		}
	}
	if diff := gocmp.Diff(whole, out.Values); diff != "" {
		t.Error(diff)
	}
	if !out.AtMost["status"] || out.AtMost["language"] {
		t.Errorf("at most is %v: status alone has another filter beside it", out.AtMost)
	}
}

// The counts of a long facet are those of its second page, too.
func TestCounts_readsBeyondTheFirstPage(t *testing.T) {
	t.Parallel()
	s := openDSN(t, "sqlite:"+t.TempDir()+"/p.db", noon)
	rows := make([]ranking.Row, 700)
	for i, slug := range slugsN(len(rows)) {
		rows[i] = ranking.Row{Slug: slug, Language: slug}
	}
	run, err := s.StartRun(t.Context(), health.Run{List: "l", ModelSHA: "m", Origin: health.OriginLive}, nil)
	if err == nil {
		err = s.Publish(t.Context(), run.ID, rows)
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, q := range []ranking.Query{{List: "l"}, {List: "l", Text: "project"}} {
			counts, err := s.Counts(t.Context(), q, "language")
			if err != nil || len(counts.Values["language"]) != ranking.MostValues {
				t.Errorf("text %q: %d values, error %v", q.Text, len(counts.Values["language"]), err)
			}
		}
		page, err := s.Rank(t.Context(), ranking.Query{List: "l"})
		if err != nil || len(page.Facets["language"]) != maxFacets {
			t.Errorf("Rank has %d values, error %v", len(page.Facets["language"]), err)
		}
	}
}
