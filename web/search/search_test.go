package search_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func site(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).
		Project("xz", func(p *health.Project) {
			p.Name, p.Aliases, p.Packages = "XZ Utils", []string{"liblzma"}, []string{"pkg:conan/xz_utils"}
		}).
		Project("curl", func(p *health.Project) {
			p.Tags, p.Packages = []string{"network"}, []string{"pkg:npm/%40curl/curl", "pkg:pypi/py-curl", "pkg:golang/curl.example/curl"}
		}).
		Project("trurl", func(p *health.Project) {
			p.Repositories[0].URL, p.Tags = "https://github.com/curl/trurl", []string{"network"}
		}).Measured("xz", 1, 8, 184)
	b.Beside = []health.List{{Slug: "cncf", Title: "CNCF projects"}}
	return b.Site()
}

// hits are the things on the page as "kind key by".
func hits(t *testing.T, h http.Handler, query, section string) string {
	t.Helper()
	var out []string
	doc := pagetest.Page(t, h, "/search?q="+url.QueryEscape(query), 200)
	links := doc.Find("section[aria-labelledby=" + section + "] dt a")
	for i := range links.Nodes {
		a := links.Eq(i)
		out = append(out, fmt.Sprint(a.AttrOr("data-kind", ""), " ", a.AttrOr("data-key", ""), " ", a.AttrOr("data-by", "")))
	}
	return strings.Join(out, ", ")
}

func TestSearch_exactMatchesComeFirstWithTheReason(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, c := range []struct{ query, section, want string }{
		{"liblzma", "exact", "project xz alias"},
		{"XZ-utils", "exact", "project xz name"},
		{"xz_utils", "exact", "project xz name"},
		{"curl", "exact", "project curl name, owner github.com/curl name"},
		{"curl", "project", "project trurl repository"},
		{"network", "exact", "tag network name"},
		{"cncf", "exact", "list cncf name"},
		{"Code-Review", "exact", "check Code-Review name"},
		{"bus", "exact", ""},
		{"lzm", "project", "project xz alias"},
	} {
		if got := hits(t, h, c.query, c.section); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.query, c.section, got, c.want)
		}
	}
	doc := pagetest.Page(t, h, "/search?q=liblzma", 200)
	if why := doc.Find("#exact ~ dl dd").First().Text(); !strings.Contains(why, "liblzma") || !strings.Contains(why, "Much depends on xz.") {
		t.Errorf("the reason is %q", why)
	}
	for query, href := range map[string]string{"cncf": "/lists/cncf", "network": "/tags/network", "github.com/curl": "/owners/github.com/curl", "Code-Review": "/checks/Code-Review"} {
		if got := pagetest.Page(t, h, "/search?q="+query, 200).Find("section[aria-labelledby=exact] dt a").AttrOr("href", ""); got != href {
			t.Errorf("%s leads to %s, want %s", query, got, href)
		}
		if !strings.Contains(href, "#") {
			pagetest.Page(t, h, href, 200)
		}
	}
}

