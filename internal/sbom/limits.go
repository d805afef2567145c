package sbom

import (
	"cmp"
	"errors"
	"fmt"
	"io"
)

// Limits bound a file. Zero fields have the default.
type Limits struct {
	// Bytes of the file. Default 1 GiB.
	Bytes int64
	// Depth is how deep values nest. Default 64.
	Depth int
	// Components in the file, the subject included. Default 1,000,000.
	Components int
	// Text is the length of a value that is kept, in bytes. Default 4,096.
	Text int
}

func (l Limits) withDefaults() Limits {
	l.Bytes = cmp.Or(l.Bytes, 1<<30)
	l.Depth = cmp.Or(l.Depth, 64)
	l.Components = cmp.Or(l.Components, 1_000_000)
	l.Text = cmp.Or(l.Text, 4096)
	return l
}

// ErrKind means that the file is none of the forms that Read knows.
var ErrKind = errors.New("not a known SBOM")

// Fault is a mistake in a file, with its place.
type Fault struct {
	Line int   // from 1; 0 if the place is a byte
	Byte int64 // from 0
	What string
}

// Error names the place first.
func (f *Fault) Error() string {
	if f.Line > 0 {
		return fmt.Sprintf("line %d: %s", f.Line, f.What)
	}
	return fmt.Sprintf("byte %d: %s", f.Byte, f.What)
}

const cut = "the file ends early; it may be cut off"

// bounded fails after a number of bytes.
type bounded struct {
	in        io.Reader
	left, all int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, &Fault{Byte: b.all, What: fmt.Sprintf("the file is longer than %d bytes", b.all)}
	}
	return n, err
}
