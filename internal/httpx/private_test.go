package httpx_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/httpx"
)

func TestWithPrivate_changesWhatHandlersSay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ set, want string }{
		{"public, max-age=60", "private, max-age=60"}, {"no-store", "private, no-store"}, {"", "private"}, {"private", "private"},
	} {
		for name, send := range map[string]func(w http.ResponseWriter){
			"a body":    func(w http.ResponseWriter) { _, _ = io.WriteString(w, "x") },
			"a status":  func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotModified) },
			"no answer": func(http.ResponseWriter) {},
		} {
			h := httpx.WithPrivate(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if c.set != "" {
					w.Header().Set("Cache-Control", c.set)
				}
				w.Header().Set("Access-Control-Allow-Origin", "*")
				w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
				send(w)
			}))
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			got := w.Result().Header
			if got.Get("Cache-Control") != c.want || got.Get("X-Robots-Tag") != "noindex" || got.Get("Access-Control-Allow-Origin") != "" ||
				got.Get("Cross-Origin-Resource-Policy") != "same-origin" {
				t.Errorf("%q with %s: %v", c.set, name, got)
			}
		}
	}
}
