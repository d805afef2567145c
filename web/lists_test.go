package web_test

import (
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestPages_linkEveryListWhenThereAreTwo(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 6, 40)
	links := func(doc *goquery.Document) (out []string) {
		doc.Find(".mast__nav ul.small a").Each(func(_ int, a *goquery.Selection) {
			out = append(out, a.Text()+" "+a.AttrOr("href", "")+" "+a.AttrOr("aria-current", ""))
		})
		return out
	}
	if got := links(pagetest.Page(t, b.Site(), "/projects", 200)); got != nil {
		t.Errorf("one list is linked: %q", got)
	}
	b.Beside = []health.List{{Slug: "archive", Title: "Archives", Revision: "1"}, {Slug: "zoo", Revision: "2"}}
	h := b.Site()
	const critical, archive, zoo = "Critical projects /projects ", "Archives /projects?list=archive ", "zoo /projects?list=zoo "
	for path, want := range map[string][]string{
		"/":                      {critical + "true", archive, zoo},
		"/projects":              {critical + "true", archive, zoo},
		"/p/xz":                  {critical + "true", archive, zoo},
		"/projects?list=archive": {critical, archive + "true", zoo},
		"/projects?list=zoo":     {critical, archive, zoo + "true"},
		"/status?list=zoo":       {critical, archive, zoo + "true"},
	} {
		doc := pagetest.Page(t, h, path, 200)
		if got := links(doc); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
		if n := doc.Find(".mast__nav [aria-current=page]").Length(); n > 1 {
			t.Errorf("%s: %d entries are the page itself", path, n)
		}
	}
	if got := links(pagetest.Page(t, h, "/nowhere", 404)); !slices.Equal(got, []string{critical, archive, zoo}) {
		t.Errorf("the page of an error: %q", got)
	}
}
