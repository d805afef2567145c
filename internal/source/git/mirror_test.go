package git

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestObserve_neverWritesToAMirror(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"LICENSE": "x", "a/b": "y"}})
	r.Tag("v1.0", a, at("2024-01-02"))
	r.Git("pack-refs", "--all")
	r.SetTaken(taken)
	before := listing(t, r.Dir())
	if _, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	if after := listing(t, r.Dir()); after != before {
		t.Errorf("the mirror changed:\n%s\nwas\n%s", after, before)
	}
}

func TestObserve_mirrorMayLackItsConfigAndBeReadOnly(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01")})
	r.SetTaken(taken)
	if err := os.Remove(filepath.Join(r.Dir(), "config")); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(r.Dir(), func(p string, e os.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			t.Cleanup(func() { os.Chmod(p, 0o755) })
			err = os.Chmod(p, 0o555)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	snap, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, byField(snap), map[string]string{"human_commits_12m": "1"})
}

func TestObserve_obeysNothingAMirrorSays(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{".gitattributes": "* diff=evil filter=evil\n", "LICENSE": "x", ".gitmodules": "[submodule \"s\"]\npath=s\nurl=ext::sh -c 'touch PWNED'\n"}})
	dir := r.Dir()
	traces := t.TempDir()
	script := filepath.Join(traces, "evil.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch "+traces+"/ran-$$\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(traces, "included"), []byte("[core]\n\tfsmonitor = "+script+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	config := strings.ReplaceAll(`[core]
	repositoryformatversion = 0
	bare = true
	fsmonitor = EVIL
	sshCommand = EVIL
	gitProxy = EVIL
	pager = EVIL
	askPass = EVIL
	hooksPath = HOOKS
	alternateRefsCommand = EVIL
[include]
	path = INCLUDED
[pager]
	log = EVIL
[diff]
	external = EVIL
[diff "evil"]
	textconv = EVIL
	command = EVIL
[filter "evil"]
	smudge = EVIL
	required = true
[alias]
	log = !EVIL
	ls-tree = !EVIL
	cat-file = !EVIL
[gpg]
	program = EVIL
[log]
	showSignature = true
	mailmap = false
[credential]
	helper = EVIL
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::EVIL
	promisor = true
	partialclonefilter = blob:none
	uploadpack = EVIL
`, "EVIL", script)
	config = strings.NewReplacer("HOOKS", filepath.Join(dir, "hooks"), "INCLUDED", filepath.Join(traces, "included")).Replace(config)
	if err := os.WriteFile(filepath.Join(dir, "config"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "hooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout"} {
		if err := os.Symlink(script, filepath.Join(dir, "hooks", hook)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(filepath.Join(dir, "HEAD"), taken, taken); err != nil {
		t.Fatal(err)
	}
	repo, err := newSource(t, mirrorOf(dir)).Open(t.Context(), repository.ID{Host: "example.org", Path: "x/repo"}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	f, err := repo.measure(t.Context(), rules{bots: testBots(t)})
	if err != nil || f.hist.total != 1 {
		t.Fatalf("measured %+v, %v", f, err)
	}
	tree, err := repo.Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if b, err := tree.ReadFile(t.Context(), "LICENSE", 10); err != nil || string(b) != "x" {
		t.Errorf("read %q, %v", b, err)
	}
	if ran, _ := filepath.Glob(filepath.Join(traces, "ran-*")); len(ran) > 0 {
		t.Errorf("the mirror made git run something: %v", ran)
	}
}

func TestOpen_alternatesAreNotFollowed(t *testing.T) {
	t.Parallel()
	secret := testkit.NewRepo(t)
	secret.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"secret": "s"}})
	r := testkit.NewRepo(t)
	sha := secret.Git("rev-parse", "main")
	info := filepath.Join(r.Dir(), "objects", "info")
	if err := os.MkdirAll(info, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(info, "alternates"), []byte(filepath.Join(secret.Dir(), "objects")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.Dir(), "packed-refs"), []byte(sha+" refs/heads/main\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), time.Time{})
	if !errors.Is(err, errBorrows) {
		t.Errorf("got %v, want an error that says the copy borrows objects", err)
	}
}

func TestObserve_replacedObjectsAndOddRefsAreIgnored(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01")})
	r.Commit(testkit.Commit{At: at("2024-02-01"), From: a})
	r.Git("replace", "--graft", "main")
	if err := os.Symlink("/etc/hostname", filepath.Join(r.Dir(), "refs", "heads", "link")); err != nil {
		t.Fatal(err)
	}
	_, in := observe(t, r, time.Time{})
	want(t, in, map[string]string{"commits_total": "2"})
}

func TestObserve_sha256Repository(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	dir := filepath.Join(t.TempDir(), "repo.git")
	r.Git("init", "-q", "--bare", "--template=", "--object-format=sha256", "-b", "main", dir)
	tree := r.Git("--git-dir="+dir, "hash-object", "-w", "-t", "tree", "/dev/null")
	commit := r.Git("--git-dir="+dir, "commit-tree", "-m", "x", tree)
	r.Git("--git-dir="+dir, "update-ref", "refs/heads/main", commit)
	snap, err := newSource(t, mirrorOf(dir)).Observe(t.Context(), project(), time.Time{})
	if err != nil || len(snap.Commit) != 64 {
		t.Errorf("commit %q, %v", snap.Commit, err)
	}
}
