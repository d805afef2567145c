package ranking_test

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProjects_canBeReadUnderOtherWeights(t *testing.T) {
	t.Parallel()
	h := pagetest.Weighed(t).Site()
	names := func(path string) string {
		return strings.Join(pagetest.Texts(pagetest.Page(t, h, path, 200).Find(".tbl.plumbed .proj")), " ")
	}
	published, other := names("/projects"), names("/projects?weights=people")
	if published != "p2 p1 p0" || other != "p0 p1 p2" {
		t.Errorf("as published %q, under other weights %q", published, other)
	}
	doc := pagetest.Page(t, h, "/projects?weights=people", 200)
	finding := doc.Find(".lead .finding")
	if got := finding.Text(); !slices.Equal(pagetest.Says(finding), []string{"weights:people", "sort:risk"}) || !strings.Contains(got, "People alone") || !strings.Contains(got, "People are what lasts.") {
		t.Errorf("the finding: %q states %q", got, pagetest.Says(finding))
	}
	if got := doc.Find(".tbl.plumbed .rank").First().Text(); !slices.Equal(pagetest.Numbers(got), []string{"1", "3"}) {
		t.Errorf("the first rank is %q", got)
	}
	if doc.Find(".tbl__tier").Length() != 0 {
		t.Error("tiers of the published order stand in another one")
	}
	if got := pagetest.Attrs(doc.Find("nav.chips [aria-current]"), "data-value"); len(got) != 1 || got[0] != "people" {
		t.Errorf("the chosen weights are %q", got)
	}
	if href, _ := doc.Find("nav.chips a").First().Attr("href"); href != "/projects" {
		t.Errorf("back to the published order leads to %q", href)
	}
}

func TestProjects_weightsNobodyOffersAreRefused(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Weighed(t).Site(), "/projects?weights=stars", 400)
	if got := doc.Find("main .links a[href='/projects?weights=people']").Text(); got != "people" || doc.Find(".finding[data-param=weights]").Length() != 1 {
		t.Errorf("the answer does not say what there is: %q", doc.Find("main").Text())
	}
}

// Whoever takes the rows elsewhere must see by which weights they stand in this order.
func TestFormats_sayTheWeightsTheyAreOrderedBy(t *testing.T) {
	t.Parallel()
	h := pagetest.Weighed(t).Site()
	res := pagetest.Get(t, h, "/projects.csv?weights=people")
	if got := res.Header.Get("Content-Disposition"); got != `attachment; filename="plumbline-critical-weights-people.csv"` {
		t.Errorf("the file is %s", got)
	}
	rows, err := csv.NewReader(res.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	for i, want := range []string{"p0 3 people 1", "p1 2 people 2", "p2 1 people 3"} {
		r := rows[i+1]
		if got := strings.Join([]string{at(r, "slug"), at(r, "rank"), at(r, "weights"), at(r, "weights_rank")}, " "); got != want || at(r, "weights_risk") == "" {
			t.Errorf("row %d is %q with risk %q, want %q", i, got, at(r, "weights_risk"), want)
		}
	}
	var doc struct {
		Weights  *string
		Projects []struct {
			Slug string
			Rank int
			Then *int     `json:"weights_rank"`
			Risk *float64 `json:"weights_risk"`
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/projects.json?weights=people"))), &doc); err != nil {
		t.Fatal(err)
	}
	if p := doc.Projects[0]; doc.Weights == nil || *doc.Weights != "people" || p.Slug != "p0" || p.Rank != 3 || p.Then == nil || *p.Then != 1 || p.Risk == nil {
		t.Errorf("the document: %+v", doc)
	}
	if got := pagetest.Get(t, h, "/projects.csv").Header.Get("Content-Disposition"); got != `attachment; filename="plumbline-critical.csv"` {
		t.Errorf("as published the file is %s", got)
	}
}
