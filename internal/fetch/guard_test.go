package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

func TestGuard_Check(t *testing.T) {
	t.Parallel()
	for text, inside := range map[string]bool{
		"127.0.0.1": true, "127.255.0.9": true, "10.1.2.3": true, "172.16.0.1": true, "172.31.255.255": true, "192.168.0.1": true,
		"169.254.169.254": true, "169.254.0.1": true, "100.64.0.1": true, "100.100.100.200": true, "168.63.129.16": true,
		"0.0.0.0": true, "0.1.2.3": true, "224.0.0.1": true, "239.1.2.3": true, "240.0.0.1": true, "255.255.255.255": true,
		"192.0.0.192": true, "192.0.2.1": true, "198.18.0.1": true, "198.51.100.7": true, "203.0.113.7": true,
		"::": true, "::1": true, "fe80::1": true, "fe80::1%eth0": true, "fc00::1": true, "fd00:ec2::254": true, "fec0::1": true, "ff02::1": true,
		"::ffff:127.0.0.1": true, "::ffff:10.0.0.1": true, "::10.0.0.1": true, "64:ff9b::10.0.0.1": true, "64:ff9b::a9fe:a9fe": true,
		"64:ff9b:1::1": true, "2002:7f00:1::": true, "2001::1": true, "2001:db8::1": true, "100::1": true, "4000::1": true,

		"140.82.121.3": false, "172.15.0.1": false, "172.32.0.1": false, "100.63.255.255": false, "100.128.0.1": false, "8.8.8.8": false,
		"169.253.1.1": false, "169.255.1.1": false, "223.255.255.1": false, "192.169.0.1": false, "11.0.0.1": false, "128.0.0.1": false,
		"2606:50c0:8000::153": false, "2a00:1450:4001::1": false, "2001:4860::8888": false,
		"64:ff9b::8c52:7903": false, "2002:8c52:7903::1": false, "::ffff:140.82.121.3": false,
	} {
		err := fetch.NewGuard(nil).Check(netip.MustParseAddr(text))
		if (err != nil) != inside || inside && !errors.Is(err, fetch.ErrInternal) {
			t.Errorf("%s: %v, want it refused: %t", text, err, inside)
		}
	}
}

func TestGuard_allowsTheOperatorsNetworks(t *testing.T) {
	t.Parallel()
	networks, err := fetch.Networks([]string{"10.1.0.0/16", " 192.168.7.7", "fd12::/16"})
	if err != nil {
		t.Fatal(err)
	}
	g := fetch.NewGuard(networks)
	for text, want := range map[string]bool{
		"10.1.9.9": true, "::ffff:10.1.9.9": true, "10.2.0.1": false, "192.168.7.7": true, "192.168.7.8": false, "fd12::9": true, "fd13::9": false,
	} {
		if err := g.Check(netip.MustParseAddr(text)); (err == nil) != want {
			t.Errorf("%s: %v, want it allowed: %t", text, err, want)
		}
	}
	for _, bad := range []string{"", "intranet", "10.0.0.0/40", "10.0.0", "::ffff:10.0.0.0/104", strings.Repeat("x", 1000)} {
		if _, err := fetch.Networks([]string{bad}); err == nil || len(err.Error()) > 200 {
			t.Errorf("%.20q: error %v, want a short one", bad, err)
		}
	}
}

// A base connects to no internal address, by number or by name, except where the operator sends it.
func TestGuard_base(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("inside")) }))
	t.Cleanup(srv.Close)
	at, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	networks, err := fetch.Networks([]string{"127.0.0.0/8", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	named := fetch.NewGuard(nil, srv.URL)
	for _, row := range []struct {
		name, host string
		guard      *fetch.Guard
		ok         bool
	}{
		{"by number", "127.0.0.1", nil, false},
		{"by another number", "127.0.0.2", nil, false},
		{"mapped", "[::ffff:127.0.0.1]", nil, false},
		{"by name", "localhost", nil, false},
		{"named by the operator", "127.0.0.1", named, true},
		{"beside what the operator named", "127.0.0.2", named, false},
		{"the operator's address by another name", "localhost", named, false},
		{"in the operator's network", "127.0.0.1", fetch.NewGuard(networks), true},
	} {
		got, err := get(t, fetch.NewBase(fetch.BaseConfig{Guard: row.guard}), "http://"+row.host+":"+at.Port()+"/")
		if row.ok && (got != "inside" || err != nil) || !row.ok && !errors.Is(err, fetch.ErrInternal) {
			t.Errorf("%s: got %q, error %v, want it allowed: %t", row.name, got, err, row.ok)
		}
	}
}

// A proxy resolves names itself, so only what is written out can be judged; the proxy may be inside.
func TestGuard_proxy(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("by the proxy")) }))
	t.Cleanup(srv.Close)
	proxy, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	for host, ok := range map[string]bool{"api.example.invalid": true, "169.254.169.254": false, "[::1]": false, "localhost": false} {
		_, err := get(t, fetch.NewBase(fetch.BaseConfig{Proxy: http.ProxyURL(proxy)}), "http://"+host+"/")
		if (err == nil) != ok || !ok && !errors.Is(err, fetch.ErrInternal) {
			t.Errorf("%s: %v, want it allowed: %t", host, err, ok)
		}
	}
}

func TestGuard_Resolve(t *testing.T) {
	t.Parallel()
	answers := map[string][]string{
		"outside.example": {"140.82.121.3", "2606:50c0:8000::153"},
		"inside.example":  {"10.0.0.7"},
		"both.example":    {"140.82.121.3", "127.0.0.1"},
		"mapped.example":  {"::ffff:192.168.0.1"},
		"none.example":    nil,
	}
	g := fetch.NewGuard(nil, "https://mirror.example").Looking(func(_ context.Context, _, host string) ([]netip.Addr, error) {
		var out []netip.Addr
		for _, a := range answers[host] {
			out = append(out, netip.MustParseAddr(a))
		}
		return out, nil
	})
	for host, want := range map[string]int{
		"outside.example": 2, "inside.example": -1, "both.example": -1, "mapped.example": -1, "none.example": -1, "mirror.example": 0, "127.0.0.1": -1,
	} {
		got, err := g.Resolve(t.Context(), &url.URL{Scheme: "https", Host: host}, nil)
		if (err != nil) != (want < 0) || err == nil && len(got) != want {
			t.Errorf("%s: got %v, error %v, want %d addresses", host, got, err, want)
		}
	}
	by := func(*url.URL) (*url.URL, error) { return &url.URL{Scheme: "http", Host: "10.0.0.1:3128"}, nil }
	if got, err := g.Resolve(t.Context(), &url.URL{Scheme: "https", Host: "inside.example"}, by); got != nil || err != nil {
		t.Errorf("through a proxy: got %v, error %v, want neither", got, err)
	}
}
