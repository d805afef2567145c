package transport

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

	"github.com/plumbline-scorecard/plumbline/internal/health"
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
		config BaseConfig
	}{
		{"no header", hang, BaseConfig{Header: limit}},
		{"one piece, then nothing", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "x")
			_ = http.NewResponseController(w).Flush()
			hang(w, r)
		}, BaseConfig{Idle: limit}},
		{"a byte at a time", drip, BaseConfig{Idle: time.Minute, Total: 2 * limit}},
		{"no header, total", hang, BaseConfig{Total: limit}},
	} {
		h := newHost(t, row.answer)
		tr := newTransport(t, h, Config{Base: testBase(t, row.config), Limits: Limits{Tries: 1}})
		start := time.Now()
		_, _, err := h.get(t, tr, "/a")
		if !errors.Is(err, ErrTimeout) || !errors.Is(err, health.ErrUnavailable) {
			t.Errorf("%s: got %v, want ErrTimeout", row.name, err)
		}
		t.Logf("%s: freed after %v", row.name, time.Since(start).Round(time.Millisecond))
	}
}

func TestBase_connecting(t *testing.T) {
	t.Parallel()
	// A listener whose queue is full of connections nobody accepts does not
	// answer on every system; TLS that never begins does.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	h := &host{Server: &httptest.Server{URL: "https://" + l.Addr().String()}}
	tr := newTransport(t, nil, Config{API: h.url(t), Base: testBase(t, BaseConfig{TLS: 50 * time.Millisecond}), Limits: Limits{Tries: 1}})
	if _, _, err := h.get(t, tr, "/a"); !errors.Is(err, ErrTimeout) {
		t.Errorf("TLS: got %v, want ErrTimeout", err)
	}
	_ = l.Close()
	if _, _, err := h.get(t, tr, "/a"); !errors.Is(err, health.ErrUnavailable) || errors.Is(err, ErrTimeout) {
		t.Errorf("nobody there: got %v, want ErrUnavailable", err)
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
			b := NewBase(BaseConfig{}).(*base)
			b.inner.DialContext = func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				hostGone.Go(func() {
					if _, err := http.ReadRequest(bufio.NewReader(far)); err == nil {
						row.far(far)
					}
				})
				return near, nil
			}
			h := &host{Server: &httptest.Server{URL: "http://127.0.0.1"}}
			tr := newTransport(t, nil, Config{API: h.url(t), Base: b, Limits: Limits{Tries: 1}})
			start := time.Now()
			if _, _, err := h.get(t, tr, "/a"); !errors.Is(err, ErrTimeout) {
				t.Errorf("%s: got %v, want ErrTimeout", row.name, err)
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
	proxy := newHost(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "by the proxy") })
	base := testBase(t, BaseConfig{Proxy: http.ProxyURL(proxy.url(t))})
	tr := newTransport(t, nil, Config{API: &url.URL{Scheme: "http", Host: "api.example.invalid"}, Base: base})
	if _, got, err := ask(t, tr, http.MethodGet, "http://api.example.invalid/a", ""); got != "by the proxy" || err != nil {
		t.Errorf("got %q, error %v, want the proxy's answer", got, err)
	}
}
