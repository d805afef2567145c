package ranking_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestSlice_hasTheProjectsOfItsTagOrOwnerInEveryForm(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for path, want := range map[string][]string{
		"/tags/compression":       {"xz", "zlib", "lost"},
		"/tags/network":           {"curl"},
		"/owners/github.com/curl": {"curl"},
	} {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		if got := pagetest.Texts(doc.Find("table.plumbed .proj")); !slices.Equal(got, want) {
			t.Errorf("%s: rows %q, want %q", path, got, want)
		}
		if got := pagetest.Numbers(doc.Find("h1").Text()); !slices.Equal(got, pagetest.Numbers(doc.Find(".chips span").First().Text())) || len(got) != 2 || got[1] != "4" {
			t.Errorf("%s: the title has %q", path, got)
		}
		if got := doc.Find("#filters").AttrOr("action", ""); got != path || doc.Find("#rest, #apart, .spread").Length() != 0 {
			t.Errorf("%s: the form leads to %s, or parts of the whole list are shown", path, got)
		}
		rows, err := csv.NewReader(pagetest.Get(t, h, path+".csv").Body).ReadAll()
		if err != nil || len(rows) != len(want)+1 {
			t.Errorf("%s.csv: %d rows, %v", path, len(rows), err)
		}
		for _, suffix := range []string{".json", ".atom"} {
			if res := pagetest.Get(t, h, path+suffix); res.StatusCode != http.StatusOK {
				t.Errorf("%s%s: %d", path, suffix, res.StatusCode)
			}
		}
		links := pagetest.Attrs(doc.Find("nav.acts a"), "href")
		if !slices.Contains(links, path+".csv") || !slices.Contains(links, path+".atom") {
			t.Errorf("%s: the forms are %q", path, links)
		}
	}
	doc := pagetest.Page(t, h, "/tags/compression?lang=C&sort=name", http.StatusOK)
	if got := pagetest.Attrs(doc.Find(".chips .chip"), "href"); !slices.Equal(got, []string{"/tags/compression?sort=name"}) {
		t.Errorf("chips lead to %q", got)
	}
	if n := doc.Find("#filters input[name=tag]").Length(); n != 0 {
		t.Errorf("the tag of the path can be chosen %d times", n)
	}
	none := pagetest.Page(t, h, "/tags/compression?lang=Go", http.StatusOK)
	if got := pagetest.Attrs(none.Find(".state .chip"), "href"); !slices.Equal(got, []string{"/tags/compression"}) {
		t.Errorf("no match leads to %q", got)
	}
	bad := pagetest.Page(t, h, "/tags/compression?sort=colour", http.StatusBadRequest)
	if got := bad.Find(".links a").First().AttrOr("href", ""); got != "/tags/compression?sort=risk" {
		t.Errorf("a bad value leads to %q", got)
	}
}

func TestSlice_anUnknownNameHasTheNearest(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for path, want := range map[string]string{
		"/tags/netwrok": "/tags/network", "/tags/compresion.csv": "/tags/compression", "/owners/github.com/crul": "/owners/github.com/curl",
		"/tags/COMPRESSION": "/tags/compression",
	} {
		if got := pagetest.Page(t, h, path, http.StatusNotFound).Find(".links a").First().AttrOr("href", ""); got != want {
			t.Errorf("%s leads to %q, want %s", path, got, want)
		}
	}
	for _, path := range []string{"/tags/", "/owners/github.com/", "/tags/%2e%2e"} {
		if got := pagetest.Get(t, h, path).StatusCode; got != http.StatusNotFound && got != http.StatusBadRequest {
			t.Errorf("%s: %d", path, got)
		}
	}
}

func TestSlice_isOfTheFirstListThatHasIt(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40)
	b.Beside = []health.List{{Slug: "other", Title: "Other", Projects: []health.Project{{Slug: "away", Name: "away", Tags: []string{"far"}}}}}
	h := b.Site()
	doc := pagetest.Page(t, h, "/tags/far", http.StatusOK)
	if got := pagetest.Texts(doc.Find("tbody .proj")); !slices.Equal(got, []string{"away"}) {
		t.Errorf("the list before its first run shows %q", got)
	}
}

func TestSlice_projectPagesLeadThere(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	got := pagetest.Attrs(pagetest.Page(t, h, "/p/curl", http.StatusOK).Find(".lead .small a"), "href")
	if !slices.Contains(got, "/tags/network") || !slices.Contains(got, "/owners/github.com/curl") {
		t.Errorf("the page leads to %q", got)
	}
}
