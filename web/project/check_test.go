package project_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// checked has xz with a scan over git alone, in which Binary-Artifacts lost points on a line, and two
// peers of its category.
func checked(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast()
	for slug, score := range map[string]int{"xz": 4, "zlib": 9, "zstd": 3} {
		b.Project(slug, func(p *health.Project) { p.Category = "compression" }).Measured(slug, 2, 8, 40).Checks(slug, func(c *check.Check) {
			if c.Name == "Binary-Artifacts" {
				c.State, c.Score, c.Reason = check.Scored, score, "a <b>binary</b> was found"
				c.Details = []check.Detail{{Type: "warn", Text: "binary <script>", Path: "lib/x.o", Line: 3}}
			}
		})
	}
	return b
}

func TestCheck_showsTheResultWithItsEvidence(t *testing.T) {
	t.Parallel()
	h := checked(t).Site()
	doc := pagetest.Page(t, h, "/p/xz/checks/Binary-Artifacts", http.StatusOK)
	if got := pagetest.Says(doc.Find(".lead")); !slices.Contains(got, "fail:4") {
		t.Errorf("the finding says %q", got)
	}
	if got := doc.Find("dd[data-field=Binary-Artifacts]").AttrOr("data-value", ""); got != "4" {
		t.Errorf("the result is %q", got)
	}
	if href := doc.Find(".ev a").AttrOr("href", ""); !strings.Contains(href, "/blob/28a66a3d1b6a28a66a3d1b6a28a66a3d1b6a0000/lib/x.o#L3") {
		t.Errorf("the evidence leads to %q", href)
	}
	if n := doc.Find("main script, main b b").Length(); n != 0 {
		t.Error("text of others is markup")
	}
	if got := pagetest.Numbers(doc.Find("[data-says=peers]").Text()); !slices.Equal(got, []string{"2", "1", "1", "0", "0"}) {
		t.Errorf("the peers are %q", got)
	}
	if got := pagetest.Numbers(doc.Find("dd[data-field=posture-points]").Text()); len(got) < 2 || got[0] == "0" {
		t.Errorf("it costs %q", got)
	}
	rows := doc.Find("#runs").Closest("section").Find("tbody tr")
	if href := rows.Find("a").AttrOr("href", ""); rows.Length() != 1 || href != "/p/xz/checks/Binary-Artifacts?as_of=run-1" {
		t.Errorf("%d runs, the first at %q", rows.Length(), href)
	}
	if href := pagetest.Page(t, h, "/p/xz", http.StatusOK).Find("tr[data-row=Binary-Artifacts] th a").AttrOr("href", ""); href != "/p/xz/checks/Binary-Artifacts" {
		t.Errorf("the project leads to %q", href)
	}
}

func TestCheck_unknownIsNoResult(t *testing.T) {
	t.Parallel()
	h := checked(t).Site()
	doc := pagetest.Page(t, h, "/p/xz/checks/Code-Review", http.StatusOK)
	if got := pagetest.Says(doc.Find(".lead")); !slices.Contains(got, "unknown:needs-host") {
		t.Errorf("the finding says %q", got)
	}
	if got := doc.Find("dd[data-field=Code-Review]").AttrOr("data-state", ""); got != string(health.Unknown) {
		t.Errorf("the state is %q", got)
	}
	if got := doc.Find("dd[data-field=advice]").Text(); !strings.HasPrefix(strings.TrimSpace(got), "Ask its host") {
		t.Errorf("the advice is %q", got)
	}
	var d struct {
		State   string
		Score   *float64
		Advice  string
		Project string
		Runs    []struct {
			Run   int
			State string
			Score *int
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/xz/checks/Code-Review.json"))), &d); err != nil {
		t.Fatal(err)
	}
	if d.State != "unknown" || d.Score != nil || d.Advice == "" || len(d.Runs) != 1 || d.Runs[0].Score != nil || d.Runs[0].State != "unknown" {
		t.Errorf("got %+v", d)
	}
}

func TestCheck_ofOtherNames(t *testing.T) {
	t.Parallel()
	h := checked(t).Site()
	pagetest.Page(t, h, "/p/nowhere/checks/License", http.StatusNotFound)
	doc := pagetest.Page(t, h, "/p/xz/checks/Licens", http.StatusNotFound)
	if got := pagetest.Attrs(doc.Find(".links a"), "href"); !slices.Contains(got, "/p/xz/checks/License") {
		t.Errorf("it leads to %q", got)
	}
	if res := pagetest.Get(t, h, "/p/xz/checks/license"); res.StatusCode != http.StatusMovedPermanently || res.Header.Get("Location") != "/p/xz/checks/License" {
		t.Errorf("small letters: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
}

// The page of a project, that of a check and the plan say the same about a finding.
func TestCheck_stepsAreThoseOfThePlan(t *testing.T) {
	t.Parallel()
	h := checked(t).Site()
	type task struct {
		ID    string
		Steps []string
	}
	var plan struct{ Tasks []task }
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/xz/fix.json"))), &plan); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(plan.Tasks, func(x task) bool { return x.ID == "Binary-Artifacts" })
	if i < 0 {
		t.Fatal("the plan lacks the check")
	}
	var want []string
	for _, step := range plan.Tasks[i].Steps {
		want = append(want, strings.ReplaceAll(step, "`", ""))
	}
	own := pagetest.Page(t, h, "/p/xz/checks/Binary-Artifacts", http.StatusOK).Find("[aria-labelledby=fix]")
	row := checkRow(pagetest.Page(t, h, "/p/xz", http.StatusOK), "Binary-Artifacts")
	for where, s := range map[string]*goquery.Selection{"check": own, "project": row} {
		if got := pagetest.Texts(s.Find(".steps li")); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("the page of the %s says %q, the plan %q", where, got, want)
		}
	}
	if own.Find("a[href='/p/xz/fix']").Length() != 1 {
		t.Error("the page of the check does not lead to the plan")
	}
}
