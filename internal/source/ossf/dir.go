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
	"path/filepath"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Dir is a folder on this machine as a health.Tree and health.Walker, for
// projects that are not in git. Links are left out and never followed, as is
// the folder .git. Close it.
type Dir struct {
	root  *os.Root
	files []health.File
	hash  string
}

// OpenDir lists the folder and hashes its contents, which must stay the same
// while it is open. Cost: every file is read once.
func OpenDir(ctx context.Context, path string) (*Dir, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("open folder: %w: %w", health.ErrUnavailable, err)
	}
	d := &Dir{root: root}
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
		info, err := e.Info()
		if err == nil {
			d.files = append(d.files, health.File{Path: name, Size: info.Size(), Executable: info.Mode()&0o111 != 0})
		}
		return err
	})
	if err == nil {
		slices.SortFunc(d.files, func(a, b health.File) int { return strings.Compare(a.Path, b.Path) })
		err = d.sum(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read folder %s: %w", filepath.Base(path), err), root.Close())
	}
	return d, nil
}

func (d *Dir) sum(ctx context.Context) error {
	all := sha256.New()
	err := d.Walk(ctx, func(f health.File, content io.Reader) error {
		one := sha256.New()
		if _, err := io.Copy(one, content); err != nil {
			return err
		}
		_, err := fmt.Fprintf(all, "%q %x\n", f.Path, one.Sum(nil))
		return err
	})
	d.hash = hex.EncodeToString(all.Sum(nil))
	return err
}

// Commit returns "unknown", Scorecard's word where there is none.
func (d *Dir) Commit() string { return "unknown" }

// Hash returns a SHA-256 over names and contents.
func (d *Dir) Hash() string { return d.hash }

// Files lists the regular files by path.
func (d *Dir) Files() []health.File { return slices.Clone(d.files) }

// Fetch does nothing: everything is at hand.
func (d *Dir) Fetch(context.Context, []health.File) error { return nil }

// Close ends reading.
func (d *Dir) Close() error { return d.root.Close() }

// ReadFile returns the content of a file; ErrNotFound, ErrLimit, or
// ErrPartialTree when it cannot be read.
func (d *Dir) ReadFile(_ context.Context, path string, limit int64) ([]byte, error) {
	i, ok := slices.BinarySearchFunc(d.files, path, func(f health.File, p string) int { return strings.Compare(f.Path, p) })
	if !ok {
		return nil, fmt.Errorf("file %q: %w", path, health.ErrNotFound)
	}
	if d.files[i].Size > limit {
		return nil, fmt.Errorf("file %q has %d bytes: %w", path, d.files[i].Size, health.ErrLimit)
	}
	var b bytes.Buffer
	err := d.read(d.files[i], func(_ health.File, content io.Reader) error {
		_, err := b.ReadFrom(content)
		return err
	})
	return b.Bytes(), err
}

// Walk calls fn for each file with its content.
func (d *Dir) Walk(ctx context.Context, fn func(f health.File, content io.Reader) error) error {
	for _, f := range d.files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := d.read(f, fn); err != nil {
			return err
		}
	}
	return nil
}

func (d *Dir) read(f health.File, fn func(health.File, io.Reader) error) error {
	// A name that has become a link since is not what was listed.
	if st, err := d.root.Lstat(f.Path); err != nil || !st.Mode().IsRegular() {
		return fmt.Errorf("file %q: %w: it is no longer a regular file", f.Path, health.ErrPartialTree)
	}
	file, err := d.root.Open(f.Path)
	if err != nil {
		return fmt.Errorf("file %q: %w: %w", f.Path, health.ErrPartialTree, err)
	}
	defer file.Close()
	return fn(f, io.LimitReader(file, f.Size))
}

var _ interface {
	health.Tree
	health.Walker
} = (*Dir)(nil)
