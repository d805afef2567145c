package access_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/access"
)

const password = "correct horse battery"

// weak is a hash of the password with the least parameters, so that tests are fast.
const weak = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// guard is a guard with the password, and the clock it reads.
func guard(t *testing.T, o access.Options) (*access.Guard, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC)}
	if o.PasswordFile == "password" {
		o.PasswordFile = filepath.Join(t.TempDir(), "password")
		write(t, o.PasswordFile, fast(t), 0o600)
	}
	g, err := access.New(o, c.Now)
	if err != nil {
		t.Fatal(err)
	}
	return g, c
}

// fast is a hash of the password with the least parameters.
func fast(t *testing.T) string {
	t.Helper()
	h, err := access.ParseHash(weak + strings.Repeat("A", 43))
	if err != nil {
		t.Fatal(err)
	}
	return h.For(password).String()
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// request is one of a browser on this host; edit may change it.
func request(edit func(*http.Request)) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080/login", nil)
	r.RemoteAddr = "127.0.0.1:50000"
	if edit != nil {
		edit(r)
	}
	return r
}

func with(c *http.Cookie) *http.Request {
	return request(func(r *http.Request) { r.AddCookie(c) })
}

// from is a request by TLS from an address.
func from(address string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "https://plumbline.example/login", nil)
	r.RemoteAddr = address
	return r
}

func TestNew_refusesWhatIsNotSafe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		o    access.Options
		says string // empty: it is allowed
	}{
		{access.Options{Addr: "0.0.0.0:8080"}, ""},
		{access.Options{Addr: "127.0.0.1:8080", TrustedHeader: "X-Remote-User"}, ""},
		{access.Options{Addr: "[::1]:8080", TrustedHeader: "X-Remote-User"}, ""},
		{access.Options{Addr: "localhost:8080", TrustedHeader: "X-Remote-User"}, ""},
		{access.Options{Addr: "0.0.0.0:8080", TrustedHeader: "X-Remote-User", TrustedProxies: []string{"10.0.0.1"}}, ""},
		{access.Options{Addr: "0.0.0.0:8080", TrustedHeader: "X-Remote-User"}, "--trusted-header: --addr 0.0.0.0:8080"},
		{access.Options{Addr: ":8080", TrustedHeader: "X-Remote-User"}, "--trusted-proxy"},
		{access.Options{Addr: "127.0.0.1:1", TrustedHeader: "user-agent"}, "every client"},
		{access.Options{Addr: "127.0.0.1:1", TrustedHeader: "Sec-Fetch-Site"}, "every client"},
		{access.Options{Addr: "127.0.0.1:1", TrustedHeader: "X User"}, "not the name of a header"},
		{access.Options{Addr: "127.0.0.1:1", TrustedHeader: "X-User", TrustedProxies: []string{"ten"}}, "--trusted-proxy: \"ten\""},
		{access.Options{Addr: "127.0.0.1:1", TrustedHeader: "X-User", TrustedProxies: []string{"0.0.0.0/0"}}, "every address"},
		{access.Options{Addr: "127.0.0.1:1", TrustedProxies: []string{"10.0.0.0/8"}}, "--trusted-proxy needs"},
		{access.Options{Addr: "127.0.0.1:1", PasswordFile: "/nowhere/password"}, "--admin-password-file: password file /nowhere/password"},
	} {
		_, err := access.New(c.o, time.Now)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v, want %q", c.o, err, c.says)
		}
	}
}

func TestGuard_offLetsNobodyWrite(t *testing.T) {
	t.Parallel()
	off, _ := guard(t, access.Options{Addr: "127.0.0.1:1"})
	for name, g := range map[string]*access.Guard{"nil": nil, "off": off} {
		if g.On() || g.HasPassword() || g.MayWrite(request(func(r *http.Request) { r.Header.Set("X-Remote-User", "me") })) {
			t.Errorf("%s lets someone write", name)
		}
		if _, err := g.LogIn(request(nil), password); !errors.Is(err, access.ErrWrong) {
			t.Errorf("%s: a log-in says %v", name, err)
		}
	}
}

func TestGuard_sessionsEnd(t *testing.T) {
	t.Parallel()
	g, c := guard(t, access.Options{PasswordFile: "password"})
	login := func() *http.Cookie {
		t.Helper()
		k, err := g.LogIn(request(nil), password)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	k := login()
	if !k.HttpOnly || !k.Secure || k.SameSite != http.SameSiteStrictMode || k.Path != "/" || k.Domain != "" || len(k.Value) != 43 || !strings.HasPrefix(k.Name, "__Host-") {
		t.Errorf("the cookie is %+v", k)
	}
	if !g.MayWrite(with(k)) || g.MayWrite(request(nil)) || g.MayWrite(with(&http.Cookie{Name: k.Name, Value: k.Value[:42] + "!"})) {
		t.Error("the session is not that of its cookie alone")
	}
	for range 5 { // in use for 10 hours
		c.pass(access.IdleEnd - time.Second)
		if !g.MayWrite(with(k)) {
			t.Fatal("a session in use ends")
		}
	}
	c.pass(access.IdleEnd)
	if g.MayWrite(with(k)) {
		t.Error("a session outlives its hard end")
	}
	k = login()
	c.pass(access.IdleEnd)
	if g.MayWrite(with(k)) {
		t.Error("a session outlives its idle end")
	}
	k = login()
	if gone := g.LogOut(with(k)); gone.MaxAge >= 0 || gone.Value != "" || g.MayWrite(with(k)) {
		t.Error("a session outlives the log-out")
	}
	old := login()
	if _, err := g.LogIn(with(old), password); err != nil || g.MayWrite(with(old)) {
		t.Errorf("a session outlives the next log-in: %v", err)
	}
}
