package transport

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestToken_goesToNoOtherHost(t *testing.T) {
	t.Parallel()
	elsewhere := newHost(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "here") })
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/taken", http.StatusMovedPermanently)
	})
	tr := newTransport(t, h, Config{Credentials: []Credential{owner("example-a", canary)}})
	// By a client of ours and by one that follows everything.
	for _, client := range []*http.Client{Client(tr), {Transport: tr}} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+"/a", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+canary)
		resp, err := client.Do(req)
		if !errors.Is(err, ErrForeign) || strings.Contains(err.Error(), canary) {
			t.Errorf("got %v, want ErrForeign", err)
		}
		if resp != nil {
			_ = resp.Body.Close()
		}
	}
	if _, _, err := ask(t, tr, http.MethodGet, elsewhere.URL+"/a", ""); !errors.Is(err, ErrForeign) {
		t.Errorf("asked directly: got %v, want ErrForeign", err)
	}
	if n := len(elsewhere.requests()); n != 0 {
		t.Errorf("the other host got %d requests, want 0", n)
	}
}

func TestRedirect_onTheHostIsFollowedWithTheToken(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/repos/example-org/old" {
			http.Redirect(w, r, "/repositories/7", http.StatusMovedPermanently)
			return
		}
		fmt.Fprint(w, "moved")
	})
	tr := newTransport(t, h, Config{Credentials: []Credential{owner("example-a", canary)}})
	if _, got, err := h.get(t, tr, "/repos/example-org/old"); got != "moved" || err != nil || h.by(canary) != 2 {
		t.Errorf("got %q, error %v, %d requests with the token, want 2", got, err, h.by(canary))
	}
	loop := newHost(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) })
	if _, _, err := loop.get(t, newTransport(t, loop, Config{}), "/a"); err == nil || len(loop.requests()) != maxRedirects+1 {
		t.Errorf("a loop: got error %v after %d requests, want one after %d", err, len(loop.requests()), maxRedirects+1)
	}
}

func TestRedirect_toTheArchivesCarriesNoToken(t *testing.T) {
	t.Parallel()
	want := tarball(t, entry{name: "a-1/f", body: "x"})
	archives := newHost(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(want) })
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, archives.URL+"/example-org/a/legacy.tar.gz/refs/heads/main", http.StatusFound)
	})
	tr := newTransport(t, h, Config{Archives: archives.url(t), Dir: t.TempDir(), Credentials: []Credential{owner("example-a", canary)}})
	if _, got, err := h.get(t, tr, archivePath); got != string(want) || err != nil {
		t.Errorf("got %d bytes, error %v", len(got), err)
	}
	seen := archives.requests()
	if len(seen) != 1 || seen[0].header.Get("Authorization") != "" || seen[0].header.Get("Cookie") != "" {
		t.Errorf("the archives' host saw %+v, want one request without credentials", seen)
	}
	// Only an archive's address leads there.
	if _, _, err := h.get(t, tr, "/user"); !errors.Is(err, ErrForeign) || len(archives.requests()) != 1 {
		t.Errorf("from another address: got %v, want ErrForeign", err)
	}
}

func TestRequest_onlyWhatIsOursGoesOut(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(http.ResponseWriter, *http.Request) {})
	tr := newTransport(t, h, Config{Credentials: []Credential{owner("example-a", "one")}, UserAgent: "plumbline (+https://example.org)"})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+"/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.URL.User = url.UserPassword("u", canary)
	req.Host = "evil.example"
	req.Header.Set("Authorization", "Bearer "+canary)
	req.Header.Set("Cookie", canary)
	req.Header.Set("User-Agent", "go-github")
	resp, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	got := h.requests()[0]
	if got.token != "one" || got.agent != "plumbline (+https://example.org)" || got.host != h.url(t).Host || strings.Contains(fmt.Sprint(got), canary) {
		t.Errorf("the host saw %+v", got)
	}
	if resp.Request != req || req.Header.Get("Authorization") != "Bearer "+canary {
		t.Error("the request was changed, or the answer shows another")
	}
}

