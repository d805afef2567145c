package ossf

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// spool is a tree in one file without a name, so that no path of the tree ever
// becomes a path of this machine, no link is followed, and nothing is left
// behind however the processes end.
type spool struct {
	*os.File
	files []file
	// cut counts files not kept whole, gone those of which nothing is kept.
	cut, gone int
}

// newSpool copies the tree into a file below dir. It returns an error wrapping
// health.ErrPartialTree when any content cannot be had, health.ErrLimit when
// the tree is larger than the limits, health.ErrEmpty when it has no files.
func newSpool(ctx context.Context, dir string, tree health.Tree, l Limits) (*spool, error) {
	listed := tree.Files()
	switch {
	case len(listed) == 0:
		return nil, fmt.Errorf("%w: the tree has no files", health.ErrEmpty)
	case len(listed) > l.Files:
		return nil, fmt.Errorf("%w: the tree has %d files, at most %d are read", health.ErrLimit, len(listed), l.Files)
	}
	if err := tree.Fetch(ctx, nil); err != nil {
		return nil, fmt.Errorf("fetch the tree: %w", err)
	}
	f, err := os.CreateTemp(dir, "tree-")
	if err != nil {
		return nil, fmt.Errorf("spool the tree: %w", err)
	}
	s := &spool{File: f, files: make([]file, 0, len(listed))}
	if err := errors.Join(os.Remove(f.Name()), s.fill(ctx, tree, listed, l)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return s, nil
}

func (s *spool) fill(ctx context.Context, tree health.Tree, listed []health.File, l Limits) error {
	w := bufio.NewWriterSize(s, 1<<20)
	at := int64(0)
	for _, f := range listed {
		b, err := tree.ReadFile(ctx, f.Path, l.Read)
		kept := file{Path: f.Path, Size: int64(len(b)), At: at}
		switch {
		case errors.Is(err, health.ErrLimit):
			// At least one more than what may be read, where the size is not known.
			kept.Size = max(f.Size, l.Read+1)
			s.gone++
		case err != nil:
			return fmt.Errorf("read %s: %w", f.Path, err)
		default:
			if int64(len(b)) > l.File {
				b = b[:min(headBytes, l.File)]
				s.cut++
			}
			kept.Kept = int64(len(b))
		}
		if at += kept.Kept; at > l.Tree {
			return fmt.Errorf("%w: the tree has more than %d bytes", health.ErrLimit, l.Tree)
		}
		if _, err := w.Write(b[:kept.Kept]); err != nil {
			return fmt.Errorf("spool %s: %w", f.Path, err)
		}
		s.files = append(s.files, kept)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("spool the tree: %w", err)
	}
	return nil
}

// leftOut says what of the tree no check could read; empty when nothing.
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
