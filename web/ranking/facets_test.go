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

// A filter of many values shows the most frequent ones. Any other is reached by its name, and is then
// an option like them.
func TestFacets_nameTheRareValues(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 60 {
		slug := fmt.Sprintf("p%02d", i)
		b.Measured(slug, 1, 8, 184).Project(slug, func(p *health.Project) {
			p.Language = fmt.Sprintf("L%02d", i%30)
			p.Tags = []string{fmt.Sprintf("t%02d", i)}
			p.Repositories[0].URL = fmt.Sprintf("https://h%d.example/o%d/%s", i%40, i%30, slug)
		})
		in := b.Last(slug).Inputs
		in[slices.IndexFunc(in, func(x health.Input) bool { return x.Field == "licence" })].Text = fmt.Sprintf("M-%02d", i)
	}
	h := b.Site()
	doc := pagetest.Page(t, h, "/projects", 200)
	for _, param := range []string{"lang", "owner", "host", "tag", "licence"} {
		n := doc.Find("#filters input[type=checkbox][name=" + param + "], #filters select[name=" + param + "] option[value!='']").Length()
		field := doc.Find("#filters input[type=text][name=" + param + "]")
		if n != 10 || field.Length() != 1 || field.AttrOr("aria-label", "") == "" {
			t.Errorf("%s has %d options and %d fields to name another, want 10 and 1", param, n, field.Length())
		}
	}
	if n := doc.Find("#filters input[type=text]").Length(); n != 5 {
		t.Errorf("%d filters take a name, want 5: the others have fixed values", n)
	}
	for query, want := range map[string]string{"?lang=L29&tag=": "lang L29", "?tag=t59": "tag t59", "?host=h39.example": "host h39.example", "?owner=o29": "owner o29"} {
		doc := pagetest.Page(t, h, "/projects"+query, 200)
		param, value, _ := strings.Cut(want, " ")
		if n := doc.Find("#filters input[checked][name=" + param + "][value='" + value + "']").Closest(":not(details *)").Length(); n != 1 {
			t.Errorf("%s: %d options of %s are chosen and in the open, want 1", query, n, want)
		}
		if n := doc.Find("#filters input[type=checkbox][name=" + param + "]").Length(); n != 11 {
			t.Errorf("%s: %s has %d options, want the 10 frequent ones and the chosen one", query, param, n)
		}
	}
}
