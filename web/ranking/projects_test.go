package ranking_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProjects_withoutRanksOrdersByHealth(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Unranked(t), "/projects", 200)
	if got, want := pagetest.Says(doc.Find(".lead .finding")), []string{"no-ranks", "sort:health"}; !slices.Equal(got, want) {
		t.Errorf("the finding states %q, want %q", got, want)
	}
	if got := pagetest.Texts(doc.Find("table.plumbed .proj")); !slices.Equal(got, []string{"xz", "zlib", "curl", "lost"}) {
		t.Errorf("rows: got %q", got)
	}
	if got := doc.Find("[aria-sort]"); got.Length() != 1 || got.AttrOr("aria-sort", "") != "ascending" || got.Find("a").AttrOr("href", "") != "/projects?sort=-health" {
		t.Errorf("aria-sort: %d headers, %q", got.Length(), got.Text())
	}
	if got := doc.Find("#rest[data-value='4']").Text(); !slices.Equal(pagetest.Numbers(got), []string{"4"}) {
		t.Errorf("the section is %q", got)
	}
	rest := doc.Find("section[aria-labelledby=rest]")
	why := rest.Find("tr[data-row=coverage_S]")
	if got := pagetest.Numbers(why.Find("th").Text()); !slices.Equal(got, []string{"50"}) || pagetest.Words(why.Find("td").First()) != "3" || pagetest.Words(why.Find("td").Last()) == "" {
		t.Errorf("posture that is not seen, how often and what would settle it: %q", pagetest.Texts(rest.Find("tr")))
	}
	if got := strings.ToLower(rest.Text()); !strings.Contains(got, "the repository could not be reached or read") {
		t.Errorf("the section lacks why a project has no figures: %q", got)
	}
	if n := doc.Find("table.plumbed .age").Length(); n != 3 {
		t.Errorf("%d rows tell their age, want 3", n)
	}
}

func TestProjects_withRanksShowsTiersAndTheRest(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	doc := pagetest.Page(t, h, "/projects", 200)
	if n := doc.Find("table.plumbed tbody tr:not(.tbl__tier)").Length(); n != 25 {
		t.Errorf("got %d rows, want 25", n)
	}
	if tiers := pagetest.Attrs(doc.Find(".tbl__tier"), "data-row"); len(tiers) == 0 || tiers[0] != "tier-1" {
		t.Errorf("tiers: %q", tiers)
	}
	if got := pagetest.Numbers(doc.Find("[data-row=tier-1]").Text()); len(got) < 2 || got[0] != "1" || got[1] != "1" {
		t.Errorf("the first tier begins with the numbers %q, want its own and its first rank", got)
	}
	if got := doc.Find("#rest[data-value='1']").Text(); !slices.Equal(pagetest.Numbers(got), []string{"1"}) {
		t.Errorf("the section is %q", got)
	}
	if got := doc.Find("[aria-sort]").AttrOr("aria-sort", ""); got != "descending" {
		t.Errorf("risk is sorted %q", got)
	}
	next := doc.Find("a[rel=next]").AttrOr("href", "")
	second := pagetest.Page(t, h, next, 200)
	if n := second.Find("table.plumbed tbody tr:not(.tbl__tier)").Length(); n != 5 || second.Find("a[rel=next]").Length() != 0 {
		t.Errorf("the second page has %d rows", n)
	}
	if got := second.Find("nav.acts a[rel=first]"); got.AttrOr("href", "") != "/projects" {
		t.Errorf("the way back is %q", got.AttrOr("href", ""))
	}
	if doc := pagetest.Page(t, h, "/projects?ranked=no", 200); !slices.Equal(pagetest.Texts(doc.Find("tbody .proj")), []string{"bare"}) {
		t.Errorf("only what is not ranked: got %q", pagetest.Texts(doc.Find("tbody .proj")))
	}
}

func TestProjects_filtersAreChipsAndChecks(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	doc := pagetest.Page(t, h, "/projects?lang=Go&status=active&q=cur", 200)
	if got := pagetest.Texts(doc.Find("table.plumbed .proj")); !slices.Equal(got, []string{"curl"}) {
		t.Errorf("rows: got %q", got)
	}
	var hrefs []string
	doc.Find(".chips .chip").Each(func(_ int, a *goquery.Selection) { hrefs = append(hrefs, a.AttrOr("href", "")) })
	want := []string{"/projects?status=active&lang=Go", "/projects?q=cur&lang=Go", "/projects?q=cur&status=active"}
	if !slices.Equal(hrefs, want) {
		t.Errorf("chips lead to %q, want %q", hrefs, want)
	}
	if n := doc.Find("input[type=checkbox][checked]").Length(); n != 2 {
		t.Errorf("%d boxes are checked, want 2", n)
	}
	if got := doc.Find("input[name=lang][value=Go]").Parent().Find("span").Last().Text(); got != "1" {
		t.Errorf("Go has %q projects, want 1", got)
	}
	if got := doc.Find("a[href^='/projects.csv']").AttrOr("href", ""); got != "/projects.csv?q=cur&status=active&lang=Go" {
		t.Errorf("the CSV of the same query is %q", got)
	}
}

func TestProjects_noMatchSaysWhatToTakeBack(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Unranked(t), "/projects?lang=Go&tag=compression", 200)
	state := doc.Find(".state .finding").Text()
	if !strings.Contains(state, "Go") || !strings.Contains(state, "compression") {
		t.Errorf("the filters are not echoed: %q", state)
	}
	if got := pagetest.Attrs(doc.Find(".state .chip"), "href"); !slices.Equal(got, []string{"/projects?tag=compression", "/projects?lang=Go"}) {
		t.Errorf("chips lead to %q", got)
	}
	if got := pagetest.Numbers(doc.Find(".state .chip b").Text()); !slices.Equal(got, []string{"3", "1"}) {
		t.Errorf("counts: got %q", got)
	}
}

