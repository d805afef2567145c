package changes_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func rows(doc *goquery.Document) []string {
	return pagetest.Attrs(doc.Find(".browse tbody tr"), "data-row")
}

func TestChanges_ofProjectsComeFirstAndInstrumentsAreOneEntry(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.TwoRuns(t), "/changes", http.StatusOK)
	if got := pagetest.Says(doc.Find(".finding")); !slices.Contains(got, "changes:1") || !slices.Contains(got, "projects:1/12") {
		t.Errorf("the finding states %q", got)
	}
	got := rows(doc)
	if len(got) < 4 || !slices.Equal(got[:2], []string{"project", "xz:Branch-Protection"}) || !slices.Contains(got, "xz:regulars_12m") {
		t.Fatalf("the rows are %q", got)
	}
	row := doc.Find(".browse tr[data-row='xz:Branch-Protection']")
	for _, n := range []string{"4", "9", "28.2", "40.4"} {
		if !slices.Contains(pagetest.Numbers(row.Text()), n) {
			t.Errorf("the row lacks %s: %q", n, pagetest.Words(row))
		}
	}
	if row.Find("time").AttrOr("datetime", "") != "2026-08-22" {
		t.Errorf("the row has the day %q", row.Find("time").AttrOr("datetime", ""))
	}
	if strings.Contains(strings.Join(got, " "), "Code-Review") {
		t.Errorf("what the instrument moved is among the rows: %q", got)
	}
	if got := pagetest.Attrs(doc.Find("section [data-cause]"), "data-says"); !slices.Equal(got, []string{"instrument:11/12"}) {
		t.Errorf("the instruments are %q", got)
	}
	doc = pagetest.Page(t, pagetest.TwoRuns(t), "/changes?cause=instrument", http.StatusOK)
	if got := rows(doc); len(got) != 12 || got[0] != "instrument" {
		t.Errorf("asked for, the instrument has the rows %q", got)
	}
}

func TestChanges_filtersAreAlternativesWithinOneAndNarrowTogether(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for query, want := range map[string][]string{
		"?cause=project":                                                {"project", "xz:Branch-Protection"},
		"?field=regulars_12m":                                           {"clock", "xz:regulars_12m"},
		"?kind=other":                                                   {"project", "xz:Branch-Protection"},
		"?cause=project&cause=clock&field=gate":                         {"clock", "xz:gate"},
		"?cause=project&field=gate":                                     nil,
		"?cause=project&kind=rise":                                      nil,
		"?cause=project&least=50":                                       nil,
		"?kind=rise&least=1&field=regulars_12m":                         {"clock", "xz:regulars_12m"},
		"?kind=fall&kind=known&field=License":                           nil,
		"?cause=clock&least=3&as_of=run-2":                              {"clock", "xz:gate", "xz:regulars_12m"},
		"?cause=instrument&field=Code-Review&per=25&kind=rise&least=99": nil,
	} {
		doc := pagetest.Page(t, h, "/changes"+query, http.StatusOK)
		if got := rows(doc); !slices.Equal(got, want) {
			t.Errorf("%s has the rows %q, want %q", query, got, want)
		}
		if none := doc.Find("[data-reason=no-match]").Length() == 1; none != (want == nil) {
			t.Errorf("%s says that nothing matches: %v", query, none)
		}
	}
	for _, bad := range []string{"cause=weather", "kind=odd", "field=nothing", "least=many", "least=-1", "least=NaN", "per=7", "per=250", "after=x", "after=project:1:xz:nothing", "list=none"} {
		doc := pagetest.Page(t, h, "/changes?"+bad, http.StatusBadRequest)
		param, _, _ := strings.Cut(bad, "=")
		if got := doc.Find(".finding").AttrOr("data-param", ""); got != param {
			t.Errorf("%s is answered as a mistake in %q", bad, got)
		}
	}
	doc := pagetest.Page(t, h, "/changes?cause=weather&least=2", http.StatusBadRequest)
	if doc.Find("a[href='/changes?cause=clock&least=2']").Length() != 1 {
		t.Errorf("the allowed values lead to %q", pagetest.Attrs(doc.Find(".links a"), "href"))
	}
	if doc := pagetest.Page(t, h, "/changes?colour=red", http.StatusOK); doc.Find("[data-says=ignored]").Length() != 1 {
		t.Error("an unknown parameter is not named")
	}
}

