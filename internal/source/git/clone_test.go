package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// calls counts the runs of git by their first word.
type calls struct {
	sync.Mutex
	all [][]string
}

func (c *calls) add(args []string) {
	c.Lock()
	defer c.Unlock()
	c.all = append(c.all, args)
}

func (c *calls) count(command string) int {
	c.Lock()
	defer c.Unlock()
	n := 0
	for _, a := range c.all {
		if a[0] == command {
			n++
		}
	}
	return n
}

// remoteOf returns a configuration that clones from the test's repository, as
// a forge would serve it.
func remoteOf(t testing.TB, r *testkit.Repo, c *calls) Config {
	t.Helper()
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Git("config", "uploadpack.allowAnySHA1InWant", "true")
	return Config{
		Cache: t.TempDir(), protocols: "file", started: c.add,
		remoteURL: func(repository.ID) string { return "file://" + r.Dir() },
	}
}

var repoID = repository.ID{Host: "example.org", Path: "x/repo"}

func storyRepo(t testing.TB) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"old": "gone"}})
	r.Tag("v1.0", a, at("2024-01-02"))
	r.Commit(testkit.Commit{At: at("2024-02-01"), Remove: []string{"old"}, Name: "Nick", Email: "n@example.org", Files: map[string]string{
		"LICENSE":             mitText,
		".github/FUNDING.yml": "github: [x]\n", ".mailmap": "Ada Example <ada@example.org> <n@example.org>\n", "src/a.c": "int a;", "src/b.c": "int b;", "run.sh": "#!/bin/sh\n",
	}})
	r.Git("repack", "-a", "-d", "-q")
	return r
}

func TestObserve_clonesWithoutContentsAndFetchesAFew(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	s := newSource(t, remoteOf(t, r, c))
	snap, err := s.Observe(t.Context(), project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, snap)
	want(t, byField(snap), map[string]string{"authors_12m": "1", "human_commits_12m": "2", "licence": "MIT", "funding_channels": `["github"]`, "tree_bytes": "unknown", "files": "6", "release_tags_total": "1"})
	if snap.Origin != health.OriginLive || !snap.ObservedAt.Equal(now) || snap.SourceURL != "https://example.org/x/repo" {
		t.Errorf("origin %s at %s from %s", snap.Origin, snap.ObservedAt, snap.SourceURL)
	}
	if got := c.count("fetch"); got != 2 {
		t.Errorf("%d fetches, want 2: history, and the few files in one", got)
	}
	views, err := os.ReadDir(s.scratch)
	if err != nil || len(views) != 0 {
		t.Errorf("views left behind: %v %v", views, err)
	}
}

