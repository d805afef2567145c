package github

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// unpacked is the content of an archive: all files in sequence in one unnamed file. No path of an
// archive becomes a path of this machine, and nothing remains however the process ends.
type unpacked struct {
	files []packedFile // sorted by path
	at    io.ReaderAt
	size  int64
	close func() error // nil: nothing to close
}

type packedFile struct {
	tree.File
	at int64
}

// maxFile allows a single file to be as large as the total, because a tree without its largest file
// is incomplete. Readers set their own limits.
const maxFile = 500 << 20

// unpackTo reads an archive to its end into a file below dir.
func unpackTo(ctx context.Context, dir string, archive io.Reader, sha bool) (_ *unpacked, err error) {
	file, err := os.CreateTemp(dir, "plumbline-tree-*")
	if err != nil {
		return nil, err
	}
	// Where an open file cannot be removed, close removes it.
	unlinked := os.Remove(file.Name()) == nil
	u := &unpacked{at: file, close: func() error {
		err := file.Close()
		if !unlinked && !errors.Is(err, os.ErrClosed) {
			err = errors.Join(err, os.Remove(file.Name()))
		}
		return err
	}}
	defer func() {
		if err != nil {
			err = errors.Join(err, u.close())
		}
	}()
	w := bufio.NewWriterSize(struct{ io.Writer }{file}, 1<<18)
	add := func(f transport.ArchiveFile, content io.Reader) error { return u.add(w, f, content, sha) }
	if err := transport.Untar(ctx, archive, transport.ArchiveLimits{File: maxFile}, add); err != nil {
		return nil, asArchive(ctx, err)
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	slices.SortFunc(u.files, func(a, b packedFile) int { return strings.Compare(a.Path, b.Path) })
	return u, nil
}

// asArchive distinguishes the end of a context from a damaged archive.
func asArchive(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ended(ctx)
	}
	return err
}

// add stores one file and computes its git id.
func (u *unpacked) add(w io.Writer, f transport.ArchiveFile, content io.Reader, sha bool) error {
	out := packedFile{tree.File{Path: f.Path, Size: f.Size, Executable: f.Executable}, u.size}
	sum := sha1.New()
	fmt.Fprintf(sum, "blob %d\x00", f.Size)
	n, err := io.Copy(io.MultiWriter(w, sum), content)
	switch {
	case err != nil:
		return err
	case n != f.Size:
		return fmt.Errorf("%w: a file is shorter than it says", source.ErrUnavailable)
	}
	if sha { // otherwise the repository uses another object format
		out.OID = hex.EncodeToString(sum.Sum(nil))
	}
	u.size += n
	u.files = append(u.files, out)
	return nil
}
