package mapping_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has 30 measured projects, of which every third names no channel for funding, and one of which
// nothing is known.
func site(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast()
	for i := range 30 {
		slug := fmt.Sprintf("p%02d", i)
		b.Project(slug, func(p *health.Project) {
			if i%2 == 1 {
				p.Language = "Go"
			}
		})
		var more []health.Input
		if i%3 == 0 {
			more = append(more, health.ObsList("funding_channels", []string{}))
		}
		b.Measured(slug, i%7, 3+i%10, 10+i*20, more...).Posture(slug, float64(i%11))
	}
	return b.Project("lost", nil).Failed("lost", "the repository could not be reached or read")
}

func TestMap_showsEveryProject(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t).Site(), "/map", http.StatusOK)
	links := doc.Find("svg[role=group] a")
	if n := links.Length(); n != 31 {
		t.Fatalf("%d marks are links, want 31", n)
	}
	for _, title := range pagetest.Texts(links.Find("title")) {
		if !strings.Contains(title, ": health ") || !strings.Contains(title, ", criticality ") {
			t.Errorf("a mark is named %q", title)
		}
	}
	if got := doc.Find("svg[role=group] a[href='/p/lost'] title").Text(); !strings.HasPrefix(got, "lost: health unknown, criticality ") {
		t.Errorf("the project without figures is %q", got)
	}
	if n := doc.Find(`svg[role=group] rect[fill="url(#ht)"]`).Length(); n != 1 {
		t.Errorf("%d hatched strips, want that of unknown health", n)
	}
	sum := 0
	for _, q := range pagetest.Texts(doc.Find("dt[data-quarter]")) {
		var n int
		if _, err := fmt.Sscan(q[strings.LastIndex(q, ":")+1:], &n); err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if sum != 30 || doc.Find("dt[data-quarter]").Length() != 4 {
		t.Errorf("the four quarters hold %d projects, want 30", sum)
	}
	says := pagetest.Says(doc.Find(".lead"))
	if len(says) != 2 || !strings.HasSuffix(says[0], "/30") || says[1] != "unknown:1" {
		t.Errorf("the finding states %q", says)
	}
	if doc.Find("table tbody tr[data-row]").Length() != 25 || doc.Find("a[href*='after=']").Length() != 1 {
		t.Error("the list is not a page of 25 rows with a link to the next")
	}
	if n := doc.Find("use[href='#mps1'], use[href='#mps2'], use[href='#mps3']").Length(); n < 10 {
		t.Errorf("%d squares, want one for each project without a channel", n)
	}
}

func TestMap_rowsSayWhatMarksShow(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	row := pagetest.Page(t, h, "/map?q=p00", http.StatusOK).Find("tr[data-row=p00]")
	if got := pagetest.Words(row); !strings.Contains(got, "none in its files") || !strings.Contains(got, "91 days") {
		t.Errorf("the row says %q", got)
	}
	lost := pagetest.Page(t, h, "/map?q=lost", http.StatusOK).Find("tr[data-row=lost]")
	if n := lost.Find(".unk").Length(); n != 4 || !strings.Contains(lost.Text(), "could not be reached") {
		t.Errorf("a row without figures has %d unknown cells: %q", n, pagetest.Words(lost))
	}
}

