package distro

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// file is an index file that is being read.
type file struct {
	*os.File
	*unpacker
	changed time.Time
}

// openFile opens an index file. Reading ends with the context.
func openFile(ctx context.Context, name string) (*file, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	info, err := f.Stat()
	if err == nil {
		var u *unpacker
		if u, err = unpack(cancelled{ctx, f}); err == nil {
			return &file{f, u, info.ModTime()}, nil
		}
	}
	f.Close()
	return nil, fmt.Errorf("%s: %w", name, err)
}

// Read reads plain text.
func (f *file) Read(b []byte) (int, error) { return f.unpacker.Read(b) }

// cancelled is a reader that ends with a context.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c cancelled) Read(b []byte) (int, error) {
	if err := context.Cause(c.ctx); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
