package git

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// layouts are folders in which the repositories of one upstream are kept as git allows it.
func TestLocate_followsTheLayoutsOfGit(t *testing.T) {
	t.Parallel()
	up := upstream(t)
	root := t.TempDir()
	away := t.TempDir()
	in := func(name string) string { return filepath.Join(root, name) }
	clone := func(args ...string) { up.Git(append([]string{"clone", "-q"}, args...)...) }
	clone("--separate-git-dir="+in("store"), up.Dir(), in("separate"))
	clone("--separate-git-dir="+filepath.Join(away, "store"), up.Dir(), in("separate-away"))
	clone(up.Dir(), filepath.Join(away, "main"))
	up.Git("--git-dir="+filepath.Join(away, "main", ".git"), "worktree", "add", "-q", "--detach", in("worktree"), "HEAD")
	for _, super := range []string{in("super"), filepath.Join(away, "super")} {
		clone(up.Dir(), super)
		up.Git("-c", "protocol.file.allow=always", "-C", super, "--git-dir=.git", "--work-tree=.", "submodule", "--quiet", "add", up.Dir(), "part")
	}
	for _, l := range [][2]string{
		{filepath.Join(away, "main"), in("linked")},
		{filepath.Join(away, "super", "part"), in("linked-part")},
		{filepath.Join(root, "store"), filepath.Join(root, "dot-in", ".git")},
		{filepath.Join(away, "store"), filepath.Join(root, "dot-out", ".git")},
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(l[1]), 0o755), os.Symlink(l[0], l[1])); err != nil {
			t.Fatal(err)
		}
	}
	write(t, in("forged-file/.git"), "gitdir: "+filepath.Join(away, "main", ".git")+"\n")
	write(t, in("forged-worktree/.git"), "gitdir: "+filepath.Join(away, "main", ".git", "worktrees", "worktree")+"\n")
	write(t, in("forged-common/HEAD"), "ref: refs/heads/main\n")
	write(t, in("forged-common/commondir"), filepath.Join(away, "main", ".git")+"\n")
	write(t, in("forged-in-form/worktrees/x/HEAD"), "ref: refs/heads/main\n")
	write(t, in("forged-in-form/worktrees/x/commondir"), filepath.Join(away, "main", ".git")+"\n")
	write(t, in("dangling/.git"), "gitdir: ../nowhere\n")
	write(t, in("words/.git"), "hello\n")
	write(t, in("objects/HEAD"), "ref: refs/heads/main\n")
	if err := os.Symlink(filepath.Join(away, "main", ".git", "objects"), in("objects/objects")); err != nil {
		t.Fatal(err)
	}
	s := newSource(t, Config{Offline: true, Mirrors: []string{root + "/{name}"}})
	for name, want := range map[string]string{
		"separate": "", "worktree": "", "super": "", "super/part": "", "linked": "", "linked-part": "", "dot-in": "",
		"separate-away":              "names " + filepath.Join(away, "store") + ", its repository elsewhere",
		"dot-out":                    "repository elsewhere",
		"forged-file":                "repository elsewhere",
		"forged-worktree":            "repository elsewhere",
		"forged-common":              "which it does not lie in",
		"forged-in-form/worktrees/x": "which it does not lie in",
		"dangling":                   "is not there",
		"words":                      "names no folder",
		"objects":                    "objects folder",
	} {
		s.cfg.Mirrors = []string{root + "/{name}"}
		if dir, last := filepath.Split(name); dir != "" {
			s.cfg.Mirrors = []string{root + "/" + dir + "{name}"}
			name = last
		}
		if name == "part" {
			s.cfg.Mirrors = []string{root + "/{owner}/{name}"} // the repository of a submodule is beside it
		}
		id := repoID
		id.Path = "super/" + name
		repo, err := s.Open(t.Context(), id, time.Time{})
		if err == nil {
			if want != "" || repo.Commit() != up.Git("rev-parse", "main") {
				t.Errorf("%s: read %s, want %q", name, repo.Commit(), want)
			}
			if err := repo.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		if want == "" || !strings.Contains(err.Error(), want) || !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if _, err := newSource(t, Config{Offline: true, Mirrors: []string{root + "/nothing/{name}"}}).Open(t.Context(), repoID, time.Time{}); !errors.Is(err, source.ErrNoCopy) && !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("nothing there: %v", err)
	}
}

func TestBelow_theRootOfTheDiskHoldsNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	resolved, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	for root, want := range map[string]bool{dir: true, "/": false, dir + "x": false, resolved + "/a": false} {
		if got := below(root, resolved+"/a"); got != want {
			t.Errorf("below %s: %v", root, got)
		}
	}
	if got := fixedPart("/srv/git/pre-{owner}/{name}.git"); got != "/srv/git" {
		t.Errorf("fixed part %s", got)
	}
}
