package transport

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// etags stores responses for conditional requests: a "not modified" uses no quota.
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
type etags struct {
	cache   source.Cache // nil: none
	now     func() time.Time
	largest int64
	refresh time.Duration
}

// stored is what is stored beside the body. Sum protects both against a store that returns
// something else.
type stored struct {
	Format  int               `json:"f"`
	ETag    string            `json:"e"`
	At      int64             `json:"t"` // Unix seconds of the full answer
	Header  map[string]string `json:"h"`
	Sum     string            `json:"s"` // SHA-256 of the body
	content []byte
}

const storedFormat = 1

// keptHeaders are the headers that clients read, beside the limits.
var keptHeaders = []string{"Content-Type", "Link", "Last-Modified", "X-Github-Media-Type", "X-Oauth-Scopes"}

// key returns the key of a response in the store, or "" if it is not stored. It identifies the
// budget that may see it by a hash, never by the token.
func (e etags) key(req *http.Request, k kind, visibility string) string {
	if e.cache == nil || req.Method != http.MethodGet || k == link || k == archive || k == rateLimit {
		return ""
	}
	for _, h := range []string{"If-None-Match", "If-Modified-Since", "Range", "Accept-Encoding"} {
		if req.Header.Get(h) != "" {
			return "" // the caller handles it
		}
	}
	if strings.Contains(req.Header.Get("Cache-Control"), "no-store") {
		return "" // it contains names of people
	}
	sum := sha256.New()
	for _, s := range []string{"github etag", req.Method, req.URL.String(), req.Header.Get("Accept"), req.Header.Get("X-Github-Api-Version"), visibility} {
		// Write of a hash returns no errors.
		_, _ = io.WriteString(sum, s+"\x00")
	}
	return "etag " + hex.EncodeToString(sum.Sum(nil))
}

// load returns a response to confirm. It returns nil if there is none, if it is damaged, or if it
// is so old that it must be fetched whatever its ETag is.
func (e etags) load(key string) *stored {
	if key == "" {
		return nil
	}
	raw, ok := e.cache.Load(key)
	if !ok {
		return nil
	}
	head, content, ok := bytes.Cut(raw, []byte("\n"))
	var s stored
	if !ok || json.Unmarshal(head, &s) != nil || s.Format != storedFormat || !validETag(s.ETag) {
		return nil
	}
	sum := sha256.Sum256(content)
	if s.Sum != hex.EncodeToString(sum[:]) {
		return nil
	}
	if age := e.now().Sub(time.Unix(s.At, 0)); age < 0 || age >= e.refresh {
		return nil
	}
	s.content = content
	return &s
}

// save stores a good response. One that is too large, or incomplete, is passed on and not stored.
func (e etags) save(key string, resp *http.Response) {
	tag := resp.Header.Get("ETag")
	if key == "" || resp.StatusCode != http.StatusOK || !validETag(tag) || resp.ContentLength > e.largest {
		return
	}
	content, err := io.ReadAll(io.LimitReader(resp.Body, e.largest+1))
	resp.Body = resume(content, err, resp.Body)
	if err != nil || int64(len(content)) > e.largest {
		return
	}
	sum := sha256.Sum256(content)
	s := stored{Format: storedFormat, ETag: tag, At: e.now().Unix(), Header: map[string]string{}, Sum: hex.EncodeToString(sum[:])}
	for _, name := range keptHeaders {
		if v := resp.Header.Get(name); v != "" {
			s.Header[name] = v
		}
	}
	head, err := json.Marshal(s)
	if err != nil {
		return // strings can always be encoded; not storing costs a request
	}
	e.cache.Save(key, append(append(head, '\n'), content...))
}

// answer replaces "not modified" by the response that it confirms.
func (s *stored) answer(resp *http.Response) {
	resp.StatusCode, resp.Status = http.StatusOK, "200 OK"
	for name, v := range s.Header {
		if resp.Header.Get(name) == "" {
			resp.Header.Set(name, v)
		}
	}
	// go-github and others read it: the response has no quota headers.
	resp.Header.Set("X-From-Cache", "1")
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(s.content)), int64(len(s.content))
}

func validETag(s string) bool {
	if s == "" || len(s) > 256 {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// resume returns a body that starts with the part read already, and ends as that read ended.
func resume(read []byte, err error, rest io.ReadCloser) io.ReadCloser {
	var next io.Reader = rest
	if err != nil && !errors.Is(err, io.EOF) {
		next = failing{err}
	}
	return &joined{io.MultiReader(bytes.NewReader(read), next), rest}
}

type joined struct {
	io.Reader
	io.Closer
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
