package matrix_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestMatrix_machineFormsAgree(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	var doc struct {
		Matched int
		Rows    []struct {
			Project              string
			Pass, Known, Unknown int
			Checks               map[string]struct {
				Score *int
				State string
			}
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/matrix.json"))), &doc); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, "/matrix.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := len(field.Checks())
	if doc.Matched == 0 || len(doc.Rows) != doc.Matched || len(lines) != 1+n*doc.Matched {
		t.Fatalf("%d matched, %d rows, %d lines", doc.Matched, len(doc.Rows), len(lines))
	}
	states := map[string]int{}
	for i, line := range lines[1:] {
		row := doc.Rows[i/n]
		c := row.Checks[line[1]]
		states[c.State]++
		scored := c.State == "pass" || c.State == "fail"
		if row.Project != line[0] || c.State != line[3] || (c.Score != nil) != scored || (line[2] != "") != scored {
			t.Errorf("line %q, cell %+v of %s", line, c, row.Project)
		}
	}
	if states["fail"] == 0 || states["unknown"] == 0 {
		t.Errorf("states: %v", states)
	}
}

func TestMatrix_refusesUnknownChecks(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	if res := pagetest.Get(t, h, "/matrix.csv?fail=no-such"); res.StatusCode != 400 {
		t.Errorf("status %d, want 400", res.StatusCode)
	}
}

func TestMatrix_takesTheFiltersOfProjects(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	for _, filter := range []string{"fail=Code-Review", "unknown=Code-Review"} {
		state, _, _ := strings.Cut(filter, "=")
		for _, line := range strings.Split(pagetest.Body(t, pagetest.Get(t, h, "/matrix.csv?"+filter)), "\n") {
			if strings.Contains(line, ",Code-Review,") && !strings.HasSuffix(line, ","+state) {
				t.Errorf("%s gives %q", filter, line)
			}
		}
	}
}

func TestMatrix_pageAgreesWithJSON(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	doc := pagetest.Page(t, h, "/matrix", 200)
	var want struct {
		Rows []struct {
			Pass, Known, Unknown int
			Checks               map[string]struct{ Score *int }
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/matrix.json"))), &want); err != nil {
		t.Fatal(err)
	}
	heads := pagetest.Attrs(doc.Find(".heat thead .heat__c a"), "href")
	rows := doc.Find(".heat tbody tr")
	if len(heads) != len(field.Checks()) || rows.Length() != len(want.Rows) {
		t.Fatalf("%d heads, %d rows of %d", len(heads), rows.Length(), len(want.Rows))
	}
	pass, known, unknown := 0, 0, 0
	for i, w := range want.Rows {
		cells := rows.Eq(i).Find("td")
		for j, href := range heads {
			_, id, _ := strings.Cut(href, "/checks/")
			score := w.Checks[id].Score
			if got := pagetest.Numbers(cells.Eq(j).Text()); (len(got) == 1) != (score != nil) || score != nil && got[0] != strconv.Itoa(*score) {
				t.Errorf("row %d, %s: %q, want %v", i, id, got, score)
			}
		}
		if got := pagetest.Numbers(cells.Eq(len(heads) + 1).Text()); len(got) != 1 || got[0] != strconv.Itoa(w.Unknown) {
			t.Errorf("row %d: unknown %q, want %d", i, got, w.Unknown)
		}
		pass, known, unknown = pass+w.Pass, known+w.Known, unknown+w.Unknown
	}
	foot := doc.Find(".heat tfoot tr")
	if got := pagetest.Numbers(foot.Eq(1).Find("td").Eq(len(heads)).Text()); !slices.Equal(got, []string{strconv.Itoa(pass), strconv.Itoa(known)}) {
		t.Errorf("passing %q, want %d of %d", got, pass, known)
	}
	if got := foot.Eq(2).Find("td").Last().Text(); strings.TrimSpace(got) != strconv.Itoa(unknown) {
		t.Errorf("unknown %q, want %d", got, unknown)
	}
}

func TestMatrix_pageStates(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	if doc := pagetest.Page(t, h, "/matrix?q=nothing-has-this-name", 200); doc.Find("#none").Length() != 1 || doc.Find(".heat").Length() != 0 {
		t.Error("no match is not said")
	}
	pagetest.Page(t, h, "/matrix?fail=no-such", 400)
	pagetest.Page(t, pagetest.Unranked(t), "/matrix", 200)
}

// mixed has a project that has every score from 0 to 10 and one that was not scanned.
func mixed(t *testing.T) *pagetest.Builder {
	t.Helper()
	b, n := pagetest.New(t), 0
	b.Project("a", nil).Measured("a", 1, 3, 10).Checks("a", func(c *check.Check) {
		if n <= 10 {
			c.State, c.Score, c.Reason = check.Scored, n, "found"
		}
		n++
	})
	return b.Project("b", nil).Measured("b", 3, 9, 90)
}

// drawn are the cells of a row as they look: class and text.
func drawn(tr *goquery.Selection) []string {
	var out []string
	tr.Find("td[class^=k]").Each(func(_ int, td *goquery.Selection) {
		class, _, _ := strings.Cut(td.AttrOr("class", ""), " ")
		out = append(out, class+" "+pagetest.Words(td))
	})
	return out
}

func TestMatrix_draws(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, mixed(t).Site(), "/matrix?sort=name", 200)
	rows := doc.Find(".heat tbody tr")
	want := []string{"k0 0", "k0 1", "k1 2", "k1 3", "k1 4", "k2 5", "k2 6", "k2 7", "k3 8", "k3 9", "k4 10", "ku ? unknown", "ku ? unknown", "ku ? unknown", "ku ? unknown", "k1 4"}
	if got := drawn(rows.Eq(0)); !slices.Equal(got, want) {
		t.Errorf("the cells look like %q, want %q", got, want)
	}
	if got := drawn(rows.Eq(1)); len(got) != len(want) || slices.ContainsFunc(got, func(s string) bool { return s != "ku ? unknown" }) {
		t.Errorf("without a scan the cells look like %q", got)
	}
	if got := pagetest.Words(rows.Eq(0).Find("td").Slice(len(want), len(want)+2)); got != "3/124" { // 3 of 12 pass, 4 unknown
		t.Errorf("the row sums up to %q", got)
	}
	var themes []string
	doc.Find(".heat thead tr").First().Find("th").Each(func(_ int, th *goquery.Selection) {
		themes = append(themes, th.AttrOr("colspan", "")+" "+th.Text())
	})
	if got, want := themes, []string{"2 Change control", "6 Build integrity", "3 Vulnerability handling", "5 Assurance", "2 Sum"}; !slices.Equal(got, want) {
		t.Errorf("themes %q, want %q", got, want)
	}
}

func TestMatrix_sumsOfTheListAreAboveTheRows(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	sums := func(path string) string {
		return pagetest.Words(pagetest.Page(t, h, path, 200).Find(".heat thead .heat__all"))
	}
	all := sums("/matrix")
	if n := strings.Count(all, "All 6 projects: "); n != 3 {
		t.Errorf("%d rows of sums in %q", n, all)
	}
	if got := sums("/matrix?q=p1"); got != all {
		t.Errorf("a filter changes the sums of the list to %q, want %q", got, all)
	}
	doc := pagetest.Page(t, h, "/matrix?q=p1", 200)
	failing := doc.Find(".heat thead .heat__all a").First().AttrOr("href", "")
	if failing != doc.Find(".lead b a").AttrOr("href", "") {
		t.Errorf("the first of equal columns leads to %q, the finding does not", failing)
	}
	if n := pagetest.Page(t, h, failing, 200).Find(".heat tbody tr").Length(); n != 6 {
		t.Errorf("%s shows %d projects, want the 6 that fail", failing, n)
	}
}

func TestMatrix_cellsLeadToResults(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast()
	b.Project("a", nil).Measured("a", 1, 3, 10).Posture("a", 6)
	h := b.Site()
	for path, want := range map[string]string{"/matrix": "/p/a/checks/Code-Review", "/matrix?as_of=run-1": "/p/a/checks/Code-Review?as_of=run-1"} {
		if got := pagetest.Page(t, h, path, 200).Find(".heat tbody td a").First().AttrOr("href", ""); got != want {
			t.Errorf("on %s the first cell leads to %q, want %q", path, got, want)
		}
	}
}

func TestMatrix_isLightWithLongNames(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 60 {
		slug := fmt.Sprintf("p%02d", i) + strings.Repeat("x", 197)
		b.Project(slug, func(p *health.Project) { p.Name = strings.Repeat("ß", 100) + slug }).Measured(slug, 1+i%5, 3, 10+i).Checks(slug, nil)
	}
	h := b.Site()
	seen, path := 0, "/matrix?per=100"
	for n := 0; path != "" && n < 60; n++ {
		body := pagetest.Body(t, pagetest.Get(t, h, path))
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := w.Write([]byte(body)); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		if len(body) > 100_000 || packed.Len() > 20_000 {
			t.Errorf("%s: %d bytes, %d packed", path, len(body), packed.Len())
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		seen += doc.Find(".heat tbody tr").Length()
		path = doc.Find("a[rel=next]").AttrOr("href", "")
	}
	if seen != 60 {
		t.Errorf("the pages have %d projects, want each of 60 once", seen)
	}
}
