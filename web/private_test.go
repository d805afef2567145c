package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// secrets are what only the private list says.
var secrets = []string{"hush", "Our payment system", "sekret-tag", "Team of ours", "team@", "list=team", "Sekret reason of exposure"}

// privateSite is a site with a public list that has xz, and a private one that has xz and hush. Both
// were collected, the private one last. mode says what the site knows of it: "shown", "hidden" or
// "unknown".
func privateSite(t *testing.T, mode string) http.Handler {
	t.Helper()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 6, 40).Posture("xz", 5).WithPast()
	own := pagetest.New(t)
	own.List = health.List{Slug: "team", Title: "Team of ours", Purpose: "For us.", Revision: "ba9876543210", Private: true}
	secret := func(p *health.Project) {
		p.Why, p.Tags, p.ExpertLists = "Our payment system needs it.", []string{"sekret-tag"}, nil
		p.Exposure = &health.Exposure{Toolchain: true, Reason: "Sekret reason of exposure.", Reviewed: "2026-01-05"}
	}
	own.Project("xz", secret).Project("hush", secret).Measured("xz", 1, 6, 40).Posture("xz", 5).Measured("hush", 2, 6, 40)
	switch mode {
	case "shown":
		b.Beside = []health.List{own.List}
	case "hidden":
		b.Hidden = []health.List{own.List}
	}
	h, st := b.SiteAndStore()
	if mode == "unknown" { // another process collects it
		if err := st.SaveLists(t.Context(), []health.List{own.List}); err != nil {
			t.Fatal(err)
		}
	}
	own.Run(st)
	return h
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://x"+path, nil))
	return w
}

// A list with visibility private is not there, on whatever page one looks.
func TestPrivateList_isNotThereUnlessAskedFor(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"hidden", "unknown"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			isNotThere(t, privateSite(t, mode))
		})
	}
}

func isNotThere(t *testing.T, h http.Handler) {
	t.Helper()
	for _, path := range []string{
		"/", "/projects", "/projects.json", "/projects.csv", "/projects?per=250&sort=name", "/p/xz", "/p/xz.json", "/p/xz/history",
		"/p/xz/history.json", "/p/xz/funding", "/p/xz/funding.json", "/p/xz/brief", "/status", "/method", "/projects?as_of=run-1", "/p/xz?as_of=run-1",
	} {
		w := get(h, path)
		if w.Code != http.StatusOK || w.Header().Get("X-Robots-Tag") != "" {
			t.Errorf("%s: status %d, robots %q", path, w.Code, w.Header().Get("X-Robots-Tag"))
		}
		for _, s := range secrets {
			if strings.Contains(w.Body.String(), s) {
				t.Errorf("%s shows %q", path, s)
			}
		}
	}
	if body := get(h, "/p/xz").Body.String(); !strings.Contains(body, "Much depends on xz") || !strings.Contains(body, "It parses files") {
		t.Error("the page of a project on both lists lacks what the public one says")
	}
	for path, like := range map[string]string{
		"/p/hush": "/p/gone", "/p/hush.json": "/p/gone.json", "/p/hush/history": "/p/gone/history", "/p/hush/past": "/p/gone/past", "/p/hush/funding": "/p/gone/funding", "/p/hush/brief": "/p/gone/brief",
		"/repo/github.com/hush/hush": "/repo/github.com/gone/gone", "/projects?list=team": "/projects?list=gone",
		"/projects.json?list=team": "/projects.json?list=gone", "/projects.csv?list=team": "/projects.csv?list=gone", "/status?list=team": "/status?list=gone",
		"/p/hush?as_of=run-2": "/p/gone?as_of=run-2", "/projects?as_of=run-2": "/projects?as_of=run-3",
	} {
		w, other := get(h, path), get(h, like)
		if w.Code < 400 || w.Code != other.Code {
			t.Errorf("%s: status %d, and %s has %d", path, w.Code, like, other.Code)
		}
		for _, s := range secrets[1:] {
			if !strings.Contains(path, "list=team") && strings.Contains(w.Body.String(), s) {
				t.Errorf("%s shows %q", path, s)
			}
		}
	}
}

// Where the operator shows it, every answer says that it is for this reader alone, and a project that
// is on a public list, too, is shown as that one has it.
func TestPrivateList_marksEveryAnswerWhereItIsShown(t *testing.T) {
	t.Parallel()
	h := privateSite(t, "shown")
	for path, want := range map[string]int{
		"/": 200, "/projects?list=team": 200, "/projects.json?list=team": 200, "/projects.csv?list=team": 200, "/p/hush": 200, "/p/hush.json": 200,
		"/p/xz": 200, "/status?list=team": 200, "/p/gone": 404, "/nowhere": 404,
	} {
		w := get(h, path)
		if w.Code != want || w.Header().Get("X-Robots-Tag") != "noindex" || w.Header().Get("Access-Control-Allow-Origin") != "" ||
			!strings.HasPrefix(w.Header().Get("Cache-Control"), "private") || strings.Contains(w.Header().Get("Cache-Control"), "public") {
			t.Errorf("%s: status %d, header %v", path, w.Code, w.Header())
		}
	}
	doc := pagetest.Page(t, h, "/projects?list=team", 200)
	if doc.Find("a[href='/p/hush']").Length() == 0 {
		t.Error("the private list lacks its project")
	}
	if body := get(h, "/p/hush").Body.String(); !strings.Contains(body, "Our payment system") {
		t.Error("the page of a private project lacks its reason")
	}
	body := get(h, "/p/xz").Body.String()
	for _, s := range []string{"Our payment system", "sekret-tag", "Sekret reason"} {
		if strings.Contains(body, s) {
			t.Errorf("the page of a project on both lists shows %q", s)
		}
	}
}
