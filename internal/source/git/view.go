package git

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// view is our own git directory over the objects of another: a copy of HEAD, branches and tags, our
// own configuration, and links to the packs and loose objects. The config, hooks, info and
// alternates of the other directory are thus never used, and it may be read-only or lack a config.
type view struct {
	dir string
	// taken is the modification time of the other directory's HEAD file: when a mirror was made, or
	// our clone last fetched.
	taken   time.Time
	shallow bool
	// borrows is true if the other directory has alternates, which are not followed.
	borrows bool
}

const maxRefs = 500_000

var (
	hexName = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	refName = regexp.MustCompile(`^ref: (refs/[^\x00-\x20\x7f~^:?*\[\\]+)$`)
)

// isGitDir reports whether the folder looks like a git directory.
func isGitDir(dir string) bool {
	// Lstat, because a link could point anywhere.
	if !isFile(filepath.Join(dir, "HEAD")) {
		return false
	}
	st, err := os.Lstat(filepath.Join(dir, "objects"))
	return err == nil && st.IsDir()
}

func isFile(path string) bool {
	st, err := os.Lstat(path)
	return err == nil && st.Mode().IsRegular()
}

// newView creates a view of gitDir in a new folder below parent.
func newView(parent, gitDir string) (*view, error) {
	gitDir, err := filepath.Abs(gitDir)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, "view-")
	if err != nil {
		return nil, fmt.Errorf("make a view: %w", err)
	}
	v := &view{dir: dir}
	if err := v.fill(gitDir); err != nil {
		return nil, errors.Join(fmt.Errorf("view of %s: %w", gitDir, err), v.close())
	}
	return v, nil
}

func (v *view) close() error { return os.RemoveAll(v.dir) }

func (v *view) fill(from string) error {
	st, err := os.Stat(filepath.Join(from, "HEAD"))
	if err != nil {
		return err
	}
	v.taken = st.ModTime().UTC().Truncate(time.Second)
	head, err := readSmall(filepath.Join(from, "HEAD"))
	if err != nil {
		return err
	}
	target := ""
	if m := refName.FindStringSubmatch(head); m != nil {
		target = m[1]
	} else if !hexName.MatchString(head) {
		return errors.New("its HEAD file names neither a branch nor a commit")
	}
	for _, d := range []string{"refs/heads", "refs/tags", "objects"} {
		if err := os.MkdirAll(filepath.Join(v.dir, d), 0o755); err != nil {
			return err
		}
	}
	width, err := v.copyRefs(from, target)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(v.dir, "HEAD"), []byte(head+"\n"), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(v.dir, "config"), []byte(viewConfig(max(width, len(head)) == 64)), 0o644); err != nil {
		return err
	}
	if shallow := filepath.Join(from, "shallow"); isFile(shallow) {
		b, err := os.ReadFile(shallow)
		if err != nil {
			return err
		}
		v.shallow = len(b) > 0
		if err := os.WriteFile(filepath.Join(v.dir, "shallow"), b, 0o644); err != nil {
			return err
		}
	}
	_, err = os.Stat(filepath.Join(from, "objects", "info", "alternates"))
	v.borrows = err == nil
	return v.linkObjects(filepath.Join(from, "objects"))
}

func viewConfig(sha256 bool) string {
	if sha256 {
		return "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n"
	}
	return "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
}

// linkObjects links only the packs and the folders of loose objects.
func (v *view) linkObjects(from string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		n := e.Name()
		loose := len(n) == 2 && strings.Trim(n, "0123456789abcdef") == ""
		if !e.IsDir() || !loose && n != "pack" {
			continue
		}
		if err := os.Symlink(filepath.Join(from, n), filepath.Join(v.dir, "objects", n)); err != nil {
			return err
		}
	}
	return nil
}

// copyRefs copies branches, tags and the target of HEAD. It returns the length of the object names
// (40 or 64), or 0 if there were none.
func (v *view) copyRefs(from, target string) (int, error) {
	wanted := func(ref string) bool {
		return ref == target || strings.HasPrefix(ref, "refs/heads/") || strings.HasPrefix(ref, "refs/tags/")
	}
	width, err := v.copyPacked(filepath.Join(from, "packed-refs"), wanted)
	if err != nil {
		return 0, err
	}
	n := 0
	err = filepath.WalkDir(filepath.Join(from, "refs"), func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		ref, err := filepath.Rel(from, p)
		if err != nil || !wanted(filepath.ToSlash(ref)) {
			return err
		}
		if n++; n > maxRefs {
			return errors.New("it has too many refs")
		}
		text, err := readSmall(p)
		if err != nil {
			return err
		}
		if hexName.MatchString(text) {
			width = len(text)
		}
		to := filepath.Join(v.dir, ref)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, []byte(text+"\n"), 0o644)
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return width, err
}

func (v *view) copyPacked(path string, wanted func(string) bool) (width int, err error) {
	if !isFile(path) {
		return 0, nil
	}
	in, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.Create(filepath.Join(v.dir, "packed-refs"))
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriter(out)
	keep, n := true, 0
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		l := lines.Text()
		if oid, ref, ok := strings.Cut(l, " "); ok && hexName.MatchString(oid) {
			keep, width = wanted(ref), len(oid)
			n++
		} else {
			keep = keep && l != "" && (l[0] == '^' || l[0] == '#')
		}
		if keep {
			w.WriteString(l + "\n") // Flush reports a failed write
		}
		if n > 4*maxRefs {
			return 0, errors.Join(errors.New("it has too many refs"), out.Close())
		}
	}
	return width, errors.Join(lines.Err(), w.Flush(), out.Close())
}

// readSmall returns the trimmed content of a file of at most 4 KiB.
func readSmall(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 4096))
	return strings.TrimSpace(string(b)), err
}
