package project_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// form returns the address reports of a page lead to, and its fields.
func form(t *testing.T, h http.Handler, path string) (string, url.Values) {
	t.Helper()
	href := pagetest.Page(t, h, path, 200).Find("[data-says=contact] a").AttrOr("href", "")
	u, err := url.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	return href, u.Query()
}

// A report goes to the tracker of the list, with the address of the page and the figure.
func TestProject_reportsGoToTheTrackerOfItsList(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).WithPast().Project("a", nil).Measured("a", 2, 8, 40).Posture("a", 6)
	b.Contact, b.PublicURL = "https://operator.example.org/", "https://plumbline.example/"
	b.List.Tracker = "https://github.com/editors/list/issues"
	h := b.Site()
	for path, want := range map[string][]string{
		"/p/a":                          {"Page: https://plumbline.example/p/a\n"},
		"/p/a?as_of=run-1":              {"Page: https://plumbline.example/p/a?as_of=run-1\n"},
		"/p/a/checks/Token-Permissions": {"Page: https://plumbline.example/p/a/checks/Token-Permissions\n", "Figure: Token-Permissions: "},
	} {
		href, q := form(t, h, path)
		for _, text := range want {
			if !strings.HasPrefix(href, "https://github.com/editors/list/issues/new?") || !strings.Contains(q.Get("body"), text) {
				t.Errorf("%s: reports lead to %s", path, href)
			}
		}
	}
	if got := pagetest.Page(t, h, "/lists/critical", 200).Find("[data-field=tracker] a").AttrOr("href", ""); got != b.List.Tracker {
		t.Errorf("the page of the list names %q", got)
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/lists.json")); !strings.Contains(body, `"tracker": "https://github.com/editors/list/issues"`) {
		t.Error("the document of the lists names no tracker")
	}
}

// Nothing of a project that only a private list has goes into an address of others.
func TestProject_reportsOfAPrivateListAreEmpty(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("a", nil).Measured("a", 2, 8, 40).Posture("a", 6)
	b.Beside = []health.List{{Slug: "team", Title: "Team", Revision: "ba9876543210", Private: true, Projects: []health.Project{{Slug: "hush", Name: "Hush", Added: "2026-01-05"}}}}
	h := b.Site()
	if href, q := form(t, h, "/p/hush"); strings.Contains(href, "ush") || len(q) != 0 {
		t.Errorf("reports lead to %s", href)
	}
	if _, q := form(t, h, "/p/a"); q.Get("project") != "/p/a" {
		t.Errorf("the form of the program has %q", q)
	}
}
