package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

var _ tree.Walker = (*Tree)(nil)

// Walk calls fn for each file in the order of Files, with one run of git after at most one fetch.
// The reader is valid during the call, and fn need not read it to the end. It returns the error of
// fn, or ErrPartialTree: before the first call if a content is not available, later if one cannot
// be read.
func (t *Tree) Walk(ctx context.Context, fn func(f tree.File, content io.Reader) error) error {
	if err := t.Fetch(ctx, nil); err != nil {
		return err
	}
	if len(t.files) == 0 {
		return nil
	}
	var in strings.Builder
	for _, f := range t.files {
		in.WriteString(f.OID + "\n")
	}
	var stopped error
	c := call{dir: t.repo.view.dir, args: []string{"cat-file", "--buffer", "--batch"}, stdin: strings.NewReader(in.String())}
	err := t.repo.run.stream(ctx, c, func(out io.Reader) error {
		b := bufio.NewReaderSize(out, 256<<10)
		for _, f := range t.files {
			if stopped = walkOne(b, f, fn); stopped != nil {
				return stopped
			}
		}
		return nil
	})
	switch {
	case stopped != nil:
		return stopped
	case err != nil && !errors.Is(err, source.ErrLimit) && ctx.Err() == nil:
		return fmt.Errorf("read tree: %w: %w", source.ErrPartialTree, err)
	}
	return err
}

func walkOne(b *bufio.Reader, f tree.File, fn func(tree.File, io.Reader) error) error {
	broken := func(err error) error {
		return fmt.Errorf("file %q: %w: %w", f.Path, source.ErrPartialTree, err)
	}
	line, err := b.ReadString('\n')
	if err != nil {
		return broken(err)
	}
	head := strings.Fields(line)
	if len(head) != 3 || head[0] != f.OID || head[1] != "blob" {
		return broken(errors.New("its content is not at hand"))
	}
	if f.Size, err = strconv.ParseInt(head[2], 10, 64); err != nil {
		return broken(err)
	}
	content := &whole{r: io.LimitedReader{R: b, N: f.Size}}
	if err := fn(f, content); err != nil && content.err == nil {
		return err
	}
	if _, err := io.Copy(io.Discard, content); err != nil {
		return broken(err)
	}
	_, err = b.Discard(1)
	if err != nil {
		return broken(err)
	}
	return nil
}

// whole is a reader of exactly the given number of bytes. An early end is an error, so that part of
// a file is never mistaken for all of it.
type whole struct {
	r   io.LimitedReader
	err error
}

func (w *whole) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err == io.EOF && w.r.N > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}
