package git

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// upstream is a repository that was silent after 2020, with a second branch.
func upstream(t *testing.T) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	first := r.Commit(testkit.Commit{At: at("2019-01-01")})
	r.Commit(testkit.Commit{At: at("2020-06-01")})
	r.Commit(testkit.Commit{At: at("2020-07-01"), Branch: "topic", From: first})
	return r
}

// copied makes a copy of the repository with git and dates all its files.
func copied(t *testing.T, from *testkit.Repo, when time.Time, how ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "repo.git")
	from.Git(append(append([]string{"clone", "-q"}, how...), from.Dir(), dir)...)
	touch(t, dir, when)
	return dir
}

// touch sets the times of the files below a path, or of one file.
func touch(t *testing.T, path string, when time.Time) {
	t.Helper()
	err := filepath.WalkDir(path, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.Type()&os.ModeSymlink != 0 {
			return err
		}
		return os.Chtimes(p, when, when)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func inside(r *testkit.Repo, dir string, args ...string) string {
	return r.Git(append([]string{"--git-dir=" + dir}, args...)...)
}

func TestTaken_isTheLastContactWithTheRemote(t *testing.T) {
	t.Parallel()
	cloned := at("2021-01-10")
	later := at("2024-03-01")
	for name, x := range map[string]struct {
		how  []string
		do   func(t *testing.T, up *testkit.Repo, git string)
		want time.Time
	}{
		"a mirror never fetched": {how: []string{"--mirror"}, do: func(*testing.T, *testkit.Repo, string) {}, want: cloned},
		"a fetch brought nothing": {how: []string{"--mirror"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			inside(up, git, "remote", "update")
			touch(t, filepath.Join(git, "FETCH_HEAD"), later)
		}, want: later},
		"the remote did not answer": {how: []string{"--mirror"}, do: func(t *testing.T, _ *testkit.Repo, git string) {
			write(t, filepath.Join(git, "FETCH_HEAD"), "")
			touch(t, filepath.Join(git, "FETCH_HEAD"), later)
		}, want: cloned},
		"another branch was fetched": {how: []string{"--mirror"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			inside(up, git, "fetch", "-q", "origin", "topic:topic")
			touch(t, filepath.Join(git, "FETCH_HEAD"), later)
		}, want: cloned},
		"a bare clone fetches no branch": {how: []string{"--bare"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			up.Commit(testkit.Commit{At: at("2022-01-01")})
			up.Dir()
			inside(up, git, "fetch", "-q", "origin")
			touch(t, filepath.Join(git, "FETCH_HEAD"), later)
		}, want: cloned},
		"a bare clone is told nothing new": {how: []string{"--bare"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			inside(up, git, "fetch", "-q", "origin")
			touch(t, filepath.Join(git, "FETCH_HEAD"), later)
		}, want: later},
		"git gc packed the branches": {how: []string{"--mirror"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			inside(up, git, "gc", "-q")
			touch(t, filepath.Join(git, "packed-refs"), later)
		}, want: cloned},
		"no FETCH_HEAD is written and another branch moved": {how: []string{"--mirror"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			up.Commit(testkit.Commit{At: at("2020-08-01"), Branch: "topic"})
			up.Dir()
			inside(up, git, "fetch", "-q", "--no-write-fetch-head")
			touch(t, filepath.Join(git, "refs", "heads", "topic"), later)
		}, want: later},
		"HEAD was set by hand after the last fetch": {how: []string{"--mirror"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			inside(up, git, "fetch", "-q")
			touch(t, filepath.Join(git, "FETCH_HEAD"), later)
			touch(t, filepath.Join(git, "HEAD"), at("2025-01-01"))
		}, want: later},
		"something was checked out": {do: func(t *testing.T, _ *testkit.Repo, git string) {
			touch(t, filepath.Join(git, "HEAD"), later)
			if err := os.RemoveAll(filepath.Join(git, "logs")); err != nil { // of the day of the test
				t.Fatal(err)
			}
		}, want: cloned},
		"a clone fetched nothing new": {do: func(t *testing.T, up *testkit.Repo, git string) {
			inside(up, git, "fetch", "-q")
			touch(t, filepath.Join(git, "FETCH_HEAD"), later)
			if err := os.RemoveAll(filepath.Join(git, "logs")); err != nil {
				t.Fatal(err)
			}
		}, want: later},
		"the log of the branch is newer than its file": {how: []string{"--mirror"}, do: func(t *testing.T, up *testkit.Repo, git string) {
			tip := inside(up, git, "rev-parse", "main")
			write(t, filepath.Join(git, "logs/refs/heads/main"), strings.Repeat("0", 40)+" "+tip+" A <a@example.org> 1709287200 +0100\tfetch: fast-forward\n")
		}, want: later},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			up := upstream(t)
			dir := copied(t, up, cloned, x.how...)
			git := dir
			if x.how == nil {
				git = filepath.Join(dir, ".git")
			}
			x.do(t, up, git)
			snap, err := newSource(t, mirrorOf(dir)).Observe(t.Context(), project(), time.Time{})
			if err != nil || !snap.ObservedAt.Equal(x.want) {
				t.Errorf("as of %s, want %s; %v", snap.ObservedAt, x.want, err)
			}
		})
	}
}

