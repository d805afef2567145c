package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// hostileFields are all places text from outside reaches a page through.
var hostileFields = map[string]func(b *pagetest.Builder, p *health.Project, text string){
	"name":               func(_ *pagetest.Builder, p *health.Project, s string) { p.Name = s },
	"why":                func(_ *pagetest.Builder, p *health.Project, s string) { p.Why = s },
	"category":           func(_ *pagetest.Builder, p *health.Project, s string) { p.Category = s },
	"language":           func(_ *pagetest.Builder, p *health.Project, s string) { p.Language = s },
	"tag":                func(_ *pagetest.Builder, p *health.Project, s string) { p.Tags = []string{s} },
	"homepage":           func(_ *pagetest.Builder, p *health.Project, s string) { p.Homepage = s },
	"added":              func(_ *pagetest.Builder, p *health.Project, s string) { p.Added = s },
	"package":            func(_ *pagetest.Builder, p *health.Project, s string) { p.Packages = []string{s} },
	"expert list id":     func(_ *pagetest.Builder, p *health.Project, s string) { p.ExpertLists = []string{s} },
	"repository address": func(_ *pagetest.Builder, p *health.Project, s string) { p.Repositories[0].URL = s },
	"repository note":    func(_ *pagetest.Builder, p *health.Project, s string) { p.Repositories[0].Note = s },
	"upstream": func(_ *pagetest.Builder, p *health.Project, s string) {
		p.Repositories[0].Mirror, p.Repositories[0].Upstream = true, s
	},
	"exposure reason":       func(_ *pagetest.Builder, p *health.Project, s string) { p.Exposure.Reason = s },
	"exposure confirmed by": func(_ *pagetest.Builder, p *health.Project, s string) { p.Exposure.ConfirmedBy = s },
	"substitution reason":   func(_ *pagetest.Builder, p *health.Project, s string) { p.Substitution.Reason = s },
	"successor": func(_ *pagetest.Builder, p *health.Project, s string) {
		p.EndOfLife = &health.EndOfLife{Archived: true, Successor: s}
	},
	"end of life address": func(_ *pagetest.Builder, p *health.Project, s string) {
		p.EndOfLife = &health.EndOfLife{Archived: true, URL: s}
	},
	"end of life date": func(_ *pagetest.Builder, p *health.Project, s string) {
		p.EndOfLife = &health.EndOfLife{Archived: true, Since: s}
	},
	"list title":    func(b *pagetest.Builder, _ *health.Project, s string) { b.List.Title = s },
	"list purpose":  func(b *pagetest.Builder, _ *health.Project, s string) { b.List.Purpose = s },
	"list notice":   func(b *pagetest.Builder, _ *health.Project, s string) { b.List.Notice = s },
	"list revision": func(b *pagetest.Builder, _ *health.Project, s string) { b.List.Revision = s },
	"expert list title": func(b *pagetest.Builder, _ *health.Project, s string) {
		b.List.Sources["a"] = health.ExpertList{ID: "a", Title: s, URL: s, Date: s, Group: "a"}
	},
	"published version": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Published(p.Slug, pagetest.AsOf, nil).Last(p.Slug).Version = s
	},
	"published address": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Published(p.Slug, pagetest.AsOf, nil).Last(p.Slug).SourceURL = s
	},
	"published commit": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Published(p.Slug, pagetest.AsOf, nil).Last(p.Slug).Commit = s
	},
	"published reason": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Published(p.Slug, pagetest.AsOf, func(c *check.Check) { c.Reason, c.Details = s, []check.Detail{{Type: "warn", Text: s}} })
	},
	"published annotation": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Published(p.Slug, pagetest.AsOf, func(c *check.Check) { c.Annotations = []string{s} })
	},
	"published check": func(b *pagetest.Builder, p *health.Project, s string) {
		sn := b.Published(p.Slug, pagetest.AsOf, nil).Last(p.Slug)
		sn.Checks = append(sn.Checks, check.Check{Name: s[:min(len(s), 400)], State: check.Scored, Score: 1})
	},
	"licence":           withText("licence"),
	"release tag":       withText("last_release_tag"),
	"release date":      withText("last_release"),
	"update tool":       withText("update_tool"),
	"last human commit": withText("last_human_commit"),
	"first commit":      withText("first_commit"),
	"funding channel": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Measured(p.Slug, 1, 8, 184, health.ObsList("funding_channels", []string{s}))
	},
	"release dates": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Measured(p.Slug, 1, 8, 184, health.ObsList("release_dates", []string{s, s, s}))
	},
	"reason of an unknown": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Measured(p.Slug, 1, 8, 184, health.Missing("integrators_12m", s, nil), health.Missing("licence", s, nil))
	},
	"reason of an n/a": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Measured(p.Slug, 1, 8, 184, health.NotApplies("commit_trend_log2", s), health.NotApplies("Code-Review", s))
	},
	"evidence address": func(b *pagetest.Builder, p *health.Project, s string) {
		in := health.Obs("regulars_12m", 1)
		in.SourceURL = s
		b.Measured(p.Slug, 1, 8, 184, in)
	},
	"instrument, commit and address": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Measured(p.Slug, 1, 8, 184)
		sn := &b.Answers[len(b.Answers)-1].Snapshots[0]
		sn.Version, sn.Commit, sn.SourceURL = s, s, s
	},
	"check reason": withCheck(func(c *check.Check, s string) { c.Reason = s }),
	"check evidence": withCheck(func(c *check.Check, s string) {
		c.Details = []check.Detail{{Type: "warn", Text: s}, {Type: "info", Text: s}}
	}),
	"check advice": withCheck(func(c *check.Check, s string) {
		c.Remedy = []string{s, "`" + s + "`", "[" + strings.NewReplacer("[", "", "]", "").Replace(s) + "](https://example.org/)"}
	}),
	"check documentation": withCheck(func(c *check.Check, s string) { c.Doc, c.Reason, c.Risk, c.Error = s, s, s, s }),
	"check evidence path": withCheck(func(c *check.Check, s string) {
		c.Details = []check.Detail{{Type: "warn", Text: "found", Path: "dir/" + strings.ReplaceAll(s, "/", ""), Line: 3}}
	}),
	"bot rule": func(b *pagetest.Builder, p *health.Project, s string) {
		b.Bots.Rules = append(b.Bots.Rules, bots.Rule{ID: s, Pattern: s, In: s, Why: s})
		p.Why = s
	},
	"why it failed": func(b *pagetest.Builder, p *health.Project, s string) { b.Failed(p.Slug, s) },
}

