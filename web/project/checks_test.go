package project_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// checkRowText is the row of a check on the page of xz.
func checkRowText(doc *goquery.Document, check string) string {
	var out string
	doc.Find("section[aria-labelledby=checks] tbody tr").Each(func(_ int, tr *goquery.Selection) {
		if strings.HasPrefix(strings.TrimSpace(tr.Find("th a").Text()), check) {
			out = strings.Join(strings.Fields(tr.Text()), " ")
		}
	})
	return out
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
		"Code-Review": "? needs GitHub", "Fuzzing": "? not visible here", "Pinned-Dependencies": "? did not finish", "Binary-Artifacts": "4 of 10",
	} {
		if got := checkRowText(doc, check); !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", check, got, want)
		}
	}
	part := doc.Find("section[aria-labelledby=checks]").Text()
	if !strings.Contains(part, "OpenSSF Scorecard v4.13.1, mode: git tree") || strings.Contains(part, "secret detail") {
		t.Errorf("instrument or operator's error: %s", part)
	}
	if got := doc.Find("section[aria-labelledby=unknowns]").Text(); !strings.Contains(got, "Collecting from GitHub would settle it") {
		t.Errorf("unknowns: %s", got)
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
		for range 6 {
			c.Remedy = append(c.Remedy, strings.Repeat("Do what is advised. ", 20))
		}
	})
	h := b.Site()
	if n := len(pagetest.Body(t, pagetest.Get(t, h, "/p/xz"))); n > 150_000 {
		t.Errorf("%d bytes, at most 150 000", n)
	}
	if got := checkRowText(pagetest.Page(t, h, "/p/xz", 200), "Token-Permissions"); !strings.Contains(got, "247 more lines") || !strings.Contains(got, "230 more are not shown") {
		t.Errorf("got %.300q", got)
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
	doc.Find("section[aria-labelledby=parts] table tbody tr").Each(func(_ int, tr *goquery.Selection) {
		v := number(tr.Find("td").Last().Text())
		switch name := tr.Children().First().Text(); {
		case strings.HasPrefix(name, "Posture"):
			parts += v
		case name == "Risk":
			total = v
		}
	})
	if total == 0 || math.Abs(checks-parts) > 1e-6 {
		t.Errorf("the checks add up to %v, posture in the chart to %v, risk %v", checks, parts, total)
	}
	help := pagetest.Texts(doc.Find("#help").Parent().Parent().Find("li"))
	if len(help) != 3 || !strings.Contains(help[0], "More people who stay and share the work") || !strings.Contains(help[0], fmt.Sprintf("of %.1f points of risk", total)) {
		t.Errorf("what would help: %q of %v", help, total)
	}
}

func TestPages_provisionalRanksAreMarked(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	for path, want := range map[string]int{"/": 6, "/projects": 6} {
		doc := pagetest.Page(t, h, path, 200)
		if n := len(doc.Find("table.plumbed .tbl__sub").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == "provisional" }).Nodes); n != want {
			t.Errorf("%s: %d rows are marked, want %d", path, n, want)
		}
	}
	if got := pagetest.Page(t, h, "/", 200).Find(".lead .finding").Text(); !strings.Contains(got, "Every rank is provisional: posture rests on git alone.") {
		t.Errorf("the finding is %q", got)
	}
	if got := pagetest.Page(t, pagetest.Ranked(t), "/", 200).Find("main").Text(); strings.Contains(got, "rank is provisional") {
		t.Error("full evidence is called provisional")
	}
}

func TestChecks_theLicenceWeReadStandsBesideTheOneScorecardCouldNotTell(t *testing.T) {
	t.Parallel()
	const note = "Scorecard recognises licences through the host, which was not asked; the file is MIT by our reading"
	for _, tc := range []struct {
		licence string
		more    []check.Detail
		score   int
		noted   bool
		remedy  bool
	}{
		{"MIT", nil, 9, true, false},
		{"MIT", []check.Detail{{Type: "warn", Text: "something else"}}, 9, true, true},
		{"MIT", nil, 6, true, true},
		{"other", nil, 9, false, true},
		{"BUSL-1.1", nil, 9, false, true},
	} {
		b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184, health.ObsText("licence", tc.licence)).Checks("xz", func(c *check.Check) {
			if c.Name == "License" {
				c.State, c.Score, c.Remedy = check.Scored, tc.score, []string{"Determine which license to apply."}
				c.Details = append([]check.Detail{{Type: "warn", Text: "Any licence detected not an FSF or OSI recognized license", Path: "LICENSE", Line: 1}}, tc.more...)
			}
		})
		got := checkRowText(pagetest.Page(t, b.Site(), "/p/xz", 200), "License")
		if strings.Contains(got, note) != tc.noted || strings.Contains(got, "How to fix") != tc.remedy {
			t.Errorf("%s, %d of 10: %q", tc.licence, tc.score, got)
		}
	}
}

func TestChecks_whatWasNotSeenIsOnlyWhatTheCheckKnows(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Checks("xz", nil).Site(), "/p/xz", 200)
	for check, want := range map[string]string{"SAST": "No tool that the check knows was seen in this tree; it may be elsewhere", "Security-Policy": "No file that the check knows was seen in this tree; it may be elsewhere"} {
		if got := checkRowText(doc, check); !strings.Contains(got, want) || strings.Contains(got, "Not visible in this tree") {
			t.Errorf("%s: %q lacks %q", check, got, want)
		}
	}
	got := doc.Find("section[aria-labelledby=unknowns]").Text()
	if !strings.Contains(got, "No tool that the check knows was seen in this tree; it may be elsewhere. Asking the host, or knowing where else it is kept, would settle it.") {
		t.Errorf("unknowns: %s", got)
	}
}
