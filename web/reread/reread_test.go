package reread_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/recheck"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// post sends the form of a project from a browser on this site; header may say otherwise.
func post(h http.Handler, slug string, header ...string) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "http://plumbline.example/p/"+slug+"/recheck", nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// sent is post with the page that answers.
func sent(t *testing.T, h http.Handler, slug string, status int) (*http.Response, *goquery.Document) {
	t.Helper()
	res := post(h, slug)
	doc, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil || res.StatusCode != status {
		t.Fatalf("the request for %s was answered with %d, %v; want %d", slug, res.StatusCode, err, status)
	}
	return res, doc
}

func finding(doc *goquery.Document) string { return doc.Find(".finding").AttrOr("data-says", "") }

// collecting is a site that collects its list of n projects.
func collecting(t *testing.T, n int) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast()
	for i := range n {
		slug := fmt.Sprintf("p%02d", i)
		b.Project(slug, nil).Measured(slug, 2, 6, 40)
	}
	b.Collected = []string{b.List.Slug}
	return b
}

// An hour has to pass between two requests for a project; the answer says when.
func TestAsk_onceAnHour(t *testing.T) {
	t.Parallel()
	b := collecting(t, 1)
	next := b.Now.Add(9 * time.Minute)
	b.Schedule = func(context.Context) (query.Schedule, error) { return query.Schedule{NextSweep: next}, nil }
	h := b.Site()
	res, _ := sent(t, h, "p00", http.StatusSeeOther)
	if got := res.Header.Get("Location"); got != "/p/p00/recheck" {
		t.Errorf("it leads to %q", got)
	}
	doc := pagetest.Page(t, h, "/p/p00/recheck", 200)
	if finding(doc) != "waiting" || !strings.Contains(pagetest.Words(doc.Find(".finding")), "12:09 UTC") || doc.Find("main form").Length() != 0 {
		t.Errorf("the page says %q", pagetest.Words(doc.Find("main")))
	}
	b.Now = b.Now.Add(recheck.Gap - time.Minute)
	res, doc = sent(t, h, "p00", http.StatusTooManyRequests)
	if res.Header.Get("Retry-After") != "60" || doc.Find("[data-says=too-soon]").Length() != 1 || !strings.Contains(pagetest.Words(doc.Find("[data-says=again]")), "13:00 UTC") {
		t.Errorf("too soon: %q, retry after %q", pagetest.Words(doc.Find("main")), res.Header.Get("Retry-After"))
	}
	b.Now = b.Now.Add(time.Minute)
	if doc := pagetest.Page(t, h, "/p/p00/recheck", 200); doc.Find("main form").Length() != 1 {
		t.Error("an hour later it cannot be asked for again")
	}
	sent(t, h, "p00", http.StatusSeeOther)
}

// A site takes so many requests in an hour.
func TestAsk_aBusySiteTakesNoMore(t *testing.T) {
	t.Parallel()
	h := collecting(t, recheck.MostPerHour+1).Site()
	for i := range recheck.MostPerHour {
		sent(t, h, fmt.Sprintf("p%02d", i), http.StatusSeeOther)
	}
	last := fmt.Sprintf("p%02d", recheck.MostPerHour)
	res, doc := sent(t, h, last, http.StatusTooManyRequests)
	if res.Header.Get("Retry-After") != "3600" || doc.Find("[data-says=busy]").Length() != 1 || finding(doc) != "never-asked" {
		t.Errorf("busy: %q", pagetest.Words(doc.Find("main")))
	}
}

// Only a form of this site asks, and no log-in is needed.
func TestAsk_refusesOtherSites(t *testing.T) {
	t.Parallel()
	h, st := collecting(t, 1).SiteAndStore()
	for _, header := range [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
		{"Sec-Fetch-Site", "", "Origin", "null"},
	} {
		if res := post(h, "p00", header...); res.StatusCode != http.StatusForbidden {
			t.Errorf("%q: %d", header, res.StatusCode)
		}
	}
	if at, err := st.Asked(t.Context(), "p00"); err != nil || !at.IsZero() {
		t.Errorf("it was asked for at %v, %v", at, err)
	}
	page := pagetest.Get(t, h, "/p/p00/recheck")
	if page.Header.Get("Referrer-Policy") != "same-origin" || !strings.Contains(page.Header.Get("Cache-Control"), "no-store") {
		t.Errorf("browsers send the form without its origin, or keep the page: %v", page.Header)
	}
}

// A site that does not collect the list says who can, and takes nothing.
func TestAsk_aSiteThatOnlyServesSaysWhoCan(t *testing.T) {
	t.Parallel()
	b := collecting(t, 1)
	b.Collected = nil
	h, st := b.SiteAndStore()
	doc := pagetest.Page(t, h, "/p/p00/recheck", 200)
	text := pagetest.Words(doc.Find("main"))
	if finding(doc) != "off" || doc.Find("main form").Length() != 0 || !strings.Contains(text, "plumbline collect --list critical --repo p00") || !strings.Contains(text, "plumbline scan https://github.com/p00/p00") {
		t.Errorf("the page says %q", text)
	}
	sent(t, h, "p00", http.StatusConflict)
	if at, err := st.Asked(t.Context(), "p00"); err != nil || !at.IsZero() {
		t.Errorf("it was asked for at %v, %v", at, err)
	}
}

// A project of a private list is like one that is on no list.
func TestAsk_aPrivateProjectIsNotThere(t *testing.T) {
	t.Parallel()
	b := collecting(t, 1)
	b.Hidden = []health.List{{Slug: "team", Title: "Team", Revision: "ba9876543210", Private: true, Projects: []health.Project{{Slug: "hush", Name: "Hush", Added: "2026-01-05"}}}}
	b.Collected = append(b.Collected, "team")
	h, st := b.SiteAndStore()
	for _, slug := range []string{"hush", "gone"} {
		sent(t, h, slug, http.StatusNotFound)
		pagetest.Page(t, h, "/p/"+slug+"/recheck", http.StatusNotFound)
	}
	if at, err := st.Asked(t.Context(), "hush"); err != nil || !at.IsZero() {
		t.Errorf("it was asked for at %v, %v", at, err)
	}
}

// What was found is between the ranking before the request and the one with the answer.
func TestFound_saysWhatDiffersAndWhichSourcesFailed(t *testing.T) {
	t.Parallel()
	b := collecting(t, 2)
	h, st := b.SiteAndStore()
	b.Now = b.Now.Add(time.Hour)
	sent(t, h, "p00", http.StatusSeeOther)
	b.Now = b.Now.Add(time.Minute)
	b.Edit("p00", "regulars_12m", 5)
	for i := range b.Answers {
		b.Answers[i].Attempt.At = b.Now
		b.Answers[i].Attempt.Reason = "GitHub was not reachable"
	}
	b.Run(st)
	doc := pagetest.Page(t, h, "/p/p00/recheck", 200)
	row := doc.Find("section[aria-labelledby=found] tbody tr")
	if !strings.HasPrefix(finding(doc), "changed:") || row.Length() == 0 || !strings.Contains(pagetest.Words(row), "2 people → 5 people") {
		t.Errorf("the page says %q", pagetest.Words(doc.Find("main")))
	}
	if got := pagetest.Words(doc.Find("[data-says=sources-failed]")); !strings.Contains(got, "GitHub was not reachable") {
		t.Errorf("what failed: %q", got)
	}
	if doc := pagetest.Page(t, h, "/p/p01/recheck", 200); finding(doc) != "never-asked" {
		t.Errorf("another project says %q", finding(doc))
	}
}
