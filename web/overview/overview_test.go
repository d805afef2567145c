package overview_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestHome_withoutRanksSaysSoAndShowsWhatIsKnown(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Unranked(t), "/", 200)
	finding := doc.Find(".lead .finding").Text()
	for _, want := range []string{"One of 3 measured projects rests on one regular contributor or none.", "No project is ranked yet", "Of one more on the list we have no figures"} {
		if !strings.Contains(finding, want) {
			t.Errorf("the finding lacks %q: %s", want, finding)
		}
	}
	if got := pagetest.Texts(doc.Find("table.plumbed tbody .proj")); !slices.Equal(got, []string{"xz", "zlib", "curl"}) {
		t.Errorf("act here: got %q, the fewest people first", got)
	}
	if got := doc.Find(".dateline").Text(); !strings.Contains(got, "92\u00a0days old") && !strings.Contains(got, "91\u00a0days old") || !strings.Contains(got, "Aug") {
		t.Errorf("the dateline does not tell the age: %q", got)
	}
	if got := pagetest.Texts(doc.Find(".mast__nav a")); !slices.Equal(got, []string{"Overview", "Projects", "Method", "Status"}) {
		t.Errorf("the navigation is %q", got)
	}
	if n := doc.Find(".mast__nav [aria-current=page]").Length(); n != 1 {
		t.Errorf("%d entries are current", n)
	}
}

func TestHome_withRanksShowsTheTen(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Ranked(t), "/", 200)
	if n := doc.Find("table.plumbed tbody tr").Length(); n != 10 {
		t.Errorf("got %d rows, want 10", n)
	}
	if got := doc.Find("#act").Text(); got != "Look here first: the ten at greatest risk" {
		t.Errorf("the head is %q", got)
	}
	if got := doc.Find(".lead .finding").Text(); !strings.Contains(got, "of 30 ranked projects") || !strings.Contains(got, "One more project cannot be ranked") {
		t.Errorf("the finding is %q", got)
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
	if got := pagetest.Page(t, h, "/", 200).Find("main").Text(); !strings.Contains(got, "plumbline collect") || !strings.Contains(got, "The list holds 1") {
		t.Errorf("got %q", got)
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
