package project_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// factsOf returns "name: text" of each line of a section's facts.
func factsOf(doc *goquery.Document, section string) []string {
	var out []string
	doc.Find("section[aria-labelledby=" + section + "] dt").Each(func(_ int, dt *goquery.Selection) {
		out = append(out, dt.Text()+": "+strings.Join(strings.Fields(dt.Next().Text()), " "))
	})
	return out
}

func TestProject_advisories(t *testing.T) {
	t.Parallel()
	because := func(in health.Input, reason string) health.Input { in.Reason = reason; return in }
	for name, tc := range map[string]struct {
		ins  []health.Input
		want []string
		not  string
	}{
		"never asked": {nil, []string{"Serious, without a patched release: ? unknown Not collected yet"}, ""},
		"nothing open": {[]health.Input{
			because(health.Obs("advisory_unpatched_days", 0), "3 advisories on record, none of them serious and without a patched release"),
			health.ObsList("advisories_unpatched", []string{}), health.ObsBool("advisory_known_exploited", false), health.Obs("advisories_24m", 3),
			because(health.Obs("advisory_fix_days_p50", 12), "3 advisories of five years"),
		}, []string{
			"Serious, without a patched release: none 3 advisories on record, none of them serious and without a patched release",
			"Time to a patched release: 12 days, median 3 advisories of five years",
			"Advisories published: 3 advisories in two years; shown, never scored: it tells how closely a project is looked at",
		}, "exploited"},
		"one open, and exploited": {[]health.Input{
			health.Obs("advisory_unpatched_days", 55), health.ObsList("advisories_unpatched", []string{"GHSA-open-0000-0002"}), health.ObsBool("advisory_known_exploited", true),
			health.Obs("advisories_24m", 1), health.Missing("advisory_fix_days_p50", "fewer than three advisories in five years", nil),
		}, []string{
			"Serious, without a patched release: 1 advisory, the oldest for 55 days", "Open: GHSA-open-0000-0002", "Known to be exploited: yes one is in CISA’s list",
			"Time to a patched release: ? unknown Fewer than three advisories in five years",
		}, ""},
		"it cannot be told": {[]health.Input{
			health.Missing("advisory_unpatched_days", "nobody rated X-1", nil), health.Missing("advisories_unpatched", "nobody rated X-1", nil), health.Missing("advisory_known_exploited", "nobody rated X-1", nil),
			health.Obs("advisories_24m", 1), health.Missing("advisory_fix_days_p50", "nobody rated X-1", nil),
		}, []string{"Serious, without a patched release: ? unknown Nobody rated X-1", "Advisories published: 1"}, "Time to"},
	} {
		b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
		if tc.ins != nil {
			b.Snapshot("xz", field.SourceAdvisory, tc.ins)
		}
		doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
		text := strings.Join(factsOf(doc, "advisories"), "\n")
		for _, want := range tc.want {
			if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
				t.Errorf("%s: %q lacks %q", name, text, want)
			}
		}
		if tc.not != "" && strings.Contains(text, tc.not) {
			t.Errorf("%s: %q", name, text)
		}
		links := doc.Find("section[aria-labelledby=advisories] a[href='https://osv.dev/vulnerability/GHSA-open-0000-0002']").Length()
		if want := strings.Count(text, "GHSA-open"); links != want {
			t.Errorf("%s: %d links for %d advisories", name, links, want)
		}
	}
}