func TestTree_fetchesAllContentsAtOnce(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	s := newSource(t, remoteOf(t, r, c))
	repo, err := s.Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	tree, err := repo.Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range tree.Files() {
		paths = append(paths, f.Path)
		if f.Size != -1 {
			t.Errorf("%s: size %d before it was fetched", f.Path, f.Size)
		}
	}
	if wanted := []string{".github/FUNDING.yml", ".mailmap", "LICENSE", "run.sh", "src/a.c", "src/b.c"}; !slices.Equal(paths, wanted) {
		t.Errorf("files %v, want %v", paths, wanted)
	}
	before := c.count("fetch")
	for range 2 {
		if err := tree.Fetch(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range tree.Files() {
		b, err := tree.ReadFile(t.Context(), f.Path, 5000)
		if err != nil || int64(len(b)) != f.Size {
			t.Errorf("%s: %d bytes, size %d, %v", f.Path, len(b), f.Size, err)
		}
	}
	if got := c.count("fetch") - before; got != 1 {
		t.Errorf("%d fetches for the whole tree, want exactly 1", got)
	}
	if _, err := tree.ReadFile(t.Context(), "src/a.c", 2); !errors.Is(err, source.ErrLimit) {
		t.Errorf("over the limit: %v, want ErrLimit", err)
	}
	if _, err := tree.ReadFile(t.Context(), "none", 2); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("no such file: %v, want ErrNotFound", err)
	}
	if tree.Commit() != r.Git("rev-parse", "main") || tree.Hash() != r.Git("rev-parse", "main^{tree}") {
		t.Errorf("commit %s, tree %s", tree.Commit(), tree.Hash())
	}
}

func TestTree_isPartialWhenTheRemoteLacksContents(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	s := newSource(t, remoteOf(t, r, c))
	repo, err := s.Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	loosen(t, r)
	dropBlob(t, r, "src/a.c")
	tree, err := repo.Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Fetch(t.Context(), nil); !errors.Is(err, source.ErrPartialTree) {
		t.Errorf("got %v, want ErrPartialTree", err)
	}
}

func TestOpen_laterRunsFollowTheRemote(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	cfg := remoteOf(t, r, c)
	s := newSource(t, cfg)
	if _, err := s.Observe(t.Context(), project(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	next := r.Commit(testkit.Commit{At: at("2024-06-01"), Branch: "trunk", Files: map[string]string{"new": "x"}})
	r.Tag("v2.0", next, at("2024-06-02"))
	r.Git("symbolic-ref", "HEAD", "refs/heads/trunk")
	r.Git("tag", "-d", "v1.0")
	snap, err := s.Observe(t.Context(), project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, byField(snap), map[string]string{"last_release_tag": "v2.0", "release_tags_total": "1", "commits_total": "1", "files": "1"})

	cfg.Offline, cfg.started = true, nil
	snap, err = newSource(t, cfg).Observe(t.Context(), project(), time.Time{})
	if err != nil || snap.Origin != health.OriginMirror || !snap.ObservedAt.Equal(now) {
		t.Errorf("offline: origin %s at %s, %v; want the clone with the instant of its fetch", snap.Origin, snap.ObservedAt, err)
	}
	before := c.count("ls-remote")
	if _, err := s.Observe(t.Context(), project(), at("2024-06-05")); err != nil || c.count("ls-remote") != before {
		t.Errorf("an instant before the last fetch asked the network (%v)", err)
	}
}

func TestOpen_sweepsAnUnfinishedClone(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	s := newSource(t, remoteOf(t, r, c))
	clone := s.newClone(repoID, "")
	part := clone.dir + ".part"
	if err := os.MkdirAll(filepath.Join(part, "objects"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(part, "HEAD"), []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Observe(t.Context(), project(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(part); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the unfinished clone is still there: %v", err)
	}
}

func TestOpen_twoAtOnceMakeOneClone(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	cfg := remoteOf(t, r, c)
	var all sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		s := newSource(t, cfg) // as two processes: nothing is shared but the folder
		all.Go(func() { _, errs[i] = s.Observe(t.Context(), project(), time.Time{}) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if got := c.count("init"); got != 1 {
		t.Errorf("%d clones were begun, want 1", got)
	}
}

func TestOpen_emptyRemote(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	_, err := newSource(t, remoteOf(t, r, &calls{})).Observe(t.Context(), project(), time.Time{})
	if !errors.Is(err, source.ErrEmpty) {
		t.Errorf("got %v, want ErrEmpty", err)
	}
}

func TestOpen_remoteThatIsGone(t *testing.T) {
	t.Parallel()
	r := storyRepo(t)
	cfg := remoteOf(t, r, &calls{})
	cfg.Mirrors = []string{"/nowhere/{name}"}
	cfg.remoteURL = func(repository.ID) string { return "file:///nowhere/at/all" }
	_, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{})
	if !errors.Is(err, source.ErrUnavailable) || !strings.Contains(err.Error(), "/nowhere/repo") {
		t.Errorf("got %v, want ErrUnavailable that names the mirror tried", err)
	}
}

func TestOpen_onlyHTTPS(t *testing.T) {
	t.Parallel()
	r := storyRepo(t)
	cfg := remoteOf(t, r, &calls{})
	cfg.protocols = ""
	_, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{})
	if !errors.Is(err, source.ErrUnavailable) || !strings.Contains(err.Error(), "not allowed") {
		t.Errorf("got %v, want a refusal of the transport", err)
	}
}

func TestOpen_limitsTimeAndSize(t *testing.T) {
	t.Parallel()
	r := storyRepo(t)
	cfg := remoteOf(t, r, &calls{})
	cfg.Limits.Network = time.Nanosecond
	if _, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{}); !errors.Is(err, source.ErrLimit) {
		t.Errorf("no time: %v, want ErrLimit", err)
	}
	cfg = remoteOf(t, r, &calls{})
	cfg.Limits.Output = 100
	if _, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{}); !errors.Is(err, source.ErrLimit) {
		t.Errorf("no room for output: %v, want ErrLimit", err)
	}
	over := false
	done := make(chan struct{})
	watchSize(r.Dir(), 10, done, func() { over = true })
	if !over {
		t.Error("a folder over the limit was not noticed")
	}
}

func TestLockFile_waitsUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lockFile(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	if _, err := lockFile(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second lock: %v, want to wait until the deadline", err)
	}
	unlock()
	again, err := lockFile(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func TestConsolidate_keepsEverything(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	s := newSource(t, remoteOf(t, r, c))
	for range 2 {
		if _, err := s.Observe(t.Context(), project(), time.Time{}); err != nil {
			t.Fatal(err)
		}
		r.Commit(testkit.Commit{At: at("2024-03-01"), Files: map[string]string{"n": "x"}})
		r.Dir()
	}
	clone := s.newClone(repoID, "file://"+r.Dir())
	if err := clone.consolidate(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	packs, err := filepath.Glob(filepath.Join(clone.dir, "objects/pack/*.pack"))
	if err != nil || len(packs) != 1 {
		t.Errorf("packs after repacking: %v %v, want one", packs, err)
	}
	snap, err := s.Observe(t.Context(), project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, byField(snap), map[string]string{"commits_total": "4", "licence": "MIT"})
}
