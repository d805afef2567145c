package fetch_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// What gives up leaves open the connections that everybody uses.
func TestRetry_keepsTheConnectionsOfOthers(t *testing.T) {
	t.Parallel()
	var opened atomic.Int64
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/bad") {
			w.WriteHeader(http.StatusInternalServerError)
		}
		io.WriteString(w, "x")
	}))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	c, _ := client(t, &service{Server: srv}, nil)
	for range 3 {
		if _, err := c.Ask(t.Context(), question("/bad")); !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("error %v", err)
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections for six requests that failed, want 1", n)
	}
}

// A wait a host asks for is never slept on: what is tried again is tried after
// the wait it was given, or not at all.
func TestRetry_waitsAsLongAsItIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fault := errors.New("a fault")
		for _, tt := range []struct {
			tries int
			wait  time.Duration
			err   error
		}{{1, 0, nil}, {1, 0, fault}, {4, time.Second, nil}, {4, 0, fault}} {
			n, began := 0, time.Now()
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.example/", strings.NewReader("body"))
			if err != nil {
				t.Fatal(err)
			}
			res, err := fetch.Retry{
				Try: func(r *http.Request) (*http.Response, error) {
					n++
					if b, err := io.ReadAll(r.Body); string(b) != "body" || err != nil {
						t.Errorf("attempt %d has the body %q, error %v", n, b, err)
					}
					if tt.err != nil {
						return nil, tt.err
					}
					head := http.Header{"Retry-After": {"3600"}, "Location": {"https://elsewhere.example/"}}
					return &http.Response{StatusCode: http.StatusTooManyRequests, Header: head, Body: http.NoBody, Request: r}, nil
				},
				Again: func(*http.Response, error) (bool, time.Duration) { return n < tt.tries, tt.wait },
			}.Do(req)
			if err != tt.err || (res == nil) != (err != nil) { // itself, and nothing around it
				t.Errorf("answer %v, error %v, want %v", res, err, tt.err)
			}
			if took := time.Since(began); n != tt.tries || took != time.Duration(tt.tries-1)*tt.wait {
				t.Errorf("%d attempts in %s, want %d, %s apart", n, took, tt.tries, tt.wait)
			}
		}
	})
}
