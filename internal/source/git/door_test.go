package git

import (
	"context"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// forgeOf serves a repository at /x/repo as a forge does, and answers as moved says before that.
func forgeOf(t *testing.T, r *testkit.Repo, moved func(w http.ResponseWriter, r *http.Request) bool) *httptest.Server {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	r.Git("config", "uploadpack.allowFilter", "true")
	backend := &cgi.Handler{
		Path: git, Args: []string{"-c", "safe.directory=*", "http-backend"}, Root: "/x/repo",
		Env: []string{"GIT_PROJECT_ROOT=" + r.Dir(), "GIT_HTTP_EXPORT_ALL=1", "HOME=/nonexistent"},
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if moved == nil || !moved(w, r) {
			backend.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	return srv
}

// through returns a configuration that clones over http from an address.
func through(t *testing.T, guard *fetch.Guard, address string) Config {
	t.Helper()
	return Config{
		Cache: t.TempDir(), protocols: "http", Guard: guard,
		remoteURL: func(repository.ID) string { return address },
	}
}

func TestDoor_redirects(t *testing.T) {
	t.Parallel()
	r := storyRepo(t)
	other := forgeOf(t, r, nil)
	srv := forgeOf(t, r, func(w http.ResponseWriter, req *http.Request) bool {
		for from, to := range map[string]string{
			"/old/name": "/x/repo", "/away": other.URL + "/x/repo", "/older/name": "/old/name", "/round": "/round",
			"/inside": "http://169.254.169.254/x/repo",
		} {
			if rest, ok := strings.CutPrefix(req.URL.Path, from+"/"); ok {
				http.Redirect(w, req, to+"/"+rest+"?"+req.URL.RawQuery, http.StatusMovedPermanently)
				return true
			}
		}
		return false
	})
	for _, row := range []struct{ path, want string }{
		{"/x/repo", ""},
		{"/old/name", ""},
		{"/older/name", ""},
		{"/away", "another host"},
		{"/inside", "another host"},
		{"/round", "redirects"},
	} {
		t.Run(row.path, func(t *testing.T) {
			t.Parallel()
			s := newSource(t, through(t, fetch.NewGuard(nil, srv.URL, other.URL), srv.URL+row.path))
			repo, err := s.Open(t.Context(), repoID, time.Time{})
			if row.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				repo.Close()
				return
			}
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("error %v, want %q", err, row.want)
			}
		})
	}
}

// Nothing arrives at an internal address, however it is named.
func TestDoor_internalAddressesAreNotAsked(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	srv := forgeOf(t, storyRepo(t), func(_ http.ResponseWriter, req *http.Request) bool {
		asked <- req.URL.Path
		return false
	})
	port := srv.URL[strings.LastIndexByte(srv.URL, ':'):]
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "0.0.0.0", "x.localhost"} {
		s := newSource(t, through(t, nil, "http://"+host+port+"/x/repo"))
		if _, err := s.Open(t.Context(), repoID, time.Time{}); err == nil || !strings.Contains(err.Error(), "--allow-networks") {
			t.Errorf("%s: error %v, want one that says how to allow it", host, err)
		}
	}
	if len(asked) > 0 {
		t.Errorf("asked for %s", <-asked)
	}
	networks, err := fetch.Networks([]string{"127.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	repo, err := newSource(t, through(t, fetch.NewGuard(networks), srv.URL+"/x/repo")).Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatalf("with its network allowed: %v", err)
	}
	repo.Close()
}

// Git connects to the address that was judged, not to what the name means a moment later.
func TestDoor_gitIsToldTheAddress(t *testing.T) {
	t.Parallel()
	srv := forgeOf(t, storyRepo(t), nil)
	at, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	networks, err := fetch.Networks([]string{"127.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	guard := fetch.NewGuard(networks).Looking(func(context.Context, string, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	})
	s := newSource(t, through(t, guard, "http://forge.invalid:"+at.Port()+"/x/repo"))
	repo, err := s.Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	repo.Close()
}
