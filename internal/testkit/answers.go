package testkit

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Answers starts a server that replaces external services until the test ends, and returns its
// address. It sends the body of the first path that is a prefix of the request's, with an ETag that
// it honours, otherwise 404.
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
