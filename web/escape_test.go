package web_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// unnamed are the formats of pages whose route names none: the ending is a part of a variable.
var unnamed = map[string][]string{
	"/p/{slug}": {".json"}, "/p/{slug}/checks/{check}": {".json"}, "/checks/{check}": {".json", ".csv"},
	"/shortlists/{token}": {".json", ".csv"},
	"/lists/{slug}":       {".json", ".csv", ".yaml"},
}

// further returns the addresses that show what the address in visits does not; asked is what they ask
// for.
func further(page, asked string) []string {
	q := url.QueryEscape(asked)
	return map[string][]string{
		"/projects":                 {"/projects?per=100&sort=commits&columns=all", "/projects?q=" + q, "/projects?tag=" + q, "/projects?weights=people"},
		"/tags/{tag}":               {"/tags/" + url.PathEscape(asked)},
		"/p/{slug}":                 {"/p/zlib", "/p/lost"},
		"/p/{slug}/checks/{check}":  {"/p/xz/checks/License", "/p/zlib/checks/License", "/p/zlib/checks/Code-Review"},
		"/p/{slug}/history":         {"/p/zlib/history"},
		"/p/{slug}/brief":           {"/p/zlib/brief", "/p/lost/brief"},
		"/p/{slug}/funding":         {"/p/zlib/funding", "/p/lost/funding"},
		"/compare":                  {"/compare", "/compare?p=xz", "/compare?p=xz&from=2026-11-12&to=2026-11-22", "/compare?list=critical&from=2026-11-12&to=2026-11-22"},
		"/fund":                     {"/fund?programme=hostile&rule=none&with=xz&why=zlib"},
		"/changes":                  {"/changes?cause=instrument&cause=project&per=100"},
		"/search":                   {"/search?q=" + q},
		"/owners/{host}/{owner...}": {"/owners/github.com/zlib"},
	}[page]
}

// addresses are those of a route in every format it has, by the format; "" is the page.
func addresses(pattern, asked string) map[string][]string {
	bare, format := pattern, ""
	if i := strings.LastIndexByte(pattern, '.'); i >= 0 && !strings.HasSuffix(pattern, "...}") {
		bare, format = pattern[:i], pattern[i:]
	}
	if visits[bare].path == "" {
		return nil
	}
	paths := append([]string{visits[bare].path}, further(bare, asked)...)
	out := map[string][]string{}
	for _, ending := range append([]string{format}, unnamed[pattern]...) {
		for _, path := range paths {
			address, params, found := strings.Cut(path, "?")
			if found {
				params = "?" + params
			}
			out[ending] = append(out[ending], address+ending+params)
		}
	}
	return out
}

// Every route shows hostile text as text: no page has another shape for it, no link leads to what it
// says, and no file of a machine is broken by it.
func TestEscape_everyRouteInEveryFormat(t *testing.T) {
	t.Parallel()
	plain := (&pagetest.Victim{Text: pagetest.Usual}).Site(t)
	for _, pattern := range web.Patterns() {
		if addresses(pattern, pagetest.Usual) == nil {
			t.Errorf("%s has no entry in visits: say where it shows text", pattern)
		}
	}
	for name, text := range pagetest.HostileTexts {
		v := &pagetest.Victim{Text: text}
		h := v.Site(t)
		all := &strings.Builder{}
		asked, same := text, pagetest.Usual
		if len(text) > page.LongestText {
			asked, same = "compression", "compression" // no address may ask for the text
		}
		for _, pattern := range web.Patterns() {
			alike := addresses(pattern, same)
			for format, paths := range addresses(pattern, asked) {
				judgeHostile(t, hostile{name, text, pattern, plain, h, all}, paths, alike[format])
			}
		}
		for i, place := range v.Places {
			if !strings.Contains(all.String(), pagetest.Mark(i)) {
				t.Errorf("%s: no page shows %q: it tests nothing", name, place)
			}
		}
	}
}

// hostile is a route on a site of usual text and on one of hostile text.
type hostile struct {
	name, text, pattern string
	plain, site         http.Handler
	all                 *strings.Builder // what is shown
}

// judgeHostile reads the answers of addresses in one format; those of same are of the usual text.
func judgeHostile(t *testing.T, h hostile, paths, same []string) {
	t.Helper()
	shown := strings.Builder{}
	isPage := false
	for i, path := range paths {
		res := pagetest.Get(t, h.site, path)
		body := pagetest.Body(t, res)
		if want := pagetest.Get(t, h.plain, same[i]).StatusCode; res.StatusCode != want || want >= 404 {
			t.Errorf("%s: %s answers %d, and %d for usual text", h.name, path, res.StatusCode, want)
			continue
		}
		kind := res.Header.Get("Content-Type")
		switch {
		case strings.HasPrefix(kind, "text/html") && res.StatusCode/100 != 3:
			isPage = true
			shown.WriteString(judgeHTML(t, h, path, same[i], body))
		case res.StatusCode/100 != 3:
			shown.WriteString(judgeFile(t, path, kind, body))
		}
	}
	h.all.WriteString(shown.String())
	if v := visits[h.pattern]; isPage && v.still == "" && !strings.Contains(shown.String(), bare(h.text)) {
		t.Errorf("%s: %s shows nothing of the text", h.name, h.pattern)
	}
}

