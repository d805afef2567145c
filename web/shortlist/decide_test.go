package shortlist_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// depends is the part of a document on what a decision depends on.
type depends struct {
	Rank     *int `json:"rank"`
	First    int  `json:"first"`
	Stays    int  `json:"stays_in"`
	Variants []struct {
		ID   string `json:"id"`
		Rank *int   `json:"rank"`
	} `json:"variants"`
	Unknown []struct {
		Input string `json:"input"`
		Bad   int    `json:"rank_if_bad"`
		Good  int    `json:"rank_if_good"`
	} `json:"unknown_facts"`
}

// A list, saved or not, says the same of each decision as the brief and the funding of the project.
func TestDecide_saysWhatTheBriefSays(t *testing.T) {
	t.Parallel()
	h := builder(t, nil).Project("lost", nil).Site()
	for _, path := range []string{"/shortlists?p=xz&p=zlib&p=lost", kept} {
		address, asked, _ := strings.Cut(path, "?")
		doc := pagetest.Page(t, h, path, http.StatusOK)
		var d struct {
			Items []struct {
				Slug    string
				Depends *depends `json:"decision_depends_on"`
			}
		}
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, address+".json?"+asked))), &d); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, address+".csv?"+asked)))).ReadAll()
		if err != nil || len(rows) != len(d.Items)+1 {
			t.Fatalf("%s: %d rows of a file, %v", path, len(rows), err)
		}
		for i, it := range d.Items {
			line := doc.Find("tr[data-row=depends-" + it.Slug + "]")
			brief := pagetest.Words(pagetest.Page(t, h, "/p/"+it.Slug+"/brief", http.StatusOK).Find("[data-says=depends]"))
			if got := pagetest.Words(line.Find("td").First()); got == "" || !strings.Contains(brief, got) {
				t.Errorf("%s: %s says %q, the brief %q", path, it.Slug, got, brief)
			}
			if n := line.Find("td").Length(); n != 1+len(decision.Variants) {
				t.Errorf("%s: %s has %d cells", path, it.Slug, n)
			}
			var fund struct{ Decision *depends }
			if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/"+it.Slug+"/funding.json"))), &fund); err != nil {
				t.Fatal(err)
			}
			fund.Decision.Unknown = fund.Decision.Unknown[:min(2, len(fund.Decision.Unknown))]
			if it.Depends == nil || !reflect.DeepEqual(it.Depends, fund.Decision) {
				t.Errorf("%s: %s has %+v, its funding %+v", path, it.Slug, it.Depends, fund.Decision)
			}
			cells := map[string]string{}
			for k, head := range rows[0] {
				cells[head] = rows[i+1][k]
			}
			if len(fund.Decision.Unknown) > 0 && cells["unknown_1"] != fund.Decision.Unknown[0].Input || cells["first"] != "20" {
				t.Errorf("%s: the file has %v of %s", path, cells, it.Slug)
			}
			for _, v := range fund.Decision.Variants {
				if (cells["rank_"+v.ID] != "") != (v.Rank != nil) {
					t.Errorf("%s: the file has %v of %s", path, cells, it.Slug)
				}
			}
		}
	}
}

// The page of a long list says where it is said; the file has all.
func TestDecide_aLongListIsCut(t *testing.T) {
	t.Parallel()
	b := builder(t, nil)
	asked := ""
	for i := range 41 {
		slug := fmt.Sprintf("p%02d", i)
		b.Project(slug, nil).Measured(slug, 2, 8, 40)
		asked += "&p=" + slug
	}
	h := b.Site()
	doc := pagetest.Page(t, h, "/shortlists?"+asked[1:], http.StatusOK)
	if n := doc.Find("tr[data-row^=depends-]").Length(); n != 0 || doc.Find("[data-says='decided:0'] a[href*='.csv']").Length() != 1 {
		t.Errorf("%d rows are shown, and %d lines say so", n, doc.Find("[data-says^=decided]").Length())
	}
	rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, "/shortlists.csv?"+asked[1:])))).ReadAll()
	if err != nil || len(rows) != 42 || rows[41][slices.Index(rows[0], "first")] != "20" {
		t.Errorf("the file has %d rows, %v", len(rows), err)
	}
}
