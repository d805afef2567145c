package project_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// fact is what one line of facts must hold: its state, the numbers of its text, the
// statements beside it and the words that come from the data.
type fact struct {
	id, state string
	numbers   []string
	says      string
	words     string
}

// lacks returns what of a fact the section does not hold, empty for nothing.
func (f fact) lacks(section *goquery.Selection) string {
	dd := section.Find("dd[data-field=" + f.id + "]")
	text := dd.Find("span:not(.tbl__sub)").Text()
	switch {
	case dd.Length() != 1 || dd.AttrOr("data-state", "") != f.state:
		return fmt.Sprintf("%d lines of %s, state %q", dd.Length(), f.id, dd.AttrOr("data-state", ""))
	case !slices.Equal(pagetest.Numbers(text), f.numbers):
		return fmt.Sprintf("%s is %q, want the numbers %q", f.id, text, f.numbers)
	case dd.AttrOr("data-says", "") != f.says || !strings.Contains(strings.ToLower(dd.Text()), strings.ToLower(f.words)):
		return fmt.Sprintf("%s states %q with %q, want %q with %q", f.id, dd.AttrOr("data-says", ""), pagetest.Words(dd), f.says, f.words)
	}
	return ""
}

// advisoryCase is what was observed of advisories, and what the page says of it.
type advisoryCase struct {
	ins  []health.Input
	want []fact
	not  string // a field without a line
	open int
}

func advisoryCases() map[string]advisoryCase {
	because := func(in health.Input, reason string) health.Input { in.Reason = reason; return in }
	const nothing = "3 advisories on record, none of them serious and without a patched release"
	return map[string]advisoryCase{
		"never asked": {nil, []fact{{id: "advisories_unpatched", state: "unknown"}}, "advisory_fix_days_p50", 0},
		"nothing open": {[]health.Input{
			because(health.Obs("advisory_unpatched_days", 0), nothing),
			health.ObsList("advisories_unpatched", []string{}), health.ObsBool("advisory_known_exploited", false), health.Obs("advisories_24m", 3),
			because(health.Obs("advisory_fix_days_p50", 12), "3 advisories of five years"),
			because(health.ObsList("releases_affected", []string{"1.2 2026-10-01 npm/xz -", "1.1 2026-09-01 npm/xz GHSA-a,GHSA-b", "1.0 2026-08-01 npm/xz GHSA-a"}), "3 releases of xz"),
		}, []fact{
			{id: "releases_affected", state: "observed", numbers: []string{"2", "3"}, says: "unscored", words: "3 releases of xz"},
			{id: "dependency_update_days", state: "unknown", says: "unscored"},
			{id: "advisories_unpatched", state: "observed", words: nothing},
			{id: "advisory_fix_days_p50", state: "observed", numbers: []string{"12"}, words: "3 advisories of five years"},
			{id: "advisories_24m", state: "observed", numbers: []string{"3"}, says: "unscored"},
		}, "advisory_known_exploited", 0},
		"one open, and exploited": {[]health.Input{
			health.Obs("advisory_unpatched_days", 55), health.ObsList("advisories_unpatched", []string{"GHSA-open-0000-0002"}), health.ObsBool("advisory_known_exploited", true),
			health.Obs("advisories_24m", 1), health.Missing("advisory_fix_days_p50", "fewer than three advisories in five years", nil),
			because(health.ObsList("releases_affected", []string{}), "there is no advisory for xz"),
		}, []fact{
			{id: "releases_affected", state: "observed", says: "unscored", words: "there is no advisory for xz"},
			{id: "advisories_unpatched", state: "observed", numbers: []string{"1", "55"}},
			{id: "advisory", state: "observed", numbers: []string{"0000", "0002"}, words: "GHSA-open-0000-0002"},
			{id: "advisory_known_exploited", state: "observed"},
			{id: "advisory_fix_days_p50", state: "unknown", words: "fewer than three advisories in five years"},
		}, "", 1},
		"it cannot be told": {[]health.Input{
			health.Missing("advisory_unpatched_days", "nobody rated X-1", nil), health.Missing("advisories_unpatched", "nobody rated X-1", nil), health.Missing("advisory_known_exploited", "nobody rated X-1", nil),
			health.Obs("advisories_24m", 1), health.Missing("advisory_fix_days_p50", "nobody rated X-1", nil),
		}, []fact{
			{id: "advisories_unpatched", state: "unknown", words: "nobody rated X-1"},
			{id: "advisories_24m", state: "observed", numbers: []string{"1"}, says: "unscored"},
		}, "advisory_fix_days_p50", 0},
	}
}

