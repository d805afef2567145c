package practice_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has six projects: four with Binary-Artifacts scored 9, 8, 7 and 0, one to which it does not apply, and
// one that could not be read. Code-Review is unknown of all.
func site(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast()
	for i, score := range []int{9, 8, 7, 0} {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, nil).Measured(slug, 2, 8, 40).Checks(slug, func(c *check.Check) {
			if c.Name == "Binary-Artifacts" {
				c.State, c.Score = check.Scored, score
			}
		})
	}
	b.Project("none", nil).Measured("none", 2, 8, 40).Snapshot("none", field.SourceScorecard, []health.Input{health.NotApplies(field.BinaryArtifacts, "no files")})
	return b.Project("lost", nil).Failed("lost", "the repository could not be reached or read")
}

// row returns the cells of a check in the table of all.
func row(doc *goquery.Document, id string) []string {
	return pagetest.Texts(doc.Find("tr[data-row=" + id + "] td, tr[data-row=" + id + "] th"))
}

func TestAll_percentagesAreOfTheKnown(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t).Site(), "/checks", http.StatusOK)
	cells := doc.Find("tr[data-row=Binary-Artifacts]").Children()
	got := pagetest.Numbers(pagetest.Words(cells.Eq(4)) + " | " + pagetest.Words(cells.Eq(5)) + " | " + pagetest.Words(cells.Eq(6)) + " | " + pagetest.Words(cells.Eq(7)))
	if want := []string{"2", "50", "4", "2", "1", "1"}; !slices.Equal(got, want) {
		t.Errorf("pass, share, known, fail, n/a and unknown are %q, want %q: %q", got, want, row(doc, "Binary-Artifacts"))
	}
	cells = doc.Find("tr[data-row=Code-Review]").Children()
	if got := pagetest.Words(cells.Eq(4)); strings.ContainsAny(got, "0123456789") {
		t.Errorf("passing of nothing known is %q", got)
	}
	if n := doc.Find("tr[data-row=Code-Review] rect[fill='url(#ht)']").Length(); n != 1 {
		t.Errorf("%d hatched parts", n)
	}
	if n := doc.Find("tr[data-row=Code-Review] rect.m-met, tr[data-row=Code-Review] rect.m-soft").Length(); n != 0 {
		t.Errorf("%d parts of what is unknown are drawn as results", n)
	}
	if n := doc.Find("#checks").Closest("section").Find("tr[data-row]").Length(); n != len(field.Checks()) {
		t.Errorf("%d rows for %d checks", n, len(field.Checks()))
	}
	if href := doc.Find("tr[data-row=Binary-Artifacts] a").First().AttrOr("href", ""); href != "/checks/Binary-Artifacts" {
		t.Errorf("the row leads to %q", href)
	}
}

func TestAll_documentsSayTheSame(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	var doc struct {
		Run    int64
		Checks []struct {
			Check                                      string
			Projects, Known, Pass, Fail, Unknown       int
			NotApplicable                              int      `json:"not_applicable"`
			Share                                      *float64 `json:"pass_share_of_known"`
			Scores                                     []int
			Question, Label, Documentation, Risk_level string
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/checks.json"))), &doc); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, "/checks.csv")))).ReadAll()
	if err != nil || len(rows) != 1+len(field.Checks()) || len(doc.Checks) != len(field.Checks()) || doc.Run != 1 {
		t.Fatalf("%d rows, %d checks, run %d, error %v", len(rows), len(doc.Checks), doc.Run, err)
	}
	for i, c := range doc.Checks {
		if c.Projects != 6 || c.Known+c.NotApplicable+c.Unknown != 6 || c.Pass+c.Fail != c.Known || rows[1+i][0] != c.Check {
			t.Errorf("%+v does not add up; the file has %q", c, rows[1+i])
		}
		switch c.Check {
		case "Binary-Artifacts":
			if c.Share == nil || *c.Share != .5 || c.Unknown != 1 || c.Scores[9] != 1 || c.Scores[10] != 0 {
				t.Errorf("got %+v", c)
			}
		case "Code-Review":
			if c.Share != nil || c.Unknown != 6 || rows[1+i][10] != "" {
				t.Errorf("what is unknown has a share: %+v, %q", c, rows[1+i])
			}
		}
	}
}

func TestOne_namesWhoFailsAndWhyOthersAreUnknown(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	doc := pagetest.Page(t, h, "/checks/Binary-Artifacts", http.StatusOK)
	if got := pagetest.Says(doc.Find(".lead")); !slices.Contains(got, "pass:2/4") || !slices.Contains(got, "unknown:1") {
		t.Errorf("the finding says %q", got)
	}
	section := func(id string) *goquery.Selection { return doc.Find("#" + id).Closest("section") }
	if got := pagetest.Attrs(section("failing").Find("tbody th a"), "href"); !slices.Equal(got, []string{"/p/p2/checks/Binary-Artifacts", "/p/p3/checks/Binary-Artifacts"}) {
		t.Errorf("failing: %q", got)
	}
	if got := pagetest.Attrs(section("unseen").Find("tr[data-row]"), "data-row"); !slices.Equal(got, []string{"lost"}) {
		t.Errorf("unknown: %q", got)
	}
	hosted := pagetest.Page(t, h, "/checks/Code-Review", http.StatusOK)
	cells := hosted.Find("#unseen").Closest("section").Find("tr[data-row=p0]").Children()
	if why := pagetest.Words(cells.Eq(2)); !strings.Contains(why, "GitHub") {
		t.Errorf("the reason is %q", why)
	}
	if advice := pagetest.Words(cells.Eq(3)); !strings.Contains(advice, "Ask its host") {
		t.Errorf("the advice is %q", advice)
	}
	if n := hosted.Find("#failing").Length(); n != 0 {
		t.Error("what is unknown fails")
	}
}

func TestOne_documentsHaveEveryProject(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, "/checks/Binary-Artifacts.csv")))).ReadAll()
	if err != nil || len(rows) != 7 {
		t.Fatalf("%d rows, error %v", len(rows), err)
	}
	want := map[string][2]string{"p0": {"pass", "9"}, "p2": {"fail", "7"}, "p3": {"fail", "0"}, "none": {"not_applicable", ""}, "lost": {"unknown", ""}}
	for _, r := range rows[1:] {
		if w, ok := want[r[0]]; ok && (r[3] != w[0] || r[4] != w[1]) {
			t.Errorf("%s is %q", r[0], r)
		}
	}
	var doc struct {
		Results []struct {
			Slug, State string
			Score       *int
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/checks/Binary-Artifacts.json"))), &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range doc.Results {
		if w := want[r.Slug]; w[0] != "" && (r.State != w[0] || (r.Score != nil) != (w[1] != "")) {
			t.Errorf("got %+v, want %q", r, w)
		}
	}
}

