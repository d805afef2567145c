package web_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// What is on no list says so wherever it is asked for, and how to go on; the commands
// hold no letter that means something to a shell.
func TestUnlisted_saysSoAndHowToGoOn(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("zlib", func(p *health.Project) { p.Aliases = []string{"libz"} }).Measured("zlib", 1, 8, 184).Site()
	const form = "https://github.com/OWNER/NAME"
	for _, c := range []struct {
		path    string
		status  int
		value   string
		address string
		near    int
	}{
		{"/p/no-such-thing-at-all", 404, "no-such-thing-at-all", form, 0},
		{"/p/zlibb", 404, "zlibb", form, 1},
		{"/p/libzz", 404, "libzz", form, 1},
		{"/p/libz/history", 404, "libz", form, 1},
		{"/repo/github.com/some/zlib-fork", 404, "github.com/some/zlib-fork", "https://github.com/some/zlib-fork", 0},
		{"/repo/git.example.org/a/b/zlb", 404, "git.example.org/a/b/zlb", "https://git.example.org/a/b/zlb", 1},
		{"/projects?q=some/zlb", 200, "some/zlb", "https://github.com/some/zlb", 1},
		{"/projects?q=https://gitlab.com/Some/Thing.git", 200, "https://gitlab.com/Some/Thing.git", "https://gitlab.com/Some/Thing", 0},
		{"/projects?q=a/b%3B%20rm%20$(x)", 200, "a/b; rm $(x)", form, 0},
		{"/projects?q=" + strings.Repeat("x", 200), 200, strings.Repeat("x", 200), form, 0},
	} {
		doc := pagetest.Page(t, h, c.path, c.status)
		if got := doc.Find(".finding[data-reason=not-listed]").AttrOr("data-value", "?"); got != c.value {
			t.Errorf("%s is about %q, want %q", c.path, got, c.value)
		}
		codes := pagetest.Texts(doc.Find("main code"))
		want := []string{"plumbline scan " + c.address, "plumbline explain " + c.address + " --scan", "scorecards/critical/list.yaml", "plumbline serve --lists PATH"}
		if strings.Join(codes, "|") != strings.Join(want, "|") {
			t.Errorf("%s: commands %q, want %q", c.path, codes, want)
		}
		if n := doc.Find("main a[href='/p/zlib']").Length(); n != c.near {
			t.Errorf("%s: zlib is suggested %d times, want %d", c.path, n, c.near)
		}
	}
	for _, path := range []string{"/projects?q=zli", "/projects?q=libz", "/projects?q=nothing&lang=C"} {
		if n := pagetest.Page(t, h, path, 200).Find("[data-reason=not-listed]").Length(); n != 0 {
			t.Errorf("%s says that it is on no list", path)
		}
	}
}
