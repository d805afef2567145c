package statements_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

var paths = []string{"/about", "/accessibility", "/privacy"}

func TestStatements_areThereWithoutFiguresAndLinkEachOther(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Site()
	for _, path := range paths {
		doc := pagetest.Page(t, h, path, 200)
		if doc.Find("h1").Length() != 1 || doc.Find(".tabs a").Length() != 3 || doc.Find(".tabs [aria-current]").AttrOr("href", "") != path {
			t.Errorf("%s: %d headings, tabs %q", path, doc.Find("h1").Length(), pagetest.Texts(doc.Find(".tabs a")))
		}
		for _, other := range append(paths, "/method/data") {
			if doc.Find("footer a[href='"+other+"']").Length() != 1 {
				t.Errorf("%s: the foot does not link %s", path, other)
			}
		}
		links := doc.Find("main a[href^='/']")
		for i := range links.Nodes {
			href, _, _ := strings.Cut(links.Eq(i).AttrOr("href", ""), "#")
			pagetest.Page(t, h, href, 200)
		}
		if n := pagetest.Page(t, h, path+"?x=1&as_of=2020-01-01", 200).Find("[data-says=ignored]").Length(); n == 0 {
			t.Errorf("%s ignores a parameter without a note", path)
		}
		res := pagetest.Get(t, h, path)
		if tag := res.Header.Get("ETag"); tag == "" || pagetest.Get(t, h, path, "If-None-Match", tag).StatusCode != http.StatusNotModified {
			t.Errorf("%s is sent twice", path)
		}
	}
}

func TestStatements_json(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Site()
	for _, path := range paths {
		var d struct {
			Title    string
			Sections []struct{ ID, Head string }
		}
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, path+".json"))), &d); err != nil {
			t.Fatal(err)
		}
		doc := pagetest.Page(t, h, path, 200)
		if d.Title != doc.Find("h1").Text() || len(d.Sections) != doc.Find("section").Length() {
			t.Errorf("%s.json: %q with %d sections, the page has %d", path, d.Title, len(d.Sections), doc.Find("section").Length())
		}
	}
}

func TestStatements_nameTheContact(t *testing.T) {
	t.Parallel()
	site := web.Site{Contact: "https://example.org/help", Now: time.Now}
	for _, path := range paths {
		doc := pagetest.Page(t, site.Handler(), path, 200)
		if doc.Find("section[aria-labelledby=contact] a[href='https://example.org/help']").Length() != 1 {
			t.Errorf("%s does not link the contact", path)
		}
	}
	site.Contact = "javascript:alert(1)"
	for _, path := range paths {
		doc := pagetest.Page(t, site.Handler(), path, 200)
		if doc.Find("a[href^='javascript']").Length() != 0 || !strings.Contains(doc.Find("section[aria-labelledby=contact]").Text(), "javascript:alert(1)") {
			t.Errorf("%s: the contact that is no address", path)
		}
	}
}

// names collects the attributes that a line of the log has.
type names struct{ seen *[]string }

func (n names) Enabled(context.Context, slog.Level) bool { return true }
func (n names) WithAttrs([]slog.Attr) slog.Handler       { return n }
func (n names) WithGroup(string) slog.Handler            { return n }
func (n names) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		*n.seen = append(*n.seen, a.Key)
		return true
	})
	return nil
}

// The privacy page lists what a line of the access log holds, and no more.
func TestPrivacy_listsWhatIsLogged(t *testing.T) {
	t.Parallel()
	var got []string
	h := httpx.WithAccessLog(slog.New(names{&got}), time.Now, strings.ToLower)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) }))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/search?q=secret", nil))
	var want []string
	doc := pagetest.Page(t, pagetest.New(t).Site(), "/privacy", 200)
	doc.Find("section[aria-labelledby=log] li").Each(func(_ int, li *goquery.Selection) { want = append(want, li.AttrOr("data-key", "")) })
	got = append(got, "time")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("logged is %q, the page says %q", got, want)
	}
	people := doc.Find("[data-key=pseudonyms]").Text()
	if !strings.Contains(people, "36 months") {
		t.Errorf("pseudonyms: %q", people)
	}
}

// No answer sets a cookie or asks another host for anything.
func TestPrivacy_isTrueOfPages(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	for _, path := range append([]string{"/", "/projects", "/p/p0", "/search?q=p0", "/status", "/method"}, paths...) {
		res := pagetest.Get(t, h, path)
		if c := res.Header.Values("Set-Cookie"); len(c) > 0 {
			t.Errorf("%s sets %q", path, c)
		}
		if res.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s sends a referrer", path)
		}
		doc := pagetest.Page(t, h, path, 200)
		if n := doc.Find("script, img, iframe, link[href^='http'], [src^='http']").Length(); n != 0 {
			t.Errorf("%s loads %d other things", path, n)
		}
	}
}

// Every fault and everything unchecked in the checklist is on the page, and nothing else.
func TestAccessibility_agreesWithTheChecklist(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../uitest/WCAG22-checklist.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, row := range regexp.MustCompile(`(?m)^\| (\d\.\d\.\d+) [^|]*\|[^|]*\| ([^|]*)\| (.*)$`).FindAllStringSubmatch(string(b), -1) {
		if strings.HasPrefix(row[2], "not checked") || strings.Contains(row[3], "**fault") {
			want = append(want, row[1])
		}
	}
	var got []string
	pagetest.Page(t, pagetest.New(t).Site(), "/accessibility", 200).Find("section[aria-labelledby=gaps] li").Each(func(_ int, li *goquery.Selection) {
		got = append(got, strings.Fields(li.AttrOr("data-key", ""))...)
	})
	slices.Sort(got)
	slices.Sort(want)
	if len(want) < 2 || !slices.Equal(got, want) {
		t.Errorf("the page names %q, the checklist %q", got, want)
	}
}
