package transport

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func pkcs1() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(testKey())}))
}

func pkcs8(t *testing.T, key any) string {
	t.Helper()
	b, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: b}))
}

// claims checks a JWT as GitHub does and returns it; the error says what is wrong.
func claims(jwt string, now time.Time) (iss string, err error) {
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 {
		return "", fmt.Errorf("%d parts", len(parts))
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(&testKey().PublicKey, crypto.SHA256, sum[:], signature); err != nil {
		return "", err
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "", err
	}
	var c struct {
		Iat, Exp int64
		Iss      string
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return "", err
	}
	if c.Iat > now.Unix() || c.Exp <= now.Unix() || c.Exp > now.Add(10*time.Minute).Unix() {
		return "", fmt.Errorf("issued %d, expires %d, now %d", c.Iat, c.Exp, now.Unix())
	}
	return c.Iss, nil
}

// appHost gives out installation tokens by the clock; the n-th is "ghs_token<n>".
type appHost struct {
	*host
	mu    sync.Mutex
	given int
	clock *clock
	fail  func(n int, w http.ResponseWriter) bool
	api   http.HandlerFunc
}

func newAppHost(t *testing.T) *appHost {
	t.Helper()
	a := &appHost{clock: newClock()}
	a.host = newHost(t, func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		w.Header().Set("Date", a.clock.now().UTC().Format(http.TimeFormat))
		if r.URL.Path != "/app/installations/22/access_tokens" {
			if a.api != nil {
				a.api(w, r)
			}
			return
		}
		iss, err := claims(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), a.clock.now())
		if err != nil || iss != "11" || r.Method != http.MethodPost {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprintf(w, `{"message":"issuer %q, %v"}`, iss, err)
			return
		}
		a.given++
		if a.fail != nil && a.fail(a.given, w) {
			return
		}
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"token":"ghs_token%d","expires_at":%q}`, a.given, a.clock.now().Add(time.Hour).Format(time.RFC3339))
	})
	return a
}

func (a *appHost) config(t *testing.T) AppConfig {
	return AppConfig{API: a.url(t), App: 11, Installation: 22, Key: NewSecret(pkcs1()), Base: testBase(t, BaseConfig{}), Now: a.clock.now, UserAgent: "plumbline-test"}
}

func (a *appHost) source(t *testing.T) TokenSource {
	t.Helper()
	s, err := InstallationToken(a.config(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustToken(t *testing.T, s TokenSource) string {
	t.Helper()
	got, err := s.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestInstallationToken_oneRequestAnHourHoweverManyWait(t *testing.T) {
	t.Parallel()
	a := newAppHost(t)
	s := a.source(t)
	m := &health.Meter{}
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			if got, err := s.Token(health.WithMeter(context.Background(), m)); got != "ghs_token1" || err != nil {
				t.Errorf("got %q, error %v, want the first token", got, err)
			}
		})
	}
	wg.Wait()
	if n := len(a.requests()); n != 1 || m.Cost().Requests != 1 {
		t.Errorf("got %d requests, %d metered, want 1", n, m.Cost().Requests)
	}
	a.clock.add(54 * time.Minute)
	if got := mustToken(t, s); got != "ghs_token1" {
		t.Errorf("after 54 minutes: got %q, want the first", got)
	}
	a.clock.add(time.Minute)
	if got := mustToken(t, s); got != "ghs_token2" {
		t.Errorf("five minutes before its end: got %q, want the second", got)
	}
	if agent := a.requests()[0].agent; agent != "plumbline-test" {
		t.Errorf("asked as %q", agent)
	}
}

func TestInstallationToken_keysAndTheirErrors(t *testing.T) {
	t.Parallel()
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := newAppHost(t)
	good := pkcs1()
	for name, key := range map[string]string{"PKCS #1": good, "PKCS #8": pkcs8(t, testKey()), "text before it": "# a comment\n" + good} {
		c := a.config(t)
		c.Key = NewSecret(key)
		s, err := InstallationToken(c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		mustToken(t, s)
	}
	body := strings.Split(good, "\n")
	for name, key := range map[string]string{
		"empty": "", "no PEM": "hunter2 is my key", "path": "/etc/app.pem", "cut": good[:len(good)/2],
		"damaged":     strings.Replace(good, body[3], strings.Repeat("A", len(body[3])), 1),
		"encrypted":   string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("x")})),
		"old style":   string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED"}, Bytes: []byte("x")})),
		"elliptic":    pkcs8(t, ec),
		"certificate": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")})),
	} {
		c := a.config(t)
		c.Key = NewSecret(key)
		_, err := InstallationToken(c)
		if !errors.Is(err, ErrConfig) || strings.Contains(err.Error(), body[2]) || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "etc") {
			t.Errorf("%s: got %v, want ErrConfig without the key", name, err)
		}
	}
	for name, edit := range map[string]func(*AppConfig){
		"no App": func(c *AppConfig) { c.App = 0 }, "no installation": func(c *AppConfig) { c.Installation = -1 },
		"no API": func(c *AppConfig) { c.API = nil }, "http": func(c *AppConfig) { c.API = &url.URL{Scheme: "http", Host: "ghe.example"} },
	} {
		c := a.config(t)
		edit(&c)
		if _, err := InstallationToken(c); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: got %v, want ErrConfig", name, err)
		}
	}
}

func TestInstallationToken_clocksThatAreWrong(t *testing.T) {
	t.Parallel()
	for _, off := range []time.Duration{-24 * time.Hour, 24 * time.Hour, -5 * time.Minute} {
		a := newAppHost(t)
		c := a.config(t)
		c.Now = func() time.Time { return a.clock.now().Add(off) }
		s, err := InstallationToken(c)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if got := mustToken(t, s); got != "ghs_token1" {
				t.Errorf("clock off by %v: got %q, want the first token", off, got)
			}
		}
		a.clock.add(56 * time.Minute)
		mustToken(t, s)
		if n := len(a.requests()); n > 3 {
			t.Errorf("clock off by %v: got %d requests for two tokens, want at most 3", off, n)
		}
	}
}

func TestInstallationToken_refusalsAndTrouble(t *testing.T) {
	t.Parallel()
	a := newAppHost(t)
	a.fail = func(n int, w http.ResponseWriter) bool { // each second is a 502
		if n%2 == 1 {
			w.WriteHeader(http.StatusBadGateway)
		}
		return n%2 == 1
	}
	s := a.source(t)
	if got := mustToken(t, s); got != "ghs_token2" {
		t.Errorf("got %q, want the second try's", got)
	}
	for status, want := range map[int]string{401: "key is not this App's", 403: "suspended", 404: "no such installation", 301: "status 301", 201: "no sense"} {
		b := newAppHost(t)
		b.fail = func(_ int, w http.ResponseWriter) bool {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"message":%q,"token":7,"expires_at":%q}`, canary, canary)
			return true
		}
		_, err := b.source(t).Token(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, health.ErrUnavailable) || strings.Contains(err.Error(), canary) || len(b.requests()) != 1 {
			t.Errorf("%d: got %v after %d requests, want %q after 1", status, err, len(b.requests()), want)
		}
	}
	limited := newAppHost(t)
	limited.fail = func(_ int, w http.ResponseWriter) bool {
		w.Header().Set("Retry-After", "90")
		w.WriteHeader(http.StatusForbidden)
		return true
	}
	_, err := limited.source(t).Token(t.Context())
	if got := later(t, err).Sub(limited.clock.now()); got != 90*time.Second {
		t.Errorf("got later in %v, want 90s", got)
	}
}

