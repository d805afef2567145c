package ranking_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// values are those of a filter with their counts, in the open and folded away.
func values(doc *goquery.Document, param string) (open, folded []string) {
	doc.Find("#filters input[name=" + param + "]").Each(func(_ int, in *goquery.Selection) {
		text := in.AttrOr("value", "") + " " + in.Parent().Find("span").Last().Text()
		if in.Closest("details").Length() > 0 {
			folded = append(folded, text)
		} else {
			open = append(open, text)
		}
	})
	return open, folded
}

// The counts of a filter are those of the rows the other filters leave.
func TestFacets_countUnderTheOtherFilters(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for _, c := range []struct{ query, param, want string }{
		{"", "lang", "C 3, Go 1"},
		{"?lang=Go", "lang", "C 3, Go 1"},
		{"?lang=Go", "tag", ""}, // one value is no choice
		{"?lang=Go&tag=network", "tag", "network 1"},
		{"?tag=compression", "tag", "compression 3, network 1"},
		{"?tag=compression&lang=Go", "lang", "C 3, Go 0"}, // what is chosen can be taken back
	} {
		open, folded := values(pagetest.Page(t, h, "/projects"+c.query, 200), c.param)
		if got := strings.Join(open, ", "); got != c.want || len(folded) != 0 {
			t.Errorf("%q: %s has %q and %d folded away, want %q", c.query, c.param, got, len(folded), c.want)
		}
	}
}

// Every value can be chosen; one that is chosen is in the open.
func TestFacets_foldAwayButKeepAll(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 12 {
		slug := fmt.Sprintf("p%02d", i)
		b.Measured(slug, 1, 8, 184).Project(slug, func(p *health.Project) {
			for n := range i + 1 {
				p.Tags = append(p.Tags, fmt.Sprintf("t%02d", n))
			}
		})
	}
	h := b.Site()
	open, folded := values(pagetest.Page(t, h, "/projects", 200), "tag")
	if want := []string{"compression 12", "t00 12", "t01 11", "t02 10", "t03 9", "t04 8", "t05 7", "t06 6"}; !slices.Equal(open, want) {
		t.Errorf("in the open are %q, want %q", open, want)
	}
	if want := []string{"t07 5", "t08 4", "t09 3", "t10 2", "t11 1"}; !slices.Equal(folded, want) {
		t.Errorf("folded away are %q, want %q", folded, want)
	}
	doc := pagetest.Page(t, h, "/projects?tag=t11", 200)
	open, folded = values(doc, "tag")
	if len(open) != 9 || open[8] != "t11 1" || len(folded) != 4 {
		t.Errorf("with t11 chosen %q are in the open and %q folded away", open, folded)
	}
	if n := doc.Find("#filters fieldset:has(input[name=tag]) details").Length(); n != 1 {
		t.Errorf("tags are folded %d times, want once", n)
	}
}