func withCheck(edit func(*check.Check, string)) func(*pagetest.Builder, *health.Project, string) {
	return func(b *pagetest.Builder, p *health.Project, s string) {
		b.Measured(p.Slug, 1, 8, 184).Checks(p.Slug, func(c *check.Check) {
			if c.State == check.Scored {
				edit(c, s)
			}
		})
	}
}

func withText(name string) func(*pagetest.Builder, *health.Project, string) {
	return func(b *pagetest.Builder, p *health.Project, s string) {
		b.Measured(p.Slug, 1, 8, 184, health.ObsText(field.ID(name), s))
	}
}

// hostileSite is a site with a project for each field that holds text, all
// else being usual. Fields of the list itself are hostile on every page.
func hostileSite(t *testing.T, fields []string, text string) http.Handler {
	t.Helper()
	b := pagetest.New(t)
	b.Project("other", nil).Measured("other", 3, 9, 90)
	for i, name := range fields {
		before := len(b.Answers)
		b.Project(fmt.Sprintf("victim-%d", i), func(p *health.Project) { hostileFields[name](b, p, text) })
		if len(b.Answers) == before {
			b.Measured(fmt.Sprintf("victim-%d", i), 1, 8, 184)
		}
	}
	return b.Site()
}

func TestEscape_noFieldAddsAnElementOrAttribute(t *testing.T) {
	t.Parallel()
	fields := slices.Sorted(maps.Keys(hostileFields))
	plain, hostile := hostileSite(t, fields, "plain words here"), hostileSite(t, fields, pagetest.Polyglot)
	shown := 0
	same := func(path, what string, status int) {
		p, h := pagetest.Page(t, plain, path, status), pagetest.Page(t, hostile, path, status)
		if want, got := skeleton(p), skeleton(h); want != got {
			t.Errorf("%s (%s) has another shape:\nplain   %s\nhostile %s", path, what, differ(want, got), differ(got, want))
		}
		checkLinks(t, h)
		if strings.Contains(h.Text(), "oNcliCk=alert()") {
			shown++
		}
	}
	same("/", "all", 200)
	same("/projects", "all", 200)
	same("/map?per=100", "all", 200)
	same("/method", "all", 200)
	same("/status", "all", 200)
	same("/projects?per=100&sort=commits", "all", 200)
	same("/p/victim-x", "not found", 404)
	for i, name := range fields {
		same(fmt.Sprintf("/p/victim-%d", i), name, 200)
		same(fmt.Sprintf("/compare?p=other&p=victim-%d", i), name, 200)
	}
	if shown < len(fields) {
		t.Errorf("only %d pages show the text: the others test nothing", shown)
	}
}

