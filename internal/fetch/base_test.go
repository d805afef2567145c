package fetch_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// What a host that hangs costs its caller, at each stage. Each limit is some
// hundredths of what it is outside of tests.
func TestBase_everyStageEndsInTime(t *testing.T) {
	t.Parallel()
	const limit = 60 * time.Millisecond
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop) })
	drip := func(w http.ResponseWriter, r *http.Request) { // one byte at a time, well within the idle limit
		for {
			if _, err := io.WriteString(w, "x"); err != nil {
				return
			}
			_ = http.NewResponseController(w).Flush()
			select {
			case <-time.After(5 * time.Millisecond):
			case <-r.Context().Done():
				return
			case <-stop:
				return
			}
		}
	}
	hang := func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-stop:
		}
	}
	for _, row := range []struct {
		name   string
		answer http.HandlerFunc
		config fetch.BaseConfig
	}{
		{"no header", hang, fetch.BaseConfig{Header: limit}},
		{"one piece, then nothing", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "x")
			_ = http.NewResponseController(w).Flush()
			hang(w, r)
		}, fetch.BaseConfig{Idle: limit}},
		{"a byte at a time", drip, fetch.BaseConfig{Idle: time.Minute, Total: 2 * limit}},
		{"no header, total", hang, fetch.BaseConfig{Total: limit}},
	} {
		srv := httptest.NewServer(row.answer)
		t.Cleanup(srv.Close)
		start := time.Now()
		row.config.Guard = fetch.NewGuard(nil, srv.URL)
		if _, err := get(t, fetch.NewBase(row.config), srv.URL); !tookTooLong(err) {
			t.Errorf("%s: got %v, want a time-out", row.name, err)
		}
		t.Logf("%s: freed after %v", row.name, time.Since(start).Round(time.Millisecond))
	}
}

// The standard limits, by the clock of a bubble and a pipe in place of a network.
func TestBase_standardLimits(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		far  func(net.Conn)
		want time.Duration
	}{
		{"header", func(c net.Conn) {}, 10 * time.Second},
		{"idle", func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx") }, 30 * time.Second},
		{"a byte a second", func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
			for {
				if _, err := io.WriteString(c, "x"); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}, 5 * time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			var hostGone sync.WaitGroup
			b := fetch.NewBase(fetch.BaseConfig{Dial: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				hostGone.Go(func() {
					if _, err := http.ReadRequest(bufio.NewReader(far)); err == nil {
						row.far(far)
					}
				})
				return near, nil
			}})
			start := time.Now()
			if _, err := get(t, b, "http://127.0.0.1/a"); !tookTooLong(err) {
				t.Errorf("%s: got %v, want a time-out", row.name, err)
			}
			if got := time.Since(start); got != row.want {
				t.Errorf("%s: freed after %v, want %v", row.name, got, row.want)
			}
			hostGone.Wait() // its connection is closed
		})
	}
}

func TestBase_usesTheProxyItIsGiven(t *testing.T) {
	t.Parallel()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "by the proxy") }))
	t.Cleanup(proxy.Close)
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	base := fetch.NewBase(fetch.BaseConfig{Proxy: http.ProxyURL(address)})
	if got, err := get(t, base, "http://api.example.invalid/a"); got != "by the proxy" || err != nil {
		t.Errorf("got %q, error %v, want the proxy's answer", got, err)
	}
}

// get reads an answer to its end.
func get(t *testing.T, base http.RoundTripper, address string) (string, error) {
	t.Helper()
	t.Cleanup(base.(interface{ CloseIdleConnections() }).CloseIdleConnections)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := base.RoundTrip(req)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(res.Body)
	if closed := res.Body.Close(); err == nil {
		err = closed
	}
	return string(body), err
}

// tookTooLong reports whether an error is of one of the base's limits.
func tookTooLong(err error) bool {
	timeout := net.Error(nil)
	return errors.Is(err, fetch.ErrTimeout) || errors.As(err, &timeout) && timeout.Timeout()
}
