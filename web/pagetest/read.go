package pagetest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Get returns the answer to a GET.
func Get(t testing.TB, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://plumbline.example"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// Post sends a form; header are names and values.
func Post(h http.Handler, path string, form url.Values, header ...string) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "http://plumbline.example"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// Page returns a page that must have the status.
func Page(t testing.TB, h http.Handler, path string, status int) *goquery.Document {
	t.Helper()
	res := Get(t, h, path)
	if res.StatusCode != status {
		body, _ := io.ReadAll(res.Body)
		t.Fatalf("GET %s: got %d, want %d\n%.600s", path, res.StatusCode, status, body)
	}
	doc, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func Body(t testing.TB, res *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func Texts(s *goquery.Selection) []string {
	return s.Map(func(_ int, x *goquery.Selection) string { return strings.Join(strings.Fields(x.Text()), " ") })
}

// Spaced returns a text as Words has it: with plain spaces, one at a time.
func Spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

func Words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// Polyglot breaks out of text, of attributes of both quotes, of comments,
// titles, scripts, styles and SVG, where any of them is not escaped.
const Polyglot = `jaVasCript:/*-/*'/*\'/*"/**/(/* */oNcliCk=alert() )//--></title></style></textarea></script></svg>` +
	`<sVg/oNloAd=alert()><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'"><script>alert(1)</script>{{7*7}}`

// Says returns what the sentences and notices of a selection state, in order: ids
// with numbers, as package ui describes them.
func Says(s *goquery.Selection) []string {
	var out []string
	s.Find("[data-says]").AddBack().Each(func(_ int, x *goquery.Selection) {
		out = append(out, strings.Fields(x.AttrOr("data-says", ""))...)
	})
	return out
}

// Attrs returns an attribute of each element of a selection that has it.
func Attrs(s *goquery.Selection, name string) []string {
	var out []string
	s.Each(func(_ int, x *goquery.Selection) {
		if v, ok := x.Attr(name); ok {
			out = append(out, v)
		}
	})
	return out
}

var number = regexp.MustCompile(`[0-9]+(?:[,\x{a0}\x{202f}][0-9]{3}\b)*(?:\.[0-9]+)?`)

// Numbers returns the numbers in a text as they are printed, without what separates
// thousands: those of "1,234 of 5.5" are "1234" and "5.5".
func Numbers(text string) []string {
	out := number.FindAllString(text, -1)
	for i := range out {
		out[i] = strings.NewReplacer(",", "", "\u00a0", "", "\u202f", "").Replace(out[i])
	}
	return out
}
