package httpx

import (
	"net/http"
	"strings"
)

// WithPrivate marks every answer as one for this reader alone: shared caches must not keep it, search
// engines must not list it, and pages of other sites must not read it. It changes what handlers set,
// so that none can be forgotten.
func WithPrivate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := &privateWriter{ResponseWriter: w}
		next.ServeHTTP(p, r)
		p.mark() // of an answer without a body
	})
}

// privateWriter marks the header before it is sent.
type privateWriter struct {
	http.ResponseWriter
	marked bool
}

func (w *privateWriter) mark() {
	if w.marked {
		return
	}
	w.marked = true
	h := w.Header()
	h.Set("X-Robots-Tag", "noindex")
	h.Del("Access-Control-Allow-Origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	rest := []string{"private"}
	for _, part := range strings.Split(h.Get("Cache-Control"), ",") {
		if part = strings.TrimSpace(part); part != "" && part != "public" && part != "private" {
			rest = append(rest, part)
		}
	}
	h.Set("Cache-Control", strings.Join(rest, ", "))
}

// WriteHeader marks the answer and sends its header.
func (w *privateWriter) WriteHeader(status int) {
	w.mark()
	w.ResponseWriter.WriteHeader(status)
}

// Write marks the answer and sends the bytes.
func (w *privateWriter) Write(b []byte) (int, error) {
	w.mark()
	return w.ResponseWriter.Write(b)
}

// Unwrap returns what it writes to, for http.ResponseController.
func (w *privateWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
