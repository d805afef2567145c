package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func cited(doc *goquery.Document) (text, href string) {
	c := doc.Find("p.cite")
	return pagetest.Words(c), c.Find("a").AttrOr("href", "")
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
		text, href := cited(doc)
		if href != want || !strings.HasPrefix(text, "Cite as: Plumbline, ") || !strings.Contains(text, "model riskhealth") {
			t.Errorf("%s is cited as %q, %q; want %q", path, href, text, want)
		}
		if strings.Contains(href, "11-22") != strings.Contains(text, "(today is not over;") {
			t.Errorf("%s: what may still change: %q", path, text)
		}
		again := pagetest.Page(t, h, href, http.StatusOK)
		if doc.Find(".ass__v").Text() != again.Find(".ass__v").Text() || doc.Find("tbody .proj").Text() != again.Find("tbody .proj").Text() {
			t.Errorf("%s shows something else than %s\n%s\n%s", href, path, pagetest.Words(again.Find(".ass__v")), pagetest.Words(doc.Find(".ass__v")))
		}
	}
	if text, _ := cited(pagetest.Page(t, h, "/p/xz?as_of=2026-11-15", http.StatusOK)); !strings.Contains(text, "xz, as published on 12 Nov 2026 (run 1,") {
		t.Errorf("a day of the past is cited as %q", text)
	}
}

func TestCite_nothingIsPromisedWhereNoPastIsKept(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40).Site()
	for _, path := range []string{"/p/xz", "/projects"} {
		if text, _ := cited(pagetest.Page(t, h, path, http.StatusOK)); text != "" {
			t.Errorf("%s is cited as %q", path, text)
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
