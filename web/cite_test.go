package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func cited(doc *goquery.Document) (cite *goquery.Selection, href string) {
	c := doc.Find("p.cite")
	return c, c.Find("a").AttrOr("href", "")
}

func TestCite_theAddressShowsTheSameAgain(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	for path, want := range map[string]string{
		"/p/xz":                        "/p/xz?as_of=2026-11-22",
		"/p/xz?as_of=2026-11-15":       "/p/xz?as_of=2026-11-15",
		"/projects":                    "/projects?as_of=2026-11-22",
		"/projects?lang=C&sort=health": "/projects?as_of=2026-11-22&lang=C&sort=health",
		"/projects?as_of=2026-11-15":   "/projects?as_of=2026-11-15",
	} {
		doc := pagetest.Page(t, h, path, http.StatusOK)
		cite, href := cited(doc)
		if text := cite.Text(); href != want || !strings.Contains(text, "Plumbline") || !strings.Contains(text, "riskhealth") || !strings.Contains(text, want) {
			t.Errorf("%s is cited as %q, %q; want %q", path, href, text, want)
		}
		if strings.Contains(href, "11-22") != slices.Contains(pagetest.Says(cite), "may-change") {
			t.Errorf("%s: what may still change: %q", path, cite.Text())
		}
		again := pagetest.Page(t, h, href, http.StatusOK)
		if doc.Find(".ass__v").Text() != again.Find(".ass__v").Text() || doc.Find("tbody .proj").Text() != again.Find("tbody .proj").Text() {
			t.Errorf("%s shows something else than %s\n%s\n%s", href, path, pagetest.Words(again.Find(".ass__v")), pagetest.Words(doc.Find(".ass__v")))
		}
	}
	if cite, _ := cited(pagetest.Page(t, h, "/p/xz?as_of=2026-11-15", http.StatusOK)); !slices.Contains(pagetest.Says(cite), "run:1") || !slices.Contains(pagetest.Says(cite), "figures:2026-08-22/2026-08-22") || !strings.Contains(cite.Text(), "xz") || !strings.Contains(cite.Text(), explain.DayOf("2026-11-12")) {
		t.Errorf("a day of the past is cited as %q", cite.Text())
	}
}

func TestCite_nothingIsPromisedWhereNoPastIsKept(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40).Site()
	for _, path := range []string{"/p/xz", "/projects"} {
		if cite, _ := cited(pagetest.Page(t, h, path, http.StatusOK)); cite.Length() != 0 {
			t.Errorf("%s is cited as %q", path, cite.Text())
		}
	}
}

func TestCite_otherWeightsAreNotCited(t *testing.T) {
	t.Parallel()
	h := pagetest.Weighed(t).WithPast().Site()
	if _, href := cited(pagetest.Page(t, h, "/projects?weights=people&sort=name", http.StatusOK)); href != "/projects?as_of=2026-11-22&sort=name" {
		t.Errorf("it is cited as %q", href)
	}
}

// hashOf is the data hash of a page's citation.
func hashOf(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	cite, _ := cited(pagetest.Page(t, h, path, http.StatusOK))
	for _, says := range pagetest.Says(cite) {
		if hash, ok := strings.CutPrefix(says, "data:"); ok && strings.Contains(cite.Text(), hash) {
			return hash
		}
	}
	t.Fatalf("%s names no data hash: %q", path, cite.Text())
	return ""
}

// Who has the CSV of a run computes the hash as /method/data says; sed's -E here is the
// regular expression there.
func TestCite_theHashIsThatOfTheCSV(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	code := pagetest.Page(t, h, "/method/data", http.StatusOK).Find("section[aria-labelledby=data-hash]").Text()
	recipe := regexp.MustCompile(`sed -E 's/\(,\[\^,\]\*\)\{(\d+)\}\$//'`).FindStringSubmatch(code)
	if recipe == nil || !strings.Contains(code, "/projects.csv?sort=name&as_of=run-N") || !strings.Contains(code, "its last "+recipe[1]+" columns") {
		t.Fatalf("the recipe is %q", code)
	}
	last := regexp.MustCompile(`(?m)(,[^,\n]*){` + recipe[1] + `}$`)
	seen := map[string]bool{}
	for _, run := range []string{"run-1", "run-2"} {
		csv := pagetest.Body(t, pagetest.Get(t, h, "/projects.csv?sort=name&as_of="+run))
		if strings.Contains(csv, "\r") || strings.Count(csv, "\n") != 13 {
			t.Fatalf("%s: the CSV is not a head and 12 lines: %q", run, csv)
		}
		sum := sha256.Sum256([]byte(last.ReplaceAllString(csv, "")))
		want := hex.EncodeToString(sum[:])
		for _, path := range []string{"/projects", "/projects?lang=C", "/p/xz", "/p/xz/history", "/p/xz/funding", "/p/xz/brief"} {
			if got := hashOf(t, h, withDay(path, run)); got != want {
				t.Errorf("%s as of %s: %s, want %s", path, run, got, want)
			}
		}
		seen[want] = true
	}
	if len(seen) != 2 || !seen[hashOf(t, h, "/projects")] {
		t.Errorf("two runs with other figures have %d hashes; the present has %s", len(seen), hashOf(t, h, "/projects"))
	}
}

func withDay(path, day string) string {
	if strings.Contains(path, "?") {
		return path + "&as_of=" + day
	}
	return path + "?as_of=" + day
}

// The same figures have the same hash, whichever run published them, and also when no
// summary was kept with it.
func TestCite_theSameFiguresHaveTheSameHash(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40).WithPast()
	h, st := b.SiteAndStore()
	first := hashOf(t, h, "/projects")
	b.Run(st)
	if again := hashOf(t, h, "/projects?as_of=run-2"); again != first {
		t.Errorf("run 2 has the hash %s, run 1 %s", again, first)
	}
}

// The address of a citation is absolute where the site was told its own, and what a
// request says of it does not matter.
func TestCite_publicAddress(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 40).WithPast()
	plain := b.Site()
	b.PublicURL = "https://plumbline.test/"
	public := b.Site()
	for _, path := range []string{"/p/xz", "/projects"} {
		address := path + "?as_of=2026-11-22"
		for _, c := range []struct {
			h    http.Handler
			want string
		}{{plain, address}, {public, "https://plumbline.test" + address}} {
			res := pagetest.Get(t, c.h, path, "X-Forwarded-Host", "evil.test", "X-Forwarded-Proto", "https", "Forwarded", "host=evil.test")
			doc, err := goquery.NewDocumentFromReader(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if _, href := cited(doc); href != c.want || strings.Contains(doc.Text(), "evil.test") {
				t.Errorf("%s is cited as %q, want %q", path, href, c.want)
			}
		}
		one, other := pagetest.Get(t, plain, path).Header.Get("ETag"), pagetest.Get(t, public, path).Header.Get("ETag")
		if one == other {
			t.Errorf("%s has the tag %s with and without an address", path, one)
		}
	}
	says := func(h http.Handler, path string) int {
		return pagetest.Page(t, h, path, http.StatusOK).Find("[data-reason=no-public-url]").Length()
	}
	if says(plain, "/status") != 1 || says(public, "/status") != 0 || says(plain, "/projects") != 0 {
		t.Error("what the operator can set is said elsewhere than on /status, or not there")
	}
}