// bare is a part of a text that is alike in all formats.
func bare(text string) string {
	for _, part := range []string{pagetest.Hebrew, "img src=x onerror=alert(1)", "WWWWWWWWWW"} {
		if strings.Contains(text, part) {
			return part
		}
	}
	return text
}

func judgeHTML(t *testing.T, h hostile, path, same, body string) string {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	want, got := parts(pagetest.Page(t, h.plain, same, pagetest.Get(t, h.plain, same).StatusCode)), parts(doc)
	if want != got {
		t.Errorf("%s: %s has other parts:\nusual   %s\nhostile %s", h.name, path, differ(want, got), differ(got, want))
	}
	checkLinks(t, path, doc)
	if i := strings.IndexFunc(body, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }); i >= 0 {
		t.Errorf("%s: %s has a mark that turns the text after it: %q", h.name, path, body[max(0, i-60):min(len(body), i+20)])
	}
	return doc.Text()
}

// judgeFile reads the answer for a machine and returns its text.
func judgeFile(t *testing.T, path, kind, body string) string {
	t.Helper()
	switch strings.Split(kind, ";")[0] {
	case "application/json":
		var doc any
		if err := json.Unmarshal([]byte(body), &doc); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		return fmt.Sprint(doc)
	case "text/csv":
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, cell := range slices.Concat(rows...) {
			if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
				t.Errorf("%s: a spreadsheet reads %q as a formula", path, cell)
			}
		}
		return fmt.Sprint(rows)
	case "application/atom+xml":
		return judgeFeed(t, path, body)
	case "application/yaml", "text/yaml", "text/plain", "text/markdown":
		return body
	}
	t.Errorf("%s: no test reads %s", path, kind)
	return body
}

// judgeFeed reads every element: XML that is not well formed ends in an error. A feed reader shows the
// titles of several entries in one line, so none may turn what is behind it.
func judgeFeed(t *testing.T, path, body string) string {
	t.Helper()
	var text strings.Builder
	for d := xml.NewDecoder(strings.NewReader(body)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
			break
		}
		switch x := tok.(type) {
		case xml.CharData:
			text.Write(x)
		case xml.StartElement:
			for _, a := range x.Attr {
				if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "/") || a.Name.Local == "type" && a.Value == "html" {
					t.Errorf("%s: %s=%q", path, a.Name.Local, a.Value)
				}
			}
		}
	}
	if strings.ContainsFunc(text.String(), func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }) {
		t.Errorf("%s has a mark that turns the text after it", path)
	}
	return text.String()
}

func TestEscape_noCellIsAFormula(t *testing.T) {
	t.Parallel()
	for _, text := range pagetest.Formulas {
		h := (&pagetest.Victim{Text: text}).Site(t)
		for _, pattern := range web.Patterns() {
			for _, path := range addresses(pattern, text)[".csv"] {
				if res := pagetest.Get(t, h, path); strings.HasPrefix(res.Header.Get("Content-Type"), "text/csv") {
					judgeFile(t, path, "text/csv", pagetest.Body(t, res))
				}
			}
		}
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
		checkLinks(t, c.path, doc)
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

// parts are the elements of a page with the names of their attributes, sorted: the order of rows may
// follow the text.
func parts(doc *goquery.Document) string {
	all := strings.Fields(skeleton(doc))
	slices.Sort(all)
	return strings.Join(all, " ")
}

// checkLinks fails for a link that is neither within the site nor http(s), and
// for an outside one that vouches for its target.
func checkLinks(t *testing.T, path string, doc *goquery.Document) {
	t.Helper()
	doc.Find("a[href], form[action], link[href], img[src]").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"href", "action", "src"} {
			v, ok := s.Attr(name)
			if !ok || strings.HasPrefix(v, "/") && !strings.HasPrefix(v, "//") || strings.HasPrefix(v, "#") {
				continue
			}
			if !strings.HasPrefix(v, "https://") && !strings.HasPrefix(v, "http://") {
				t.Errorf("%s: %s=%.80q in %q", path, name, v, pagetest.Words(s))
			}
			if rel, _ := s.Attr("rel"); rel != "nofollow ugc noopener" {
				t.Errorf("%s: the link to %.80q has rel %q", path, v, rel)
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
