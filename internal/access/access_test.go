package access_test

import (
	"errors"
	"fmt"
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

func TestHash_readsBackAndMatchesOnlyItsPassword(t *testing.T) {
	t.Parallel()
	h, err := access.NewHash(password)
	if err != nil {
		t.Fatal(err)
	}
	again, err := access.ParseHash(h.String())
	if err != nil || again.String() != h.String() {
		t.Fatalf("%s reads back as %s, %v", h, again, err)
	}
	if !strings.HasPrefix(h.String(), "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Errorf("the parameters are %s", h)
	}
	for text, want := range map[string]bool{password: true, password + " ": false, "": false, password + strings.Repeat("\x00", 2000): false} {
		if got := again.Matches(text); got != want {
			t.Errorf("%.40q: %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"", "elevenchars", strings.Repeat("x", 1025)} {
		if _, err := access.NewHash(text); err == nil {
			t.Errorf("a password of %d letters is taken", len(text))
		}
	}
}

func TestReadHash_refusesWhatIsNoHashAndNeverShowsIt(t *testing.T) {
	t.Parallel()
	const tail = "$c2FsdHNhbHRzYWx0c2FsdA$" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	dir := t.TempDir()
	for i, c := range []struct {
		text string
		mode os.FileMode
		says string
	}{
		{"hunter2 is my password", 0o600, "not an argon2id hash"},
		{"", 0o600, "not an argon2id hash"},
		{"$2b$12$abcdefghijklmnopqrstuv$hunter2$x", 0o600, "not an argon2id hash"},
		{"$argon2id$v=16$m=65536,t=3,p=1" + tail, 0o600, "version"},
		{"$argon2id$v=19$m=8192,t=3,p=1" + tail, 0o600, "m (memory in KiB) is too weak: at least 19456"},
		{"$argon2id$v=19$m=4194304,t=3,p=1" + tail, 0o600, "m (memory in KiB) is too high: at most 262144"},
		{"$argon2id$v=19$m=65536,t=1,p=1" + tail, 0o600, "t (passes) is too weak"},
		{"$argon2id$v=19$m=65536,t=99,p=1" + tail, 0o600, "t (passes) is too high"},
		{"$argon2id$v=19$m=65536,t=3,p=0" + tail, 0o600, "p (lanes) is too weak"},
		{"$argon2id$v=19$m=65536,t=hunter2,p=1" + tail, 0o600, "t (passes) is not a number"},
		{"$argon2id$v=19$m=65536,t=3" + tail, 0o600, "parameters"},
		{"$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$" + strings.Repeat("A", 43), 0o600, "salt"},
		{"$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$hunter2=", 0o600, "hash is not base64"},
		{fast(t) + "\nhunter2", 0o600, "hash is not base64"},
		{strings.Repeat("hunter2", 200), 0o600, "too large"},
		{fast(t), 0o640, "0640"},
		{fast(t), 0o604, "0604"},
		{fast(t), 0o620, "0620"},
	} {
		path := filepath.Join(dir, fmt.Sprint("file-", i))
		write(t, path, c.text, c.mode)
		_, err := access.ReadHash(path)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
			t.Errorf("%.60q with mode %o: %v, want %q and the name of the file", c.text, c.mode, err, c.says)
		}
		if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "c2FsdHN")) {
			t.Errorf("the error shows what the file holds: %v", err)
		}
	}
	if _, err := access.ReadHash(dir); err == nil || !strings.Contains(err.Error(), "regular") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := access.ReadHash(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) && err == nil {
		t.Errorf("no file: %v", err)
	}
}

