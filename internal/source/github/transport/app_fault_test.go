package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

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
	said := map[string]bool{} // one and the same hint for two statuses would help nobody
	for status, want := range map[int]string{401: "401", 403: "403", 404: "404", 301: "301", 201: ""} {
		b := newAppHost(t)
		b.fail = func(_ int, w http.ResponseWriter) bool {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"message":%q,"token":7,"expires_at":%q}`, canary, canary)
			return true
		}
		_, err := b.source(t).Token(t.Context())
		if err == nil || said[err.Error()] || !strings.Contains(err.Error(), want) || !errors.Is(err, source.ErrUnavailable) || strings.Contains(err.Error(), canary) || len(b.requests()) != 1 {
			t.Errorf("%d: got %v after %d requests, want %q after 1", status, err, len(b.requests()), want)
		}
		said[fmt.Sprint(err)] = true
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
