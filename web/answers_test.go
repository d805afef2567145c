package web_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestJSON_unknownIsNullAndTheQueryIsTheSame(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	var rank struct {
		List     string
		Next     *string
		Matched  int
		Projects []struct {
			Rank  *int
			Slug  string
			Risk  *float64
			AsOf  *string `json:"as_of"`
			State string
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/projects.json?lang=C&sort=name"))), &rank); err != nil {
		t.Fatal(err)
	}
	if len(rank.Projects) != 3 || rank.Projects[0].Slug != "lost" || rank.Projects[0].AsOf != nil || rank.Projects[1].Rank != nil || rank.Projects[1].Risk != nil {
		t.Errorf("got %+v", rank)
	}
	var doc struct {
		Project struct{ Slug string }
		AsOf    string `json:"as_of"`
		Inputs  map[string]struct {
			State string
			Value any
		}
		Checks map[string]any
		Axes   map[string]struct{ Value *float64 }
	}
	raw := pagetest.Body(t, pagetest.Get(t, h, "/p/xz.json"))
	if err := json.Unmarshal([]byte(raw), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Project.Slug != "xz" || doc.AsOf != "2026-08-22T17:00:00Z" || len(doc.Checks) != 16 || doc.Axes["S"].Value != nil || doc.Inputs["regulars_12m"].Value != 1.0 {
		t.Errorf("got %.400s", raw)
	}
	if strings.Contains(raw, "top_author_changed") {
		t.Error("the facts of the alerts are public")
	}
}

func TestCSV_holdsEveryRowOfTheQuery(t *testing.T) {
	t.Parallel()
	res := pagetest.Get(t, pagetest.Ranked(t), "/projects.csv")
	rows, err := csv.NewReader(res.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 32 || rows[1][0] != "1" || rows[31][0] != "" {
		t.Errorf("%d rows, first rank %q, last %q; want 32, ranked first and the other last", len(rows), rows[1][0], rows[len(rows)-1][0])
	}
	if got := res.Header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Errorf("type %q", got)
	}
}

func TestAnswers_tagsHeadersAndCompression(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for _, path := range []string{"/", "/projects", "/projects.csv", "/projects.json", "/p/xz", "/p/xz.json", "/p/xz/funding", "/p/xz/funding.json", "/p/xz/brief", "/method", "/method/posture", "/method/data", "/method/programs", "/method/limits", "/method/candidates", "/method/funding", "/method/guide", "/method/services", "/method/glossary", "/status"} {
		first := pagetest.Get(t, h, path)
		tag := first.Header.Get("ETag")
		if again := pagetest.Get(t, h, path, "If-None-Match", tag); tag == "" || again.StatusCode != 304 || pagetest.Body(t, again) != "" {
			t.Errorf("%s with its tag %q: got %d", path, tag, again.StatusCode)
		}
		if other := pagetest.Get(t, h, path+"?q=z", "If-None-Match", tag); other.StatusCode == 304 {
			t.Errorf("%s: another query has the same tag", path)
		}
		if first.Header.Get("Content-Security-Policy") != httpx.ContentPolicy || first.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, first.Header)
		}
	}
	res := pagetest.Get(t, h, "/projects", "Accept-Encoding", "gzip")
	zr, err := gzip.NewReader(res.Body)
	if err != nil || res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(res.Header.Get("Vary"), "Accept-Encoding") {
		t.Fatalf("not compressed: %v, %v", err, res.Header)
	}
	if raw, err := io.ReadAll(zr); err != nil || !strings.HasSuffix(string(raw), "</html>") {
		t.Errorf("the compressed page is broken off: %v", err)
	}
}

