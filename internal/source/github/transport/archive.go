package transport

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// guard passes a complete archive, and turns anything else into an error of the request: clients
// are known to treat an error page, or half of an archive, as an empty repository. Meanwhile the
// archive is stored in an unnamed file, at most Limits.Archive.Compressed bytes.
func (t *Transport) guard(req *http.Request, resp *http.Response) (*http.Response, error) {
	if resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.Header.Get("Location") != "" {
		resp.Body = &answer{ReadCloser: resp.Body, left: t.limits.Answer}
		return resp, nil
	}
	defer fetch.Discard(resp)
	if err := archiveHead(resp); err != nil {
		return nil, archiveError(req, err)
	}
	file, size, err := t.spool(req, resp.Body)
	if err != nil {
		return nil, archiveError(req, err)
	}
	out := *resp
	out.Body, out.ContentLength, out.TransferEncoding, out.Uncompressed = file, size, nil, false
	return &out, nil
}

func archiveError(req *http.Request, err error) error {
	return fmt.Errorf("%s%s: %w", req.URL.Host, req.URL.EscapedPath(), err)
}

// archiveHead rejects a response whose header is not that of an archive.
func archiveHead(resp *http.Response) error {
	switch s := resp.StatusCode; {
	case s == http.StatusUnavailableForLegalReasons:
		return fmt.Errorf("archive: %w", source.ErrBlocked)
	case s != http.StatusOK:
		return &source.RefusalError{
			Whom: "GitHub", Why: fmt.Sprintf("it answers %d %s for the archive of its files", s, http.StatusText(s)),
			Err: fmt.Errorf("archive: %w: status %d", source.ErrUnavailable, s),
		}
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err == nil && (strings.HasPrefix(kind, "text/") || strings.Contains(kind, "html") || strings.Contains(kind, "json") || strings.Contains(kind, "xml")) {
		return fmt.Errorf("archive: %w: it is %s", source.ErrUnavailable, kind)
	}
	return nil
}

// spool stores an archive in a file, reads it to its end and validates it.
func (t *Transport) spool(req *http.Request, body io.Reader) (io.ReadCloser, int64, error) {
	file, err := os.CreateTemp(t.dir, "plumbline-archive-*")
	if err != nil {
		return nil, 0, fmt.Errorf("archive: %w", err)
	}
	kept := &spooled{File: file}
	// An unnamed file disappears with the process. Where an open file cannot be removed, Close
	// removes it.
	kept.unlinked = os.Remove(file.Name()) == nil
	err = Untar(req.Context(), io.TeeReader(body, file), t.limits.Archive, nil)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	size := int64(0)
	if info, statErr := file.Stat(); err == nil {
		err = statErr
		if err == nil {
			size = info.Size()
		}
	}
	if err != nil {
		return nil, 0, errors.Join(err, kept.Close())
	}
	return kept, size, nil
}

type spooled struct {
	*os.File
	unlinked bool
}

func (s *spooled) Close() error {
	err := s.File.Close()
	if s.unlinked || errors.Is(err, os.ErrClosed) {
		return err
	}
	return errors.Join(err, os.Remove(s.Name()))
}
