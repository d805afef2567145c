package httpx_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
)

func plainFail(w http.ResponseWriter, _ *http.Request, err error) {
	http.Error(w, httpx.Public(err), httpx.Status(err))
}

func TestHandle_answersTheErrorWithItsStatus(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk on fire")
	for name, c := range map[string]struct {
		err    error
		status int
		body   string
	}{
		"an Error":          {&httpx.Error{Status: 404, Public: "gone fishing", Cause: cause}, 404, "gone fishing\n"},
		"any other error":   {cause, 500, "Internal Server Error\n"},
		"an Error, no text": {&httpx.Error{Status: 400, Cause: cause}, 400, "Bad Request\n"},
	} {
		w := httptest.NewRecorder()
		httpx.Handle(func(http.ResponseWriter, *http.Request) error { return c.err }, plainFail).
			ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		if w.Code != c.status || w.Body.String() != c.body {
			t.Errorf("%s: got %d %q, want %d %q", name, w.Code, w.Body, c.status, c.body)
		}
		if strings.Contains(w.Body.String(), "fire") {
			t.Errorf("%s: the cause is shown to the reader", name)
		}
	}
	if !errors.Is(&httpx.Error{Cause: cause}, cause) {
		t.Error("the cause of an Error is not found by errors.Is")
	}
}

func TestMiddleware_pathsAndMethods(t *testing.T) {
	t.Parallel()
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	h := httpx.Chain(ok, httpx.WithSecurityHeaders, httpx.WithReadOnly(plainFail, func(r *http.Request) bool { return r.URL.Path == "/form" }), httpx.WithPlainPaths(plainFail))
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/", 200},
		{"HEAD", "/projects", 200},
		{"GET", "/a/b/", 200},
		{"POST", "/", 405},
		{"POST", "/form", 200},
		{"PUT", "/form", 405},
		{"DELETE", "/form", 405},
		{"DELETE", "/p/x", 405},
		{"GET", "//etc", 404},
		{"GET", "//", 404},
		{"GET", "/a/../b", 404},
		{"GET", "/a/%2e%2e/b", 404},
		{"GET", "/a/./b", 404},
		{"GET", "/a%00b", 400},
		{"GET", "/a%0ab", 400},
		{"GET", `/a%5cb`, 400},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(c.method, "http://x"+c.path, nil))
		if w.Code != c.status {
			t.Errorf("%s %s: got %d, want %d", c.method, c.path, w.Code, c.status)
		}
		if got := w.Header().Get("Content-Security-Policy"); got != httpx.ContentPolicy {
			t.Errorf("%s %s: policy %q", c.method, c.path, got)
		}
		if c.status == 405 && w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s %s: Allow is %q", c.method, c.path, w.Header().Get("Allow"))
		}
	}
}

func TestWithRecover_answersAPanicWithoutItsText(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	log := slog.New(slog.NewTextHandler(&logged, nil))
	boom := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret plan") })
	h := httpx.Chain(boom, httpx.WithRequestID, httpx.WithAccessLog(log, time.Now, hide),
		httpx.WithRecover(log, plainFail, func() []byte { return []byte("the stack") }, hide))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/p/x?secret=1", nil))
	id := w.Header().Get("X-Request-Id")
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || len(id) != 8 {
		t.Errorf("got %d %q, request id %q", w.Code, w.Body, id)
	}
	for _, want := range []string{"secret plan", "the stack", "id=" + id, "status=500", "path=/p/x"} {
		if !strings.Contains(logged.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, &logged)
		}
	}
	if strings.Contains(logged.String(), "secret=1") {
		t.Errorf("the log holds the query:\n%s", &logged)
	}
}

func TestServe_answersUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	addr := make(chan string, 1)
	ended := make(chan error, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") })
	go func() {
		ended <- httpx.Serve(ctx, "127.0.0.1:0", h, slog.New(slog.DiscardHandler), func(a string) { addr <- a })
	}()
	at := <-addr
	res, err := http.Get("http://" + at + "/")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || string(body) != "here" {
		t.Errorf("got %q, %v", body, err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if err := httpx.Serve(ctx, at, h, slog.New(slog.DiscardHandler), nil); err == nil || !strings.Contains(err.Error(), at) {
		t.Errorf("a taken address: got %v, want an error naming %s", err, at)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("after the end: %v", err)
	}
}

// hide is how a log shows a path.
func hide(path string) string { return strings.ReplaceAll(path, "token", "…") }

func TestWithSameOrigin_refusesFormsOfOtherSites(t *testing.T) {
	t.Parallel()
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	h := httpx.WithSameOrigin(plainFail, "https://public.example")(ok)
	for _, c := range []struct {
		method, header, value string
		status                int
	}{
		{"POST", "Sec-Fetch-Site", "same-origin", 200},
		{"POST", "Sec-Fetch-Site", "cross-site", 403},
		{"POST", "Sec-Fetch-Site", "same-site", 403},
		{"POST", "Origin", "http://x", 200},
		{"POST", "Origin", "https://public.example", 200},
		{"POST", "Origin", "https://evil.example", 403},
		{"POST", "Origin", "null", 403},
		{"GET", "Sec-Fetch-Site", "cross-site", 200},
	} {
		r := httptest.NewRequest(c.method, "http://x/form", nil)
		r.Header.Set(c.header, c.value)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s with %s: %s: got %d, want %d", c.method, c.header, c.value, w.Code, c.status)
		}
	}
}

func TestLogs_holdThePathAsItMayBeShown(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	log := slog.New(slog.NewTextHandler(&logged, nil))
	boom := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") })
	h := httpx.Chain(boom, httpx.WithAccessLog(log, time.Now, hide), httpx.WithRecover(log, plainFail, func() []byte { return nil }, hide))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/p/token", nil))
	if strings.Contains(logged.String(), "token") || strings.Count(logged.String(), "/p/…") != 2 {
		t.Errorf("the log is\n%s", &logged)
	}
}
