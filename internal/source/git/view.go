package git

import (
	"bufio"
	"context"
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
	// taken is the date of the copy: when a mirror or our clone is known to have been like its
	// repository.
	taken    time.Time
	branches map[string]string // the commit, or the branch it stands for, by name
	tags     int
	shallow  bool
	// borrows is true if the other directory has alternates, which are not followed.
	borrows bool
	// partial is true if the other directory leaves out objects that its remote has.
	partial bool
}

const maxRefs = 500_000

var (
	hexName = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	refName = regexp.MustCompile(`^ref: (refs/[^\x00-\x20\x7f~^:?*\[\\]+)$`)
)

func isFile(path string) bool {
	st, err := os.Lstat(path)
	return err == nil && st.Mode().IsRegular()
}

// newView creates a view of the repository at the place in a new folder below parent.
func newView(ctx context.Context, run *runner, parent string, at place) (*view, error) {
	var err error
	if at.dir, err = filepath.Abs(at.dir); err != nil {
		return nil, err
	}
	if at.common, err = filepath.Abs(at.common); err != nil {
		return nil, err
	}
	var cfg settings
	if !at.own {
		cfg = run.readConfig(ctx, at.common)
	}
	if err := checkFormat(at.common, cfg); err != nil {
		return nil, fmt.Errorf("%s: %w", at.dir, err)
	}
	dir, err := os.MkdirTemp(parent, "view-")
	if err != nil {
		return nil, fmt.Errorf("make a view: %w", err)
	}
	v := &view{dir: dir, branches: map[string]string{}}
	if err := v.fill(at, cfg); err != nil {
		return nil, errors.Join(fmt.Errorf("view of %s: %w", at.dir, err), v.close())
	}
	return v, nil
}

func (v *view) close() error { return os.RemoveAll(v.dir) }

func (v *view) fill(at place, cfg settings) error {
	var head target
	var err error
	if head.ref, head.oid, err = readHead(at.dir); err != nil {
		return err
	}
	for _, d := range []string{"refs/heads", "refs/tags", "objects"} {
		if err := os.MkdirAll(filepath.Join(v.dir, d), 0o755); err != nil {
			return err
		}
	}
	tracked := cfg.tracked()
	wanted := func(ref string) bool {
		return ref == head.ref || strings.HasPrefix(ref, "refs/heads/") || strings.HasPrefix(ref, "refs/tags/") ||
			tracked != "" && strings.HasPrefix(ref, tracked) || at.notes != "" && ref == notesRef(at.notes)
	}
	width, err := v.copyRefs(at.common, wanted)
	if err != nil {
		return err
	}
	chosen, err := v.choose(head, recordedHead(at.common, tracked), tracked)
	if at.branch != "" {
		chosen, err = v.named(at.branch, tracked)
	}
	if err != nil {
		return err
	}
	d := dates{at: at, ref: chosen.ref, tip: v.tip(chosen), tracked: tracked}
	d.short = strings.TrimPrefix(strings.TrimPrefix(chosen.ref, "refs/heads/"), tracked)
	v.taken = d.taken()
	text := chosen.oid
	if text == "" {
		text = "ref: " + chosen.ref
	}
	if err := os.WriteFile(filepath.Join(v.dir, "HEAD"), []byte(text+"\n"), 0o644); err != nil {
		return err
	}
	config := viewConfig(max(width, len(chosen.oid)) == 64)
	if err := os.WriteFile(filepath.Join(v.dir, "config"), []byte(config), 0o644); err != nil {
		return err
	}
	if err := v.copyShallow(at.common); err != nil {
		return err
	}
	v.borrows = exists(filepath.Join(at.common, "objects", "info", "alternates"))
	v.partial = cfg.partial()
	return v.linkObjects(filepath.Join(at.common, "objects"))
}

// recordedHead returns the default branch of the remote as a clone recorded it, or nothing.
func recordedHead(common, tracked string) string {
	file := filepath.Join(common, tracked, "HEAD")
	if tracked == "" || !isFile(file) {
		return ""
	}
	text, err := readSmall(file)
	if m := refName.FindStringSubmatch(text); err == nil && m != nil && strings.HasPrefix(m[1], tracked) {
		return m[1]
	}
	return ""
}

func (v *view) copyShallow(from string) error {
	shallow := filepath.Join(from, "shallow")
	if !isFile(shallow) {
		return nil
	}
	b, err := os.ReadFile(shallow)
	if err != nil {
		return err
	}
	v.shallow = len(b) > 0
	return os.WriteFile(filepath.Join(v.dir, "shallow"), b, 0o644)
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

// copyRefs copies the wanted refs, and notes the branches. It returns the length of the object names
// (40 or 64), or 0 if there were none.
func (v *view) copyRefs(from string, wanted func(ref string) bool) (int, error) {
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
		v.note(filepath.ToSlash(ref), text)
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

func (v *view) note(ref, oid string) {
	if strings.HasPrefix(ref, "refs/tags/") {
		v.tags++
		return
	}
	v.branches[ref] = oid
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
			keep = wanted(ref)
			width = len(oid)
			n++
			if keep {
				v.note(ref, oid)
			}
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
