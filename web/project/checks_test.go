package project_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// checkRow is the row of a check on the page of a project.
func checkRow(doc *goquery.Document, check string) *goquery.Selection {
	return doc.Find("section[aria-labelledby=checks] tr[data-row=" + check + "]")
}

// scoreOf is what a cell shows of a check: "4", or "?" with the id of the reason.
func scoreOf(cell *goquery.Selection) string {
	if id, ok := cell.Find(".unk").Attr("data-reason"); ok {
		return "? " + id
	}
	if n := pagetest.Numbers(cell.Text()); len(n) > 0 {
		return n[0]
	}
	return ""
}

func TestChecks_unknownSaysWhyAndIsNeverZero(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", func(c *check.Check) {
		if c.Name == "Pinned-Dependencies" {
			c.State, c.Score, c.Reason, c.Error = check.Errored, -1, "the check broke", "panic: secret detail"
		}
	})
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	for check, want := range map[string]string{
		"Code-Review": "? needs-host", "Fuzzing": "? not-visible", "Pinned-Dependencies": "? errored", "Binary-Artifacts": "4",
	} {
		if got := scoreOf(checkRow(doc, check).Find("td").First()); got != want {
			t.Errorf("%s: %q, want %q", check, got, want)
		}
	}
	part := doc.Find("section[aria-labelledby=checks]")
	for check, theme := range map[string]string{"Code-Review": "Change control", "Fuzzing": "Assurance"} {
		if got := checkRow(doc, check).Find("th .tbl__sub").Text(); !strings.HasSuffix(got, theme) {
			t.Errorf("%s does not name its theme, %s: %q", check, theme, got)
		}
	}
	if !strings.Contains(part.Find("[data-says='own files-only']").Text(), "v4.13.1") || strings.Contains(part.Text(), "secret detail") {
		t.Errorf("instrument or operator's error: %s", part.Text())
	}
	if got := doc.Find("section[aria-labelledby=unknowns]"); !strings.Contains(got.Find("[data-settle=collect-host]").Text(), "GitHub") {
		t.Errorf("unknowns: %s", got.Text())
	}
}

func TestChecks_evidenceLeadsToTheLineAtTheCommit(t *testing.T) {
	t.Parallel()
	const commit = "28a66a3d1b6a28a66a3d1b6a28a66a3d1b6a0000"
	for repository, want := range map[string]string{
		"https://github.com/o/n":           "https://github.com/o/n/blob/" + commit + "/a%20b/%3Fx%23.yml#L7",
		"https://gitlab.com/g/s/n":         "https://gitlab.com/g/s/n/-/blob/" + commit + "/a%20b/%3Fx%23.yml#L7",
		"https://git.savannah.gnu.org/x/n": "",
	} {
		b := pagetest.New(t).Project("xz", func(p *health.Project) { p.Repositories[0].URL = repository }).Measured("xz", 1, 8, 184)
		b.Checks("xz", func(c *check.Check) {
			if c.State == check.Scored {
				c.Details = []check.Detail{{Type: "warn", Text: "found", Path: "a b/?x#.yml", Line: 7}, {Type: "warn", Text: "elsewhere", Path: "../../../etc/passwd", Line: 1}}
			}
		})
		doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
		if got := doc.Find(".ev a").First().AttrOr("href", ""); got != want {
			t.Errorf("%s: got %q, want %q", repository, got, want)
		}
		if doc.Find(".ev a[href*=passwd]").Length() > 0 {
			t.Errorf("%s: a path out of the tree is a link", repository)
		}
	}
}

func TestChecks_evidenceIsBounded(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", func(c *check.Check) {
		if c.State != check.Scored {
			return
		}
		for i := range 200 {
			c.Details = append(c.Details, check.Detail{Type: "warn", Text: "token permission is broader than it needs to be", Path: fmt.Sprintf(".github/workflows/a-long-name-of-a-workflow-%d.yaml", i), Line: i + 1})
		}
		c.Omitted = 50
	})
	h := b.Site()
	if n := len(pagetest.Body(t, pagetest.Get(t, h, "/p/xz"))); n > 150_000 {
		t.Errorf("%d bytes, at most 150 000", n)
	}
	row := checkRow(pagetest.Page(t, h, "/p/xz", 200), "Token-Permissions")
	more, left := pagetest.Numbers(row.Find("summary").First().Text()), pagetest.Numbers(row.Find("details > p.muted").Text())
	if !slices.Equal(more, []string{"247"}) || !slices.Equal(left, []string{"230"}) {
		t.Errorf("%q lines more, %q of them not shown: %.300q", more, left, row.Text())
	}
}

func TestProject_printedPointsAgreeAllOverThePage(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Scanned(t).Site(), "/p/p0", 200)
	number := func(s string) float64 {
		v, _ := strconv.ParseFloat(strings.TrimSpace(s), 64)
		return v
	}
	checks, parts, total := 0.0, 0.0, 0.0
	doc.Find("section[aria-labelledby=checks] tbody td.num").Each(func(_ int, td *goquery.Selection) { checks += number(td.Text()) })
	rows := doc.Find("section[aria-labelledby=parts] table tbody tr")
	rows.Each(func(i int, tr *goquery.Selection) {
		v := number(tr.Find("td").Last().Text())
		switch name := tr.Children().First().Text(); {
		case strings.HasPrefix(name, explain.Sentence(model.Posture.Name())):
			parts += v
		case i == rows.Length()-1:
			total = v
		}
	})
	if got := doc.Find("#parts").AttrOr("data-says", ""); got != fmt.Sprintf("risk:%.1f", total) {
		t.Errorf("the parts are of %q, their sum is %v", got, total)
	}
	if total == 0 || math.Abs(checks-parts) > 1e-6 {
		t.Errorf("the checks add up to %v, posture in the chart to %v, risk %v", checks, parts, total)
	}
	help := doc.Find("section[aria-labelledby=help] li")
	if help.Length() != 3 || help.First().AttrOr("data-field", "") != "regulars_12m" || !slices.Contains(pagetest.Numbers(help.First().Find(".num").Text()), fmt.Sprintf("%.1f", total)) {
		t.Errorf("what would help: %q of %v", pagetest.Texts(help), total)
	}
}

