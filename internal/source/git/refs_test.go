package git

import (
	"context"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// If nothing moved, one request shows it; a commit, a new tag and a moved one are each fetched.
func TestClone_nothingMovedCostsOneRequest(t *testing.T) {
	t.Parallel()
	exe, err := exec.CommandContext(t.Context(), "git", "--exec-path").Output()
	if err != nil {
		t.Fatal(err)
	}
	r := storyRepo(t)
	var c calls
	cfg := remoteOf(t, r, &c)
	var asked atomic.Int32
	dir := r.Dir()
	backend := &cgi.Handler{
		Path: filepath.Join(strings.TrimSpace(string(exe)), "git-http-backend"), Dir: dir, InheritEnv: []string{"PATH"},
		Env: []string{"GIT_PROJECT_ROOT=" + filepath.Dir(dir), "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"},
	}
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked.Add(1)
		if version := q.Header.Get("Git-Protocol"); version != "" {
			with := *backend
			with.Env = append(with.Env[:len(with.Env):len(with.Env)], "GIT_PROTOCOL="+version)
			with.ServeHTTP(w, q)
			return
		}
		backend.ServeHTTP(w, q)
	}))
	t.Cleanup(host.Close)
	cfg.protocols = "http"
	cfg.Guard = fetch.NewGuard(nil, host.URL)
	cfg.remoteURL = func(repository.ID) string { return host.URL + "/" + filepath.Base(dir) }
	cfg.Env = append(cfg.Env, "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	s := newSource(t, cfg)
	update := func(what string, want int, fetches bool) {
		t.Helper()
		asked.Store(0)
		before := c.count("fetch")
		cl := s.newClone(repoID, cfg.remoteURL(repoID))
		if err := cl.update(context.WithoutCancel(t.Context()), at("2024-06-01")); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if n := int(asked.Load()); want > 0 && n > want || fetches != (c.count("fetch") > before) {
			t.Errorf("%s: %d requests, want at most %d; fetched: %t", what, n, want, c.count("fetch") > before)
		}
	}
	update("first", 0, true)
	update("nothing moved", 1, false)
	r.Commit(testkit.Commit{At: at("2024-05-01"), Files: map[string]string{"new": "x"}})
	r.Git("rev-parse", "HEAD") // it is written now
	update("a commit", 4, true)
	update("nothing moved again", 1, false)
	r.Git("tag", "v9")
	update("a new tag", 0, true)
	r.Git("tag", "-d", "v9")
	update("a removed tag", 0, true)
	update("and nothing more", 1, false)
}

// Where a list names the branch that work lands on, the figures are its own, from a mirror and from a
// clone; another branch is never read in its place.
func TestObserve_branchOfTheList(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2023-06-01")})
	for i := range 3 {
		r.Commit(testkit.Commit{At: at("2023-07-01").AddDate(0, 0, i), Branch: "devel"})
	}
	r.Git("symbolic-ref", "HEAD", "refs/heads/main")
	r.SetTaken(taken)
	c := &calls{}
	for name, s := range map[string]*Source{"mirror": newSource(t, mirrorOf(r.Dir())), "clone": newSource(t, remoteOf(t, r, c))} {
		for branch, want := range map[string]float64{"": 1, "devel": 3} {
			p := project()
			p.Repositories[0].Branch = branch
			snap, err := s.Observe(t.Context(), p, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			if got := byField(snap).Field(field.CommitsTotal).Value; got != want {
				t.Errorf("%s, branch %q: %v commits, want %v", name, branch, got, want)
			}
		}
		p := project()
		p.Repositories[0].Branch = "gone"
		if _, err := s.Observe(t.Context(), p, time.Time{}); err == nil {
			t.Errorf("%s: a branch that is gone was read", name)
		}
	}
}
