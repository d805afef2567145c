package ranking_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// A project whose page names no band of health, because it may be finished, is in no band elsewhere.
func TestProjects_noBandOfHealthIsCountedInNone(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("quiet", nil).Measured("quiet", 0, 0, 0, health.Obs("months_since_human_act", 40)).
		Project("busy", nil).Measured("busy", 3, 9, 90).Site()
	words := []string{"strong", "sound", "fair", "stretched", "in need"}
	for slug, want := range map[string]bool{"quiet": false, "busy": true} {
		csv := ""
		for line := range strings.SplitSeq(pagetest.Body(t, pagetest.Get(t, h, "/projects.csv")), "\n") {
			if strings.Contains(line, ","+slug+",") {
				csv = line
			}
		}
		page := pagetest.Page(t, h, "/p/"+slug, http.StatusOK).Find(".ass").Text()
		inFile, onPage := false, false
		for _, w := range words {
			inFile = inFile || strings.Contains(csv, ","+w+",")
			onPage = onPage || strings.Contains(page, "Health "+w) || strings.Contains(page, "Health"+w)
		}
		if inFile != want {
			t.Errorf("%s: a band in the file %v: %s", slug, inFile, csv)
		}
		if onPage && !inFile {
			t.Errorf("%s: the page names a band, the file none", slug)
		}
	}
}
