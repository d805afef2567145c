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
		}, []fact{
			{id: "advisories_unpatched", state: "observed", words: nothing},
			{id: "advisory_fix_days_p50", state: "observed", numbers: []string{"12"}, words: "3 advisories of five years"},
			{id: "advisories_24m", state: "observed", numbers: []string{"3"}, says: "unscored"},
		}, "advisory_known_exploited", 0},
		"one open, and exploited": {[]health.Input{
			health.Obs("advisory_unpatched_days", 55), health.ObsList("advisories_unpatched", []string{"GHSA-open-0000-0002"}), health.ObsBool("advisory_known_exploited", true),
			health.Obs("advisories_24m", 1), health.Missing("advisory_fix_days_p50", "fewer than three advisories in five years", nil),
		}, []fact{
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
