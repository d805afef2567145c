package wellknown_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
	"github.com/plumbline-scorecard/plumbline/web/wellknown"
)

type sitemap struct {
	XMLName xml.Name
	URLs    []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	} `xml:"url"`
	Maps []struct {
		Loc string `xml:"loc"`
	} `xml:"sitemap"`
}

func read(t *testing.T, body string) sitemap {
	t.Helper()
	var m sitemap
	if err := xml.Unmarshal([]byte(body), &m); err != nil {
		t.Fatalf("%v in %.200s", err, body)
	}
	return m
}

func TestSitemap_hasPagesListsAndProjects(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.PublicURL = "https://plumbline.test/"
	b.Beside = []health.List{{Slug: "other", Projects: []health.Project{b.List.Projects[0], {Slug: "away", Name: "away"}}}}
	b.Results.Releases = []model.Release{{Version: "2.0.0", Date: "2026-08-01"}}
	h := b.Site()
	res := pagetest.Get(t, h, "/sitemap.xml")
	if kind := res.Header.Get("Content-Type"); kind != "application/xml; charset=utf-8" {
		t.Errorf("the sitemap is %q", kind)
	}
	m := read(t, pagetest.Body(t, res))
	if m.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" || m.XMLName.Local != "urlset" {
		t.Errorf("the root is %v", m.XMLName)
	}
	var got []string
	for _, u := range m.URLs {
		path, ok := strings.CutPrefix(u.Loc, "https://plumbline.test/")
		if !ok {
			t.Errorf("%s is elsewhere", u.Loc)
		}
		if strings.HasPrefix(path, "p/p0") && u.LastMod != pagetest.Today.Format(time.DateOnly) {
			t.Errorf("%s changed on %q", u.Loc, u.LastMod)
		}
		if path != "p/away" { // without a run its list has no page of it
			if res := pagetest.Get(t, h, "/"+path); res.StatusCode != 200 {
				t.Errorf("/%s: %d", path, res.StatusCode)
			}
		}
		got = append(got, path)
	}
	for _, want := range []string{"", "projects", "status", "method", "method/posture", "about", "privacy", "search", "changes/model/2.0.0", "tags/compression", "p/p0", "p/p5", "p/away"} {
		if !slices.Contains(got, want) {
			t.Errorf("/%s is not in the sitemap", want)
		}
	}
	slices.Sort(got)
	if len(slices.Compact(slices.Clone(got))) != len(got) || slices.ContainsFunc(got, func(s string) bool { return strings.ContainsAny(s, "?{") }) {
		t.Errorf("an address is there twice, or is none: %q", got)
	}
	tag := res.Header.Get("ETag")
	if tag == "" || pagetest.Get(t, h, "/sitemap.xml", "If-None-Match", tag).StatusCode != http.StatusNotModified {
		t.Error("the sitemap is sent twice")
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/robots.txt")); !strings.Contains(body, "\nSitemap: https://plumbline.test/sitemap.xml\n") || !strings.Contains(body, "Disallow: /*?\n") {
		t.Errorf("robots.txt: %s", body)
	}
	for _, part := range []string{"0.xml", "2.xml", "1", "x.xml", "-1.xml", "99999999999999999999.xml"} {
		pagetest.Page(t, h, "/sitemap/"+part, 404)
	}
}

