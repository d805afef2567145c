package ranking_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// columnSets are the values of columns with the head that only they have beside all.
var columnSets = map[string]string{"maintenance": "Last release", "funding": "Licence", "security": "Checks failing"}

func TestColumns_aSetHasItsColumnsInOneOrderAndTheSameRows(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	first := pagetest.Page(t, h, "/projects?sort=name", http.StatusOK)
	all := pagetest.Texts(pagetest.Page(t, h, "/projects?columns=all&sort=name", http.StatusOK).Find(".scroll thead th"))
	for set, only := range columnSets {
		doc := pagetest.Page(t, h, "/projects?columns="+set+"&sort=name", http.StatusOK)
		heads := pagetest.Texts(doc.Find(".scroll thead th"))
		if !slices.Contains(heads, only) {
			t.Errorf("%s has the columns %q, without %q", set, heads, only)
		}
		if got, want := pagetest.Texts(doc.Find(".scroll .proj")), pagetest.Texts(first.Find("table.plumbed .proj")); !slices.Equal(got, want) {
			t.Errorf("%s has the rows %q, want %q", set, got, want)
		}
		last := -1
		for _, head := range heads {
			at := slices.Index(all, head)
			if at <= last {
				t.Errorf("%s: %q is at %d of all columns, after %d", set, head, at, last)
			}
			last = at
		}
		if n := doc.Find(".scroll tbody tr:first-child > *").Length(); n != len(heads) {
			t.Errorf("%s: %d cells below %d heads", set, n, len(heads))
		}
	}
	if len(all) < 20 {
		t.Errorf("all columns are %q", all)
	}
}

func TestColumns_aChoiceKeepsEverythingElse(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	doc := pagetest.Page(t, h, "/projects?tag=compression&columns=funding&sort=name&per=50", http.StatusOK)
	nav := doc.Find("nav[aria-label=Columns]")
	if got := pagetest.Words(nav.Find("[aria-current]")); got != "Funding" {
		t.Errorf("the chosen set is %q", got)
	}
	want := []string{
		"/projects?tag=compression&sort=name&per=50", "/projects?tag=compression&columns=maintenance&sort=name&per=50",
		"/projects?tag=compression&columns=security&sort=name&per=50", "/projects?tag=compression&columns=all&sort=name&per=50",
	}
	if got := pagetest.Attrs(nav.Find("a:not([aria-current])"), "href"); !slices.Equal(got, want) {
		t.Errorf("the others lead to %q", got)
	}
	for _, a := range pagetest.Attrs(doc.Find(".scroll thead a, .chips:not(nav) .chip, nav.acts a[href^='/projects?']"), "href") {
		if !strings.Contains(a, "columns=funding") {
			t.Errorf("%s loses the columns", a)
		}
	}
	if got := doc.Find("#filters input[name=columns]").AttrOr("value", ""); got != "funding" {
		t.Errorf("the form carries %q along", got)
	}
	if got := doc.Find("a[href^='/projects.csv']").AttrOr("href", ""); got != "/projects.csv?tag=compression&sort=name" {
		t.Errorf("the CSV is %q", got)
	}
	if got := pagetest.Words(pagetest.Page(t, h, "/projects?columns=risk", http.StatusOK).Find("nav[aria-label=Columns] [aria-current]")); got != "Risk" {
		t.Errorf("risk, by name, is %q", got)
	}
}

func TestColumns_aBadValueNamesTheAllowedOnes(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	doc := pagetest.Page(t, h, "/projects?columns=colours&tag=compression", http.StatusBadRequest)
	if got := pagetest.Texts(doc.Find(".links a")); !slices.Equal(got, []string{"risk", "maintenance", "funding", "security", "all"}) {
		t.Errorf("allowed are %q", got)
	}
	if got := doc.Find(".links a").Last().AttrOr("href", ""); got != "/projects?tag=compression&columns=all" {
		t.Errorf("the last leads to %q", got)
	}
	if got := pagetest.Says(pagetest.Page(t, h, "/map?columns=all", http.StatusOK).Find(".notice")); !slices.Contains(got, "ignored") {
		t.Errorf("a page without sets says %q of columns", got)
	}
}

// What is not known is no number, and the text of rows without ranks has no rank.
func TestColumns_unknownIsNeverANumber(t *testing.T) {
	t.Parallel()
	for path, ranks := range map[string]bool{"/projects?columns=all&sort=name": true, "/projects?columns=all&ranked=no": false} {
		doc := pagetest.Page(t, pagetest.Ranked(t), path, http.StatusOK)
		heads := pagetest.Texts(doc.Find(".scroll thead th"))
		if slices.Contains(heads, "Rank") != ranks {
			t.Errorf("%s: the heads are %q", path, heads)
		}
	}
	doc := pagetest.Page(t, pagetest.Unranked(t), "/projects?columns=all&sort=name", http.StatusOK)
	heads := pagetest.Texts(doc.Find(".scroll thead th"))
	row := doc.Find(".scroll tbody tr").Eq(1) // lost, of which nothing is known
	cells := row.Find("th, td")
	if got := row.Find(".proj").Text(); got != "lost" {
		t.Fatalf("the row is of %q", got)
	}
	for _, head := range []string{"Health ↑", "Health", "Posture", "Regulars", "Absence factor", "Last release", "Licence", "Funding channels", "Checks passing", "Checks failing"} {
		i := slices.Index(heads, head)
		if i >= 0 && cells.Eq(i).Find(".unk").Length() != 1 {
			t.Errorf("%s of lost is %q", head, cells.Eq(i).Text())
		}
	}
}

func TestColumns_checksAreNamed(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Ranked(t), "/projects?columns=security&sort=name", http.StatusOK)
	cells := doc.Find(".scroll tbody tr").Last().Find("td").Last()
	for _, name := range strings.Split(cells.Find(".tbl__sub").Text(), ", ") {
		if _, ok := field.ByID(field.ID(name)); !ok && name != "" {
			t.Errorf("%q is no check", name)
		}
	}
}

// A file that names no platform was read: the list of channels is empty, not unknown.
func TestColumns_noChannelIsNotUnknown(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for slug, named := range map[string][]string{"none": {}, "some": {"github", "patreon"}} {
		b.Project(slug, nil).Measured(slug, 1, 8, 184, health.ObsList(field.FundingChannels, named))
	}
	h := b.Project("unread", nil).Measured("unread", 1, 8, 184, health.Missing(field.FundingChannels, "the tree was not read", nil)).Site()
	doc := pagetest.Page(t, h, "/projects?columns=funding&sort=name", http.StatusOK)
	at := slices.Index(pagetest.Texts(doc.Find(".scroll thead th")), "Funding channels")
	var got []string
	doc.Find(".scroll tbody tr:has(.proj)").Each(func(_ int, row *goquery.Selection) {
		got = append(got, pagetest.Words(row.Children().Eq(at)))
	})
	if want := []string{"none in its files", "github, patreon", "? unknown"}; !slices.Equal(got, want) {
		t.Errorf("the channels are %q, want %q", got, want)
	}
}
