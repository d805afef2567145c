package githubtest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest/schema"
)

// Every answer of REST is what GitHub's description says.
func TestREST_endpointsAreAsDescribed(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	for _, tt := range []struct {
		name, method, path, token string
		status                    int
	}{
		{"repository", "GET", "/repos/example-busy/engine", DemoToken, 200},
		{"without a token", "GET", "/repos/example-busy/engine", "", 200},
		{"fork, with its parent", "GET", "/repos/example-forks/maintained", DemoToken, 200},
		{"hostile texts", "GET", "/repos/example-hostile/control", DemoToken, 200},
		{"moved", "GET", "/repos/example-moves/old-name", DemoToken, 301},
		{"no such", "GET", "/repos/example-none/none", DemoToken, 404},
		{"blocked", "GET", "/repos/example-gone/blocked", DemoToken, 451},
		{"bad token", "GET", "/repos/example-busy/engine", "wrong", 401},
		{"limits", "GET", "/rate_limit", DemoToken, 200},
		{"limits without a token", "GET", "/rate_limit", "", 200},
		{"releases", "GET", "/repos/example-busy/engine/releases", DemoToken, 200},
		{"releases by a program", "GET", "/repos/example-releases/bot/releases", DemoToken, 200},
		{"contributors", "GET", "/repos/example-busy/engine/contributors", DemoToken, 200},
		{"contributors without accounts", "GET", "/repos/example-people/addresses/contributors?anon=1", DemoToken, 200},
		{"contributors of nothing", "GET", "/repos/example-bare/empty/contributors", DemoToken, 204},
		{"languages", "GET", "/repos/example-facts/languages/languages", DemoToken, 200},
		{"licence", "GET", "/repos/example-busy/engine/license", DemoToken, 200},
		{"no licence", "GET", "/repos/example-facts/license-none/license", DemoToken, 404},
		{"commits", "GET", "/repos/example-busy/engine/commits", DemoToken, 200},
		{"commits of addresses", "GET", "/repos/example-people/addresses/commits", DemoToken, 200},
		{"commits of nothing", "GET", "/repos/example-bare/empty/commits", DemoToken, 409},
		{"who I am", "GET", "/user", DemoToken, 200},
		{"who nobody is", "GET", "/user", "", 401},
		{"user", "GET", "/users/w5-example", DemoToken, 200},
		{"no user", "GET", "/users/nobody-at-all", DemoToken, 404},
		{"organisations", "GET", "/users/w5-example/orgs", DemoToken, 200},
		{"repositories of an organisation", "GET", "/orgs/example-forks/repos?type=public", DemoToken, 200},
		{"repositories of no organisation", "GET", "/orgs/nobody-at-all/repos", DemoToken, 404},
		{"repositories of a user", "GET", "/users/example-forks/repos", "", 200},
		{"somebody in a story", "GET", "/users/lena-example", DemoToken, 200},
		{"search", "GET", "/search/commits?q=repo:example-bots/updated+author:dependabot[bot]", DemoToken, 200},
		{"search of nothing", "GET", "/search/commits?q=repo:example-none/none", DemoToken, 422},
		{"archive", "GET", "/repos/example-busy/.github/tarball/main", DemoToken, 302},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := try(s, tt.method, tt.path, tt.token, "")
			if err != nil {
				t.Fatal(err)
			}
			if r.status != tt.status {
				t.Fatalf("status %d, want %d: %s", r.status, tt.status, r.body)
			}
			path, _, _ := strings.Cut(tt.path, "?")
			schema.ValidateREST(t, tt.method, path, r.status, r.body)
			if r.header.Get("X-RateLimit-Limit") == "" || r.header.Get("X-RateLimit-Resource") != map[bool]string{true: "search", false: "core"}[strings.HasPrefix(path, "/search")] {
				t.Errorf("no x-ratelimit headers: %v", r.header)
			}
		})
	}
}

func TestREST_unknownPathIsNotFound(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	for _, path := range []string{"/", "/repos/example-busy/engine/nothing", "/repos/example-busy", "/repositories/x", "/repositories/12"} {
		if r := get(t, s, path); r.status != http.StatusNotFound || !bytes.Contains(r.body, []byte(`"message":"Not Found"`)) {
			t.Errorf("GET %s: %d %s", path, r.status, r.body)
		}
	}
}

func TestREST_oldNamesLeadToTheNumber(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	for _, path := range []string{"", "/releases", "/contributors?per_page=1"} {
		r := get(t, s, "/repos/Example-Moves/OLD-name"+path)
		to, ok := strings.CutPrefix(r.header.Get("Location"), s.URL())
		if r.status != http.StatusMovedPermanently || !ok || !strings.HasPrefix(to, "/repositories/") {
			t.Fatalf("%s: %d to %q", path, r.status, r.header.Get("Location"))
		}
		next := get(t, s, to)
		if next.status != http.StatusOK || path == "" && !bytes.Contains(next.body, []byte(`"full_name":"example-moves/new-name"`)) {
			t.Errorf("%s: %d %s", to, next.status, next.body)
		}
	}
	if got := s.Requests().Repository["example-moves/old-name"]; got != 3 {
		t.Errorf("counted %d requests by the old name, want 3", got)
	}
}

