package access_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/access"
)

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
	for _, other := range []string{"192.0.2.2", "192.0.2.1, 192.0.2.3, 10.0.0.1", "192.0.2.4:4711", "[2001:db8::1]:4711", "192.0.2.1, 192.0.2.5,10.0.0.1:1"} {
		if _, err := g.LogIn(by(other), password); err != nil {
			t.Errorf("another client, %s: %v", other, err)
		}
	}
}

// Without named proxies one on this host is meant: its clients do not wait for each other, and a
// client from elsewhere cannot forge its address.
func TestGuard_behindAProxyOnThisHostEachClientIsItsOwn(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{PasswordFile: "password"})
	by := func(remote, forwarded string) *http.Request {
		r := from(remote)
		r.Header.Set("X-Forwarded-For", forwarded)
		return r
	}
	for range 6 {
		_, _ = g.LogIn(by("127.0.0.1:5", "192.0.2.1"), "wrong")
	}
	if _, err := g.LogIn(by("127.0.0.1:5", "192.0.2.1"), password); wait(err) == 0 {
		t.Errorf("the client does not wait: %v", err)
	}
	if _, err := g.LogIn(by("127.0.0.1:5", "192.0.2.2"), password); err != nil {
		t.Errorf("another client: %v", err)
	}
	for i := range 6 {
		_, _ = g.LogIn(by("198.51.100.1:5", "192.0.2."+strconv.Itoa(10+i)), "wrong")
	}
	if _, err := g.LogIn(by("198.51.100.1:5", "192.0.2.99"), password); wait(err) == 0 {
		t.Errorf("a client from elsewhere forges its address: %v", err)
	}
}

// A page under another name that leads a browser on this host here cannot send the header.
func TestGuard_aHeaderCountsForAKnownNameAlone(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{Addr: "127.0.0.1:1", TrustedHeader: "X-Remote-User", Host: "plumbline.example"})
	for host, want := range map[string]bool{"127.0.0.1:1": true, "localhost:1": true, "[::1]:1": true, "Plumbline.Example": true, "rebound.example:1": false, "": false} {
		got := g.MayWrite(request(func(r *http.Request) {
			r.Host, r.RemoteAddr = host, "127.0.0.1:5"
			r.Header.Set("X-Remote-User", "someone")
		}))
		if got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}
