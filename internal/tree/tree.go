package tree

import (
	"context"
	"io"
)

// File is one regular file of a tree.
type File struct {
	Path string
	OID  string
	// Size is −1 if the content is not local and its size is unknown.
	Size       int64
	Executable bool
}

// Tree is the content of one commit, without symbolic links and submodules. No method returns part
// of a tree: it is complete or an error.
type Tree interface {
	Commit() string
	// Hash is the id of the tree object. Equal hashes mean equal contents.
	Hash() string
	// Files lists the regular files, sorted by path.
	Files() []File
	// ReadFile returns the content of a file. The error wraps ErrPartialTree if the content is not
	// available, and ErrLimit if it is larger than limit bytes.
	ReadFile(ctx context.Context, path string, limit int64) ([]byte, error)
	// Fetch makes the contents of the given files available locally, in one request; nil means all.
	// It returns ErrPartialTree if some are not available.
	Fetch(ctx context.Context, files []File) error
	io.Closer
}

// Walker is a Tree that can read all its files in one pass. Callers that need most of a tree use it
// before they fall back to ReadFile.
type Walker interface {
	// Walk calls fn for each of Files, in that order, with its size and a reader of its content.
	// The reader is valid during the call, and fn need not read it to the end. Walk returns the
	// error of fn, or one wrapping ErrPartialTree if a content is not available.
	Walk(ctx context.Context, fn func(f File, content io.Reader) error) error
}
