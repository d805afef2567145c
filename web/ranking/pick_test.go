package ranking_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestPick_everyRowHasABoxWithItsName(t *testing.T) {
	t.Parallel()
	sites := map[string]http.Handler{"ranked": pagetest.Ranked(t), "unranked": pagetest.Unranked(t)}
	for _, path := range []string{"/projects", "/projects?columns=all", "/projects?ranked=no", "/projects?lang=C&sort=name"} {
		for name, h := range sites {
			form := pagetest.Page(t, h, path, http.StatusOK).Find("form[action='/compare'][method=get]")
			names := map[string]bool{}
			form.Find("input[type=checkbox][name=p]").Each(func(_ int, in *goquery.Selection) {
				row := in.Closest("tr").Find(".proj")
				label := in.AttrOr("aria-label", "")
				if !strings.HasSuffix(label, row.Text()) || label == row.Text() || row.AttrOr("href", "") != "/p/"+in.AttrOr("value", "") {
					t.Errorf("%s, %s: the box of %s is named %q and chooses %q", name, path, row.Text(), label, in.AttrOr("value", ""))
				}
				names[label] = true
			})
			if n := form.Find("tr .proj").Length(); n == 0 || n != form.Find("input[name=p]").Length() || form.Find("button").Length() != 2 || form.Find("button[formaction='/shortlists']").Length() != 1 {
				t.Errorf("%s, %s: %d rows, %d boxes, %d buttons", name, path, n, form.Find("input[name=p]").Length(), form.Find("button").Length())
			}
			if name == "ranked" && len(names) < 1 {
				t.Errorf("%s: no names", path)
			}
		}
	}
}

func TestPick_leadsToTheComparisonOfTheDay(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	form := pagetest.Page(t, h, "/projects?as_of=run-1", http.StatusOK).Find("form[action='/compare']")
	if got := form.Find("input[type=hidden]"); got.Length() != 1 || got.AttrOr("name", "") != "as_of" || got.AttrOr("value", "") != "run-1" {
		t.Errorf("the day is carried along as %q", pagetest.Attrs(got, "value"))
	}
	var chosen []string
	form.Find("input[name=p]").Each(func(i int, in *goquery.Selection) {
		if i < 7 {
			chosen = append(chosen, "p="+in.AttrOr("value", ""))
		}
	})
	side := pagetest.Page(t, h, "/compare?"+strings.Join(chosen[:2], "&")+"&as_of=run-1", http.StatusOK)
	if n := side.Find("#side").Length(); n != 1 {
		t.Errorf("two projects are side by side %d times", n)
	}
	many := pagetest.Page(t, h, "/compare?"+strings.Join(chosen, "&")+"&as_of=run-1", http.StatusBadRequest)
	if got := pagetest.Numbers(many.Find(".finding").Text()); !slices.Contains(got, "6") {
		t.Errorf("the limit is not named: %q", many.Find(".finding").Text())
	}
	if got := pagetest.Attrs(many.Find(".links a"), "href"); !slices.Contains(got, "/projects?as_of=run-1") {
		t.Errorf("nothing leads back: %q", got)
	}
}

// More than six marked projects lead back to the rows they were marked in, with every filter.
func TestPick_tooManyLeadBackToTheFilters(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	const tick = "p=a&p=b&p=c&p=d&p=e&p=f&p=g"
	for _, path := range []string{"/projects?lang=C&columns=all&sort=name", "/projects?as_of=run-1&q=x&lang=C", "/tags/compression?sort=-name"} {
		form := pagetest.Page(t, h, path, http.StatusOK).Find("form[action='/compare']")
		ask := url.Values{}
		form.Find("input[type=hidden]").Each(func(_ int, in *goquery.Selection) { ask.Add(in.AttrOr("name", ""), in.AttrOr("value", "")) })
		many := pagetest.Page(t, h, "/compare?"+tick+"&"+ask.Encode(), http.StatusBadRequest)
		if got := pagetest.Attrs(many.Find(".links a"), "href"); !slices.Contains(got, path) {
			t.Errorf("from %s it leads to %q", path, got)
		}
		two := pagetest.Get(t, h, "/compare?p=xz&p=zlib&"+ask.Encode())
		if to := two.Header.Get("Location"); two.StatusCode != http.StatusSeeOther || strings.Contains(to, "back") || !strings.Contains(to, "p=xz&p=zlib") {
			t.Errorf("two from %s: status %d, to %q", path, two.StatusCode, to)
		}
	}
	for _, bad := range []string{"//evil.example/projects", "https://evil.example/projects", "javascript:alert(1)", "/status", "/tags/../status", "/projects/../status", "%zz"} {
		many := pagetest.Page(t, h, "/compare?"+tick+"&back="+url.QueryEscape(bad), http.StatusBadRequest)
		if got := pagetest.Attrs(many.Find(".links a"), "href"); !slices.Contains(got, "/projects") {
			t.Errorf("%s leads to %q", bad, got)
		}
	}
}
