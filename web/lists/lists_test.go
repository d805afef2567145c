package lists_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// builder is a site with a list of three, one of them confirmed, and one that is not collected by
// default.
func builder(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast()
	b.Project("xz", func(p *health.Project) {
		p.Copies = []health.Copy{{URL: "https://example.org/copies/xz", Reason: "a mirror of the makers", Checked: "2026-11-02"}}
		p.Repositories = append(p.Repositories, health.Repository{URL: "https://github.com/xz/docs", Role: health.Docs, Note: "The manual."})
	})
	b.Project("lib", func(p *health.Project) {
		p.Exposure.ConfirmedBy, p.Substitution.ConfirmedBy = "maintainers", "maintainers"
		p.Tags = []string{"network"}
	})
	b.Project("bare", func(p *health.Project) {
		p.Exposure, p.Substitution, p.ExpertLists, p.Repositories = nil, nil, nil, nil
		p.NoRepository, p.Added = "it has none", "2026-11-30"
	})
	b.List.Excluded = []health.Exclusion{{Name: "other", URL: "https://example.org/other", Reason: "It is a fork.", Date: "2026-10-01"}}
	b.List.Owner, b.List.Licence = "The editors", "CC-BY-4.0"
	b.Beside = []health.List{{Slug: "a-few", Title: "A few more", OnRequest: true, Revision: "ffff", Projects: []health.Project{{Slug: "few", Name: "Few"}}}}
	return b.Measured("xz", 1, 8, 40).Posture("xz", 6).Measured("lib", 4, 12, 90)
}

func TestLists_countsAndWhatIsNotCollected(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	doc := pagetest.Page(t, h, "/lists", http.StatusOK)
	if got := pagetest.Says(doc.Find(".finding")); !slices.Equal(got, []string{"lists:2", "entries:4"}) {
		t.Errorf("the finding states %q", got)
	}
	if got := pagetest.Attrs(doc.Find("tbody tr"), "data-row"); !slices.Equal(got, []string{"critical", "a-few"}) {
		t.Fatalf("the rows are %q", got)
	}
	row := doc.Find("tr[data-row=critical]")
	if got := pagetest.Numbers(pagetest.Words(row.Find("td.num"))); !slices.Equal(got[:2], []string{"3", "2"}) {
		t.Errorf("the numbers are %q", got)
	}
	other := doc.Find("tr[data-row=a-few]")
	if !strings.Contains(other.Text(), "not collected by default") || other.Find(".unk").Length() == 0 {
		t.Errorf("the list that is not collected says %q", pagetest.Words(other))
	}
	var d struct {
		Lists []struct {
			Slug         string
			OnRequest    bool `json:"on_request"`
			Entries      int
			WithFigures  *int    `json:"with_figures"`
			WithPosition *int    `json:"with_position"`
			FiguresFrom  *string `json:"figures_from"`
			FiguresTo    *string `json:"figures_to"`
		}
	}
	read(t, h, "/lists.json", &d)
	if len(d.Lists) != 2 || d.Lists[0].Entries != 3 || *d.Lists[0].WithFigures != 2 || !d.Lists[1].OnRequest || d.Lists[1].WithFigures != nil {
		t.Errorf("got %+v", d)
	}
	if from, to := d.Lists[0].FiguresFrom, d.Lists[0].FiguresTo; from == nil || to == nil || *from != "2026-08-22" || *to != "2026-08-22" || d.Lists[1].FiguresTo != nil {
		t.Errorf("the figures are from %v to %v, and %v without figures", from, to, d.Lists[1].FiguresTo)
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/lists/critical.json")); !strings.Contains(body, `"figures_to": "2026-08-22"`) {
		t.Errorf("the list has no day of its figures: %.600s", body)
	}
	rows, err := csv.NewReader(pagetest.Get(t, h, "/lists.csv").Body).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "critical" || rows[2][9] != "" || rows[1][11] != "2026-08-22" || rows[1][12] != "2026-08-22" || rows[2][12] != "" {
		t.Errorf("got %q, error %v", rows, err)
	}
}

func TestList_entriesSayWhyAndWhoConfirmed(t *testing.T) {
	t.Parallel()
	h := builder(t).Site()
	doc := pagetest.Page(t, h, "/lists/critical", http.StatusOK)
	if got := pagetest.Says(doc.Find(".lead .finding")); got[0] != "entries:3" || got[1] != "figures:2" {
		t.Errorf("the finding states %q", got)
	}
	for slug, want := range map[string]string{"xz": "proposed", "lib": "confirmed", "bare": "not judged"} {
		entry := doc.Find("article[data-row=" + slug + "]")
		if got := entry.Find("[data-field=review]").AttrOr("data-value", ""); got != want {
			t.Errorf("%s is %q, want %q", slug, got, want)
		}
	}
	if got := pagetest.Says(doc.Find("dd[data-field=review]")); !slices.Contains(got, "confirmed:1") || !slices.Contains(got, "proposed:1") {
		t.Errorf("the review states %q", got)
	}
	xz := doc.Find("article[data-row=xz]")
	for _, href := range []string{"https://github.com/xz/xz", "https://github.com/xz/docs", "https://example.org/copies/xz", "https://example.org/a", "/p/xz"} {
		if xz.Find("a[href='"+href+"']").Length() != 1 {
			t.Errorf("xz has no link to %s", href)
		}
	}
	if doc.Find("article[data-row=bare] .unk").Length() != 3 {
		t.Errorf("what bare lacks is %q", pagetest.Texts(doc.Find("article[data-row=bare] .unk")))
	}
	if got := pagetest.Attrs(doc.Find("section:has(#log) [data-row]"), "data-says"); !slices.Equal(got, []string{"added:1", "added:2"}) {
		t.Errorf("the additions are %q", got)
	}
	if doc.Find("figure").Length() != 1 || doc.Find("[data-says=not-kept]").Length() != 1 || doc.Find("a[href='https://example.org/other']").Length() != 1 {
		t.Error("a part of the page is missing")
	}
}

