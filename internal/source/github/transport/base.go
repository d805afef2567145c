package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// BaseConfig is what NewBase needs. A zero field is its default.
type BaseConfig struct {
	// Proxy chooses the proxy of a request; nil: none. http.ProxyFromEnvironment
	// is one that reads HTTPS_PROXY and NO_PROXY.
	Proxy func(*http.Request) (*url.URL, error)
	// Connect, TLS and Header bound the time to connect, to agree on encryption
	// and to answer with a header (10 s each); Idle the time between two pieces
	// of an answer (30 s); Total everything (5 min).
	Connect, TLS, Header, Idle, Total time.Duration
}

// NewBase returns what sends: an http.Transport of its own whose every request
// ends in time, body included, with an error wrapping ErrTimeout. Certificates
// are the system's, or those of SSL_CERT_FILE and SSL_CERT_DIR, as Go has it.
func NewBase(c BaseConfig) http.RoundTripper {
	fill(&c.Connect, 10*time.Second)
	fill(&c.TLS, 10*time.Second)
	fill(&c.Header, 10*time.Second)
	fill(&c.Idle, 30*time.Second)
	fill(&c.Total, 5*time.Minute)
	return &base{idle: c.Idle, total: c.Total, inner: &http.Transport{
		Proxy:                  c.Proxy,
		DialContext:            (&net.Dialer{Timeout: c.Connect, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    c.TLS,
		ResponseHeaderTimeout:  c.Header,
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

// told returns our own reason for a cancelled request, if that was it.
func told(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, ErrTimeout) {
		return cause
	}
	return err
}

// timed is a body whose reading ends in time.
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
