package testkit

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Answers stands in for services, in their shapes, until the test ends: it sends
// the body of the first path a request's begins with, under an ETag it honours,
// else 404. It returns its address.
func Answers(t testing.TB, bodies map[string]string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for path, body := range bodies {
			if strings.HasPrefix(r.URL.Path, path) {
				w.Header().Set("ETag", `"one"`)
				if r.Header.Get("If-None-Match") == `"one"` {
					w.WriteHeader(http.StatusNotModified)
					return
				}
				io.WriteString(w, body)
				return
			}
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL
}
