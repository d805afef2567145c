package ranking_test

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

type atomFeed struct {
	ID      string `xml:"id"`
	Entries []struct {
		ID string `xml:"id"`
	} `xml:"entry"`
}

func atomOf(t *testing.T, h http.Handler, path string) (f atomFeed) {
	t.Helper()
	res := pagetest.Get(t, h, path)
	body := pagetest.Body(t, res)
	if err := xml.Unmarshal([]byte(body), &f); err != nil || res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "application/atom+xml") {
		t.Fatalf("%s: %d, %v, %.300s", path, res.StatusCode, err, body)
	}
	return f
}

func TestFeed_hasTheChangesOfTheRowsOnly(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	f := atomOf(t, h, "/projects.atom")
	const entry = "tag:plumbline.invalid,2026-11-16:critical/project/xz"
	if len(f.Entries) != 1 || f.Entries[0].ID != entry {
		t.Errorf("the entries are %+v, want that of /changes.atom, %s", f.Entries, entry)
	}
	if x := atomOf(t, h, "/projects.atom?q=xz&sort=name&per=50&columns=all"); len(x.Entries) != 1 || x.ID == f.ID || x.ID != atomOf(t, h, "/projects.atom?q=xz").ID {
		t.Errorf("the feed of xz is %+v", x)
	}
	if x := atomOf(t, h, "/projects.atom?q=p03"); len(x.Entries) != 0 {
		t.Errorf("the feed of another project has %+v", x.Entries)
	}
	doc := pagetest.Page(t, h, "/projects?q=p0&sort=name&columns=all", http.StatusOK)
	link := doc.Find("link[type='application/atom+xml']").AttrOr("href", "")
	if link != "/projects.atom?q=p0" || !slices.Contains(pagetest.Attrs(doc.Find("nav.acts a"), "href"), link) {
		t.Errorf("the page names the feed %q", link)
	}
}

func TestFeed_aPrivateListHasNone(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40)
	b.List = health.List{Slug: "critical", Title: b.List.Title, Projects: b.List.Projects, Private: true}
	h := b.Site()
	if got := pagetest.Get(t, h, "/projects.atom").StatusCode; got != http.StatusNotFound {
		t.Errorf("got %d", got)
	}
	if n := pagetest.Page(t, h, "/projects", http.StatusOK).Find("[href*='.atom']").Length(); n != 0 {
		t.Errorf("%d links lead to a feed", n)
	}
}
