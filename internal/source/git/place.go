package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// place is where a copy on this disk keeps its repository.
type place struct {
	dir    string // HEAD is here
	common string // branches, objects and config are here; for a linked worktree another folder
	own    bool   // our clone, whose HEAD file has the time of the last fetch
	branch string // to read instead of the default one; empty: the default
	notes  string // to take along, as in refs/notes/NAME; empty: none
}

// errElsewhere is the cause when a copy keeps its repository where we do not follow.
var errElsewhere = errors.New("to read it, name that folder itself as the mirror")

// locate finds the repository of the copy at base, in the layouts of git: a bare repository, one
// with a .git folder, one whose .git file names the folder, as submodules, linked worktrees and
// --separate-git-dir have it. It returns an empty place if there is no copy.
//
// A copy may have been filled by others, so what it names is followed only with the operator's
// intent: when the folder lies below root, the fixed start of the mirror pattern, which the
// operator said to read; or when it names this copy in return, as a worktree's or submodule's
// repository does, which a stranger cannot write. Anything else would let a copy publish figures of
// any repository on this disk. The error then says where the repository is.
func (s *Source) locate(ctx context.Context, base, root string) (place, error) {
	if looksLikeGit(base) {
		return layout(base)
	}
	dot := filepath.Join(base, ".git")
	st, err := os.Lstat(dot)
	if err != nil {
		return place{}, nil
	}
	target := dot
	switch {
	case st.Mode()&os.ModeSymlink != 0:
		if target, err = filepath.EvalSymlinks(dot); err != nil {
			return place{}, fmt.Errorf("%s is a link to a folder that is not there", dot)
		}
	case st.Mode().IsRegular():
		if target, err = readGitFile(dot); err != nil {
			return place{}, err
		}
	case !st.IsDir() || !looksLikeGit(dot):
		return place{}, nil
	}
	if target == dot {
		return layout(dot)
	}
	if !below(root, target) && !s.namesBack(ctx, target, base) {
		return place{}, fmt.Errorf("%s names %s, its repository elsewhere, which is not followed out of %s: %w", dot, target, root, errElsewhere)
	}
	if !looksLikeGit(target) {
		return place{}, fmt.Errorf("%s names %s, its repository elsewhere, where there is none", dot, target)
	}
	return layout(target)
}

// readGitFile returns the folder that a .git file names, without links.
func readGitFile(file string) (string, error) {
	text, err := readSmall(file)
	if err != nil {
		return "", err
	}
	to, ok := strings.CutPrefix(text, "gitdir:")
	if to = strings.TrimSpace(to); !ok || to == "" {
		return "", fmt.Errorf("%s is a .git file that names no folder (gitdir)", file)
	}
	if !filepath.IsAbs(to) {
		dir, err := filepath.EvalSymlinks(filepath.Dir(file)) // ".." of a link is another folder
		if err != nil {
			return "", err
		}
		to = filepath.Join(dir, to)
	}
	target, err := filepath.EvalSymlinks(to)
	if err != nil {
		return "", fmt.Errorf("%s is a .git file that names %s, which is not there", file, to)
	}
	return target, nil
}

// looksLikeGit reports whether the folder looks like a git directory.
func looksLikeGit(dir string) bool {
	// Lstat, because a link could point anywhere.
	head, err := os.Lstat(filepath.Join(dir, "HEAD"))
	if err != nil || head.IsDir() {
		return false
	}
	objects, err := os.Lstat(filepath.Join(dir, "objects"))
	if err == nil {
		return objects.IsDir() || objects.Mode()&os.ModeSymlink != 0
	}
	return isFile(filepath.Join(dir, "commondir"))
}

// holdsGit reports whether the folder is a copy in any layout, also one that is then not followed.
func holdsGit(base string) bool {
	dot := filepath.Join(base, ".git")
	st, err := os.Lstat(dot)
	return looksLikeGit(base) || err == nil && (!st.IsDir() || looksLikeGit(dot))
}

// isGitDir reports whether the folder holds a whole repository.
func isGitDir(dir string) bool {
	st, err := os.Lstat(filepath.Join(dir, "objects"))
	return err == nil && st.IsDir() && isFile(filepath.Join(dir, "HEAD"))
}

// layout returns the place of a git directory. A linked worktree shares the objects of the
// repository it lies in, two folders up; any other commondir is not git's work.
func layout(dir string) (place, error) {
	p := place{dir: dir, common: dir}
	if file := filepath.Join(dir, "commondir"); isFile(file) {
		to, err := readSmall(file)
		if err != nil {
			return place{}, err
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(dir, to)
		}
		p.common = filepath.Dir(filepath.Dir(dir))
		if !sameFile(to, p.common) || filepath.Base(filepath.Dir(dir)) != "worktrees" {
			return place{}, fmt.Errorf("%s names %s as the worktree's repository, which it does not lie in: %w", file, to, errElsewhere)
		}
	}
	st, err := os.Lstat(filepath.Join(p.common, "objects"))
	if err != nil || !st.IsDir() {
		return place{}, fmt.Errorf("the objects folder of %s is a link or not there: %w", p.common, errElsewhere)
	}
	return p, nil
}

// namesBack reports whether the git directory names the copy at base as its own.
func (s *Source) namesBack(ctx context.Context, gitDir, base string) bool {
	if file := filepath.Join(gitDir, "gitdir"); isFile(file) {
		to, err := readSmall(file)
		if err == nil && !filepath.IsAbs(to) {
			to = filepath.Join(gitDir, to)
		}
		return err == nil && sameFile(to, filepath.Join(base, ".git"))
	}
	to := s.run.readConfig(ctx, gitDir).last("core.worktree")
	if to != "" && !filepath.IsAbs(to) {
		to = filepath.Join(gitDir, to)
	}
	return to != "" && sameFile(to, base)
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// below reports whether the path, without links, lies below root. Nothing is meant to lie below the
// root of the whole disk.
func below(root, path string) bool {
	root, err := filepath.EvalSymlinks(root)
	if err != nil || root == string(filepath.Separator) {
		return false
	}
	return strings.HasPrefix(path, root+string(filepath.Separator))
}

// fixedPart returns the folder that a mirror pattern names before its first placeholder.
func fixedPart(pattern string) string {
	before, _, _ := strings.Cut(pattern, "{")
	dir, err := filepath.Abs(filepath.Dir(before + "x"))
	if err != nil {
		return string(filepath.Separator)
	}
	return dir
}
