package project_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
	"golang.org/x/net/html"
)

// both is a site of one project with a scan of ours and a published result.
func both(t *testing.T, at time.Time, edit func(*check.Check)) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", nil)
	return b.Published("xz", at, edit)
}

// squeezed is the text of a part, its elements apart.
func squeezed(s *goquery.Selection) string {
	var out []string
	for _, n := range s.Nodes {
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				out = append(out, d.Data)
			}
		}
	}
	return strings.Join(strings.Fields(strings.Join(out, " ")), " ")
}

func TestProject_twoInstrumentsSideBySide(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, both(t, pagetest.AsOf.AddDate(0, 0, -5), func(c *check.Check) {
		switch c.Name {
		case "License":
			c.Score = 4 // as ours
		case "Token-Permissions":
			c.Score, c.Annotations = 0, []string{"test-data"}
		case "Signed-Releases":
			c.State, c.Score = check.Inconclusive, -1
		}
	}).Site(), "/p/xz", 200)
	sec := doc.Find("section[aria-labelledby=instruments]")
	if got, want := pagetest.Says(sec)[:2], []string{"differ:4/5", "used:published"}; !slices.Equal(got, want) {
		t.Errorf("the part states %q, want %q", got, want)
	}
	if got := sec.Find("[data-field=published_score]").Text(); got != "6.4" {
		t.Errorf("the published total is %q", got)
	}
	why := sec.Find("li[data-reason]")
	if got := pagetest.Attrs(why, "data-reason"); !slices.Equal(got, []string{"version", "date", "commit", "sight"}) {
		t.Errorf("why the two may differ: %q", got)
	}
	for id, want := range map[string][]string{"version": {"4", "5"}, "date": {"5"}} {
		if got := pagetest.Numbers(sec.Find("li[data-reason=" + id + "]").Text()); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%s: numbers %q, want %q first", id, got, want)
		}
	}
	instrumentHeads(t, sec)
	instrumentRows(t, sec)
	if got := scoreOf(checkRow(doc, "Token-Permissions").Find("td").First()); got != "0" {
		t.Errorf("what is scored is not the published: %q", got)
	}
	if got := doc.Find("section[aria-labelledby=checks] [data-says='published:2026-08-17']"); !strings.Contains(got.Text(), "scorecard v5.3.0") || !strings.Contains(squeezed(got), pagetest.Spaced(explain.DayOf("2026-08-17"))) {
		t.Errorf("the checks do not say whose they are: %.300s", got.Text())
	}
	if got := pagetest.Says(doc.Find(".ass")); !slices.Contains(got, "published:2026-08-17") || slices.Contains(got, "provisional") {
		t.Errorf("posture states %q", got)
	}
}

// instrumentHeads judges whose the two columns are, and of when.
func instrumentHeads(t *testing.T, sec *goquery.Selection) {
	t.Helper()
	heads := sec.Find("thead th")
	for i, want := range []struct{ source, version, day string }{{"own", "v4.13.1", "2026-08-22"}, {"published", "scorecard v5.3.0, published by OpenSSF's weekly scan", "2026-08-17"}} {
		th := heads.Eq(i + 1)
		if got := th.Find("[data-says=used]").Length() == 1; got != (want.source == "published") || th.Find("[data-source="+want.source+"]").Length() != 1 ||
			!strings.Contains(strings.ToLower(th.Text()), strings.ToLower(want.version)) || th.Find("time").AttrOr("datetime", "") != want.day {
			t.Errorf("head %d is %q, want %+v", i+1, squeezed(th), want)
		}
	}
	if heads.Length() != 4 || !strings.Contains(heads.Eq(2).Text(), "5e1ab0de") {
		t.Errorf("%d heads, the published commit is not in %q", heads.Length(), squeezed(heads.Eq(2)))
	}
}

// instrumentRows judges the checks side by side.
func instrumentRows(t *testing.T, sec *goquery.Selection) {
	t.Helper()
	scores := func(id string) string {
		cells := sec.Find("tr[data-row=" + id + "] td")
		return scoreOf(cells.Eq(0)) + " " + scoreOf(cells.Eq(1)) + " " + cells.Eq(2).AttrOr("data-says", "")
	}
	order := pagetest.Attrs(sec.Find("tbody tr"), "data-row")
	if want := []string{"Token-Permissions", "Binary-Artifacts", "Dangerous-Workflow", "Pinned-Dependencies", "Branch-Protection"}; !slices.Equal(order[:5], want) {
		t.Errorf("the rows stand as %q, want %q first", order, want)
	}
	for id, want := range map[string]string{
		"Token-Permissions": "4 0 differs", "Binary-Artifacts": "4 7 differs", "Dangerous-Workflow": "4 7 differs", "Pinned-Dependencies": "4 7 differs",
		"Branch-Protection": "? needs-host 7 files-only", "License": "4 4 ", "SBOM": "? absent 7 unscored", "Maintained": "? absent 7 unscored",
		"Signed-Releases": "? needs-host ? inconclusive ", "CI-Tests": "? needs-host ? absent ",
	} {
		if got := scores(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	cells := sec.Find("tr[data-row=Token-Permissions] td")
	if !strings.Contains(cells.Eq(1).Text(), "test-data") || !slices.Equal(pagetest.Numbers(cells.Eq(2).Text()), []string{"5"}) {
		t.Errorf("the annotation or the days apart are not there: %q", squeezed(cells))
	}
}

func TestProject_oldResultsAreShownAndNotUsed(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, both(t, pagetest.AsOf.AddDate(0, 0, -400), nil).Site(), "/p/xz", 200)
	sec := doc.Find("section[aria-labelledby=instruments]")
	used := sec.Find("[data-says='used:own']").Text()
	if !slices.Contains(pagetest.Numbers(used), "400") || !slices.Contains(pagetest.Numbers(used), "30") || scoreOf(sec.Find("tr[data-row=Code-Review] td").Eq(1)) != "7" {
		t.Errorf("got %.500s", squeezed(sec))
	}
	if got := pagetest.Says(doc.Find(".ass")); !slices.Contains(got, "provisional") || slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "published") }) {
		t.Errorf("posture states %q", got)
	}
}