// Each advisory is listed with both days and links, and each release with what affects it.
func TestProject_advisoryTimes(t *testing.T) {
	t.Parallel()
	fixes := health.ObsList(field.AdvisoryFixes, []string{
		"GHSA-c 2026-10-01 open", "GHSA-b 2026-06-01 undated", "GHSA-a 2026-03-01 released 2026-03-11 1.1 npm/@acme/xz", "GHSA-0 2026-02-01 released 2026-01-11 1.0 -",
	})
	fixes.Reason = "4 advisories in five years"
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
	b.Snapshot("xz", field.SourceAdvisory, []health.Input{fixes, health.ObsList(field.ReleasesAffected, []string{"1.1 2026-03-11 npm/xz -", "1.0 2026-01-11 npm/xz GHSA-a,GHSA-0"})})
	section := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("section[aria-labelledby=advisories]")
	list := section.Find("details[data-says=fixes]")
	if note := pagetest.Numbers(list.Find("p").Text()); !slices.Equal(note, []string{"4", "2", "4"}) {
		t.Errorf("the note has the numbers %q", note)
	}
	for id, want := range map[string]struct {
		words string
		hrefs []string
	}{
		"GHSA-c": {"no release fixes it", []string{"https://osv.dev/vulnerability/GHSA-c"}},
		"GHSA-b": {"is unknown", []string{"https://osv.dev/vulnerability/GHSA-b"}},
		"GHSA-a": {"10 days", []string{"https://osv.dev/vulnerability/GHSA-a", "https://deps.dev/npm/@acme%2Fxz/1.1"}},
		"GHSA-0": {"before it was published", []string{"https://osv.dev/vulnerability/GHSA-0"}},
	} {
		row := list.Find("li[data-row='" + id + "']")
		if got := pagetest.Attrs(row.Find("a"), "href"); !slices.Equal(got, want.hrefs) || !strings.Contains(strings.ReplaceAll(pagetest.Words(row), "\u00a0", " "), want.words) {
			t.Errorf("%s is %q with links %q", id, pagetest.Words(row), got)
		}
	}
	releases := section.Find("details[data-says=releases] li")
	if got := releases.Length(); got != 2 || releases.Eq(0).Find("a").Length() != 1 || releases.Eq(1).Find("a").Length() != 3 {
		t.Errorf("%d releases: %q", got, pagetest.Words(releases))
	}
}

func TestProject_advisories(t *testing.T) {
	t.Parallel()
	for name, tc := range advisoryCases() {
		b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
		if tc.ins != nil {
			b.Snapshot("xz", field.SourceAdvisory, tc.ins)
		}
		section := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("section[aria-labelledby=advisories]")
		for _, want := range tc.want {
			if got := want.lacks(section); got != "" {
				t.Errorf("%s: %s", name, got)
			}
		}
		if tc.not != "" && section.Find("[data-field="+tc.not+"]").Length() != 0 {
			t.Errorf("%s: %q", name, section.Text())
		}
		if yes := section.Find("[data-field=advisory_known_exploited]").AttrOr("data-value", ""); (yes == "1") != (tc.open > 0) {
			t.Errorf("%s: known to be exploited is %q", name, yes)
		}
		if got := section.Find("a[href='https://osv.dev/vulnerability/GHSA-open-0000-0002']").Length(); got != tc.open {
			t.Errorf("%s: %d links for %d advisories", name, got, tc.open)
		}
	}
}
