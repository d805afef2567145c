package transport

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"path"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// ArchiveFile is one regular file of an archive.
type ArchiveFile struct {
	// Path is relative to the archive's one folder, clean and slash-separated; it never leaves it.
	Path       string
	Size       int64
	Executable bool
}

// maxPath is above the limit of any file system, in bytes.
const maxPath = 4096

// Untar reads a gzipped tar archive of a repository to its end and calls fn for each regular file,
// in the order of the archive. It skips folders, links, devices and every other kind. content is
// valid during the call, and fn need not read it. Reading more than Limits.File of it returns an
// error wrapping source.ErrLimit, as does an archive over the other limits.
//
// An archive that is damaged, incomplete or empty, or that names a file twice or one outside of its
// folder, returns an error wrapping source.ErrUnavailable, after fn was called for the files
// before: the files are a tree only if Untar returns nil. It also returns the errors of fn and of
// the context.
func Untar(ctx context.Context, archive io.Reader, l ArchiveLimits, fn func(f ArchiveFile, content io.Reader) error) error {
	l = l.withDefaults()
	in := &counted{ctx: ctx, r: archive, left: l.Compressed, what: "compressed"}
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		return damaged(ctx, err)
	}
	out := &counted{ctx: ctx, r: unzipped, left: l.Expanded, what: "expanded"}
	w := &unpacker{limits: l, seed: maphash.MakeSeed(), seen: map[uint64]bool{}, expanded: l.Expanded, fn: fn}
	if err := w.walk(tar.NewReader(out)); err != nil {
		return damaged(ctx, err)
	}
	// The end of a tar is not the end of the archive: this detects a stream cut off after it, and a
	// bomb behind it.
	if _, err := io.Copy(io.Discard, out); err != nil {
		return damaged(ctx, err)
	}
	if _, err := io.Copy(io.Discard, in); err != nil {
		return damaged(ctx, err)
	}
	if w.files == 0 {
		return fmt.Errorf("archive: %w: it holds no file", source.ErrUnavailable)
	}
	return nil
}

// callerError is an error of fn, returned unchanged.
type callerError struct{ error }

// damaged classifies an error: the caller's, the context's, a limit, or damage.
func damaged(ctx context.Context, err error) error {
	if own := (callerError{}); errors.As(err, &own) {
		return own.error
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, source.ErrLimit) || errors.Is(err, source.ErrUnavailable) {
		return fmt.Errorf("archive: %w", err)
	}
	return fmt.Errorf("archive: %w: damaged: %w", source.ErrUnavailable, err)
}

// unpacker reads an archive.
type unpacker struct {
	limits   ArchiveLimits
	seed     maphash.Seed
	seen     map[uint64]bool
	expanded int64 // rest, by the sizes of the entries
	entries  int
	files    int
	paths    tree.Counter
	fn       func(ArchiveFile, io.Reader) error
}

func (w *unpacker) walk(t *tar.Reader) error {
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if w.entries++; w.entries > w.limits.Entries {
			return fmt.Errorf("%w: more than %d files", source.ErrLimit, w.limits.Entries)
		}
		// A sparse file has a large size without much data.
		if w.expanded -= max(h.Size, 0); w.expanded < 0 {
			return fmt.Errorf("%w: more than %d bytes expanded", source.ErrLimit, w.limits.Expanded)
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			continue // git writes the commit id in one
		}
		name, err := inside(h.Name)
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := w.file(name, h, t); err != nil {
			return err
		}
	}
}

func (w *unpacker) file(name string, h *tar.Header, content io.Reader) error {
	if name == "" {
		return fmt.Errorf("%w: a file outside of the archive's folder", source.ErrUnavailable)
	}
	if err := w.paths.Add(name); err != nil {
		return fmt.Errorf("%w: %w", source.ErrLimit, err)
	}
	// A hash instead of the name, because a hundred thousand long names take much memory.
	sum := maphash.String(w.seed, name)
	if w.seen[sum] {
		return fmt.Errorf("%w: a file twice", source.ErrUnavailable)
	}
	w.seen[sum] = true
	w.files++
	if w.fn == nil {
		return nil
	}
	limited := &counted{r: content, left: w.limits.File, what: "of one file"}
	if err := w.fn(ArchiveFile{Path: name, Size: h.Size, Executable: h.Mode&0o111 != 0}, limited); err != nil {
		return callerError{err}
	}
	return nil
}

// inside returns a name without the archive's folder; "" for the folder itself and for entries
// beside it.
func inside(name string) (string, error) {
	if len(name) > maxPath {
		return "", fmt.Errorf("%w: a name over %d bytes", source.ErrLimit, maxPath)
	}
	clean := path.Clean(name)
	if name == "" || strings.HasPrefix(name, "/") || clean == ".." || strings.HasPrefix(clean, "../") || dotted(strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/")) || strings.ContainsAny(name, "\x00\\") {
		return "", fmt.Errorf("%w: a name that leads outside", source.ErrUnavailable)
	}
	_, rest, _ := strings.Cut(clean, "/")
	return rest, nil
}

// counted returns an error wrapping source.ErrLimit if more than left is read.
type counted struct {
	ctx  context.Context // nil: none
	r    io.Reader
	left int64
	what string
}

func (c *counted) Read(p []byte) (int, error) {
	if c.ctx != nil && c.ctx.Err() != nil {
		return 0, c.ctx.Err()
	}
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		c.left = -1
		return max(n-1, 0), fmt.Errorf("%w: too many bytes %s", source.ErrLimit, c.what)
	}
	return n, err
}