func TestAnswers_filesMethodsAndPaths(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	css := pagetest.Page(t, h, "/", 200).Find("link[rel=stylesheet]").AttrOr("href", "")
	res := pagetest.Get(t, h, css)
	sheet := pagetest.Body(t, res)
	packed := pagetest.Body(t, pagetest.Get(t, h, css, "Accept-Encoding", "gzip"))
	if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") || len(packed) >= 7_500 {
		t.Errorf("%s: %d, %q, %d bytes as sent, or not under 7.5 kB", css, res.StatusCode, res.Header.Get("Cache-Control"), len(packed))
	}
	if strings.Contains(sheet, "/*") || strings.Contains(sheet, "\n") || strings.Count(sheet, "{") != strings.Count(sheet, "}") || !strings.Contains(sheet, "calc(var(--page) + 4rem)") {
		t.Error("the style sheet is not squeezed, or by too much")
	}
	for path, want := range map[string]int{
		"/static/app.css": 404, "/static/": 404, "/nowhere": 404, "//": 404, "/p/../": 404, "/p/x%00y": 400, "/p//x": 404, "/projects/": 404, "/p/": 404,
		"/healthz": 200, "/robots.txt": 200, "/favicon.svg": 200, "/static/../routes.go": 404, "/repo/github.com/../../etc/passwd": 404,
	} {
		if got := pagetest.Get(t, h, path).StatusCode; got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "/projects", nil))
		if w.Code != 405 {
			t.Errorf("%s: got %d", method, w.Code)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodHead, "/projects", nil))
	if w.Code != 200 {
		t.Errorf("HEAD: got %d", w.Code)
	}
}

func TestAnswers_aBrokenStoreIsAPageWithTheRequestsID(t *testing.T) {
	t.Parallel()
	h, st := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).SiteAndStore()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/projects", "/projects.csv", "/projects.json", "/p/xz", "/p/xz.json", "/method", "/status"} {
		res := pagetest.Get(t, h, path)
		id := res.Header.Get("X-Request-Id")
		got := pagetest.Body(t, res)
		if res.StatusCode != 500 || !strings.Contains(got, id) || strings.Contains(got, "sql") || res.Header.Get("ETag") != "" {
			t.Errorf("%s: got %d, id %q, tag %q\n%.300s", path, res.StatusCode, id, res.Header.Get("ETag"), got)
		}
	}
}

func TestPages_landmarksAndNoInlineCode(t *testing.T) {
	t.Parallel()
	h, seen := pagetest.Ranked(t), map[string]bool{}
	for _, path := range []string{"/", "/projects", "/projects?q=zzz", "/projects?ranked=no", "/map", "/map?q=zzz", "/fund", "/fund?rule=none", "/p/p01", "/p/bare", "/p/p01/history", "/p/p01/funding", "/p/bare/funding", "/p/p01/brief", "/p/bare/brief", "/method", "/method/posture", "/method/data", "/method/programs", "/method/limits", "/method/candidates", "/method/funding", "/method/guide", "/method/services", "/method/glossary", "/status"} {
		doc := pagetest.Page(t, h, path, 200)
		for sel, want := range map[string]int{"h1": 1, "main": 1, "header": 1, "footer": 1, "script": 0, "style": 0, "[style]": 0, "[onclick]": 0, "img": 0, "table:not(:has(caption))": 0, "th:not([scope])": 0} {
			if got := doc.Find(sel).Length(); got != want {
				t.Errorf("%s: %d times %s, want %d", path, got, sel, want)
			}
		}
		if n := len(pagetest.Body(t, pagetest.Get(t, h, path))); n > 150_000 {
			t.Errorf("%s: %d bytes, at most 150 000", path, n)
		}
		doc.Find("a[href^='/']").Each(func(_ int, a *goquery.Selection) {
			href := a.AttrOr("href", "")
			if seen[href] {
				return
			}
			seen[href] = true
			if res := pagetest.Get(t, h, strings.SplitN(href, "#", 2)[0]); res.StatusCode >= 400 {
				t.Errorf("%s links to %s, which answers %d", path, href, res.StatusCode)
			}
		})
	}
}

func TestAnswers_manyReadersAtOnce(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, path := range []string{"/", "/projects", fmt.Sprintf("/p/p%02d", i), "/projects.json"} {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
				if w.Code != 200 {
					t.Errorf("%s: got %d", path, w.Code)
				}
			}
		}()
	}
	wg.Wait()
}
