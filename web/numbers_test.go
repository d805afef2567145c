package web_test

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// unmarked is a whole number of four digits or more without a mark, and no part of a name, a day or an
// address.
var unmarked = regexp.MustCompile(`(?:^|[\s(“])([0-9]{4,})(?:$|[\s,;:)”]|\.(?:$|\s))`)

// Numbers in sentences and tables have marks of thousands, also those in stored reasons.
func TestPages_largeNumbersHaveMarks(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast()
	b.List.Ports = map[string]map[string]health.Port{}
	for _, slug := range []string{"xz", "zlib"} {
		b.Project(slug, nil).Measured(slug, 3, 12, 123456, health.Obs("unreleased_human_commits", 4321), health.Obs("bot_commits_12m", 7654))
		b.List.Ports[slug] = map[string]health.Port{"vcpkg": {Name: slug, Of: 12867, Dependents: 1300, Date: "2026-08-22", URL: "https://example.org/"}}
		b.Hosted(slug, health.Obs("outside_items_12m", 2345), health.Obs("outside_items_answered_12m", 0)).Posture(slug, 6)
	}
	h := b.Site()
	for _, at := range []string{"/", "/projects", "/projects?columns=all", "/p/xz", "/p/xz/brief", "/p/xz/fix", "/p/xz/funding", "/compare?p=xz&p=zlib", "/map", "/fund", "/matrix"} {
		doc := pagetest.Page(t, h, at, 200)
		doc.Find("script, style, code, .mono, input").Remove()
		doc.Find("*").Contents().Each(func(_ int, s *goquery.Selection) {
			if goquery.NodeName(s) != "#text" {
				return
			}
			for _, m := range unmarked.FindAllStringSubmatch(s.Text(), -1) {
				if n, _ := strconv.Atoi(m[1]); n < 1990 || n > 2035 { // not a year
					t.Errorf("%s: %q", at, s.Text())
				}
			}
		})
	}
}