// Where no project fails a check, those of which it is unknown may: they are offered with their number,
// and no claim is made about rows that are not there.
func TestProjects_noMatchOffersTheUnknown(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for _, slug := range []string{"a", "b", "c"} {
		b.Project(slug, nil).Measured(slug, 1, 8, 184)
	}
	b.Posture("a", 10)
	h := b.Site()
	doc := pagetest.Page(t, h, "/projects?fail=Fuzzing", 200)
	if says := pagetest.Says(doc.Find(".lead")); !slices.Equal(says, []string{"no-match"}) {
		t.Errorf("over no rows the page states %q", says)
	}
	link := doc.Find(".state a[href='/projects?unknown=Fuzzing']")
	if got := pagetest.Numbers(link.Text()); !slices.Equal(got, []string{"2"}) {
		t.Errorf("the unknown are offered as %q", link.Text())
	}
	if got := pagetest.Numbers(pagetest.Page(t, h, "/projects?unknown=Fuzzing", 200).Find(".browse .chips > span").First().Text()); !slices.Equal(got, []string{"2", "3"}) {
		t.Errorf("the link leads to %q projects, want 2 of 3", got)
	}
	if n := pagetest.Page(t, h, "/projects?fail=Fuzzing&lang=nothing", 200).Find(".state a[href*='unknown=']").Length(); n != 0 {
		t.Errorf("%d links lead to nothing", n)
	}
}

func TestProjects_everySortTurnsRound(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for _, sort := range ranking.Sorts {
		for _, sign := range []string{"", "-"} {
			doc := pagetest.Page(t, h, "/projects?sort="+sign+string(sort), 200)
			got := pagetest.Texts(doc.Find("table.plumbed .proj"))
			if len(got) != 4 {
				t.Errorf("sort=%s%s: %q", sign, sort, got)
			}
		}
	}
	if got := pagetest.Texts(pagetest.Page(t, h, "/projects?sort=-name", 200).Find("table.plumbed .proj")); !slices.Equal(got, []string{"zlib", "xz", "lost", "curl"}) {
		t.Errorf("names the other way round: %q", got)
	}
}

func TestProjects_badValuesNameTheParameterAndWhatIsAllowed(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for _, c := range []struct{ path, allowed, kept string }{
		{"/projects?status=awful&q=x", "dormant", "/projects?q=x&status=dormant"},
		{"/projects?risk=severe", "very-high", "/projects?risk=very-high"},
		{"/projects?health=x", "stretched", "/projects?health=stretched"},
		{"/projects?evidence=x", "provisional", "/projects?evidence=provisional"},
		{"/projects?ranked=maybe", "yes", "/projects?ranked=yes"},
		{"/projects?sort=stars", "-risk", "/projects?sort=-risk"},
		{"/projects?per=7", "25", "/projects?per=25"},
		{"/projects?list=none", "critical", "/projects?list=critical"},
		{"/projects.json?per=7", "25", "/projects.json?per=25"},
		{"/projects.csv?sort=x", "risk", "/projects.csv?sort=risk"},
	} {
		doc := pagetest.Page(t, h, c.path, 400)
		param := strings.SplitN(strings.SplitN(c.path, "?", 2)[1], "=", 2)[0]
		if got := doc.Find(".finding[data-reason=not-allowed]"); got.AttrOr("data-param", "") != param || !strings.Contains(got.Text(), param) {
			t.Errorf("%s: the parameter is not named: %q", c.path, got.Text())
		}
		var found bool
		doc.Find("main .links a").Each(func(_ int, a *goquery.Selection) {
			found = found || a.Text() == c.allowed && a.AttrOr("href", "") == c.kept
		})
		if !found {
			t.Errorf("%s: no link %q to %s in %q", c.path, c.allowed, c.kept, pagetest.Texts(doc.Find("main .links a")))
		}
	}
	if doc := pagetest.Page(t, h, "/projects?after=garbage", 400); doc.Find(".finding[data-reason=bad-page][data-param=after]").Length() != 1 {
		t.Errorf("a bad page: got %q", doc.Find(".finding").Text())
	}
	if got := pagetest.Page(t, h, "/projects?utm_source=x", 200).Find(".notice[data-says=ignored]").Text(); !strings.Contains(got, "utm_source") {
		t.Errorf("an unknown parameter is not mentioned: %q", got)
	}
}

func TestProjects_aRepositoryAddressLeadsToItsProject(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t)
	for _, q := range []string{"https://github.com/xz/xz", "github.com/XZ/xz", "xz/xz", "https://github.com/xz/xz/issues/7", "https://github.com/xz/xz.git"} {
		res := pagetest.Get(t, h, "/projects?q="+strings.ReplaceAll(q, "/", "%2F"))
		if res.StatusCode != 303 || res.Header.Get("Location") != "/p/xz" {
			t.Errorf("%s: got %d to %q", q, res.StatusCode, res.Header.Get("Location"))
		}
	}
	for path, want := range map[string]string{"/repo/github.com/xz/xz": "/p/xz", "/repo/github.com/zlib/zlib": "/p/zlib"} {
		if res := pagetest.Get(t, h, path); res.StatusCode != 303 || res.Header.Get("Location") != want {
			t.Errorf("%s: got %d to %q", path, res.StatusCode, res.Header.Get("Location"))
		}
	}
	if got := pagetest.Get(t, h, "/repo/github.com/no/body").StatusCode; got != 404 {
		t.Errorf("an unknown repository: got %d", got)
	}
}
