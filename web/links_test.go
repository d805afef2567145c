package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// thenDay is a day of the past of the site of ownList.
const thenDay = "2026-11-15"

// ownList is a site with a list that is not the first one, over two runs.
func ownList(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast()
	b.List.Slug = "own"
	b.Beside = []health.List{{Slug: query.DefaultList, Title: "The first list", Revision: "1"}}
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	fill := func(regulars int) {
		for i, slug := range []string{"xz", "zlib", "curl"} {
			b.Measured(slug, regulars+i, 8, 40).Posture(slug, 6)
		}
	}
	for _, slug := range []string{"xz", "zlib", "curl"} {
		b.Project(slug, nil)
	}
	fill(2)
	h, st := b.SiteAndStore()
	b.Now, b.Answers = pagetest.Today, nil
	fill(1)
	b.Run(st)
	return h
}

// patternOf returns the route of an address of the site, without the ending of a format.
func patternOf(t *testing.T, address string) string {
	t.Helper()
	mux := http.NewServeMux()
	for _, p := range web.Patterns() {
		mux.Handle(p, http.NotFoundHandler())
	}
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, pattern := mux.Handler(r)
	for _, ending := range []string{".json", ".csv", ".atom"} {
		pattern = strings.TrimSuffix(pattern, ending)
	}
	return pattern
}

// ofProject are the pages whose list is that of their projects, whatever the address names.
func ofProject(pattern string) bool {
	return strings.HasPrefix(pattern, "/p/") || pattern == "/compare"
}

// Every link of a page about a list on a day leads to the same list and day, but to pages that are of
// the present alone.
func TestLinks_keepTheListAndTheDay(t *testing.T) {
	t.Parallel()
	h := ownList(t)
	walked := 0
	for pattern, v := range visits {
		if v.present || !slices.Contains(web.Patterns(), pattern) || pattern == "/{$}" { // the front page shows the first list
			continue
		}
		path, asked, _ := strings.Cut(strings.ReplaceAll(v.path, "list=critical", "list=own"), "?")
		params, err := url.ParseQuery(asked)
		if err != nil {
			t.Fatal(err)
		}
		params.Set(query.AsOf, thenDay)
		if !ofProject(pattern) {
			params.Set("list", "own")
		}
		res := pagetest.Get(t, h, path+"?"+params.Encode())
		if res.StatusCode == http.StatusSeeOther {
			continue
		}
		doc := pagetest.Page(t, h, path+"?"+params.Encode(), http.StatusOK)
		doc.Find("main a[href^='/']").Each(func(_ int, a *goquery.Selection) {
			href := a.AttrOr("href", "")
			to := patternOf(t, href)
			if to == "" || visits[to].present || a.Closest(".notice").Length() > 0 || a.Text() == "Newest changes" {
				return
			}
			walked++
			u, err := url.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			got := u.Query()
			if !got.Has(query.AsOf) && !slices.ContainsFunc([]string{"from", "to"}, got.Has) {
				t.Errorf("%s: %q loses the day: %s", pattern, pagetest.Words(a), href)
			}
			if !ofProject(to) && got.Get("list") != "own" {
				t.Errorf("%s: %q loses the list: %s", pattern, pagetest.Words(a), href)
			}
		})
	}
	if walked < 200 {
		t.Errorf("only %d links were walked", walked)
	}
}