func TestMap_filters(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	doc := pagetest.Page(t, h, "/map?lang=Go&sort=health", http.StatusOK)
	if n := doc.Find("svg[role=group] a").Length(); n != 15 {
		t.Errorf("%d marks, want the 15 of the language", n)
	}
	if got := pagetest.Attrs(doc.Find("a.chip"), "href"); !slices.Equal(got, []string{"/map?sort=health"}) {
		t.Errorf("the chips lead to %q", got)
	}
	if got := doc.Find("[aria-sort=ascending] a").AttrOr("href", ""); got != "/map?lang=Go&sort=-health" {
		t.Errorf("the sorted column leads to %q", got)
	}
	none := pagetest.Page(t, h, "/map?lang=Go&q=p00", http.StatusOK)
	if none.Find("svg[role=group]").Length() != 0 || none.Find("#none").Length() != 1 || none.Find(".state .chip").Length() != 2 {
		t.Error("no match offers no way out")
	}
	if got := pagetest.Page(t, h, "/map?colour=red", http.StatusOK).Find(".notice").Text(); !strings.Contains(got, "colour") {
		t.Errorf("the unknown parameter is not named: %q", got)
	}
	pagetest.Page(t, h, "/map?sort=colour", http.StatusBadRequest)
	pagetest.Page(t, h, "/map?list=nowhere", http.StatusBadRequest)
}

// The map has no places by other weights, and what it offers instead of a bad value is on the map.
func TestMap_keepsToItsParameters(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	plain := pagetest.Attrs(pagetest.Page(t, h, "/map", http.StatusOK).Find("tr[data-row]"), "data-row")
	for _, weights := range []string{"people", "nonsense"} {
		doc := pagetest.Page(t, h, "/map?weights="+weights, http.StatusOK)
		if got := doc.Find("[data-says=ignored]").Text(); !strings.Contains(got, "weights") {
			t.Errorf("weights=%s is not said to be ignored: %q", weights, got)
		}
		if got := pagetest.Attrs(doc.Find("tr[data-row]"), "data-row"); !slices.Equal(got, plain) {
			t.Errorf("weights=%s orders the rows", weights)
		}
		if n := doc.Find("main [href*='weights=']").Length(); n != 0 {
			t.Errorf("%d links carry weights=%s along", n, weights)
		}
	}
	for _, at := range []string{"/map?lang=Go&sort=colour", "/map?after=colour"} {
		for _, href := range pagetest.Attrs(pagetest.Page(t, h, at, http.StatusBadRequest).Find("main a"), "href") {
			if !strings.HasPrefix(href, "/map") {
				t.Errorf("%s offers %s", at, href)
			}
		}
	}
}

func TestMap_otherStates(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	past := pagetest.Page(t, h, "/map?as_of=run-1", http.StatusOK)
	if got := past.Find("svg[role=group] a").First().AttrOr("href", ""); !strings.HasSuffix(got, "?as_of=run-1") {
		t.Errorf("a mark of a past day leads to %q", got)
	}
	empty := pagetest.Page(t, pagetest.New(t).Project("xz", nil).Site(), "/map", http.StatusOK)
	if empty.Find(".finding[data-reason=never-run]").Length() != 1 {
		t.Error("before the first run the page does not say so")
	}
	res := pagetest.Get(t, h, "/map")
	if res = pagetest.Get(t, h, "/map", "If-None-Match", res.Header.Get("ETag")); res.StatusCode != http.StatusNotModified {
		t.Errorf("asked again, the page answers %d", res.StatusCode)
	}
}

func TestMap_formatsAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	for _, q := range []string{"", "?lang=Go&sort=-criticality", "?as_of=run-1&per=25"} {
		if a, b := pagetest.Body(t, pagetest.Get(t, h, "/map.csv"+q)), pagetest.Body(t, pagetest.Get(t, h, "/projects.csv"+q)); a != b || a == "" {
			t.Errorf("/map.csv%s differs from /projects.csv%s", q, q)
		}
		var doc struct{ Projects []struct{ Slug string } }
		body := pagetest.Body(t, pagetest.Get(t, h, "/map.json"+q))
		if err := json.Unmarshal([]byte(body), &doc); err != nil || len(doc.Projects) == 0 {
			t.Errorf("/map.json%s: %v, %d projects", q, err, len(doc.Projects))
		}
		if body != pagetest.Body(t, pagetest.Get(t, h, "/projects.json"+q)) {
			t.Errorf("/map.json%s differs from /projects.json%s", q, q)
		}
	}
}
