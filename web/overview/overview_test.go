package overview_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestHome_withoutRanksSaysSoAndShowsWhatIsKnown(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Unranked(t), "/", 200)
	if got, want := pagetest.Says(doc.Find(".lead .finding")), []string{"one-regular:1/3", "no-ranks", "without-figures:1"}; !slices.Equal(got, want) {
		t.Errorf("the finding states %q, want %q", got, want)
	}
	if got := pagetest.Texts(doc.Find("table.plumbed tbody .proj")); !slices.Equal(got, []string{"xz", "zlib", "curl"}) {
		t.Errorf("act here: got %q, the fewest people first", got)
	}
	line := doc.Find(".dateline")
	if day := line.Find("[data-value='2026-08-22/2026-08-22']").Text(); !strings.Contains(day, explain.Day(pagetest.AsOf)) {
		t.Errorf("the dateline does not tell the day: %q", line.Text())
	}
	if got := pagetest.Numbers(line.Find(".age").Text()); !slices.Equal(got, []string{"91"}) {
		t.Errorf("the dateline does not tell the age: %q", line.Text())
	}
	if got := pagetest.Attrs(doc.Find(".mast__nav a"), "href"); !slices.Equal(got, []string{"/", "/projects", "/checks", "/map", "/fund", "/matrix", "/compare", "/changes", "/policy", "/lists", "/method", "/status"}) {
		t.Errorf("the navigation is %q", got)
	}
	if n := doc.Find(".mast__nav [aria-current=page]").Length(); n != 1 {
		t.Errorf("%d entries are current", n)
	}
}

func TestHome_withRanksShowsTheTen(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	doc := pagetest.Page(t, h, "/", 200)
	rows := pagetest.Texts(doc.Find("table.plumbed tbody tr .proj"))
	all := pagetest.Texts(pagetest.Page(t, h, "/projects", 200).Find("table.plumbed .proj"))
	if n := doc.Find("table.plumbed tbody tr").Length(); n != 10 || !slices.Equal(rows, all[:10]) {
		t.Errorf("got %d rows %q, want the first 10 of %q", n, rows, all)
	}
	finding := doc.Find(".lead .finding[data-says*='one-regular:'][data-says~='without-rank:1']")
	if finding.Length() != 1 || doc.Find("[data-fig=ended]").Length() != 1 || !slices.Contains(pagetest.Numbers(finding.Text()), "30") {
		t.Errorf("the finding states %q", pagetest.Says(doc.Find(".lead")))
	}
	doc.Find("a[href^='/']").Each(func(_ int, a *goquery.Selection) {
		if href, _ := a.Attr("href"); strings.HasPrefix(href, "/static") {
			t.Errorf("a link to a file: %s", href)
		}
	})
}

func TestHome_beforeTheFirstRun(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Site()
	if got := pagetest.Page(t, h, "/", 200).Find("main"); got.Find(".finding[data-reason=never-run][data-value='1']").Length() != 1 || got.Find("code").Text() != "plumbline collect" {
		t.Errorf("got %q", got.Text())
	}
	doc := pagetest.Page(t, h, "/projects", 200)
	if got := pagetest.Texts(doc.Find("tbody th")); !slices.Equal(got, []string{"xz"}) {
		t.Errorf("the list is not shown: %q", got)
	}
	if got := pagetest.Page(t, h, "/p/xz", 200).Find(".ass .unk").Length(); got < 2 {
		t.Errorf("a project never measured shows %d unknown boxes", got)
	}
	if got := pagetest.Get(t, h, "/projects.csv").StatusCode; got != 200 {
		t.Errorf("the CSV answers %d", got)
	}
}