// Pages of a walk hold every row once, in one order.
func TestChanges_pagesAddUpToTheWhole(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast()
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	for i := range 40 {
		slug := fmt.Sprintf("p%02d", i)
		b.Project(slug, nil).Measured(slug, 3, 9, 90).Posture(slug, 8)
	}
	h, st := b.SiteAndStore()
	b.Now, b.Answers = pagetest.Today, nil
	for i := range 40 {
		slug := fmt.Sprintf("p%02d", i)
		b.Measured(slug, 3, 9, 90).Posture(slug, 8)
		// A quarter of the projects each: more would be a move of the instrument.
		for k, check := range []string{"Branch-Protection", "Code-Review", "Token-Permissions", "Vulnerabilities"} {
			if i%4 == k {
				b.Edit(slug, check, float64(i%7))
			}
		}
	}
	b.Run(st)
	var all document
	read(t, h, "/changes.json?per=250", &all)
	if len(all.Changes) != all.Total || all.Total <= 25 || all.Compared != 40 || all.From.Run != 1 || all.To.Run != 2 || all.Next != "" {
		t.Fatalf("%d of %d changes of %d projects, next %q", len(all.Changes), all.Total, all.Compared, all.Next)
	}
	var walked []string
	for path := "/changes.json"; path != ""; {
		var page document
		read(t, h, path, &page)
		for _, c := range page.Changes {
			walked = append(walked, c.Project+":"+c.Field)
		}
		if path = ""; page.Next != "" {
			path = "/changes.json?after=" + page.Next
		}
	}
	var want []string
	for _, c := range all.Changes {
		want = append(want, c.Project+":"+c.Field)
	}
	if !slices.Equal(walked, want) {
		t.Errorf("pages have %q, the whole has %q", walked, want)
	}
	if doc := pagetest.Page(t, h, "/changes", http.StatusOK); doc.Find("a[rel=next]").Length() != 1 {
		t.Error("the page has no next one")
	}
}

func TestChanges_theFirstRunIsTheBeginning(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40)
	h := b.Site()
	doc := pagetest.Page(t, h, "/changes", http.StatusOK)
	if got := pagetest.Says(doc.Find(".finding")); !slices.Equal(got, []string{"first-run:1"}) || doc.Find("[data-reason=first-run]").Length() != 1 {
		t.Errorf("the finding states %q", got)
	}
	var d document
	read(t, h, "/changes.json", &d)
	if d.From != nil || d.To == nil || d.To.Run != 1 || d.Changes == nil {
		t.Errorf("got %+v", d)
	}
	empty := pagetest.New(t).WithPast().Project("xz", nil).Site()
	if got := pagetest.Page(t, empty, "/changes", http.StatusOK).Find("[data-reason=never-run]").Length(); got != 1 {
		t.Errorf("before the first run %d sentences say so", got)
	}
	if f := atom(t, empty, "/changes.atom"); len(f.Entries) != 0 || f.ID == "" || f.Updated == "" {
		t.Errorf("the feed of nothing is %+v", f)
	}
}

func TestChanges_aQuietPeriodSaysWhatWasCompared(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 1, 8, 40).Posture("xz", 6)
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	h, st := b.SiteAndStore()
	b.Now = pagetest.Today
	b.Run(st)
	doc := pagetest.Page(t, h, "/changes", http.StatusOK)
	if doc.Find("[data-reason=quiet]").Length() != 1 || doc.Find("[data-reason=same-instrument]").Length() != 1 {
		t.Errorf("the page says %q", pagetest.Words(doc.Find("main")))
	}
	for id, want := range map[string]string{"from": "1", "to": "2"} {
		if got := doc.Find("dd[data-field="+id+"]").AttrOr("data-value", ""); got != want {
			t.Errorf("%s is run %s, want %s", id, got, want)
		}
	}
	if doc.Find("a[href='/changes?as_of=2026-11-12']").Length() != 1 {
		t.Errorf("the week before is not linked: %q", pagetest.Attrs(doc.Find(".lead a"), "href"))
	}
	before := pagetest.Page(t, h, "/changes?as_of=2026-11-12", http.StatusOK)
	if got := pagetest.Says(before.Find(".lead .finding")); !slices.Equal(got, []string{"first-run:1"}) {
		t.Errorf("the first period states %q", got)
	}
}

// Another revision of the list, and who came and left, are one entry.
func TestChanges_ofTheListAreOneEntry(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", nil).Project("old", nil).Measured("xz", 1, 8, 40).Measured("old", 1, 8, 40)
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	h, st := b.SiteAndStore()
	b.Now, b.Answers = pagetest.Today, nil
	b.List.Revision = "ba9876543210"
	b.List.Projects = slices.DeleteFunc(b.List.Projects, func(p health.Project) bool { return p.Slug == "old" })
	b.Project("new", nil).Measured("xz", 1, 8, 40).Measured("new", 1, 8, 40)
	b.Run(st)
	entry := pagetest.Page(t, h, "/changes", http.StatusOK).Find("[data-cause=list]")
	text := pagetest.Words(entry)
	for _, want := range []string{"new", "old", "0123456789ab", "ba9876543210"} {
		if entry.Length() != 1 || !strings.Contains(text, want) {
			t.Errorf("the entry lacks %s: %q", want, text)
		}
	}
}

