package sources

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// probeTime bounds one look for a network.
const probeTime = 3 * time.Second

// Dial opens a connection, as net.Dialer's DialContext does.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Network looks whether the hosts that sources ask first can be reached.
type Network struct {
	// Hosts are "host:port", each once; none: the sources need no network.
	Hosts []string
	// Dial connects; nil: the system's network.
	Dial Dial
}

// Network returns the hosts that these flags ask first. present is false for figures of
// a past day. Where a local copy may be read there are none: what a mirror holds needs no
// network.
func (o Options) Network(present bool) Network {
	git := slices.Contains(o.Sources, field.SourceGit) || slices.Contains(o.Sources, field.SourceScorecard)
	if o.Offline || git && len(o.Mirror) > 0 {
		return Network{}
	}
	var first []string
	if present && o.asksGitHub() {
		first = append(first, o.GitHub.URL)
	}
	if present && o.asksPublished() {
		first = append(first, o.Results.URL)
	}
	if present && o.asksRegistries() {
		first = append(first, or(o.Registries.URL, "https://api.deps.dev/"))
	}
	if present && o.asksDebian() && !o.Debian.local() {
		first = append(first, o.Debian.Mirror)
	}
	if present && o.asksAdvisories() {
		first = append(first, or(o.Services.OSV, "https://api.osv.dev/"))
	}
	if git {
		first = append(first, "https://github.com/")
	}
	var n Network
	for _, text := range first {
		if host := throughProxy(text); host != "" && !slices.Contains(n.Hosts, host) {
			n.Hosts = append(n.Hosts, host)
		}
	}
	return n
}

func or(given, usual string) string {
	if given == "" {
		return usual
	}
	return given
}

// throughProxy returns the "host:port" that is connected to for an address: that of the
// proxy where the environment names one.
func throughProxy(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u}); err == nil && proxy != nil {
		u = proxy
	}
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "http":
		port = "80"
	case u.Scheme == "socks5", u.Scheme == "socks5h":
		port = "1080"
	default:
		port = "443"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// Up reports whether any of the hosts can be reached, asking all at once for at most
// three seconds. A host that refuses the connection was reached: it is in trouble, not
// the network. Nothing is sent.
func (n Network) Up(ctx context.Context) bool {
	if len(n.Hosts) == 0 {
		return true
	}
	dial := n.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	reached := make(chan bool, len(n.Hosts))
	for _, host := range n.Hosts {
		go func() {
			conn, err := dial(ctx, "tcp", host)
			if err == nil {
				conn.Close()
			}
			reached <- err == nil || errors.Is(err, syscall.ECONNREFUSED)
		}()
	}
	for range n.Hosts {
		select {
		case ok := <-reached:
			if ok {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}
