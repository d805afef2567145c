package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func cited(doc *goquery.Document) (cite *goquery.Selection, href string) {
	c := doc.Find("p.cite")
	return c, c.Find("a").AttrOr("href", "")
}

func TestCite_theAddressShowsTheSameAgain(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for path, want := range map[string]string{
		"/p/xz":                        "/p/xz?as_of=2026-11-22",
		"/p/xz?as_of=2026-11-15":       "/p/xz?as_of=2026-11-15",
		"/projects":                    "/projects?as_of=2026-11-22",
		"/projects?lang=C&sort=health": "/projects?as_of=2026-11-22&lang=C&sort=health",
		"/projects?as_of=2026-11-15":   "/projects?as_of=2026-11-15",
	} {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		cite, href := cited(doc)
		if text := cite.Text(); href != want || !strings.Contains(text, "Plumbline") || !strings.Contains(text, "riskhealth") || !strings.Contains(text, want) {
			t.Errorf("%s is cited as %q, %q; want %q", path, href, text, want)
		}
		if strings.Contains(href, "11-22") != slices.Contains(pagetest.Says(cite), "may-change") {
			t.Errorf("%s: what may still change: %q", path, cite.Text())
		}
		again := pagetest.Page(t, h, href, http.StatusOK)
		if doc.Find(".ass__v").Text() != again.Find(".ass__v").Text() || doc.Find("tbody .proj").Text() != again.Find("tbody .proj").Text() {
			t.Errorf("%s shows something else than %s\n%s\n%s", href, path, pagetest.Words(again.Find(".ass__v")), pagetest.Words(doc.Find(".ass__v")))
		}
	}
	if cite, _ := cited(pagetest.Page(t, h, "/p/xz?as_of=2026-11-15", http.StatusOK)); cite.AttrOr("data-says", "") != "run:1" || !strings.Contains(cite.Text(), "xz") || !strings.Contains(cite.Text(), explain.DayOf("2026-11-12")) {
		t.Errorf("a day of the past is cited as %q", cite.Text())
	}
}

func TestCite_nothingIsPromisedWhereNoPastIsKept(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40).Site()
	for _, path := range []string{"/p/xz", "/projects"} {
		if cite, _ := cited(pagetest.Page(t, h, path, http.StatusOK)); cite.Length() != 0 {
			t.Errorf("%s is cited as %q", path, cite.Text())
		}
	}
}

func TestCite_otherWeightsAreNotCited(t *testing.T) {
	t.Parallel()
	h := pagetest.Weighed(t).WithPast().Site()
	if _, href := cited(pagetest.Page(t, h, "/projects?weights=people&sort=name", http.StatusOK)); href != "/projects?as_of=2026-11-22&sort=name" {
		t.Errorf("it is cited as %q", href)
	}
}