func TestInstallationToken_isUsedToItsEndWhenItCannotBeRenewed(t *testing.T) {
	t.Parallel()
	a := newAppHost(t)
	a.fail = func(n int, w http.ResponseWriter) bool {
		if n > 1 {
			w.WriteHeader(http.StatusForbidden)
		}
		return n > 1
	}
	s := a.source(t)
	mustToken(t, s)
	a.clock.add(58 * time.Minute)
	if got := mustToken(t, s); got != "ghs_token1" {
		t.Errorf("got %q, want the first", got)
	}
	a.clock.add(3 * time.Minute)
	if _, err := s.Token(t.Context()); err == nil {
		t.Error("a token past its end was given out")
	}
}

func TestInstallationToken_refusedIsRenewedOnceUnderTheTransport(t *testing.T) {
	t.Parallel()
	a := newAppHost(t)
	revoked := "Bearer ghs_token1"
	a.api = func(w http.ResponseWriter, r *http.Request) {
		if auth := r.Header.Get("Authorization"); auth == revoked || revoked == "all" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}
	tr := newTransport(t, a.host, Config{Now: a.clock.now, Credentials: []Credential{{Owner: "example app", Tokens: a.source(t)}}})
	if status, _, err := a.get(t, tr, "/a"); status != 200 || err != nil {
		t.Errorf("got %d, error %v, want an answer with the second token", status, err)
	}
	revoked = "all"
	for range 10 {
		_, _, err := a.get(t, tr, "/a")
		if refused := (*RefusedError)(nil); !errors.As(err, &refused) || refused.Owners[0] != "example app" {
			t.Errorf("got %v, want a RefusedError", err)
		}
	}
	for _, token := range []string{"ghs_token1", "ghs_token2", "ghs_token3"} {
		if n := a.by(token); n > 2 {
			t.Errorf("got %d requests with %s, want at most 2", n, token)
		}
	}
	if got := show(t, tr); leaks(got, "ghs_token123456789") {
		t.Error("the transport shows a token")
	}
}

func TestInstallationToken_showsNeitherKeyNorToken(t *testing.T) {
	t.Parallel()
	a := newAppHost(t)
	s := a.source(t)
	mustToken(t, s)
	got := show(t, s) + show(t, a.config(t)) + show(t, Credential{Owner: "example app", Tokens: s})
	for _, line := range append(strings.Split(pkcs1(), "\n")[1:5], "ghs_token1", testKey().D.String(), testKey().Primes[0].String()) {
		if strings.Contains(got, line) {
			t.Errorf("%q is shown", line)
		}
	}
}

func TestInstallationToken_cancelEndsTheWait(t *testing.T) {
	t.Parallel()
	testKey() // made outside of the bubble
	synctest.Test(t, func(t *testing.T) {
		forever := script(func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() })
		s, err := InstallationToken(AppConfig{API: &url.URL{Scheme: "https", Host: "api.github.com"}, App: 1, Installation: 2, Key: NewSecret(pkcs1()), Base: forever})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		var wg sync.WaitGroup
		for range 3 { // one asks, two wait for it
			wg.Go(func() {
				if _, err := s.Token(ctx); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v, want cancelled", err)
				}
			})
		}
		wg.Wait()
		if got := time.Since(start); got != time.Second {
			t.Errorf("got %v, want 1s", got)
		}
		start = time.Now()
		if _, err := s.Token(t.Context()); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != tokenDeadline {
			t.Errorf("got %v after %v, want the deadline after 30s", err, time.Since(start))
		}
	})
}
