package transport

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

// request is what the host saw.
type request struct {
	method, path, token, body, match, agent, host string
	header                                        http.Header
}

// host is a server that answers as a test says and remembers what it was asked.
type host struct {
	*httptest.Server
	mu   sync.Mutex
	seen []request
}

func newHost(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) *host {
	t.Helper()
	h := &host{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		h.seen = append(h.seen, request{
			method: r.Method, path: r.URL.Path, token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), body: string(body),
			match: r.Header.Get("If-None-Match"), agent: r.UserAgent(), host: r.Host, header: r.Header.Clone(),
		})
		h.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *host) requests() []request {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]request(nil), h.seen...)
}

// by counts what was asked with a token.
func (h *host) by(token string) int {
	n := 0
	for _, r := range h.requests() {
		if r.token == token {
			n++
		}
	}
	return n
}

func (h *host) url(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse(h.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// here allows this machine, where tests serve.
func here(t *testing.T) *fetch.Guard {
	t.Helper()
	networks, err := fetch.Networks([]string{"127.0.0.0/8", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	return fetch.NewGuard(networks)
}

// testBase is a base of its own whose connections end with the test.
func testBase(t *testing.T, c fetch.BaseConfig) http.RoundTripper {
	t.Helper()
	c.Guard = here(t)
	b := fetch.NewBase(c)
	t.Cleanup(func() { b.(interface{ CloseIdleConnections() }).CloseIdleConnections() })
	return b
}

// newTransport goes to the host, with short waits unless the configuration says
// otherwise.
func newTransport(t *testing.T, h *host, c Config) *Transport {
	t.Helper()
	if h != nil && c.API == nil {
		c.API = h.url(t)
	}
	if c.Base == nil {
		c.Base = testBase(t, fetch.BaseConfig{})
	}
	if c.UserAgent == "" {
		c.UserAgent = "plumbline-test (+https://example.org/contact)"
	}
	fill(&c.Limits.Backoff, time.Millisecond)
	fill(&c.Limits.RESTPerMinute, 1e6)
	fill(&c.Limits.GraphQLPerMinute, 1e6)
	tr, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func owner(name, token string) Credential {
	return Credential{Owner: name, Tokens: StaticToken(token)}
}

// ask sends a request and returns the status and what the answer holds.
func ask(t *testing.T, rt http.RoundTripper, method, address, body string) (int, string, error) {
	t.Helper()
	return askIn(t, t.Context(), rt, method, address, body)
}

func askIn(t *testing.T, ctx context.Context, rt http.RoundTripper, method, address, body string) (int, string, error) {
	t.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, content)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := Client(rt).Do(req)
	if err != nil {
		return 0, "", err
	}
	text, err := io.ReadAll(resp.Body)
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	return resp.StatusCode, string(text), err
}

// get asks for a path below the host.
func (h *host) get(t *testing.T, rt http.RoundTripper, path string) (int, string, error) {
	t.Helper()
	return ask(t, rt, http.MethodGet, h.URL+path, "")
}

func (h *host) query(t *testing.T, rt http.RoundTripper, body string) (int, string, error) {
	t.Helper()
	return ask(t, rt, http.MethodPost, h.URL+"/graphql", body)
}

// quota writes the headers of a primary limit.
func quota(w http.ResponseWriter, resource string, limit, remaining int, reset time.Time) {
	w.Header().Set("X-RateLimit-Resource", resource)
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(limit))
	w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
}

// entry is one of an archive's.
type entry struct {
	name string
	body string
	kind byte // 0: a regular file
}

func tarball(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Mode: 0o644, Size: int64(len(e.body))}
		if e.kind == 0 {
			h.Typeflag = tar.TypeReg
		}
		if e.kind == tar.TypeXGlobalHeader {
			h = &tar.Header{Name: e.name, Typeflag: e.kind, PAXRecords: map[string]string{"comment": strings.Repeat("0", 40)}}
		}
		if e.kind == tar.TypeSymlink || e.kind == tar.TypeLink {
			h.Linkname = "/etc/passwd"
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// memory is a cache that tests look into.
type memory struct {
	mu sync.Mutex
	m  map[string][]byte
}

func newMemory() *memory { return &memory{m: map[string][]byte{}} }

func (m *memory) Load(key string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.m[key]
	return v, ok
}

func (m *memory) Save(key string, value []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(key) > 500 {
		panic(fmt.Sprintf("key of %d bytes", len(key)))
	}
	m.m[key] = value
}

// script is a base that answers from memory, for tests in a bubble.
type script func(r *http.Request) (*http.Response, error)

func (s script) RoundTrip(r *http.Request) (*http.Response, error) { return s(r) }

func reply(r *http.Request, status int, body string, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}
}

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
