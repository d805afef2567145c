package project_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/check"
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
	for _, want := range []string{
		"Two instruments side by side", "Of 5 checks with a score from both, four differ",
		"Posture rests on the published result, whole: the published result covers", "Scorecard’s total as published: 6.4 of 10",
		"Version: ours is of Scorecard 4, the published one of 5.", "Date: they are 5 days apart.", "Commit: not the same.", "Sight: our scan saw the files of one commit",
	} {
		if !strings.Contains(squeezed(sec), want) {
			t.Errorf("the part lacks %q:\n%s", want, squeezed(sec))
		}
	}
	var heads, rows []string
	sec.Find("thead th").Each(func(_ int, th *goquery.Selection) { heads = append(heads, squeezed(th)) })
	sec.Find("tbody tr").Each(func(_ int, tr *goquery.Selection) { rows = append(rows, squeezed(tr)) })
	if len(heads) != 4 || !strings.Contains(heads[1], "Scorecard v4.13.1, files of one commit 22 Aug 2026") || strings.Contains(heads[1], "used") ||
		!strings.Contains(heads[2], "used for posture Scorecard v5.3.0, published by OpenSSF's weekly scan 17 Aug 2026") || !strings.Contains(heads[2], "5e1ab0de") {
		t.Errorf("heads %q", heads)
	}
	for i, want := range []string{
		"Token-Permissions 4 of 10 0 of 10 maintainers say: test-data Another commit; 5 days apart.",
		"Binary-Artifacts 4 of 10 7 of 10", "Dangerous-Workflow 4 of 10 7 of 10", "Pinned-Dependencies 4 of 10 7 of 10",
		"Branch-Protection ? needs GitHub 7 of 10 Our scan saw the files",
	} {
		if !strings.HasPrefix(rows[i], want) {
			t.Errorf("row %d is %q, want %q", i, rows[i], want)
		}
	}
	all := strings.Join(rows, "\n")
	for _, want := range []string{"License 4 of 10 4 of 10", "SBOM ? not in it 7 of 10 Never scored here", "Maintained ? not in it 7 of 10 Never scored here", "Signed-Releases ? needs GitHub ? nothing to judge", "CI-Tests ? needs GitHub ? not in it"} {
		if !strings.Contains(all, want) {
			t.Errorf("the rows lack %q:\n%s", want, all)
		}
	}
	if got := checkRowText(doc, "Token-Permissions"); !strings.Contains(got, "0 of 10") {
		t.Errorf("what is scored is not the published: %q", got)
	}
	if got := squeezed(doc.Find("section[aria-labelledby=checks]")); !strings.Contains(got, "Not our own scan: scorecard v5.3.0") || !strings.Contains(got, "17 Aug 2026") {
		t.Errorf("the checks do not say whose they are: %.300s", got)
	}
	if got := squeezed(doc.Find(".ass")); !strings.Contains(got, "From a published result of 17 Aug 2026, not from our own scan.") || strings.Contains(got, "Provisional") {
		t.Errorf("posture: %s", got)
	}
}

func TestProject_oldResultsAreShownAndNotUsed(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, both(t, pagetest.AsOf.AddDate(0, 0, -400), nil).Site(), "/p/xz", 200)
	got := squeezed(doc.Find("section[aria-labelledby=instruments]"))
	if !strings.Contains(got, "Posture rests on our own scan, whole: the published result is 400 days older than the other figures, and 30 days are the limit.") || !strings.Contains(got, "7 of 10") {
		t.Errorf("got %.500s", got)
	}
	if got := squeezed(doc.Find(".ass")); !strings.Contains(got, "Provisional: from git alone.") {
		t.Errorf("posture: %s", got)
	}
}

func TestProject_onlyAPublishedResult(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Published("xz", pagetest.AsOf, nil)
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	got := squeezed(doc.Find("section[aria-labelledby=instruments]"))
	if !strings.Contains(got, "The published result There is no scan of our own") || !strings.Contains(got, "Our own scan none") || strings.Contains(got, "Date: ") {
		t.Errorf("got %.500s", got)
	}
}

func TestProject_saysWhyNothingIsPublished(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", nil)
	b.Snapshot("xz", field.SourcePublished, []health.Input{health.Missing("published_score", "not in the published set", nil)})
	b.Project("zlib", nil).Measured("zlib", 1, 8, 184).Checks("zlib", nil)
	h := b.Site()
	for slug, want := range map[string]string{"xz": "? unknown Scorecard results that others published: Not in the published set.", "zlib": "Not collected yet."} {
		doc := pagetest.Page(t, h, "/p/"+slug, 200)
		if got := squeezed(doc.Find("section[aria-labelledby=instruments]")); !strings.Contains(got, want) {
			t.Errorf("%s: got %q", slug, got)
		}
		if got := squeezed(doc.Find("section[aria-labelledby=checks]")); !strings.Contains(got, "OpenSSF Scorecard v4.13.1, mode: git tree") {
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
		pagetest.Page(t, h, path, 200).Find("table.plumbed .tbl__sub").Each(func(_ int, s *goquery.Selection) { marks[s.Text()]++ })
		if marks["published checks"] != 2 || marks["provisional"] != 3 {
			t.Errorf("%s: %v", path, marks)
		}
	}
	if got := pagetest.Page(t, h, "/", 200).Find(".lead .finding").Text(); strings.Contains(got, "git alone") || !strings.Contains(got, "provisional: less than half of posture was seen.") {
		t.Errorf("the finding is %q", got)
	}
	if got := pagetest.Page(t, h, "/projects.csv", 200).Text(); strings.Count(got, ",published,") != 2 {
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