func TestOne_ofAnotherNameLeadsToTheNearest(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	doc := pagetest.Page(t, h, "/checks/Code-Reveiw", http.StatusNotFound)
	if got := pagetest.Attrs(doc.Find(".links a"), "href"); !slices.Equal(got, []string{"/checks/Code-Review", "/checks"}) {
		t.Errorf("it leads to %q", got)
	}
	pagetest.Page(t, h, "/checks/regulars_12m", http.StatusNotFound) // no check
	res := pagetest.Get(t, h, "/checks/code-review.json?as_of=run-1")
	if loc := res.Header.Get("Location"); res.StatusCode != http.StatusMovedPermanently || loc != "/checks/Code-Review.json?as_of=run-1" {
		t.Errorf("small letters: status %d, to %q", res.StatusCode, loc)
	}
}

func TestPages_ofAPastRunAreOfThatRun(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	says := func(path string) []string {
		return pagetest.Says(pagetest.Page(t, h, path, http.StatusOK).Find(".lead"))
	}
	if got := says("/checks/Code-Review"); !slices.Contains(got, "pass:0/12") {
		t.Errorf("now: %q", got)
	}
	if got := says("/checks/Code-Review?as_of=run-1"); !slices.Contains(got, "pass:11/12") {
		t.Errorf("then: %q", got)
	}
	doc := pagetest.Page(t, h, "/checks?as_of=run-1&foo=1", http.StatusOK)
	if got := doc.Find("tr[data-row=Code-Review] th a").AttrOr("href", ""); got != "/checks/Code-Review?as_of=run-1" {
		t.Errorf("the link leaves the day: %q", got)
	}
	if got := pagetest.Says(doc.Find(".notice")); !slices.Contains(got, "ignored") {
		t.Errorf("the notices say %q", got)
	}
	pagetest.Page(t, h, "/checks?list=nowhere", http.StatusBadRequest)
	pagetest.Page(t, h, "/checks/Binary-Artifacts?list=nowhere", http.StatusBadRequest)
}

// Files show a security policy that is there; that none was found is unknown, so no share is shown.
func TestPages_aShareOfHitsAloneIsNotShown(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 2, 8, 40).Checks("xz", func(c *check.Check) {
		if c.Name == "Security-Policy" {
			c.State, c.Score = check.Scored, 9
		}
	})
	h := b.Project("zlib", nil).Measured("zlib", 2, 8, 40).Checks("zlib", nil).Site()
	for _, path := range []string{"/checks", "/checks/Security-Policy"} {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		if text := pagetest.Words(doc.Find("tr[data-row=Security-Policy], .lead, tr[data-row=pass]")); strings.Contains(text, "100%") {
			t.Errorf("%s: %s", path, text)
		}
	}
	if got := pagetest.Body(t, pagetest.Get(t, h, "/checks/Security-Policy.json")); !strings.Contains(got, `"pass_share_of_known": null`) {
		t.Error("the document has a share")
	}
}

func TestPages_beforeTheFirstRun(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Site()
	for _, path := range []string{"/checks", "/checks/Binary-Artifacts"} {
		if doc := pagetest.Page(t, h, path, http.StatusOK); doc.Find("[data-reason=never-run]").Length() != 1 {
			t.Errorf("%s does not say that nothing is published", path)
		}
	}
	var d struct {
		Published *string
		Checks    []struct{ Known, Unknown int }
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/checks.json"))), &d); err != nil || d.Published != nil || len(d.Checks) == 0 {
		t.Errorf("before the first run the document is %+v, error %v", d, err)
	}
}

func TestPages_areKnownAgain(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	for _, path := range []string{"/checks", "/checks.json", "/checks.csv", "/checks/Binary-Artifacts", "/checks/Binary-Artifacts.json", "/checks/Binary-Artifacts.csv"} {
		tag := pagetest.Get(t, h, path).Header.Get("ETag")
		if res := pagetest.Get(t, h, path, "If-None-Match", tag); tag == "" || res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: tag %q, status %d", path, tag, res.StatusCode)
		}
	}
}