func TestWriteHash_isForItsOwnerAndReplacesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "password")
	h, err := access.ParseHash(fast(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := access.WriteHash(path, h); err != nil {
		t.Fatal(err)
	}
	if got, err := access.ReadHash(path); err != nil || !got.Matches(password) {
		t.Errorf("it reads back as %v, %v", got, err)
	}
	if err := access.WriteHash(path, h); err == nil {
		t.Error("a file is replaced")
	}
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
	for range 23 { // in use for 11.5 hours
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

func TestGuard_plainHTTPFromElsewhereIsRefused(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{PasswordFile: "password", TrustedProxies: []string{"10.0.0.0/8"}})
	for name, c := range map[string]struct {
		host, remote, proto string
		want                error
	}{
		"this host":                {"127.0.0.1:8080", "127.0.0.1:5", "", nil},
		"localhost":                {"localhost:8080", "[::1]:5", "", nil},
		"IPv6":                     {"[::1]:8080", "[::1]:5", "", nil},
		"by the proxy":             {"plumbline.example", "10.1.2.3:5", "https", nil},
		"plain to the proxy":       {"plumbline.example", "10.1.2.3:5", "http", access.ErrPlain},
		"elsewhere":                {"plumbline.example", "192.0.2.1:5", "", access.ErrPlain},
		"elsewhere, says https":    {"plumbline.example", "192.0.2.1:5", "https", access.ErrPlain},
		"elsewhere, says it is us": {"127.0.0.1:8080", "192.0.2.1:5", "", access.ErrPlain},
		"another name of us":       {"plumbline.example", "127.0.0.1:5", "", access.ErrPlain},
	} {
		_, err := g.LogIn(request(func(r *http.Request) {
			r.Host, r.RemoteAddr = c.host, c.remote
			if c.proto != "" {
				r.Header.Set("X-Forwarded-Proto", c.proto)
			}
		}), password)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestGuard_aHeaderCountsFromTheProxyAlone(t *testing.T) {
	t.Parallel()
	local, _ := guard(t, access.Options{Addr: "127.0.0.1:1", TrustedHeader: "X-Remote-User"})
	far, _ := guard(t, access.Options{Addr: ":1", TrustedHeader: "X-Remote-User", TrustedProxies: []string{"10.0.0.0/24", "2001:db8::/32"}})
	for name, c := range map[string]struct {
		g      *access.Guard
		remote string
		values []string
		want   bool
	}{
		"here":                 {local, "127.0.0.1:5", []string{"someone"}, true},
		"here, IPv4 in IPv6":   {local, "[::ffff:127.0.0.1]:5", []string{"someone"}, true},
		"here without":         {local, "127.0.0.1:5", nil, false},
		"here, empty":          {local, "127.0.0.1:5", []string{" "}, false},
		"here, twice":          {local, "127.0.0.1:5", []string{"someone", "else"}, false},
		"elsewhere":            {local, "192.0.2.1:5", []string{"someone"}, false},
		"proxy":                {far, "10.0.0.9:5", []string{"someone"}, true},
		"proxy, IPv6":          {far, "[2001:db8::9]:5", []string{"someone"}, true},
		"beside the proxy":     {far, "10.0.1.9:5", []string{"someone"}, false},
		"this host, not named": {far, "127.0.0.1:5", []string{"someone"}, false},
		"no address":           {far, "", []string{"someone"}, false},
	} {
		got := c.g.MayWrite(request(func(r *http.Request) {
			r.RemoteAddr = c.remote
			for _, v := range c.values {
				r.Header.Add("X-Remote-User", v)
			}
		}))
		if got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// wait is how long a log-in says to wait; 0: it does not.
func wait(err error) time.Duration {
	var w *access.WaitError
	if errors.As(err, &w) {
		return w.For
	}
	return 0
}

func TestGuard_wrongPasswordsWaitLongerAndLonger(t *testing.T) {
	t.Parallel()
	g, c := guard(t, access.Options{PasswordFile: "password"})
	for i := range 5 {
		if _, err := g.LogIn(from("192.0.2.1:5"), "wrong"); !errors.Is(err, access.ErrWrong) {
			t.Fatalf("wrong password %d: %v", i+1, err)
		}
	}
	last := time.Duration(0)
	for i := range 12 {
		if _, err := g.LogIn(from("192.0.2.1:5"), "wrong"); !errors.Is(err, access.ErrWrong) {
			t.Fatalf("wrong password %d after its wait: %v", i+6, err)
		}
		_, err := g.LogIn(from("192.0.2.1:6"), password)
		now := wait(err)
		if now < last || now < time.Second || now > 15*time.Minute+time.Second {
			t.Fatalf("after %d wrong passwords the right one waits %s, before %s", i+6, now, last)
		}
		c.pass(now)
		last = now
	}
	if last < 10*time.Minute {
		t.Errorf("the longest wait is %s", last)
	}
	if _, err := g.LogIn(from("192.0.2.2:5"), password); err != nil {
		t.Errorf("another address waits: %v", err)
	}
	if _, err := g.LogIn(from("192.0.2.1:5"), password); err != nil {
		t.Errorf("after the wait the right password is not accepted: %v", err)
	}
}

func TestGuard_oneNetworkOfIPv6IsOneAddress(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{PasswordFile: "password"})
	for i := range 6 {
		_, _ = g.LogIn(from(fmt.Sprintf("[2001:db8:0:1::%d]:5", i)), "wrong")
	}
	if _, err := g.LogIn(from("[2001:db8:0:1::ffff]:5"), password); wait(err) == 0 {
		t.Errorf("another address of the network: %v", err)
	}
	if _, err := g.LogIn(from("[2001:db8:0:2::1]:5"), password); err != nil {
		t.Errorf("another network: %v", err)
	}
}

func TestGuard_manyAddressesWaitTogetherButNotLong(t *testing.T) {
	t.Parallel()
	g, c := guard(t, access.Options{PasswordFile: "password"})
	tried := 0
	for i := range 60 {
		if _, err := g.LogIn(from(fmt.Sprintf("198.51.100.%d:5", i)), "wrong"); errors.Is(err, access.ErrWrong) {
			tried++
		}
	}
	_, err := g.LogIn(from("192.0.2.1:5"), password)
	if got := wait(err); tried != 51 || got == 0 || got > 31*time.Second {
		t.Errorf("%d of 60 passwords were tried, and another address waits %s", tried, got)
	}
	c.pass(31 * time.Second)
	if _, err := g.LogIn(from("192.0.2.1:5"), password); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// Behind a named proxy each client waits for itself; a client that forges the header does not
// change the address that the proxy appends.
func TestGuard_behindAProxyEachClientIsItsOwn(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{PasswordFile: "password", TrustedProxies: []string{"10.0.0.1"}})
	by := func(forwarded string) *http.Request {
		r := from("10.0.0.1:5")
		r.Header.Set("X-Forwarded-For", forwarded)
		return r
	}
	for i := range 6 {
		_, _ = g.LogIn(by(fmt.Sprintf("203.0.113.%d, 192.0.2.1", i)), "wrong")
	}
	if _, err := g.LogIn(by("192.0.2.1"), password); wait(err) == 0 {
		t.Errorf("the client does not wait: %v", err)
	}
	if _, err := g.LogIn(by("192.0.2.2"), password); err != nil {
		t.Errorf("another client: %v", err)
	}
}

// At once, no more passwords are looked at than are free.
func TestGuard_guessesAtOnceAreCounted(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{PasswordFile: "password"})
	var wg sync.WaitGroup
	var mu sync.Mutex
	tried := 0
	for range 20 {
		wg.Go(func() {
			if _, err := g.LogIn(from("192.0.2.1:5"), "wrong"); errors.Is(err, access.ErrWrong) {
				mu.Lock()
				tried++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if tried > 6 {
		t.Errorf("%d passwords were tried at once, want at most 6", tried)
	}
}

func TestMemory_isBounded(t *testing.T) {
	t.Parallel()
	if open, addresses := access.Bounds(11_000, time.Unix(0, 0)); open != 1000 || addresses != 10_000 {
		t.Errorf("%d sessions and %d addresses are held", open, addresses)
	}
}