// A link leads to a list that has what was found; what several have is found on each.
func TestSearch_linksLeadToTheListsThatHaveIt(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("curl", func(p *health.Project) { p.Tags = []string{"network"} }).Measured("curl", 1, 8, 184)
	cncf := health.List{Slug: "cncf", Title: "CNCF projects"}
	for slug, tags := range map[string][]string{"etcd": {"storage", "network"}, "etcd-client": {"storage"}, "netcurl": {"network"}} {
		cncf.Projects = append(cncf.Projects, health.Project{Slug: slug, Name: slug, Why: "Much depends on it.", Tags: tags, Repositories: []health.Repository{{URL: "https://github.com/cncf/" + slug, Role: health.Primary}}})
	}
	b.Beside = []health.List{cncf}
	h := b.Site()
	for query, want := range map[string]string{
		"etc":     "/projects?list=cncf&q=etc",
		"cur":     "/projects?q=cur /projects?list=cncf&q=cur",
		"storage": "", // a tag is no project
	} {
		got := pagetest.Attrs(pagetest.Page(t, h, "/search?q="+query, 200).Find("main > .acts a"), "href")
		if strings.Join(got, " ") != want {
			t.Errorf("the figures of %s are at %q, want %q", query, got, want)
		}
		for _, at := range got {
			pagetest.Page(t, h, at, 200)
		}
	}
	for query, want := range map[string]string{
		"storage":         "/tags/storage?list=cncf",
		"network":         "/tags/network /tags/network /tags/network?list=cncf",
		"github.com/cncf": "/owners/github.com/cncf?list=cncf",
	} {
		links := pagetest.Page(t, h, "/search?q="+query, 200).Find("section[aria-labelledby=exact] a")
		if got := strings.Join(pagetest.Attrs(links, "href"), " "); got != want {
			t.Errorf("%s leads to %q, want %q", query, got, want)
		}
	}
	about := pagetest.Words(pagetest.Page(t, h, "/search?q=network", 200).Find("section[aria-labelledby=exact] dd"))
	if !strings.Contains(about, "3 listed projects") || !strings.Contains(about, "1 of") || !strings.Contains(about, "2 of “CNCF projects”") {
		t.Errorf("the tag of three projects on two lists is %q", about)
	}
}

// What names one project by its address opens it, as before.
func TestSearch_anAddressOpensTheProject(t *testing.T) {
	t.Parallel()
	h := site(t)
	for query, want := range map[string]string{
		"https://github.com/curl/curl": "/p/curl", "github.com/curl/curl/issues/7": "/p/curl", "curl/trurl": "/p/trurl", "pkg:conan/xz_utils@5.6": "/p/xz",
		"git@github.com:curl/curl.git": "/p/curl", "ssh://git@github.com/curl/trurl": "/p/trurl", "git+https://github.com/curl/curl.git#main": "/p/curl",
		"https://www.npmjs.com/package/@curl/curl/v/1.0.0": "/p/curl", "pypi.org/project/Py_Curl/": "/p/curl", "https://pkg.go.dev/curl.example/curl/lib@v1.2.3": "/p/curl",
	} {
		res := pagetest.Get(t, h, "/search?q="+url.QueryEscape(query))
		if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != want {
			t.Errorf("%s: %d to %s, want %s", query, res.StatusCode, res.Header.Get("Location"), want)
		}
	}
}

func TestSearch_nothingFoundSuggestsAndSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	h := site(t)
	for query, want := range map[string]string{"liblzna": "/p/xz", "crul": "/p/curl", "netwrok": "/tags/network", "code-revew": "/checks/Code-Review"} {
		doc := pagetest.Page(t, h, "/search?q="+query, 200)
		if doc.Find("[data-reason=not-listed]").AttrOr("data-value", "") != query || doc.Find("main .links a[href='"+want+"']").Length() != 1 {
			t.Errorf("%s: no suggestion of %s among %q", query, want, pagetest.Texts(doc.Find("main .links a")))
		}
		if doc.Find("#go-on").Length() != 1 {
			t.Errorf("%s: the page does not say how to go on", query)
		}
	}
}

// What is on no list can be scanned: where a repository was pasted, the command has its address. The
// page of a package is no repository.
func TestSearch_whatIsOnNoListCanBeScanned(t *testing.T) {
	t.Parallel()
	h := site(t)
	for query, want := range map[string]string{
		"git@gitlab.com:a/b.git": "https://gitlab.com/a/b", "https://github.com/a/b": "https://github.com/a/b",
		"https://www.npmjs.com/package/left-pad": "https://github.com/OWNER/NAME", "https://crates.io/crates/gone": "https://github.com/OWNER/NAME",
	} {
		doc := pagetest.Page(t, h, "/search?q="+url.QueryEscape(query), 200)
		if got := doc.Find("#go-on ~ dl code").First().Text(); doc.Find("[data-reason=not-listed]").Length() != 1 || got != "plumbline scan "+want {
			t.Errorf("%s: the command is %q", query, got)
		}
	}
}

