package project_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// What the page of a project names as help and what the funding page can pay for agree.
func TestHelp_saysWhatNoMeasurePaysFor(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Edit("p5", string(field.ContributorAbsenceFactor), 2) // a second maintainer leads to two
	h := b.Site()
	unpaid, paid := 0, 0
	for _, slug := range []string{"p0", "p1", "p5"} {
		beyond := pagetest.Page(t, h, "/p/"+slug+"/funding", 200).Find("#beyond").Closest("section").Text()
		pagetest.Page(t, h, "/p/"+slug, 200).Find("#help").Closest("section").Find("li").Each(func(_ int, li *goquery.Selection) {
			text := strings.ToLower(li.Find(".strong").Text())
			named := strings.Contains(strings.ToLower(beyond), text)
			said := li.Find("[data-says=unpaid]").Length() == 1
			if named && !said {
				t.Errorf("%s: %q helps, and the funding page says that no measure pays for it", slug, text)
			}
			if said {
				unpaid++
			} else {
				paid++
			}
		})
	}
	if unpaid == 0 || paid == 0 {
		t.Errorf("%d lines that no measure pays for, %d others", unpaid, paid)
	}
}