func TestEscape_whatTheAddressSays(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Site()
	q := func(s string) string { return url.QueryEscape(s) }
	for _, c := range []struct {
		path   string
		status int
	}{
		{"/projects?q=", 200},
		{"/projects?lang=", 200},
		{"/projects?tag=", 200},
		{"/projects?owner=", 200},
		{"/projects?status=", 400},
		{"/projects?sort=", 400},
		{"/projects?per=", 400},
		{"/projects?list=", 400},
		{"/status?list=", 400},
		{"/projects?after=", 400},
		{"/compare?p=", 404},
		{"/compare?p=xz&p=", 200},
		{"/compare?list=", 400},
		{"/compare?p=xz&from=", 400},
	} {
		want := skeleton(pagetest.Page(t, h, c.path+"nonsense", c.status))
		doc := pagetest.Page(t, h, c.path+q(pagetest.Polyglot[60:]), c.status)
		if got := skeleton(doc); got != want {
			t.Errorf("%s: another shape:\n%s\n%s", c.path, differ(want, got), differ(got, want))
		}
		checkLinks(t, doc)
	}
	doc := pagetest.Page(t, h, "/projects?"+q(pagetest.Polyglot)+"=1", 200)
	if doc.Find(".notice").Length() != 1 || doc.Find("script").Length() != 0 {
		t.Error("the name of an unknown parameter is not shown as one notice of text")
	}
}

func TestEscape_operatorsErrorIsNotOnThePage(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil)
	h := b.Failed("xz", "the repository could not be reached or read").Site()
	for _, path := range []string{"/", "/projects", "/p/xz", "/p/xz.json", "/projects.json", "/projects.csv", "/status"} {
		if strings.Contains(pagetest.Body(t, pagetest.Get(t, h, path)), "exit status 128") {
			t.Errorf("%s shows the technical error", path)
		}
	}
}

// skeleton is every element with the names of its attributes.
func skeleton(doc *goquery.Document) string {
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			out.WriteString(n.Data)
			for _, a := range n.Attr {
				out.WriteString("[" + a.Key + "]")
			}
			out.WriteString(" ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	for _, n := range doc.Nodes {
		walk(n)
	}
	return out.String()
}

// checkLinks fails for a link that is neither within the site nor http(s), and
// for an outside one that vouches for its target.
func checkLinks(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("a[href], form[action], link[href], img[src]").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"href", "action", "src"} {
			v, ok := s.Attr(name)
			if !ok || strings.HasPrefix(v, "/") && !strings.HasPrefix(v, "//") || strings.HasPrefix(v, "#") {
				continue
			}
			if !strings.HasPrefix(v, "https://") && !strings.HasPrefix(v, "http://") {
				t.Errorf("%s=%.80q", name, v)
			}
			if rel, _ := s.Attr("rel"); rel != "nofollow ugc noopener" {
				t.Errorf("the link to %.80q has rel %q", v, rel)
			}
		}
	})
}

// differ returns a around the first place where it is not b.
func differ(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return "…" + a[max(0, i-120):min(len(a), i+160)]
}