func TestOpen_readsTheDefaultBranchOfTheRemote(t *testing.T) {
	t.Parallel()
	up := upstream(t)
	for name, x := range map[string]struct {
		how  []string
		do   func(git string)
		want string // a branch of upstream, or words of the error
	}{
		"a topic is checked out": {do: func(git string) { write(t, filepath.Join(git, "HEAD"), "ref: refs/heads/topic\n") }, want: "main"},
		"an old commit is checked out": {do: func(git string) {
			write(t, filepath.Join(git, "HEAD"), inside(up, git, "rev-parse", "HEAD~1")+"\n")
		}, want: "main"},
		"the local branch is behind": {do: func(git string) { inside(up, git, "update-ref", "refs/heads/main", "HEAD~1") }, want: "main"},
		"the clone recorded no default": {do: func(git string) {
			inside(up, git, "remote", "set-head", "origin", "--delete")
			inside(up, git, "update-ref", "refs/heads/main", "HEAD~1")
		}, want: "main"},
		"the recorded default is gone": {do: func(git string) {
			inside(up, git, "update-ref", "-d", "refs/remotes/origin/main")
		}, want: "topic"},
		"the mirror's HEAD": {how: []string{"--mirror"}, do: func(git string) { inside(up, git, "symbolic-ref", "HEAD", "refs/heads/topic") }, want: "topic"},
		"remote branches that a mirror copies": {how: []string{"--mirror"}, do: func(git string) {
			inside(up, git, "update-ref", "refs/remotes/origin/main", "main~1")
			inside(up, git, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
		}, want: "main"},
		"the only branch": {how: []string{"--mirror"}, do: func(git string) {
			inside(up, git, "branch", "-D", "topic")
			inside(up, git, "symbolic-ref", "HEAD", "refs/heads/master")
		}, want: "main"},
		"one of two": {how: []string{"--mirror"}, do: func(git string) {
			inside(up, git, "symbolic-ref", "HEAD", "refs/heads/master")
		}, want: "HEAD names the branch master, which is gone; of main, topic none is known"},
		"none, but tags": {how: []string{"--mirror"}, do: func(git string) {
			inside(up, git, "tag", "v1", "main")
			inside(up, git, "update-ref", "-d", "refs/heads/main")
			inside(up, git, "update-ref", "-d", "refs/heads/topic")
		}, want: "HEAD names the branch main, which is gone, and there is no other"},
		"nothing checked out": {how: []string{"--bare", "--single-branch", "--branch", "topic"}, do: func(git string) {
			inside(up, git, "config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
			inside(up, git, "update-ref", "refs/remotes/origin/topic", "topic")
			inside(up, git, "update-ref", "-d", "refs/heads/topic")
			inside(up, git, "symbolic-ref", "HEAD", "refs/heads/master")
		}, want: "topic"},
		"HEAD is a link": {how: []string{"--mirror"}, do: func(git string) {
			head := filepath.Join(git, "HEAD")
			if err := errors.Join(os.Remove(head), os.Symlink("refs/heads/topic", head)); err != nil {
				t.Fatal(err)
			}
		}, want: "topic"},
		"HEAD is a link out": {how: []string{"--mirror"}, do: func(git string) {
			head := filepath.Join(git, "HEAD")
			if err := errors.Join(os.Remove(head), os.Symlink("/etc/hostname", head)); err != nil {
				t.Fatal(err)
			}
		}, want: "its HEAD is a link, and not to one of its branches"},
	} {
		dir := copied(t, up, taken, x.how...)
		git := dir
		if x.how == nil {
			git = filepath.Join(dir, ".git")
		}
		x.do(git)
		repo, err := newSource(t, mirrorOf(dir)).Open(t.Context(), repoID, time.Time{})
		if err != nil {
			if !errors.Is(err, source.ErrUnavailable) || errors.Is(err, source.ErrEmpty) || !strings.Contains(err.Error(), x.want) {
				t.Errorf("%s: %v, want %q", name, err, x.want)
			}
			continue
		}
		if want := up.Git("rev-parse", x.want); repo.Commit() != want {
			t.Errorf("%s: commit %s, want %s of %s", name, repo.Commit(), want, x.want)
		}
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpen_anEmptyRepositoryIsEmpty(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	if _, err := newSource(t, mirrorOf(r.Dir())).Open(t.Context(), repoID, time.Time{}); !errors.Is(err, source.ErrEmpty) {
		t.Errorf("got %v", err)
	}
}

func TestOpen_namesTheFormatItCannotRead(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ config, want string }{
		"reftable": {"[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n", "reftable"},
		"address":  {"[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = \"reftable://elsewhere\"\n", "reftable"},
		"storage":  {"[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = tree\n", `branches and tags as "tree"`},
		"objects":  {"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha3\n", `objects by "sha3"`},
		"unknown":  {"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tsomethingNew = true\n", `extension "somethingnew"`},
		"version":  {"[core]\n\trepositoryformatversion = 2\n", "version 2"},

		"old, so not in force": {"[core]\n\trepositoryformatversion = 0\n[extensions]\n\tsomethingNew = true\n", ""},
		"files":                {"[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = files\n\tworktreeConfig = true\n", ""},
		"partial":              {"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n", ""},
		"no config of git's":   {"[core\n???", ""},
	} {
		r := testkit.NewRepo(t)
		r.Commit(testkit.Commit{At: at("2024-01-01")})
		write(t, filepath.Join(r.Dir(), "config"), x.config)
		repo, err := newSource(t, mirrorOf(r.Dir())).Open(t.Context(), repoID, time.Time{})
		if err == nil {
			err = repo.Close()
		} else if !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
		if x.want == "" && err != nil || x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)) {
			t.Errorf("%s: got %v, want %q", name, err, x.want)
		}
	}
	// Without its config, the stub in HEAD would look like a branch without commits.
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01")})
	write(t, filepath.Join(r.Dir(), "reftable", "tables.list"), "")
	write(t, filepath.Join(r.Dir(), "config"), "")
	if _, err := newSource(t, mirrorOf(r.Dir())).Open(t.Context(), repoID, time.Time{}); err == nil || !strings.Contains(err.Error(), "reftable") {
		t.Errorf("without a config: %v", err)
	}
}

func TestOpen_aPartialCloneIsNamed(t *testing.T) {
	t.Parallel()
	up := testkit.NewRepo(t)
	up.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"a": "x"}})
	up.Git("config", "uploadpack.allowFilter", "true")
	dir := filepath.Join(t.TempDir(), "repo.git")
	up.Git("clone", "-q", "--bare", "--filter=tree:0", "file://"+up.Dir(), dir)
	if _, err := newSource(t, mirrorOf(dir)).Observe(t.Context(), project(), time.Time{}); !errors.Is(err, errPartial) {
		t.Errorf("got %v", err)
	}
}
