package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
)

// The hosts that both programs ask, under their real names.
const (
	hostAPI      = "api.github.com"
	hostArchives = "codeload.github.com"
	hostOSV      = "api.osv.dev"
	hostBadges   = "www.bestpractices.dev"
	hostFuzzing  = "oss-fuzz-build-logs.storage.googleapis.com"
)

var hosts = []string{hostAPI, hostArchives, hostOSV, hostBadges, hostFuzzing}

// What is counted beside requests: answers that say no, and hosts there are not.
const (
	refused   = "refused: "
	overLimit = refused + "over a limit"
)

// proxy stands between a program and the network: it opens the TLS of the hosts
// there are, passes GitHub's on to the fake, answers for the others, refuses all
// else, and counts.
type proxy struct {
	server   *httptest.Server
	inner    *http.Server // of what was tunnelled
	conns    chan net.Conn
	closed   chan struct{}
	once     sync.Once
	archives *archives
	latency  time.Duration

	mu    sync.Mutex
	count map[string]int // guarded by mu
}

// newProxy starts one; keys are those of an authority of authority().
func newProxy(keys tls.Certificate, fake *url.URL, a *archives, latency time.Duration) *proxy {
	p := &proxy{conns: make(chan net.Conn), closed: make(chan struct{}), archives: a, latency: latency, count: map[string]int{}}
	github := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(fake) },
		ModifyResponse: func(r *http.Response) error {
			if r.StatusCode == http.StatusForbidden || r.StatusCode == http.StatusTooManyRequests {
				p.add(overLimit)
			}
			// The fake knows itself by another name.
			if at, ok := strings.CutPrefix(r.Header.Get("Location"), fake.String()+"/_codeload"); ok {
				r.Header.Set("Location", "https://"+hostArchives+at)
			}
			return nil
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 64},
		ErrorLog:  log.New(io.Discard, "", 0), // of programs that have gone
	}
	p.inner = &http.Server{
		Handler: p.handler(github), ReadHeaderTimeout: 30 * time.Second, ErrorLog: log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{keys}, MinVersion: tls.VersionTLS12},
	}
	go func() { // it ends when the proxy does
		if err := p.inner.ServeTLS(p, "", ""); !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			panic(err)
		}
	}()
	p.server = httptest.NewServer(http.HandlerFunc(p.connect))
	return p
}

func (p *proxy) close() error {
	p.server.CloseClientConnections()
	p.server.Close()
	return p.inner.Close()
}

// Accept, Close and Addr make the proxy the listener of what was tunnelled.
func (p *proxy) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *proxy) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *proxy) Addr() net.Addr { return &net.TCPAddr{} }

// connect opens a tunnel to a host there is.
func (p *proxy) connect(w http.ResponseWriter, r *http.Request) {
	known := false
	for _, h := range hosts {
		known = known || r.Method == http.MethodConnect && r.URL.Host == h+":443"
	}
	if !known {
		p.add(refused + r.URL.Host)
		http.Error(w, "no such host here", http.StatusForbidden)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if _, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		_ = conn.Close() // it has gone
		return
	}
	select {
	case p.conns <- conn:
	case <-p.closed:
		_ = conn.Close() // nobody answers any more
	}
}

// handler answers what comes out of a tunnel.
func (p *proxy) handler(github http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // it has gone
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		p.add(kind(r, body))
		switch r.Host {
		case hostAPI:
			github.ServeHTTP(w, r) // which waits
		case hostArchives:
			time.Sleep(p.latency)
			p.archives.serve(w, r)
		default:
			time.Sleep(p.latency)
			service(w, r, body)
		}
	})
}

func (p *proxy) add(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count[what]++
}

// taken returns the counts since it was last called.
func (p *proxy) taken() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := maps.Clone(p.count)
	clear(p.count)
	return out
}

// archives keeps what the fake packed: packing would take more than scanning.
type archives struct {
	fake *url.URL
	mu   sync.Mutex
	kept map[string][]byte // guarded by mu
}

func (a *archives) serve(w http.ResponseWriter, r *http.Request) {
	body, err := a.get(r.URL.Path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/x-gzip")
	_, _ = w.Write(body) // whoever asked may have gone
}

func (a *archives) get(path string) ([]byte, error) {
	a.mu.Lock()
	body, ok := a.kept[path]
	a.mu.Unlock()
	if ok {
		return body, nil
	}
	req, err := http.NewRequest(http.MethodGet, a.fake.String()+"/_codeload"+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "benchmark")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if body, err = io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		return nil, errors.Join(errors.New(path+": "+resp.Status), err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kept[path] = body
	return body, nil
}

// authority makes a certificate for the hosts, and the file to trust it by.
func authority(file string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: hosts, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	out := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	return out, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)
}