func TestREST_etagSavesTheQuotaOfATokenOnly(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	first := get(t, s, "/repos/example-busy/engine")
	tag := first.header.Get("ETag")
	again := get(t, s, "/repos/example-busy/engine", "If-None-Match", tag)
	if tag == "" || again.status != http.StatusNotModified || len(again.body) != 0 {
		t.Fatalf("tag %q, then status %d with %d bytes", tag, again.status, len(again.body))
	}
	if a, b := first.header.Get("X-RateLimit-Remaining"), again.header.Get("X-RateLimit-Remaining"); a != "4999" || b != a {
		t.Errorf("remaining %s, then %s; an unchanged answer is free", a, b)
	}
	s.Edit(func(w *World) { w.Repository("example-busy/engine").Stars++ })
	if r := get(t, s, "/repos/example-busy/engine", "If-None-Match", `"x", `+tag); r.status != http.StatusOK || r.header.Get("ETag") == tag {
		t.Errorf("after a change: status %d, tag %s", r.status, r.header.Get("ETag"))
	}
	if r := get(t, s, "/repos/example-busy/engine", "If-Modified-Since", first.header.Get("Last-Modified")); r.status != http.StatusNotModified {
		t.Errorf("by date: status %d", r.status)
	}
	bare, err := try(s, "GET", "/repos/example-quiet/dead", "", "")
	if err != nil {
		t.Fatal(err)
	}
	tag = bare.header.Get("ETag")
	for _, want := range []string{"58", "57"} { // without a token 304 costs
		r, err := try(s, "GET", "/repos/example-quiet/dead", "", "", "If-None-Match", tag)
		if err != nil || r.status != http.StatusNotModified || r.header.Get("X-RateLimit-Remaining") != want {
			t.Errorf("without a token: %v, status %d, remaining %s, want %s", err, r.status, r.header.Get("X-RateLimit-Remaining"), want)
		}
	}
	if c := s.Requests(); c.NotModified != 4 {
		t.Errorf("%d unchanged answers counted", c.NotModified)
	}
}

func TestREST_pagesHaveLinks(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	path, seen, pages := "/repos/example-busy/monorepo/commits?per_page=100", 0, 0
	for path != "" && pages < 100 {
		r := get(t, s, path)
		var commits []struct{ SHA string }
		if err := json.Unmarshal(r.body, &commits); err != nil {
			t.Fatal(err)
		}
		seen, pages, path = seen+len(commits), pages+1, ""
		for link := range strings.SplitSeq(r.header.Get("Link"), ", ") {
			if to, ok := strings.CutSuffix(link, `>; rel="next"`); ok {
				path = strings.TrimPrefix(to, "<"+s.URL())
			}
		}
	}
	if seen != 4000 || pages != 40 {
		t.Errorf("%d commits on %d pages, want 4000 on 40", seen, pages)
	}
}

func TestArchive_comesFromElsewhereWithoutAToken(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	r := get(t, s, "/repos/example-busy/.github/tarball")
	to, ok := strings.CutPrefix(r.header.Get("Location"), s.URL())
	if r.status != http.StatusFound || !ok {
		t.Fatalf("%d to %q", r.status, r.header.Get("Location"))
	}
	archive, err := try(s, "GET", to, "", "")
	if err != nil || archive.status != http.StatusOK {
		t.Fatalf("%v, status %d", err, archive.status)
	}
	files := untar(t, archive.body)
	if got := files["SECURITY.md"]; !strings.Contains(got, "security@example.org") {
		t.Errorf("SECURITY.md is %q", got)
	}
	if got := s.Requests().TokensAstray; got != 0 {
		t.Errorf("%d tokens astray", got)
	}
	get(t, s, to) // with one
	if got := s.Requests().TokensAstray; got != 1 {
		t.Errorf("%d tokens astray, want 1", got)
	}
	if archive.header.Get("X-RateLimit-Limit") != "" {
		t.Error("archives have no quota")
	}
}

func untar(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_, name, _ := strings.Cut(h.Name, "/")
		out[name] = string(content)
	}
}

func TestREST_enterpriseAddresses(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	if r := get(t, s, "/api/v3/repos/example-busy/engine"); r.status != http.StatusOK {
		t.Errorf("REST: %d", r.status)
	}
	r, err := try(s, "POST", "/api/graphql", DemoToken, question(t, "{ viewer { login } }", nil))
	if err != nil || r.status != http.StatusOK || !bytes.Contains(r.body, []byte("example-demo")) {
		t.Errorf("GraphQL: %v %d %s", err, r.status, r.body)
	}
	c := s.Requests()
	if c.Endpoint["GET /repos/{owner}/{repo}"] != 1 || c.Endpoint["POST /graphql"] != 1 {
		t.Errorf("counted as %v", c.Endpoint)
	}
}
