package web_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestPages_linkEveryListWhenThereAreTwo(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 6, 40)
	links := func(doc *goquery.Document) (out []string) {
		doc.Find(".mast__nav ul.small a").Each(func(_ int, a *goquery.Selection) {
			out = append(out, a.Text()+" "+a.AttrOr("href", "")+" "+a.AttrOr("aria-current", ""))
		})
		return out
	}
	if got := links(pagetest.Page(t, b.Site(), "/projects", 200)); got != nil {
		t.Errorf("one list is linked: %q", got)
	}
	b.Beside = []health.List{{Slug: "archive", Title: "Archives", Revision: "1"}, {Slug: "zoo", Revision: "2"}}
	h := b.Site()
	const critical, archive, zoo = "Critical projects /projects ", "Archives /projects?list=archive ", "zoo /projects?list=zoo "
	for path, want := range map[string][]string{
		"/":                      {critical + "true", archive, zoo},
		"/projects":              {critical + "true", archive, zoo},
		"/p/xz":                  {critical + "true", archive, zoo},
		"/projects?list=archive": {critical, archive + "true", zoo},
		"/projects?list=zoo":     {critical, archive, zoo + "true"},
		"/status?list=zoo":       {critical, archive, zoo + "true"},
	} {
		doc := pagetest.Page(t, h, path, 200)
		if got := links(doc); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
		if n := doc.Find(".mast__nav [aria-current=page]").Length(); n > 1 {
			t.Errorf("%s: %d entries are the page itself", path, n)
		}
	}
	if got := links(pagetest.Page(t, h, "/nowhere", 404)); !slices.Equal(got, []string{critical, archive, zoo}) {
		t.Errorf("the page of an error: %q", got)
	}
}

// The navigation keeps the chosen list on every page that is about a list.
func TestPages_navigationKeepsTheChosenList(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 6, 40)
	b.Beside = []health.List{{Slug: "zoo", Revision: "2"}}
	h := b.Site()
	for path, kept := range map[string]bool{"/projects": false, "/": false, "/projects?list=zoo": true, "/map?list=zoo": true, "/status?list=zoo": true} {
		with := 0
		pagetest.Page(t, h, path, 200).Find(".mast__nav > ul:first-of-type a").Each(func(_ int, a *goquery.Selection) {
			href := a.AttrOr("href", "")
			if href == "/" || href == "/lists" || href == "/method" { // they are about the first list, or about all
				return
			}
			if strings.HasSuffix(href, "?list=zoo") != kept {
				t.Errorf("%s leads to %s", path, href)
			}
			with++
			pagetest.Page(t, h, href, 200)
		})
		if with < 5 {
			t.Errorf("%s: %d links", path, with)
		}
	}
}

// Only a project with a position has a band of risk, so the front page, the filter, both JSON
// documents and the table count the same projects.
func TestRiskBands_areCountedAlikeEverywhere(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	var list exchange.RankJSON
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/projects.json?limit=250"))), &list); err != nil {
		t.Fatal(err)
	}
	bands, high := map[string]int{}, 0
	for _, r := range list.Projects {
		var doc exchange.ProjectJSON
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/"+r.Slug+".json"))), &doc); err != nil {
			t.Fatal(err)
		}
		if ranked := r.RankState == health.RankRanked; doc.RiskBand != r.RiskBand || (r.RiskBand != "") != ranked {
			t.Errorf("%s is %s: band %q in the list, %q alone", r.Slug, r.RankState, r.RiskBand, doc.RiskBand)
		}
		if r.RiskBand != "" {
			bands[strings.ToLower(r.RiskBand)]++
		}
		if r.RiskBand == "High" || r.RiskBand == "Very high" {
			high++
		}
	}
	pagetest.Page(t, h, "/projects", 200).Find("input[name=risk]").Each(func(_ int, in *goquery.Selection) {
		label := in.Parent()
		n := label.Find("span").Text()
		word := strings.TrimSuffix(label.Text(), n)
		if n != strconv.Itoa(bands[word]) {
			t.Errorf("the filter has %s of %q, the JSON %d", n, word, bands[word])
		}
		delete(bands, word)
	})
	says := pagetest.Says(pagetest.Page(t, h, "/", 200).Find(".lead .finding"))
	if want := fmt.Sprintf("high-risk:%d/%d", high, list.Ranked); high > 0 != slices.Contains(says, want) || len(bands) > 0 {
		t.Errorf("the front page states %q, want %s; not in the filter: %v", says, want, bands)
	}
}
