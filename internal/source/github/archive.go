package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Archive returns the files of the commit of the records, from one archive, complete or as an
// error. Callers that already have the files, from a tree with the same hash, need not call it. Its
// files are removed when it is closed, or when the process ends.
//
// Cost: 1 request if the host of the archives is known, otherwise 2.
func (s *Source) Archive(ctx context.Context, p health.Project, r forge.Records) (tree.Tree, error) {
	name, err := s.nameOf(ctx, p)
	if err != nil {
		return nil, err
	}
	if r.Commit == "" {
		return nil, fmt.Errorf("archive of %s: %w", name, source.ErrEmpty)
	}
	if !isObject(r.Commit) || !isObject(r.Tree) {
		return nil, fmt.Errorf("archive of %s: %w: the records name no commit", name, source.ErrUnavailable)
	}
	u, err := s.unpack(ctx, name, r.Commit)
	if err != nil {
		return nil, err
	}
	return &archive{commit: r.Commit, hash: r.Tree, files: u}, nil
}

// archive is an unpacked archive.
type archive struct {
	commit, hash string

	mu    sync.Mutex
	files *unpacked // nil: closed
}

var (
	_ tree.Tree   = (*archive)(nil)
	_ tree.Walker = (*archive)(nil)
)

var errClosed = fmt.Errorf("%w: it is closed", source.ErrPartialTree)

func (t *archive) get() (*unpacked, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.files == nil {
		return nil, errClosed
	}
	return t.files, nil
}

// Commit returns the id of the commit.
func (t *archive) Commit() string { return t.commit }

// Hash returns the id of the tree object.
func (t *archive) Hash() string { return t.hash }

// Files lists the files; none after Close.
func (t *archive) Files() []tree.File {
	u, err := t.get()
	if err != nil {
		return nil
	}
	out := make([]tree.File, len(u.files))
	for i, f := range u.files {
		out[i] = f.File
	}
	return out
}

// Fetch does nothing: all contents are local.
func (t *archive) Fetch(context.Context, []tree.File) error {
	_, err := t.get()
	return err
}

// ReadFile returns the content of a file.
func (t *archive) ReadFile(_ context.Context, path string, limit int64) ([]byte, error) {
	u, err := t.get()
	if err != nil {
		return nil, err
	}
	i, ok := slices.BinarySearchFunc(u.files, path, func(f packedFile, p string) int { return strings.Compare(f.Path, p) })
	if !ok {
		return nil, fmt.Errorf("%s: %w: no such file", path, source.ErrPartialTree)
	}
	f := u.files[i]
	if f.Size > limit {
		return nil, fmt.Errorf("%s: %w: %d bytes", path, source.ErrLimit, f.Size)
	}
	content := make([]byte, f.Size)
	if _, err := u.at.ReadAt(content, f.at); err != nil && (!errors.Is(err, io.EOF) || f.Size > 0) {
		return nil, fmt.Errorf("%s: %w: %w", path, source.ErrPartialTree, err)
	}
	return content, nil
}

// Walk calls fn for each file, in the order of Files.
func (t *archive) Walk(ctx context.Context, fn func(f tree.File, content io.Reader) error) error {
	u, err := t.get()
	if err != nil {
		return err
	}
	for _, f := range u.files {
		if ctx.Err() != nil {
			return ended(ctx)
		}
		if err := fn(f.File, io.NewSectionReader(u.at, f.at, f.Size)); err != nil {
			return err
		}
	}
	return nil
}

// Close removes the unpacked files.
func (t *archive) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	files := t.files
	t.files = nil
	if files == nil || files.close == nil {
		return nil
	}
	return files.close()
}

// unpack fetches the archive of a commit and unpacks it.
func (s *Source) unpack(ctx context.Context, name, commit string) (*unpacked, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.archive(name, commit).String(), nil)
	if err != nil {
		return nil, fmt.Errorf("archive of %s: %w", name, err)
	}
	resp, err := s.archives.Do(req)
	if err != nil {
		return nil, fmt.Errorf("archive of %s: %w", name, archiveSaid(asked(ctx, err)))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("archive of %s: %w: status %d", name, source.ErrUnavailable, resp.StatusCode)
	}
	u, err := unpackTo(ctx, s.cfg.Dir, resp.Body, len(commit) == 40)
	if err != nil {
		return nil, fmt.Errorf("archive of %s: %w", name, archiveSaid(err))
	}
	return u, nil
}

// archiveSaid adds to an error what happened to the archive, in words.
func archiveSaid(err error) error {
	var later *source.LaterError
	var said source.Refusal
	words := "the archive of its files could not be read"
	switch {
	case errors.As(err, &later), errors.Is(err, context.Canceled), errors.Is(err, source.ErrBlocked):
		return err
	case errors.Is(err, fetch.ErrTimeout), errors.Is(err, context.DeadlineExceeded):
		words = "the archive of its files did not arrive in time"
	case errors.As(err, &said):
		return err
	case errors.Is(err, source.ErrLimit):
		words = "the archive of its files is larger than we allow"
	case errors.Is(err, source.ErrUnavailable):
		words = "the archive of its files arrived damaged or not at all"
	}
	return &source.RefusalError{Why: words, Err: err}
}

// archive returns the address of a commit's archive. If the target of the API's redirect is known,
// it is used directly. A commit id is unambiguous, while a branch could move or share its name.
func (s *Source) archive(name, commit string) *url.URL {
	at := s.cfg.Archives
	if at == nil && s.cfg.API.Host == "api.github.com" {
		at = &url.URL{Scheme: s.cfg.API.Scheme, Host: "codeload.github.com", Path: "/"}
	}
	if at == nil {
		return s.cfg.API.JoinPath("repos", name, "tarball", commit)
	}
	return at.JoinPath(name, "legacy.tar.gz", commit)
}

// inMemory moves the files from disk to memory.
func (u *unpacked) inMemory() (*unpacked, error) {
	content, err := io.ReadAll(io.NewSectionReader(u.at, 0, u.size))
	if err == nil && int64(len(content)) != u.size {
		err = io.ErrUnexpectedEOF
	}
	if err = errors.Join(err, u.close()); err != nil {
		return nil, fmt.Errorf("%w: %w", source.ErrPartialTree, err)
	}
	return &unpacked{files: u.files, at: bytes.NewReader(content), size: u.size}, nil
}
