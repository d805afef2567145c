package uitest

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// withTexts are pages of a site whose data is all text of others, one of each kind at least; the
// navigation has the rest.
var withTexts = []at{
	{"projects-all-columns", "/projects?columns=all", 200},
	{"tag", "/tags/compression", 200},
	{"owner", "/owners/github.com/xz", 200},
	{"project", "/p/xz", 200},
	{"project-unknown", "/p/zlib", 200},
	{"project-failed", "/p/lost", 200},
	{"project-check", "/p/zlib/checks/License", 200},
	{"project-history", "/p/xz/history", 200},
	{"project-past", "/p/xz/past", 200},
	{"project-not-found", "/p/xzz", 404},
	{"check", "/checks/License", 200},
	{"compare", "/compare?p=xz&p=zlib&p=lost", 200},
	{"compare-dates", "/compare?p=xz&from=2026-11-12&to=2026-11-22", 200},
	{"compare-list", "/compare?list=critical&from=2026-11-12&to=2026-11-22", 200},
	{"list", "/lists/critical", 200},
	{"status", "/status", 200},
	{"search", "/search?q=xz", 200},
	{"model-version", "/method/2.0.0", 200},
	{"model-changes", "/changes/model/2.0.0", 200},
	{"method-posture", "/method/posture", 200},
	{"method-data", "/method/data", 200},
	{"method-programs", "/method/programs", 200},
	{"about", "/about", 200},
	{"bad-request", "/projects?sort=" + strings.Repeat("W", 190), 400},
}

// size is how large a page is in one window.
type size struct {
	Page     string
	Height   int    // px
	Opens    extent // as it opens
	Unfolded extent // with all details open
}

// sizes measures pages in a window of the view.
func sizes(t *testing.T, base string, todo []at, v view) []size {
	t.Helper()
	var out []size
	job := map[string]any{"browser": browser(t), "base": base, "pages": todo, "width": v.Width, "height": v.Height}
	ask(t, "size.mjs", job, func(line []byte) {
		var s size
		decode(t, line, &s)
		out = append(out, s)
	})
	if len(out) != len(todo) {
		t.Fatalf("%d pages measured, want %d", len(out), len(todo))
	}
	return out
}

// A word of 190 letters, in every field that holds text of others, makes no page wider than the
// window of a phone: neither as it opens nor with all details open.
func TestPages_longWordsStayInTheWindow(t *testing.T) {
	t.Parallel()
	v := &pagetest.Victim{Text: pagetest.HostileTexts["long"]}
	site := httptest.NewServer(v.Site(t))
	defer site.Close()
	todo := append(navigation(t, site.URL), withTexts...)
	for _, p := range todo { // each shows what it is for
		read(t, site.URL+p.Path, p.Status)
	}
	for _, s := range sizes(t, site.URL, todo, phone) {
		for what, e := range map[string]extent{"as it opens": s.Opens, "with details open": s.Unfolded} {
			if e.Room == 0 || e.Width > e.Room {
				t.Errorf("%s, %s, is %d px wide in %d: %s", s.Page, what, e.Width, e.Room, strings.Join(e.By, "; "))
			}
		}
	}
}