type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Title   string   `xml:"title"`
	Entries []struct {
		ID       string `xml:"id"`
		Updated  string `xml:"updated"`
		Title    string `xml:"title"`
		Content  string `xml:"content"`
		Category struct {
			Term string `xml:"term,attr"`
		} `xml:"category"`
	} `xml:"entry"`
}

func atom(t *testing.T, h http.Handler, path string) (f feed) {
	t.Helper()
	res := pagetest.Get(t, h, path)
	if kind := res.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/atom+xml") {
		t.Fatalf("%s is %s", path, kind)
	}
	if err := xml.Unmarshal([]byte(pagetest.Body(t, res)), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestChanges_hostileTextIsText(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("xz", func(p *health.Project) { p.Name = pagetest.Polyglot }).Measured("xz", 2, 8, 40).Posture("xz", 6)
	b.List.Title = pagetest.Polyglot + "\x01"
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	h, st := b.SiteAndStore()
	b.Now, b.Answers = pagetest.Today, nil
	b.Measured("xz", 2, 8, 40, health.Missing(field.LastRelease, pagetest.Polyglot, nil)).Posture("xz", 6)
	b.Edit("xz", "Branch-Protection", 1)
	b.Last("xz").Inputs[0].SourceURL = "javascript:alert(1)"
	b.Run(st)
	doc := pagetest.Page(t, h, "/changes?after="+"%22%3E%3Cimg%3E&list=%3Cb%3E", http.StatusBadRequest)
	if doc.Find("main img, main b b").Length() != 0 {
		t.Error("markup of the address is markup")
	}
	doc = pagetest.Page(t, h, "/changes", http.StatusOK)
	if doc.Find("script, main img, a[href^=javascript]").Length() != 0 {
		t.Error("markup of a name is markup")
	}
	f := atom(t, h, "/changes.atom")
	if len(f.Entries) == 0 || !strings.Contains(f.Entries[0].Title, "<sVg/oNloAd=alert()>") {
		t.Errorf("the feed is %+v", f)
	}
}

type document struct {
	From, To        *struct{ Run int64 }
	Compared, Total int
	NotExamined     int `json:"not_examined"`
	Changes         []struct {
		Project, Field, Cause, Kind string
		Points                      *float64
	}
	Next          string
	Reconstructed []struct {
		Kind, Day        string
		Projects, Differ int
		Moves            []struct {
			Project, Field string
			Before, After  int
		}
	}
}

func read(t *testing.T, h http.Handler, path string, into any) {
	t.Helper()
	res := pagetest.Get(t, h, path)
	if err := json.Unmarshal([]byte(pagetest.Body(t, res)), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// Of a list of more than a thousand only the projects whose risk changed most are examined, and the
// others are counted.
func TestChanges_aLongListIsBounded(t *testing.T) {
	t.Parallel()
	const n = 1001
	b := pagetest.New(t).WithPast()
	b.Model.Draws.Draws = 2
	b.Now = pagetest.Today.AddDate(0, 0, -10)
	fill := func(moved int) {
		b.Answers = nil
		for i := range n {
			slug := fmt.Sprintf("p%04d", i)
			b.Answers = append(b.Answers, health.Answer{
				Attempt: health.Attempt{Project: slug, Outcome: health.OutcomeObserved, At: pagetest.AsOf},
				Snapshots: []health.Snapshot{{Project: slug, Source: field.SourceGit, Origin: health.OriginLive, ObservedAt: b.Now, Commit: fmt.Sprintf("%040d", min(i, moved)), Inputs: []health.Input{
					health.Obs(field.ActiveMonths12m, 9), health.Obs(field.HumanCommits12m, 90), health.Obs(field.Regulars12m, float64(3+max(0, moved-i)%7)),
				}}},
			})
		}
	}
	for i := range n {
		b.Project(fmt.Sprintf("p%04d", i), nil)
	}
	fill(0)
	h, st := b.SiteAndStore()
	b.Now = pagetest.Today
	fill(300)
	b.Run(st)
	var d document
	read(t, h, "/changes.json", &d)
	if d.Compared != n || d.NotExamined == 0 || d.Total == 0 || d.Total > 300 {
		t.Errorf("%d compared, %d not examined, %d changes", d.Compared, d.NotExamined, d.Total)
	}
	doc := pagetest.Page(t, h, "/changes", http.StatusOK)
	if doc.Find("[data-reason=not-examined]").Length() != 1 {
		t.Error("the page does not say that some were not examined")
	}
}
