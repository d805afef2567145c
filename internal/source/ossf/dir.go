package ossf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Dir is a folder on this machine as a tree.Tree and tree.Walker, for projects that are not in git.
// Links and the folder .git are skipped; links are never followed. It is not safe for concurrent
// use. It must be closed.
type Dir struct {
	root  *os.Root
	files []tree.File
	hash  string // empty until all contents were read
	// at is the folder of the last file read, at atPath below root; nil at first.
	at     *os.Root
	atPath string
}

// OpenDir lists the folder, whose contents must not change while it is open. A folder beyond the
// bounds of a tree is an error wrapping source.ErrLimit. Cost: no file is read.
func OpenDir(ctx context.Context, path string) (*Dir, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("open folder: %w: %w", source.ErrUnavailable, err)
	}
	d := &Dir{root: root}
	var seen tree.Counter
	err = fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case e.IsDir() && e.Name() == ".git":
			return fs.SkipDir
		case !e.Type().IsRegular():
			return nil
		}
		if err := seen.Add(name); err != nil {
			return fmt.Errorf("%w: %w", err, source.ErrLimit)
		}
		info, err := e.Info()
		if err == nil {
			d.files = append(d.files, tree.File{Path: name, Size: info.Size(), Executable: info.Mode()&0o111 != 0})
		}
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read folder %s: %w", filepath.Base(path), err), root.Close())
	}
	slices.SortFunc(d.files, func(a, b tree.File) int { return strings.Compare(a.Path, b.Path) })
	return d, nil
}

// Commit returns "unknown", Scorecard's value for no commit.
func (d *Dir) Commit() string { return "unknown" }

// Hash returns a SHA-256 over names and contents, or "" if a content cannot be read; a scan then
// returns the error. Cost: none after a Walk, otherwise one.
func (d *Dir) Hash() string {
	if d.hash == "" {
		// The interface cannot return an error; an empty hash is never a cache key.
		_ = d.Walk(context.Background(), func(tree.File, io.Reader) error { return nil })
	}
	return d.hash
}

// Files lists the regular files by path.
func (d *Dir) Files() []tree.File { return slices.Clone(d.files) }

// Fetch does nothing: all contents are local.
func (d *Dir) Fetch(context.Context, []tree.File) error { return nil }

// Close closes the folder.
func (d *Dir) Close() error {
	if d.at != nil {
		_ = d.at.Close() // it was only read
	}
	return d.root.Close()
}

// ReadFile returns the content of a file. It returns ErrNotFound, ErrLimit, or ErrPartialTree if it
// cannot be read.
func (d *Dir) ReadFile(_ context.Context, path string, limit int64) ([]byte, error) {
	i, ok := slices.BinarySearchFunc(d.files, path, func(f tree.File, p string) int { return strings.Compare(f.Path, p) })
	if !ok {
		return nil, fmt.Errorf("file %q: %w", path, health.ErrNotFound)
	}
	if d.files[i].Size > limit {
		return nil, fmt.Errorf("file %q has %d bytes: %w", path, d.files[i].Size, source.ErrLimit)
	}
	var b bytes.Buffer
	err := d.read(d.files[i], func(content io.Reader) error {
		_, err := b.ReadFrom(content)
		return err
	})
	return b.Bytes(), err
}

// Walk calls fn for each file with its content. Walk reads what fn leaves unread, for the hash, so
// that the folder is read only once.
func (d *Dir) Walk(ctx context.Context, fn func(f tree.File, content io.Reader) error) error {
	all, one := sha256.New(), sha256.New()
	for _, f := range d.files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		one.Reset()
		err := d.read(f, func(content io.Reader) error {
			content = io.TeeReader(content, one)
			if err := fn(f, content); err != nil {
				return err
			}
			_, err := io.Copy(io.Discard, content)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(all, "%q %x\n", f.Path, one.Sum(nil))
	}
	d.hash = hex.EncodeToString(all.Sum(nil))
	return nil
}

var _ interface {
	tree.Tree
	tree.Walker
} = (*Dir)(nil)

// read calls fn with the content of a file, up to its size when it was listed.
func (d *Dir) read(f tree.File, fn func(content io.Reader) error) error {
	dir, name := path.Split(f.Path)
	at, err := d.enter(dir)
	if err != nil {
		return fmt.Errorf("file %q: %w: %w", f.Path, source.ErrPartialTree, err)
	}
	// A name that has become a link is no longer the listed file.
	if st, err := at.Lstat(name); err != nil || !st.Mode().IsRegular() {
		return fmt.Errorf("file %q: %w: it is no longer a regular file", f.Path, source.ErrPartialTree)
	}
	file, err := at.Open(name)
	if err != nil {
		return fmt.Errorf("file %q: %w: %w", f.Path, source.ErrPartialTree, err)
	}
	defer file.Close()
	return fn(io.LimitReader(file, f.Size))
}

// enter returns the folder of a path, "" for the root, and keeps it open for the next file, which
// is usually in it too. Opening from the root would open every folder on the path for every file,
// which costs more than reading it.
func (d *Dir) enter(dir string) (*os.Root, error) {
	if dir == "" {
		return d.root, nil
	}
	if d.at != nil && d.atPath == dir {
		return d.at, nil
	}
	at, err := d.root.OpenRoot(strings.TrimSuffix(dir, "/"))
	if err != nil {
		return nil, err
	}
	if d.at != nil {
		_ = d.at.Close() // it was only read
	}
	d.at, d.atPath = at, dir
	return at, nil
}