func TestSearch_states(t *testing.T) {
	t.Parallel()
	h := site(t)
	doc := pagetest.Page(t, h, "/search", 200)
	if doc.Find("h1").Length() != 1 || doc.Find("section[aria-labelledby=examples] a").Length() < 5 {
		t.Error("without a text there are no examples")
	}
	if n := pagetest.Page(t, h, "/search?q=curl&sort=x&nonsense=1", 200).Find("[data-says=ignored]").Length(); n != 2 {
		t.Errorf("%d ignored parameters are named, want 2", n)
	}
	if got := pagetest.Page(t, h, "/search?q="+strings.Repeat("%C3%BC", 200), 200).Find("[data-reason=not-listed]").Length(); got != 1 {
		t.Error("200 letters are too many")
	}
	bad := pagetest.Page(t, h, "/search?q="+strings.Repeat("x", 201), 400).Find(".finding")
	if bad.AttrOr("data-param", "") != "q" || bad.AttrOr("data-reason", "") != "too-long" {
		t.Errorf("201 letters: %s", bad.Text())
	}
	pagetest.Page(t, h, "/search.json?q="+strings.Repeat("x", 201), 400)
	empty := pagetest.New(t).Site() // nothing is listed or published
	pagetest.Page(t, empty, "/search?q=curl", 200)
	if got := pagetest.Page(t, h, "/search?q=curl&as_of=2020-01-01", 200).Find("section[aria-labelledby=exact]").Length(); got != 1 {
		t.Error("the entries of a list are today's on every day")
	}
}

func TestSearch_hostileText(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("evil", func(p *health.Project) {
		p.Name, p.Why, p.Tags, p.Aliases = "evil "+pagetest.Polyglot, pagetest.Polyglot, []string{"evil" + pagetest.Polyglot}, []string{"evil" + pagetest.Polyglot}
	}).Site()
	for _, query := range []string{"evil", "\u202eevil", "ev\x00il", "evil\xff"} {
		doc := pagetest.Page(t, h, "/search?q="+url.QueryEscape(query), 200)
		if n := doc.Find("main script, main img, main style, main iframe, main [onload], main [onclick]").Length(); n != 0 {
			t.Errorf("%q: %d elements of foreign text", query, n)
		}
		if got := doc.Find("h1 bdi").Text(); got != "evil" {
			t.Errorf("%q is shown as %q", query, got)
		}
	}
	doc := pagetest.Page(t, h, "/search?q="+url.QueryEscape(pagetest.Polyglot[:60]), 200)
	if n := doc.Find("main script, main img").Length(); n != 0 {
		t.Errorf("%d elements of the text itself", n)
	}
}

func TestSearch_json(t *testing.T) {
	t.Parallel()
	h := site(t)
	var d struct {
		Query string
		Exact []struct{ Kind, Key, Matched, List, Path, Why string }
		Part  []struct{ Kind, Key string }
		Sugg  []struct{ Kind, Key, Path string } `json:"suggestions"`
	}
	read := func(query string) {
		t.Helper()
		d.Exact, d.Part, d.Sugg = nil, nil, nil
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/search.json?q="+url.QueryEscape(query)))), &d); err != nil {
			t.Fatal(err)
		}
	}
	read("liblzma")
	if len(d.Exact) != 1 || d.Exact[0].Key != "xz" || d.Exact[0].Matched != "liblzma" || d.Exact[0].List != "critical" || d.Exact[0].Path != "/p/xz" || d.Exact[0].Why == "" {
		t.Errorf("%+v", d)
	}
	read("https://github.com/curl/curl/blob/master/README")
	if len(d.Exact) != 1 || d.Exact[0].Key != "curl" {
		t.Errorf("an address inside a repository: %+v", d)
	}
	read("netwrok")
	if len(d.Exact)+len(d.Part) != 0 || len(d.Sugg) != 1 || d.Sugg[0].Path != "/tags/network" {
		t.Errorf("%+v", d)
	}
	res := pagetest.Get(t, h, "/search?q=curl")
	if tag := res.Header.Get("ETag"); tag == "" || pagetest.Get(t, h, "/search?q=curl", "If-None-Match", tag).StatusCode != http.StatusNotModified {
		t.Error("the same answer is sent twice")
	}
}
