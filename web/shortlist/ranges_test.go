package shortlist_test

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// Each figure of a list has the range that the list of its project publishes.
func TestList_showsHowSureItsFiguresAre(t *testing.T) {
	t.Parallel()
	h := builder(t, nil).Site()
	var d struct {
		Items []struct {
			Slug   string
			RankLo *int     `json:"rank_lo"`
			RankHi *int     `json:"rank_hi"`
			RiskLo *float64 `json:"risk_lo"`
			Health *float64 `json:"health_hi"`
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/shortlists.json?p=xz&p=zlib"))), &d); err != nil || len(d.Items) != 2 {
		t.Fatalf("%d items, %v", len(d.Items), err)
	}
	ranking := map[string]map[string]string{}
	for _, path := range []string{"/projects.csv", "/shortlists.csv?p=xz&p=zlib"} {
		rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, path)))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			cells := map[string]string{}
			for k, head := range rows[0] {
				cells[head] = row[k]
			}
			slug := cmp.Or(cells["slug"], cells["project"])
			for _, column := range []string{"rank_lo", "rank_hi", "risk_lo", "risk_hi", "health_lo", "health_hi"} {
				if was, ok := ranking[slug]; ok && (was[column] != cells[column] || cells[column] == "") {
					t.Errorf("%s of %s: the list has %q, the shortlist %q", column, slug, was[column], cells[column])
				}
			}
			if ranking[slug] == nil {
				ranking[slug] = cells
			}
		}
	}
	doc := pagetest.Page(t, h, "/shortlists?p=xz&p=zlib", http.StatusOK)
	for _, it := range d.Items {
		if it.RankLo == nil || it.RankHi == nil || it.RiskLo == nil || it.Health == nil || strconv.Itoa(*it.RankLo) != ranking[it.Slug]["rank_lo"] {
			t.Errorf("the document has %+v", it)
		}
		if n := doc.Find("section:has(#projects) tr[data-row=" + it.Slug + "] .tbl__sub").Length(); n < 4 {
			t.Errorf("%d lines below the figures of %s", n, it.Slug)
		}
	}
}