func TestAnswer_saysNothingOfQuotas(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		quota(w, "core", 5000, 0, c.now())
		w.Header().Set("X-RateLimit-Used", "5000")
		w.Header().Set("X-Github-Request-Id", "a")
	})
	tr := newTransport(t, h, Config{Now: c.now})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+"/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	for name := range resp.Header {
		if strings.HasPrefix(name, "X-Ratelimit") {
			t.Errorf("the answer has %s", name)
		}
	}
}

func TestSite_kinds(t *testing.T) {
	t.Parallel()
	for api, rows := range map[string]map[string]kind{
		"https://api.github.com": {
			"https://api.github.com/graphql": graphQL, "https://API.GitHub.com:443/repos/a/b": core, "https://api.github.com/search/issues": search,
			"https://api.github.com/search/code": codeSearch, "https://api.github.com/rate_limit": rateLimit,
			"https://api.github.com/repos/a/b/tarball": link, "https://api.github.com/repos/a/b/tarball/x/y": link, "https://api.github.com/repositories/1/tarball": link,
			"https://codeload.github.com/a/b/tar.gz/1": archive,
			"http://api.github.com/repos/a/b":          foreign, "https://api.github.com:444/repos/a/b": foreign, "https://github.com/a/b": foreign,
			"http://codeload.github.com/a/b/tar.gz/1": foreign, "https://codeload.github.com.evil.example/a": foreign, "https://api.github.com/repos/../x": foreign,
			"https://api.github.com@evil.example/x": foreign, "https:opaque": foreign,
		},
		"https://ghe.example/api/v3/": {
			"https://ghe.example/api/graphql": graphQL, "https://ghe.example/api/v3/repos/a/b": core, "https://ghe.example/api/v3/repos/a/b/tarball": link,
			"https://ghe.example/_codeload/a/b/legacy.tar.gz/main": archive, "https://codeload.ghe.example/a/b/legacy.tar.gz/main": archive,
			"https://ghe.example/a/b": foreign, "https://ghe.example/api/v3/../../login": foreign, "https://ghe.example/api/v4": foreign,
		},
		"https://api.tenant.ghe.com/": {
			"https://api.tenant.ghe.com/graphql": graphQL, "https://codeload.tenant.ghe.com/a/b/tar.gz/1": archive, "https://codeload.github.com/a/b/tar.gz/1": foreign,
		},
		"http://127.0.0.1:8080": {
			"http://127.0.0.1:8080/graphql": graphQL, "http://127.0.0.1:8080/codeload/a/b/tar.gz/1": archive, "http://127.0.0.1:8081/graphql": foreign,
		},
	} {
		root, err := url.Parse(api)
		if err != nil {
			t.Fatal(err)
		}
		tr := newTransport(t, nil, Config{API: root})
		for address, want := range rows {
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			if got := tr.site.kind(u); got != want {
				t.Errorf("%s: %s is %d, want %d", api, address, got, want)
			}
		}
		if k := tr.site.kind(tr.GraphQL()); k != graphQL {
			t.Errorf("%s: its GraphQL address is %s", api, tr.GraphQL())
		}
	}
}

func TestEnterprise_tokenStaysBelowTheAPI(t *testing.T) {
	t.Parallel()
	h := newHost(t, func(http.ResponseWriter, *http.Request) {})
	api := h.url(t)
	api.Path = "/api/v3"
	tr := newTransport(t, h, Config{API: api, Credentials: []Credential{owner("example-a", canary)}})
	for _, path := range []string{"/api/v3/repos/a/b", "/api/graphql"} {
		if _, _, err := h.get(t, tr, path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, path := range []string{"/a/b", "/api/v3/../../login", "/"} {
		if _, _, err := h.get(t, tr, path); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: got %v, want ErrForeign", path, err)
		}
	}
	if n := h.by(canary); n != 2 || len(h.requests()) != 2 {
		t.Errorf("got %d requests with the token of %d, want 2 of 2", n, len(h.requests()))
	}
}
