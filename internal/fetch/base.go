package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// BaseConfig configures NewBase. A zero field has its default.
type BaseConfig struct {
	// Proxy returns the proxy for a request; nil means none. http.ProxyFromEnvironment reads
	// HTTPS_PROXY and NO_PROXY.
	Proxy func(*http.Request) (*url.URL, error)
	// Connect, TLS and Header limit the time to connect, for the TLS handshake and for the response
	// header (10 s each). Idle limits the time between two parts of a response (30 s), Total
	// everything (5 min).
	Connect, TLS, Header, Idle, Total time.Duration
	// Guard decides where connections may go; nil means to public addresses only.
	Guard *Guard
	// Dial connects, without the guard; nil means the system's dialer, within Connect. For tests.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// ErrTimeout means that the next bytes or the complete response took longer than allowed. It wraps
// source.ErrUnavailable.
var ErrTimeout = fmt.Errorf("%w: the host took too long", source.ErrUnavailable)

// NewBase returns an http.Transport of its own whose every request ends in time, body included,
// with ErrTimeout or an error whose Timeout is true. Certificates are those of the system, or of
// SSL_CERT_FILE and SSL_CERT_DIR.
func NewBase(c BaseConfig) http.RoundTripper {
	connect := cmp.Or(c.Connect, 10*time.Second)
	if c.Guard == nil {
		c.Guard = &Guard{}
	}
	if c.Dial == nil {
		c.Dial = c.Guard.dial(connect)
	}
	return &base{idle: cmp.Or(c.Idle, 30*time.Second), total: cmp.Or(c.Total, 5*time.Minute), inner: &http.Transport{
		Proxy:                  c.Guard.through(c.Proxy),
		DialContext:            c.Dial,
		TLSHandshakeTimeout:    cmp.Or(c.TLS, 10*time.Second),
		ResponseHeaderTimeout:  cmp.Or(c.Header, 10*time.Second),
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConnsPerHost:    20,
		MaxResponseHeaderBytes: 256 << 10,
		ForceAttemptHTTP2:      true,
	}}
}

type base struct {
	inner       *http.Transport
	idle, total time.Duration
}

var (
	errIdle  = fmt.Errorf("%w: nothing more came", ErrTimeout)
	errTotal = fmt.Errorf("%w: it did not end", ErrTimeout)
)

func (b *base) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	total := time.AfterFunc(b.total, func() { cancel(errTotal) })
	resp, err := b.inner.RoundTrip(req.WithContext(ctx))
	if err != nil {
		total.Stop()
		err = told(ctx, err)
		cancel(nil)
		return nil, err
	}
	resp.Request = req
	resp.Body = &timed{ReadCloser: resp.Body, ctx: ctx, cancel: cancel, total: total, idle: b.idle}
	return resp, nil
}

// CloseIdleConnections closes the connections that are not in use.
func (b *base) CloseIdleConnections() { b.inner.CloseIdleConnections() }

// told returns our own reason for a cancelled request, if there is one.
func told(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, ErrTimeout) {
		return cause
	}
	return err
}

// timed is a body whose reads end in time.
type timed struct {
	io.ReadCloser
	ctx    context.Context
	cancel context.CancelCauseFunc
	total  *time.Timer
	idle   time.Duration
}

func (t *timed) Read(p []byte) (int, error) {
	idle := time.AfterFunc(t.idle, func() { t.cancel(errIdle) })
	n, err := t.ReadCloser.Read(p)
	idle.Stop()
	if err != nil && err != io.EOF {
		err = told(t.ctx, err)
	}
	return n, err
}

func (t *timed) Close() error {
	t.total.Stop()
	err := t.ReadCloser.Close()
	t.cancel(nil)
	return err
}
