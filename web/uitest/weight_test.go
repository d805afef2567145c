package uitest

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// mostBytes is how large the HTML of a page may be, before it is compressed.
const mostBytes = 100_000

// unnamed are kinds of pages that neither the navigation nor fixed has.
var unnamed = []string{
	"/p/curl/history", "/method/candidates", "/method/glossary", "/projects?as_of=run-1", "/p/curl?as_of=run-1",
	"/projects?q=libcurl", "/repo/github.com/no/body",
}

// Every page of the bundled figures is light: one that grows beyond is found here and not
// by a reader. A page of more rows than it has by itself is as large as was asked for.
func TestPages_areLight(t *testing.T) {
	t.Parallel()
	base := address(t)
	paths := unnamed
	for _, p := range pages(t, base) {
		if !strings.Contains(p.Path, "per=") {
			paths = append(paths, p.Path)
		}
	}
	read(t, base+"/projects?sort=name&per=250", 200).Find("a.proj").Each(func(_ int, a *goquery.Selection) {
		paths = append(paths, a.AttrOr("href", ""))
	})
	if len(paths) < 60 {
		t.Fatalf("%d pages, among them too few projects", len(paths))
	}
	largest, where := 0, ""
	for _, path := range paths {
		n := weigh(t, base+path)
		if n > mostBytes {
			t.Errorf("%s has %d bytes of HTML, at most %d", path, n, mostBytes)
		}
		if n > largest {
			largest, where = n, path
		}
	}
	t.Logf("the largest of %d pages is %s with %d bytes", len(paths), where, largest)
}

// weigh returns the bytes of a page as it is sent to whoever takes no compressed one.
func weigh(t *testing.T, url string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	res, err := http.DefaultTransport.RoundTrip(r) // a redirect is no page
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if kind := res.Header.Get("Content-Type"); res.StatusCode/100 == 3 || !strings.HasPrefix(kind, "text/html") {
		t.Errorf("%s is no page: status %d, %s", url, res.StatusCode, kind)
	}
	return int(n)
}