func TestProject_onlyAPublishedResult(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Published("xz", pagetest.AsOf, nil)
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	sec := doc.Find("section[aria-labelledby=instruments]")
	own := sec.Find("thead th").Eq(1)
	if !slices.Contains(pagetest.Says(sec), "published-only") || own.Find("[data-source=own]").Length() != 1 || own.Find("time").Length() != 0 || sec.Find("li[data-reason]").Length() != 0 {
		t.Errorf("got %.500s", squeezed(sec))
	}
}

func TestProject_saysWhyNothingIsPublished(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", nil)
	b.Snapshot("xz", field.SourcePublished, []health.Input{health.Missing("published_score", "not in the published set", nil)})
	b.Project("zlib", nil).Measured("zlib", 1, 8, 184).Checks("zlib", nil)
	h := b.Site()
	for slug, want := range map[string]string{"xz": "not in the published set", "zlib": health.Inputs{}.Field(field.PublishedScore).Reason} {
		doc := pagetest.Page(t, h, "/p/"+slug, 200)
		if got := doc.Find("section[aria-labelledby=instruments] [data-state=unknown]"); got.Find(".unk").Length() != 1 || !strings.Contains(strings.ToLower(got.Text()), want) {
			t.Errorf("%s: got %q", slug, got.Text())
		}
		if got := squeezed(doc.Find("section[aria-labelledby=checks] [data-says='own files-only']")); !strings.Contains(got, "v4.13.1") {
			t.Errorf("%s: our own scan is gone: %.300s", slug, got)
		}
	}
}

func TestPages_publishedPostureIsMarked(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 4 {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, nil).Measured(slug, 1+i, 3+i, 10+i*20).Checks(slug, nil)
	}
	b.Published("p0", pagetest.AsOf, nil)
	b.Published("p1", pagetest.AsOf, func(c *check.Check) { // sees more than git, and less than half
		if c.Name != "Code-Review" && c.Name != "Branch-Protection" && c.Name != "Dangerous-Workflow" && c.Name != "Token-Permissions" {
			c.State, c.Score = check.Errored, -1
		}
	})
	h := b.Site()
	for _, path := range []string{"/", "/projects"} {
		marks := map[string]int{}
		pagetest.Page(t, h, path, 200).Find("table.plumbed .tbl__sub").Each(func(_ int, s *goquery.Selection) { marks[s.AttrOr("data-says", "")]++ })
		if marks["published"] != 2 || marks["provisional"] != 3 {
			t.Errorf("%s: %v", path, marks)
		}
	}
	if got := pagetest.Says(pagetest.Page(t, h, "/", 200).Find(".lead .finding")); slices.Contains(got, "git-alone") || !slices.Contains(got, "provisional:3") || !slices.Contains(got, "less-than-half") {
		t.Errorf("the finding states %q", got)
	}
	if got := pagetest.Page(t, h, "/projects.csv", 200).Text(); strings.Count(got, ",observed,published,") != 2 {
		t.Errorf("the table does not say it: %s", got)
	}
}

func TestProject_documentCarriesBoth(t *testing.T) {
	t.Parallel()
	var got struct {
		PostureFrom string `json:"posture_from"`
		Instruments struct {
			Used           string
			Own, Published struct {
				Version string
				Checks  []struct{ Name string }
			}
		}
		Checks map[string]struct {
			Source string
			Value  *float64
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, both(t, pagetest.AsOf, nil).Site(), "/p/xz.json"))), &got); err != nil {
		t.Fatal(err)
	}
	if got.PostureFrom != "published" || got.Instruments.Used != "published" || len(got.Instruments.Own.Checks) != 16 || len(got.Instruments.Published.Checks) != 16 {
		t.Errorf("got %+v", got.Instruments)
	}
	for name, c := range got.Checks {
		if c.Source != "published" {
			t.Errorf("%s is of %s", name, c.Source)
		}
	}
}
