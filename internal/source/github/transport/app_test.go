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
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
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
	return AppConfig{API: a.url(t), App: 11, Installation: 22, Key: NewSecret(pkcs1()), Base: testBase(t, fetch.BaseConfig{}), Now: a.clock.now, UserAgent: "plumbline-test"}
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
	m := &cost.Meter{}
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			if got, err := s.Token(cost.WithMeter(context.Background(), m)); got != "ghs_token1" || err != nil {
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
