package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"
)

// statusHost is where the peer's Fuzzing asks for the projects of OSS-Fuzz,
// before it looks at a single file; without an answer it does not look.
const statusHost = "oss-fuzz-build-logs.storage.googleapis.com"

// network is a proxy that knows no project of OSS-Fuzz and refuses all else, so
// that a comparison needs no network and every check reads the tree.
type network struct {
	server *httptest.Server
	dir    string
	keys   tls.Certificate
}

func newNetwork() (*network, error) {
	dir, err := os.MkdirTemp("", "peers-")
	if err != nil {
		return nil, err
	}
	n := &network{dir: dir}
	if err := n.makeKeys(); err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	n.server = httptest.NewServer(http.HandlerFunc(n.connect))
	return n, nil
}

// makeKeys makes a certificate for statusHost and the file to trust it by.
func (n *network) makeKeys() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{statusHost}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		return err
	}
	n.keys = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	return os.WriteFile(n.trusted(), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)
}

func (n *network) trusted() string { return filepath.Join(n.dir, "trusted.pem") }

// environment makes a program use the proxy and trust its certificate.
func (n *network) environment() []string {
	return []string{"HTTPS_PROXY=" + n.server.URL, "HTTP_PROXY=" + n.server.URL, "NO_PROXY=", "SSL_CERT_FILE=" + n.trusted()}
}

func (n *network) close() {
	n.server.Close()
	_ = os.RemoveAll(n.dir) // a temporary folder
}

func (n *network) connect(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect || r.URL.Hostname() != statusHost {
		http.Error(w, "no network in a comparison", http.StatusForbidden)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer conn.Close()
	if err := n.answer(conn); err != nil {
		fmt.Fprintln(os.Stderr, "peers: answer for OSS-Fuzz:", err)
	}
}

// answer says over an accepted connection that there are no projects.
func (n *network) answer(conn net.Conn) error {
	if _, err := fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		return err
	}
	secure := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{n.keys}, MinVersion: tls.VersionTLS12})
	// One request is all there is; its headers do not matter.
	if _, err := secure.Read(make([]byte, 8<<10)); err != nil {
		return err
	}
	const body = `{"projects":[]}`
	if _, err := fmt.Fprintf(secure, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body); err != nil {
		return err
	}
	return secure.Close()
}