func TestPages_provisionalRanksAreMarked(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	for path, want := range map[string]int{"/": 6, "/projects": 6} {
		doc := pagetest.Page(t, h, path, 200)
		if n := doc.Find("table.plumbed .tbl__sub[data-says=provisional]").Length(); n != want {
			t.Errorf("%s: %d rows are marked, want %d", path, n, want)
		}
	}
	if got := pagetest.Says(pagetest.Page(t, h, "/", 200).Find(".lead .finding")); !slices.Contains(got, "provisional:6") || !slices.Contains(got, "git-alone") {
		t.Errorf("the finding states %q", got)
	}
	if got := pagetest.Says(pagetest.Page(t, pagetest.Ranked(t), "/", 200).Find("main")); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "provisional") }) {
		t.Error("full evidence is called provisional")
	}
}

func TestChecks_ourReadingDecidesTheLastPointOfTheLicence(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		licence string
		more    []check.Detail
		score   int
		want    string
		remedy  bool
	}{
		{"MIT", nil, 9, "10", false},
		{"MIT", []check.Detail{{Type: "warn", Text: "something else"}}, 9, "10", false},
		{"MIT", nil, 6, "6", true},
		{"other", nil, 9, "9", false},    // in doubt
		{"BUSL-1.1", nil, 9, "9", false}, // a choice of the project
	} {
		b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184, health.ObsText("licence", tc.licence)).Checks("xz", func(c *check.Check) {
			if c.Name == "License" {
				c.State, c.Score = check.Scored, tc.score
				c.Details = append([]check.Detail{{Type: "warn", Text: "Any licence detected not an FSF or OSI recognized license", Path: "LICENSE", Line: 1}}, tc.more...)
			}
		})
		got := checkRow(pagetest.Page(t, b.Site(), "/p/xz", 200), "License")
		read, remedy := strings.Contains(got.Text(), tc.licence), got.Find(".steps")
		for _, said := range []string{"approves", "file detected"} {
			if n := strings.Count(strings.Replace(got.Text(), got.Find("[data-says=nothing-to-do]").Text(), "", 1), said); n > 1 {
				t.Errorf("%s, %d of 10: %q is said %d times: %q", tc.licence, tc.score, said, n, got.Text())
			}
		}
		if got.Find(".ev").First().Text() == "" || !strings.Contains(got.Find(".ev").Text(), "LICENSE:1") {
			t.Errorf("%s, %d of 10: the place of the file is lost: %q", tc.licence, tc.score, got.Text())
		}
		if !strings.Contains(got.Text(), tc.want+" of 10") && !strings.Contains(pagetest.Words(got), tc.want) || read != (tc.score == 9 && tc.licence != "other") || (remedy.Length() == 1) != tc.remedy {
			t.Errorf("%s, %d of 10: %q", tc.licence, tc.score, got.Text())
		}
	}
}

// A warning that cost nothing is no finding: it is folded away.
func TestChecks_onlyWhatLostPointsIsAFinding(t *testing.T) {
	t.Parallel()
	for score, open := range map[int]int{10: 0, 9: 1} {
		b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", func(c *check.Check) {
			if c.Name == "Token-Permissions" {
				c.State, c.Score = check.Scored, score
				c.Details = []check.Detail{{Type: "warn", Text: "jobLevel 'contents' permission set to 'write'", Path: ".github/workflows/release.yml", Line: 9}}
			}
		})
		row := checkRow(pagetest.Page(t, b.Site(), "/p/xz", 200), "Token-Permissions")
		if got := row.Find(".ev li").Length() - row.Find("details .ev li").Length(); got != open {
			t.Errorf("%d of 10: %d findings, want %d: %q", score, got, open, row.Text())
		}
	}
}

func TestChecks_whatWasNotSeenIsOnlyWhatTheCheckKnows(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", nil).Site(), "/p/xz", 200)
	said := func(id string) string {
		reason := explain.Sentence(explain.Reason(health.Missing(field.ID(id), "not visible in this tree: it may be elsewhere", nil)))
		if got := checkRow(doc, id); !strings.Contains(got.Text(), reason) || strings.Contains(strings.ToLower(got.Text()), "not visible in this tree") {
			t.Errorf("%s: %q lacks %q", id, got.Text(), reason)
		}
		return reason
	}
	tool, file := said("SAST"), said("Security-Policy")
	if tool == file {
		t.Errorf("a tool and a file are not told apart: %q", tool)
	}
	settled := doc.Find("section[aria-labelledby=unknowns] [data-settle=host-or-elsewhere]")
	if got := pagetest.Words(settled); !strings.Contains(got, tool) || !strings.Contains(got, file) {
		t.Errorf("unknowns: %s", got)
	}
}
