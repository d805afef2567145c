package uitest

import (
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// at is one page to look at. Name is the name of its pictures.
type at struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Status int    `json:"-"`
}

// view is a window. Names say what it stands for.
type view struct {
	Name   string `json:"name"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Scale  int    `json:"scale"`
	Shot   bool   `json:"shot"`
}

var (
	phone   = view{"360", 360, 780, 1, true}
	tablet  = view{"768", 768, 1024, 1, true}
	narrow  = view{"700", 700, 900, 1, false} // between the phone and the tablet
	desktop = view{"1280", 1280, 900, 1, true}
	// A window of 1280 at 200 % and at 400 % (WCAG 1.4.4 and 1.4.10).
	zoom200 = view{"200%", 640, 450, 2, false}
	zoom400 = view{"400%", 320, 225, 4, false}
)

// fixed are the pages no navigation names: what they are for is in the name.
var fixed = []at{
	{"projects-filtered", "/projects?lang=C&sort=-criticality", 200},
	{"projects-by-name", "/projects?sort=name&per=100", 200},
	{"projects-not-ranked", "/projects?ranked=no", 200},
	{"projects-no-match", "/projects?q=nothing-has-this-name", 200},
	{"projects-other-weights", "/projects?weights=insider", 200},
	{"projects-maintenance", "/projects?columns=maintenance", 200},
	{"projects-funding", "/projects?columns=funding", 200},
	{"projects-security", "/projects?columns=security", 200},
	{"projects-all-columns", "/projects?columns=all", 200},
	{"tag", "/tags/compression", 200},
	{"tag-unknown", "/tags/compresion", 404},
	{"owner", "/owners/github.com/apache?columns=funding", 200},
	{"shortlist-of-three", "/shortlists?p=xz&p=curl&p=bash", 200},
	{"shortlist-empty", "/shortlists", 200},
	{"whatif", "/whatif?scenario=insider", 200},
	{"fund-programme", "/fund?programme=sovereign-tech-fund&why=curl&with=xz", 200},
	{"fund-nothing-planned", "/fund?budget=0", 200},
	{"fund-bad-budget", "/fund?budget=much", 400},
	{"map-filtered", "/map?lang=C&sort=-criticality", 200},
	{"map-no-match", "/map?q=nothing-has-this-name", 200},
	{"matrix-failing", "/matrix?fail=Token-Permissions&sort=-criticality", 200},
	{"matrix-no-match", "/matrix?q=nothing-has-this-name", 200},
	{"policy-practice", "/policy?check=Pinned-Dependencies&added_before=2026-09-01", 200},
	{"policy-tag", "/policy?tag=compression", 200},
	{"policy-bad-day", "/policy?added_before=soon", 400},
	{"cohorts", "/cohorts", 200},
	{"cohort", "/cohorts/since-october", 200},
	{"reports", "/reports", 200},
	{"report", "/reports/2026-q4", 200},
	{"report-compared", "/reports/2026-q4?from=2026-q3", 200},
	{"report-bad", "/reports/2026-q4?from=never", 400},
	{"method-data", "/method/data", 200},
	{"method-posture", "/method/posture", 200},
	{"method-programs", "/method/programs", 200},
	{"method-limits", "/method/limits", 200},
	{"method-candidates", "/method/candidates", 200},
	{"method-guide", "/method/guide", 200},
	{"method-services", "/method/services", 200},
	{"method-glossary", "/method/glossary", 200},
	{"model-version", "/method/2.0.0", 200},
	{"model-version-oldest", "/method/1.3.0", 200},
	{"changes-by-source", "/changes?cause=source&per=100", 200},
	{"changes-no-match", "/changes?field=gate&least=90", 200},
	{"changes-bad", "/changes?cause=weather", 400},
	{"list", "/lists/critical", 200},
	{"list-50", "/lists/critical?per=50&after=libarchive", 200},
	{"list-not-collected", "/lists/cncf", 200},
	{"list-not-found", "/lists/no-such-list", 404},
	{"model-changes", "/changes/model/2.0.0", 200},
	{"model-changes-unknown", "/changes/model/0.0.1", 404},
	{"check-files", "/checks/Binary-Artifacts", 200},
	{"check-host", "/checks/Code-Review", 200},
	{"check-not-found", "/checks/Code-Reveiw", 404},
	{"project-check", "/p/curl/checks/Pinned-Dependencies", 200},
	{"project-check-unknown", "/p/xz/checks/Code-Review", 200},
	{"project-history", "/p/curl/history", 200},
	{"project-funding", "/p/curl/funding", 200},
	{"project-funding-archived", "/p/ingress-nginx/funding", 200},
	{"project-funding-unknown", "/p/linux/funding", 200},
	{"project-brief", "/p/curl/brief", 200},
	{"project-brief-unknown", "/p/linux/brief", 200},
	{"before-after", "/before-after", 200},
	{"project-before-after", "/p/curl/before-after?day=2022-10-01", 200},
	{"project-before-after-runs", "/p/curl/before-after?day=2022-10-01&points=runs", 200},
	{"project-before-after-asked", "/p/xz/before-after", 200},
	{"project-past", "/p/xz/past?at=2023-12-31", 200},
	{"search", "/search", 200},
	{"search-hits", "/search?q=curl", 200},
	{"search-nothing", "/search?q=compresion", 200},
	{"about", "/about", 200},
	{"project-fix", "/p/xz/fix", 200},
	{"own-words", "/p/curl/own-words", 200},
	{"own-words-read", "/p/xz/own-words", 200},
	{"project-recheck", "/p/xz/recheck", 200},
	{"project-fix-done", "/p/xz/fix?done=Pinned-Dependencies", 200},
	{"project-fix-circumstances", "/p/isarray/fix", 200},
	{"project-fix-none", "/p/linux/fix", 200},
	{"baseline", "/baseline", 200},
	{"baseline-of", "/baseline?of=OSPS-QA-05.02&answer=not_met", 200},
	{"baseline-bad", "/baseline?of=OSPS-XX-01.01", 400},
	{"project-baseline", "/p/curl/baseline", 200},
	{"project-baseline-oldest", "/p/xz/baseline?version=2025.10.10", 200},
	{"project-baseline-none", "/p/linux/baseline", 200},
	{"project-manifest", "/p/curl/manifest", 200},
	{"project-manifest-one", "/p/axios/manifest?file=security-insights.yml", 200},
	{"project-manifest-none", "/p/linux/manifest", 200},
	{"maintainers", "/maintainers", 200},
	{"corrections", "/corrections", 200},
	{"accessibility", "/accessibility", 200},
	{"privacy", "/privacy", 200},
	{"compare-two", "/compare?p=xz&p=curl", 200},
	{"compare-six", "/compare?p=xz&p=curl&p=libpng&p=libxml2&p=sqlite&p=linux", 200},
	{"compare-one", "/compare?p=xz", 200},
	{"compare-unknown", "/compare?p=xz&p=curl&p=no-such-project", 200},
	{"compare-past", "/compare?p=xz&from=2022-12-31&to=2023-12-31", 200},
	{"compare-list", "/compare?list=critical&from=2020-01-01", 200},
	{"compare-too-many", "/compare?p=a&p=b&p=c&p=d&p=e&p=f&p=g", 400},
	{"bad-request", "/projects?sort=nonsense", 400},
	{"not-found", "/no-such-page", 404},
	{"project-not-found", "/p/no-such-project", 404},
	{"project-xz", "/p/xz", 200},
	{"project-curl", "/p/curl", 200},
	{"project-archived", "/p/ingress-nginx", 200},
	{"project-without-figures", "/p/linux", 200},
}

// sampled are the pages of the everyday tests: a list, the richest and one that
// failed.
var sampled = []string{"projects-filtered", "project-curl", "bad-request"}

// pages returns every page to look at: those of the navigation, and the fixed ones.
func pages(t *testing.T, base string) []at {
	t.Helper()
	return append(navigation(t, base), fixed...)
}

// navigation returns the pages that the navigation names, which is how a new one joins by itself.
func navigation(t *testing.T, base string) []at {
	t.Helper()
	doc := read(t, base+"/", 200)
	var out []at
	doc.Find("nav.mast__nav a").Each(func(_ int, a *goquery.Selection) {
		path := a.AttrOr("href", "")
		name := strings.ReplaceAll(strings.Trim(path, "/"), "/", "-")
		if name == "" {
			name = "home"
		}
		if page := (at{name, path, 200}); !slices.Contains(out, page) { // the chosen list is there twice
			out = append(out, page)
		}
	})
	if len(out) < 2 {
		t.Fatalf("%d pages in the navigation", len(out))
	}
	return out
}

func read(t *testing.T, url string, status int) *goquery.Document {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	doc, err := goquery.NewDocumentFromReader(io.LimitReader(res.Body, 1<<22))
	if err != nil || res.StatusCode != status {
		t.Fatalf("%s: status %d, want %d, error %v", url, res.StatusCode, status, err)
	}
	return doc
}

// looking is the job of visit.mjs.
type looking struct {
	Browser string   `json:"browser"`
	Base    string   `json:"base"`
	Pages   []at     `json:"pages"`
	Views   []view   `json:"views"`
	Themes  []string `json:"themes"`
	Shots   string   `json:"shots"`
	// Cookies are those of a person who has logged in; nil: none.
	Cookies []cookie `json:"cookies"`
}

type cookie struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	URL   string `json:"url"`
}

// matrix returns what to look at, in everything or in a sample.
func matrix(t *testing.T) looking {
	t.Helper()
	job := looking{Browser: browser(t), Base: address(t), Themes: []string{"light", "dark"}}
	job.Pages = pages(t, job.Base)
	job.Views = []view{phone, narrow, tablet, desktop, zoom200, zoom400}
	job.Shots = os.Getenv("PLUMBLINE_SHOTS")
	if names := chosen(); names != nil {
		job.Pages = slices.DeleteFunc(job.Pages, func(p at) bool { return !slices.Contains(names, p.Name) })
		if len(job.Pages) != len(names) {
			t.Fatalf("%d pages have one of the names %v", len(job.Pages), names)
		}
	}
	if !whole() {
		job.Pages = slices.DeleteFunc(job.Pages, func(p at) bool { return !slices.Contains(sampled, p.Name) })
		job.Views = []view{phone, desktop}
		if len(job.Pages) != len(sampled) {
			t.Fatalf("the sample is %d pages, want %v", len(job.Pages), sampled)
		}
	} else if job.Shots == "" {
		dir, err := os.MkdirTemp("", "plumbline-shots-")
		if err != nil {
			t.Fatal(err)
		}
		job.Shots = dir
		t.Logf("pictures are in %s", dir)
	}
	return job
}
