package shortlist_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// What people write into a list is text on the page and in its files, whatever it looks like.
func TestKept_hostileTextsStayText(t *testing.T) {
	t.Parallel()
	site := func(text string) http.Handler {
		return builder(t, func(s *shortlist.Shortlist) {
			s.Title = text
			for i := range s.Items {
				s.Items[i].Owner, s.Items[i].Note = text, text
			}
		}).Site()
	}
	shape := func(h http.Handler) (all []string) {
		written(t, h, kept).Find("*").Each(func(_ int, s *goquery.Selection) {
			names := s.Get(0).Data
			for _, a := range s.Get(0).Attr {
				names += " " + a.Key
			}
			all = append(all, names)
		})
		return all
	}
	usual := shape(site(pagetest.Usual))
	for name, text := range pagetest.HostileTexts {
		h := site(text)
		if got := shape(h); !slices.Equal(got, usual) {
			t.Errorf("%s: the page has %d elements, with usual words %d, or other attributes", name, len(got), len(usual))
		}
		var d struct {
			Title string
			Items []struct{ Note string }
		}
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, kept+".json"))), &d); err != nil || d.Title != text || len(d.Items) != 2 || d.Items[0].Note != text {
			t.Errorf("%s: the document has %+v, %v", name, d, err)
		}
	}
	for _, text := range pagetest.Formulas {
		rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, site(text), kept+".csv")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range slices.Concat(rows...) {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("a spreadsheet computes the cell %q", cell)
			}
		}
	}
}
