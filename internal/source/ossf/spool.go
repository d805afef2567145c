package ossf

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// spool is a tree in one unnamed file. No path of the tree becomes a path of this machine, no link
// is followed, and nothing remains however the processes end.
type spool struct {
	*os.File
	files []file
	size  int64 // bytes written
	// cut counts files that are stored only in part, gone those without any content.
	cut, gone int
}

// newSpool copies the tree into a file below dir. It returns an error wrapping
// source.ErrPartialTree if any content is not available, source.ErrLimit if the tree is larger than
// the limits, source.ErrEmpty if it has no files.
func newSpool(ctx context.Context, dir string, tree tree.Tree, l Limits) (*spool, error) {
	s, err := blankSpool(dir)
	if err != nil {
		return nil, err
	}
	if err := s.take(ctx, tree, l); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// blankSpool returns an empty spool.
func blankSpool(dir string) (*spool, error) {
	f, err := os.CreateTemp(dir, "tree-")
	if err != nil {
		return nil, fmt.Errorf("spool the tree: %w", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("spool the tree: %w", err), f.Close())
	}
	return &spool{File: f}, nil
}

// take copies the tree into a blank spool.
func (s *spool) take(ctx context.Context, tree tree.Tree, l Limits) error {
	listed := tree.Files()
	switch {
	case len(listed) == 0:
		return fmt.Errorf("%w: the tree has no files", source.ErrEmpty)
	case len(listed) > l.Files:
		return fmt.Errorf("%w: the tree has %d files, at most %d are read", source.ErrLimit, len(listed), l.Files)
	}
	if err := tree.Fetch(ctx, nil); err != nil {
		return fmt.Errorf("fetch the tree: %w", err)
	}
	s.files = make([]file, 0, len(listed))
	return s.fill(ctx, tree, listed, l)
}

// fill writes the contents of the tree; all its files must be in listed.
func (s *spool) fill(ctx context.Context, contents tree.Tree, listed []tree.File, l Limits) error {
	// Hide the type of the file: as a ReaderFrom it would get every file of the tree past the
	// buffer, with one allocation and write each.
	w := bufio.NewWriterSize(struct{ io.Writer }{s.File}, 1<<20)
	add := func(f tree.File, content io.Reader) error { return s.add(w, f, content, l) }
	walk := func(ctx context.Context, fn func(tree.File, io.Reader) error) error {
		return readEach(ctx, contents, listed, l.Read, fn)
	}
	if t, ok := contents.(tree.Walker); ok {
		walk = t.Walk
	}
	if err := walk(ctx, add); err != nil {
		return fmt.Errorf("read the tree: %w", err)
	}
	if len(s.files) != len(listed) {
		return fmt.Errorf("read the tree: %w: %d files of %d", source.ErrPartialTree, len(s.files), len(listed))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("spool the tree: %w", err)
	}
	return nil
}

// readEach walks a tree that is not a Walker. For a file larger than limit it passes only the size,
// without content.
func readEach(ctx context.Context, tree tree.Tree, listed []tree.File, limit int64, fn func(tree.File, io.Reader) error) error {
	for _, f := range listed {
		b, err := tree.ReadFile(ctx, f.Path, limit)
		if errors.Is(err, source.ErrLimit) {
			// At least one byte more, if the size is unknown.
			f.Size = max(f.Size, limit+1)
			if err := fn(f, nil); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		f.Size = int64(len(b))
		if err := fn(f, bytes.NewReader(b)); err != nil {
			return err
		}
	}
	return nil
}

// add stores one file: all of it, its beginning, or nothing if content is nil.
func (s *spool) add(w io.Writer, f tree.File, content io.Reader, l Limits) error {
	kept := file{Path: f.Path, Size: f.Size, At: s.size, Kept: f.Size}
	switch {
	case f.Size < 0:
		return fmt.Errorf("%s: %w: its size is not known", f.Path, source.ErrPartialTree)
	case content == nil:
		kept.Kept = 0
		s.gone++
	case f.Size > l.File:
		kept.Kept = min(headBytes, l.File)
		s.cut++
	}
	if s.size += kept.Kept; s.size > l.Tree {
		return fmt.Errorf("%w: the tree has more than %d bytes", source.ErrLimit, l.Tree)
	}
	if kept.Kept > 0 {
		if _, err := io.CopyN(w, content, kept.Kept); errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w: it ends early", f.Path, source.ErrPartialTree)
		} else if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	s.files = append(s.files, kept)
	return nil
}

// leftOut describes what no check could read; empty if there is nothing.
func (s *spool) leftOut(l Limits) []string {
	var out []string
	if s.cut > 0 {
		out = append(out, fmt.Sprintf("%d files larger than %d bytes: only their first %d bytes were looked at", s.cut, l.File, min(headBytes, l.File)))
	}
	if s.gone > 0 {
		out = append(out, fmt.Sprintf("%d files larger than %d bytes were not looked at", s.gone, l.Read))
	}
	return out
}