// A host that a request names can be forged: without a public address nothing is said.
func TestSitemap_needsThePublicAddress(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	if text := pagetest.Page(t, h, "/sitemap.xml", 404).Find("main").Text(); !strings.Contains(text, "--public-url") {
		t.Errorf("the reason is %q", text)
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/robots.txt")); strings.Contains(body, "Sitemap") || !strings.Contains(body, "Disallow: /*?\n") {
		t.Errorf("robots.txt: %s", body)
	}
}

// noRuns is a store of which nothing is published.
type noRuns struct{ query.Store }

func (noRuns) LastRun(context.Context, string) (health.Run, error) {
	return health.Run{}, health.ErrNotFound
}

func TestSitemap_isSplitAboveTheLimit(t *testing.T) {
	t.Parallel()
	l := health.List{Slug: "critical"}
	for i := range 100_000 {
		l.Projects = append(l.Projects, health.Project{Slug: fmt.Sprintf("p%06d", i), Name: "p"})
	}
	for n, want := range map[int][]int{49_998: {50_000}, 49_999: {50_000, 1}, 99_998: {50_000, 50_000}, 99_999: {50_000, 50_000, 1}} {
		some := l
		some.Projects = l.Projects[:n]
		s := wellknown.Site{
			Query:     query.New(query.Config{Store: noRuns{}, Lists: []health.List{some}, Now: time.Now}),
			PublicURL: "https://plumbline.test/", Pages: []string{"/"}, Now: time.Now,
		}
		mux := http.NewServeMux()
		for pattern, h := range s.Routes() {
			mux.Handle(pattern, httpx.Handle(h, func(w http.ResponseWriter, _ *http.Request, err error) { http.Error(w, err.Error(), 500) }))
		}
		get := func(path string) sitemap {
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			if w.Body.Len() > 50<<20 {
				t.Errorf("%s has %d bytes", path, w.Body.Len())
			}
			return read(t, w.Body.String())
		}
		m := get("/sitemap.xml")
		if len(want) == 1 {
			if len(m.URLs) != want[0] || len(m.Maps) != 0 {
				t.Errorf("%d projects: %d addresses, %d parts", n, len(m.URLs), len(m.Maps))
			}
			continue
		}
		if m.XMLName.Local != "sitemapindex" || len(m.Maps) != len(want) {
			t.Fatalf("%d projects: %s of %d parts", n, m.XMLName.Local, len(m.Maps))
		}
		for i, part := range m.Maps {
			if got := len(get(strings.TrimPrefix(part.Loc, "https://plumbline.test")).URLs); got != want[i] {
				t.Errorf("%d projects: part %d has %d addresses, want %d", n, i+1, got, want[i])
			}
		}
	}
}

func TestSecurity(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 2, 15, 4, 5, 0, time.UTC)
	get := func(contact string) *http.Response {
		return pagetest.Get(t, web.Site{Contact: contact, PublicURL: "https://plumbline.test/", Now: func() time.Time { return now }}.Handler(), "/.well-known/security.txt")
	}
	for contact, want := range map[string]string{
		"https://example.org/help?a=b": "https://example.org/help?a=b", "mailto:help@example.org": "mailto:help@example.org", "tel:+1-201-555-0123": "tel:+1-201-555-0123",
	} {
		res := get(contact)
		body := pagetest.Body(t, res)
		fields := map[string][]string{}
		for line := range strings.Lines(body) {
			if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(line, "#") {
				fields[name] = append(fields[name], value)
			}
		}
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/plain; charset=utf-8" || !slices.Equal(fields["Contact"], []string{want}) {
			t.Errorf("%s: %d, %q", contact, res.StatusCode, body)
		}
		if len(fields["Expires"]) != 1 || len(fields["Preferred-Languages"]) != 1 || !slices.Equal(fields["Canonical"], []string{"https://plumbline.test/.well-known/security.txt"}) {
			t.Errorf("%q", body)
		}
		expires, err := time.Parse(time.RFC3339, fields["Expires"][0])
		if err != nil || expires.Before(now.AddDate(0, 0, 30)) || expires.After(now.AddDate(1, 0, 0)) {
			t.Errorf("it expires at %v, error %v", expires, err)
		}
		if _, err := url.Parse(fields["Contact"][0]); err != nil {
			t.Error(err)
		}
	}
	for _, contact := range []string{"", "http://example.org/", "help@example.org", "javascript:alert(1)", "https:///x", "mailto:", "https://a.example\nContact: https://b.example"} {
		res := get(contact)
		if body := pagetest.Body(t, res); res.StatusCode != 404 || !strings.Contains(body, "contact") {
			t.Errorf("%q: %d", contact, res.StatusCode)
		}
	}
}
