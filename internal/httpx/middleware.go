package httpx

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"
)

// ContentPolicy is the Content-Security-Policy of every response: no inline code or style, nothing
// from other hosts, no framing.
const ContentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type requestIDKey struct{}

// RequestID returns the id of the request, or "" outside of WithRequestID.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// WithRequestID assigns every request an id, such as "7f3a19c2", and sends it as X-Request-Id. An
// id sent by the client is ignored.
func WithRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b [4]byte
		_, _ = rand.Read(b[:]) // never fails since Go 1.24
		id := hex.EncodeToString(b[:])
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// WithSecurityHeaders sets the security headers of a page.
func WithSecurityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", ContentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()")
		next.ServeHTTP(w, r)
	})
}

// WithRecover converts a panic to an error response and logs it with its stack; the process
// continues. http.ErrAbortHandler passes, as net/http requires.
func WithRecover(log *slog.Logger, fail Fail, stack func() []byte, shown Shown) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				p := recover()
				if p == nil {
					return
				}
				if p == http.ErrAbortHandler {
					panic(p)
				}
				log.ErrorContext(r.Context(), "panic", "id", RequestID(r.Context()), "path", shown(r.URL.Path), "panic", fmt.Sprint(p), "stack", string(stack()))
				fail(w, r, &Error{Status: http.StatusInternalServerError, Cause: fmt.Errorf("panic: %v", p)})
			}()
			next.ServeHTTP(w, r)
		})
	}
}

// WithReadOnly answers every method but GET and HEAD with 405, except for POST where writes reports
// that the request has a handler.
func WithReadOnly(fail Fail, writes func(*http.Request) bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			reads := r.Method == http.MethodGet || r.Method == http.MethodHead
			if !reads && (r.Method != http.MethodPost || !writes(r)) {
				w.Header().Set("Allow", "GET, HEAD")
				fail(w, r, &Error{Status: http.StatusMethodNotAllowed, Public: "Pages here can be read, not changed."})
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// WithPlainPaths answers paths that are not in their shortest form ("//", "..", a control
// character, a backslash) with 404 or 400 instead of guessing the intended path.
func WithPlainPaths(fail Fail) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p := r.URL.Path
			if strings.ContainsFunc(p, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\\' }) {
				fail(w, r, &Error{Status: http.StatusBadRequest, Public: "This address holds characters no page has."})
				return
			}
			if clean := path.Clean(p); p != clean && (clean == "/" || p != clean+"/") {
				fail(w, r, &Error{Status: http.StatusNotFound, Public: "There is no page at this address."})
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// WithSameOrigin answers requests that change something with 403 when a browser sends them from a
// page of another origin. origin is the public one, "https://HOST"; empty: it is that of the request.
func WithSameOrigin(fail Fail, origin string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		p := http.NewCrossOriginProtection()
		if origin != "" {
			if err := p.AddTrustedOrigin(origin); err != nil {
				panic(fmt.Sprintf("the origin %q was not checked: %v", origin, err))
			}
		}
		p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fail(w, r, &Error{Status: http.StatusForbidden, Public: "This form was sent from another site, so nothing was changed."})
		}))
		return p.Handler(next)
	}
}

// Shown returns the path of a request as logs may hold it.
type Shown func(path string) string

// WithAccessLog writes one line per request, without the reader's address and the query.
func WithAccessLog(log *slog.Logger, now func() time.Time, shown Shown) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := now()
			c := &counter{ResponseWriter: w}
			next.ServeHTTP(c, r)
			log.InfoContext(r.Context(), "request", "id", RequestID(r.Context()), "method", r.Method, "path", shown(r.URL.Path),
				"status", c.answered(), "bytes", c.bytes, "took", now().Sub(start).Round(time.Microsecond).String())
		})
	}
}

// Chain applies middleware to a handler, the first outermost.
func Chain(h http.Handler, mw ...func(http.Handler) http.Handler) http.Handler {
	for i := len(mw) - 1; i >= 0; i-- {
		h = mw[i](h)
	}
	return h
}

type counter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (c *counter) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.bytes += int64(n)
	return n, err
}

// Unwrap gives http.ResponseController access to the connection.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *counter) answered() int {
	if c.status == 0 {
		return http.StatusOK
	}
	return c.status
}