func TestList_whoLeftIsInTheLogAndSoAreRevisions(t *testing.T) {
	t.Parallel()
	b := builder(t)
	h, st := b.SiteAndStore()
	left := b.List
	left.Revision, left.Projects = "ba9876543210", b.List.Projects[1:]
	if err := st.SaveLists(t.Context(), []health.List{left}); err != nil {
		t.Fatal(err)
	}
	b.List = left
	b.Run(st)
	doc := pagetest.Page(t, h, "/lists/critical", http.StatusOK)
	rows := pagetest.Attrs(doc.Find("section:has(#log) table tr"), "data-row")
	for _, want := range []string{"xz", "0123456789ab", "ba9876543210"} {
		if !slices.Contains(rows, want) {
			t.Errorf("the log has %q, not %s", rows, want)
		}
	}
	var d document
	read(t, h, "/lists/critical.json", &d)
	if len(d.Departed) != 1 || d.Departed[0].Slug != "xz" || len(d.Editions) != 2 {
		t.Errorf("got %+v", d)
	}
}

// The name that a list which is not shown gives a project is not in the log of the list that it left.
func TestList_whoLeftForAHiddenListHasNoNameOfIt(t *testing.T) {
	t.Parallel()
	b := builder(t)
	own := pagetest.New(t)
	own.List = health.List{Slug: "team", Title: "Team of ours", Revision: "ba9876543210", Private: true}
	own.Project("gone", func(p *health.Project) { p.Name = "Sekret name" })
	b.Hidden = []health.List{own.List}
	h, st := b.SiteAndStore()
	with, now := b.List, b.List
	with.Revision, with.Projects = "aa9876543210", append(slices.Clone(b.List.Projects), health.Project{Slug: "gone", Name: "Gone"})
	now.Revision, now.Projects = "ba9876543210", b.List.Projects[1:]
	own.List.Revision = "ca9876543210"
	for _, l := range []health.List{with, now, own.List} { // the hidden one is read last
		if err := st.SaveLists(t.Context(), []health.List{l}); err != nil {
			t.Fatal(err)
		}
	}
	doc := pagetest.Page(t, h, "/lists/critical", http.StatusOK)
	row := doc.Find("section:has(#log) tr[data-row=gone]")
	if row.Length() != 1 || row.Find("a").Length() != 0 || !strings.Contains(row.Text(), "gone") {
		t.Errorf("the log shows %q", pagetest.Words(row))
	}
	if doc.Find("section:has(#log) tr[data-row=xz] a[href='/p/xz']").Length() != 1 {
		t.Error("a project that is on no list has no link")
	}
	for _, path := range []string{"/lists/critical", "/lists/critical.json"} {
		if text := pagetest.Body(t, pagetest.Get(t, h, path)); strings.Contains(text, "Sekret") || !strings.Contains(text, "gone") {
			t.Errorf("%s shows the name of the hidden list, or not the project", path)
		}
	}
}

func TestList_pagesAddUpAndFiltersNarrow(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 60 {
		b.Project(fmt.Sprintf("p%02d", i), func(p *health.Project) {
			if i%2 == 0 {
				p.Tags = []string{"even"}
			}
		})
	}
	h := b.Site()
	var walked []string
	for path := "/lists/critical"; path != ""; {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		walked = append(walked, pagetest.Attrs(doc.Find("article"), "data-row")...)
		path = doc.Find("a[rel=next]").AttrOr("href", "")
	}
	if len(walked) != 60 || !slices.IsSorted(walked) || len(slices.Compact(walked)) != 60 {
		t.Errorf("pages have %q", walked)
	}
	var d document
	read(t, h, "/lists/critical.json?tag=even&per=250", &d)
	if d.Total != 30 || len(d.Projects) != 30 || d.Next != "" {
		t.Errorf("%d of %d even ones", len(d.Projects), d.Total)
	}
	if got := pagetest.Attrs(pagetest.Page(t, h, "/lists/critical?q=P07", http.StatusOK).Find("article"), "data-row"); !slices.Equal(got, []string{"p07"}) {
		t.Errorf("the search finds %q", got)
	}
	if pagetest.Page(t, h, "/lists/critical?tag=none", http.StatusOK).Find("[data-reason=no-match]").Length() != 1 {
		t.Error("nothing says that no entry matches")
	}
	for _, bad := range []string{"per=7", "per=250", "after=%3Cb%3E", "q=" + strings.Repeat("x", 201)} {
		pagetest.Page(t, h, "/lists/critical?"+bad, http.StatusBadRequest)
	}
	if pagetest.Page(t, h, "/lists/critical?as_of=2026-01-01", http.StatusOK).Find("[data-says=ignored]").Length() != 1 {
		t.Error("that entries are of today is not said")
	}
}

