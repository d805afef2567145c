package distro_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/clearsign"
	"github.com/ulikunitz/xz"
)

const packages = `Package: libz
Version: 1-1
Architecture: amd64
Filename: pool/main/libz.deb
Source: zlib
Priority: optional

Package: tar
Version: 1-1
Architecture: amd64
Filename: pool/main/tar.deb
Essential: yes
Depends: libz

Package: app
Version: 1-1
Architecture: amd64
Filename: pool/main/app.deb
Depends: libz

`

const sources = `Package: zlib
Version: 1-1
Binary: zlib
Directory: pool/main/zlib

Package: tar
Version: 1-1
Binary: tar
Directory: pool/main/tar

Package: app
Version: 1-1
Binary: app
Directory: pool/main/app
Build-Depends: tar

`

// world is an invented archive: what a mirror serves, and what it was asked.
type world struct {
	*httptest.Server
	mu    sync.Mutex
	files map[string][]byte
	asked []string
	key   *openpgp.Entity
}

func newWorld(t *testing.T) *world {
	t.Helper()
	key, err := openpgp.NewEntity("archive", "", "archive@example.org", nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{key: key}
	w.publish(t, packages, "Sat, 21 Nov 2026 09:15:44 UTC")
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.asked = append(w.asked, strings.TrimPrefix(r.URL.Path, "/debian/dists/trixie/"))
		b, ok := w.files[strings.TrimPrefix(r.URL.Path, "/debian/dists/trixie/")]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		rw.Write(b)
	}))
	t.Cleanup(w.Close)
	return w
}

// publish replaces the archive's state.
func (w *world) publish(t *testing.T, packages, date string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	release := "Origin: Debian\nSuite: stable\nCodename: trixie\nDate: " + date + "\nAcquire-By-Hash: yes\nSHA256:\n"
	w.files = map[string][]byte{}
	for name, text := range map[string]string{"main/binary-amd64/Packages": packages, "main/source/Sources": sources} {
		packed := packXZ(t, text)
		release += fmt.Sprintf(" %x 1 %s\n %x 2 %s.xz\n", sha256.Sum256([]byte(text)), name, sha256.Sum256(packed), name)
		w.files[fmt.Sprintf("%s/by-hash/SHA256/%x", filepath.Dir(name), sha256.Sum256(packed))] = packed
	}
	w.files["InRelease"] = w.sign(t, release)
}

func (w *world) sign(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	c, err := clearsign.Encode(&out, w.key.PrivateKey, nil)
	if err == nil {
		_, err = io.WriteString(c, text)
	}
	if err = errors.Join(err, c.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (w *world) keyring(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := w.key.Serialize(&b); err != nil {
		t.Fatal(err)
	}
	return write(t, "keyring.gpg", b.Bytes())
}

func (w *world) requests() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.asked)
}

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func packXZ(t *testing.T, text string) []byte {
	return pack(t, text, func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) })
}

func pack(t *testing.T, text string, with func(io.Writer) (io.WriteCloser, error)) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := with(&out)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(w, text)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (w *world) edit(old, with string) {
	w.files["InRelease"] = bytes.Replace(w.files["InRelease"], []byte(old), []byte(with), 1)
}

// replace serves other bytes for the Packages file.
func (w *world) replace(b []byte) {
	for name := range w.files {
		if strings.HasPrefix(name, "main/binary") {
			w.files[name] = b
		}
	}
}
