package tree

import (
	"context"
	"io"
)

// File is one regular file of a tree.
type File struct {
	Path string
	OID  string
	// Size is −1 when the content is not at hand and its size is not known.
	Size       int64
	Executable bool
}

// Tree is the content of one commit. Symbolic links and submodules are left
// out. A tree is whole or it is an error: no method returns part of one.
type Tree interface {
	Commit() string
	// Hash is the id of the tree object: equal hashes, equal contents.
	Hash() string
	// Files lists the regular files, sorted by path.
	Files() []File
	// ReadFile returns the content of a file; an error wrapping ErrPartialTree
	// when it cannot be had, ErrLimit when it is larger than limit bytes.
	ReadFile(ctx context.Context, path string, limit int64) ([]byte, error)
	// Fetch makes sure the contents of the given files are at hand, in one
	// request; nil means all. It returns ErrPartialTree when some cannot be had.
	Fetch(ctx context.Context, files []File) error
	io.Closer
}

// Walker is a Tree that reads all its files in one go. Whoever needs most of a
// tree asks for it before falling back to ReadFile.
type Walker interface {
	// Walk calls fn for each of Files, in that order, with its size known and a
	// reader of its content, valid during the call and not read to the end by
	// every fn. It returns fn's error, or one wrapping ErrPartialTree when a
	// content cannot be had.
	Walk(ctx context.Context, fn func(f File, content io.Reader) error) error
}