// Of thousands of tags the frequent ones are links, and any other is named.
func TestList_namesOneOfManyTags(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 120 {
		b.Project(fmt.Sprintf("p%03d", i), func(p *health.Project) {
			p.Tags = []string{fmt.Sprintf("t%03d", i), fmt.Sprintf("u%02d", i%16)}
		})
	}
	h := b.Site()
	doc := pagetest.Page(t, h, "/lists/critical?q=p", http.StatusOK)
	if doc.Find("input[name=tag]").Length() != 1 || doc.Find("select[name=tag]").Length() != 0 {
		t.Error("no field takes the name of a tag")
	}
	links := doc.Find("p.chips a")
	if got := pagetest.Texts(links); len(got) != 16 || got[0] != "u00" || got[15] != "u15" {
		t.Errorf("the frequent tags are %q, want u00 to u15", got)
	}
	if got := pagetest.Page(t, h, links.First().AttrOr("href", ""), http.StatusOK).Find("article").Length(); got != 8 {
		t.Errorf("the first tag leads to %d entries, want 8", got)
	}
	if doc := pagetest.Page(t, h, "/lists/critical?q=&tag=t119", http.StatusOK); doc.Find("article").Length() != 1 || doc.Find("input[name=tag]").AttrOr("value", "") != "t119" {
		t.Error("a tag that is named leads elsewhere")
	}
}

func TestList_emptyUnknownAndTheFile(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	b.Contact = "https://github.com/example/plumbline/issues"
	b.ListFile = func(slug string) ([]byte, bool) { return []byte("list: {slug: " + slug + "}\n"), slug == "critical" }
	b.Beside = []health.List{{Slug: "other", Title: "Other"}}
	h := b.Site()
	doc := pagetest.Page(t, h, "/lists/critical", http.StatusOK)
	if doc.Find("[data-reason=empty]").Length() != 1 {
		t.Errorf("the empty list says %q", pagetest.Words(doc.Find("main")))
	}
	if doc.Find("section:has(#propose) a[href^='https://github.com/example/plumbline/issues/new']").Length() != 1 {
		t.Error("no entry can be proposed")
	}
	if got := pagetest.Body(t, pagetest.Get(t, h, "/lists/critical.yaml")); got != "list: {slug: critical}\n" {
		t.Errorf("the file is %q", got)
	}
	pagetest.Page(t, h, "/lists/other.yaml", http.StatusNotFound)
	missing := pagetest.Page(t, h, "/lists/nothing", http.StatusNotFound)
	if missing.Find("a[href='/lists/critical']").Length() != 1 {
		t.Error("an unknown list leads to none of those there are")
	}
	pagetest.Page(t, h, "/lists/.json", http.StatusNotFound)
}

func TestList_hostileTextIsText(t *testing.T) {
	t.Parallel()
	bad := pagetest.Polyglot
	b := pagetest.New(t).Project("xz", func(p *health.Project) {
		p.Name, p.Why, p.Category, p.Language, p.Tags, p.AddedBy = bad, bad, bad, bad, []string{bad}, bad
		p.Repositories[0].URL, p.Repositories[0].Note, p.Repositories[0].Upstream = "javascript:alert(1)", bad, bad
		p.Exposure.Reason, p.Exposure.ConfirmedBy = bad, bad
		p.BaseImage = &health.BaseImage{In: bad, URL: "javascript:alert(1)", Reviewed: bad}
		p.Added = bad
	}).Measured("xz", 1, 8, 40)
	b.List.Title, b.List.Purpose, b.List.Owner, b.List.Licence = bad, bad, bad, bad
	b.List.Excluded = []health.Exclusion{{Name: bad, URL: "javascript:alert(1)", Reason: bad, Date: bad}}
	h := b.Site()
	for _, path := range []string{"/lists", "/lists/critical"} {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		if doc.Find("script, main img, a[href^=javascript], svg[onload]").Length() != 0 {
			t.Errorf("%s has markup from the list", path)
		}
	}
	rows, err := csv.NewReader(pagetest.Get(t, h, "/lists/critical.csv").Body).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != bad {
		t.Errorf("got %q, error %v", rows, err)
	}
}

type document struct {
	Total    int
	Projects []struct{ Slug string }
	Next     string
	Departed []struct{ Slug string }
	Editions []struct{ Revision string }
}

func read(t *testing.T, h http.Handler, path string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, path))), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}
