package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/network"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// ErrInternal means that an address belongs to this machine, its network or a special use, where a
// list, an answer or a visitor must not send us. It wraps source.ErrUnavailable.
var ErrInternal = fmt.Errorf("%w: an internal address is not asked", source.ErrUnavailable)

// Guard decides where connections may go. It judges the address that a name resolved to, at the
// moment of connecting, so a name cannot change its meaning in between. Allowed are public addresses,
// the networks of the operator and the addresses that the operator configured. It is safe for
// concurrent use. The zero value allows public addresses only.
type Guard struct {
	networks []netip.Prefix
	lookup   func(ctx context.Context, network, host string) ([]netip.Addr, error) // nil: the system's

	mu    sync.RWMutex
	named map[string]bool // "host:port"
}

// NewGuard returns a guard that also allows the networks, and the hosts of the addresses that the
// operator configured ("http://127.0.0.1:8080/osv"); other addresses of those hosts' networks stay
// forbidden. Addresses that are none are ignored.
func NewGuard(networks []netip.Prefix, named ...string) *Guard {
	g := &Guard{networks: networks, named: map[string]bool{}}
	for _, address := range named {
		if u, err := url.Parse(address); err == nil {
			g.name(u)
		}
	}
	return g
}

// name allows the host and port of an address.
func (g *Guard) name(u *url.URL) {
	if u == nil || u.Hostname() == "" {
		return
	}
	at := strings.ToLower(net.JoinHostPort(u.Hostname(), proxyPort(u)))
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.named == nil {
		g.named = map[string]bool{}
	}
	g.named[at] = true
}

func proxyPort(u *url.URL) string {
	if u.Port() == "" && strings.HasPrefix(u.Scheme, "socks5") {
		return "1080"
	}
	return port(u)
}

// names reports whether the operator configured this host and port.
func (g *Guard) names(hostport string) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.named[strings.ToLower(hostport)]
}

// Check returns an error wrapping ErrInternal if connections to an address are not allowed.
func (g *Guard) Check(addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
	why := network.Internal(addr)
	if why == "" || slices.ContainsFunc(g.networks, func(p netip.Prefix) bool { return p.Contains(addr) }) {
		return nil
	}
	return fmt.Errorf("%w: %s is %s; --allow-networks allows networks of your own", ErrInternal, addr, why)
}

// checkHost returns an error if a host is an internal address, or a name that always means one.
func (g *Guard) checkHost(host string) error {
	if addr, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return g.Check(addr)
	}
	switch why := network.InternalHost(host); why {
	case "":
		return nil
	case "this machine":
		return g.Check(netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	default:
		return fmt.Errorf("%w: %.100s is %s", ErrInternal, host, why)
	}
}

// dial returns a dialer that connects only where the guard allows.
func (g *Guard) dial(connect time.Duration) func(ctx context.Context, network, address string) (net.Conn, error) {
	free := &net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second}
	guarded := &net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second, Control: g.control}
	return func(ctx context.Context, kind, address string) (net.Conn, error) {
		if g.names(address) {
			return free.DialContext(ctx, kind, address)
		}
		return guarded.DialContext(ctx, kind, address)
	}
}

// control is called with the address that a name resolved to, before it is connected to.
func (g *Guard) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %q is no address", ErrInternal, address)
	}
	return g.Check(at.Addr())
}

// through returns a proxy function that notes the proxy, which the operator configured. What is
// asked through a proxy is resolved by the proxy, so only internal addresses written out, and
// localhost, can be refused.
func (g *Guard) through(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	if proxy == nil {
		return nil
	}
	return func(req *http.Request) (*url.URL, error) {
		u, err := proxy(req)
		if u == nil || err != nil {
			return u, err
		}
		if !g.names(net.JoinHostPort(req.URL.Hostname(), port(req.URL))) {
			if err := g.checkHost(req.URL.Hostname()); err != nil {
				return nil, err
			}
		}
		g.name(u)
		return u, nil
	}
}

// Resolve returns the allowed addresses of a host, for a program that connects itself through the
// proxy (nil: none). It returns nil for a host and port that the operator configured and for one
// that a proxy resolves, and an error wrapping ErrInternal if any address of the host is not
// allowed: a host that names one is not to be trusted with the others. Cost: one question to the
// resolver.
func (g *Guard) Resolve(ctx context.Context, u *url.URL, proxy func(*url.URL) (*url.URL, error)) ([]netip.Addr, error) {
	host := u.Hostname()
	if g.names(net.JoinHostPort(host, port(u))) {
		return nil, nil
	}
	if err := g.checkHost(host); err != nil {
		return nil, err
	}
	if proxy != nil {
		if by, err := proxy(u); by != nil || err != nil {
			return nil, err
		}
	}
	lookup := g.lookup
	if lookup == nil {
		lookup = net.DefaultResolver.LookupNetIP
	}
	found, err := lookup(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: %s has no address", source.ErrUnavailable, host)
	}
	for i, addr := range found {
		if err := g.Check(addr); err != nil {
			return nil, fmt.Errorf("%s: %w", host, err)
		}
		found[i] = addr.Unmap()
	}
	return found, nil
}

// Networks reads networks, "10.0.0.0/8", and single addresses. The error names the first that is
// neither.
func Networks(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if addr, err := netip.ParseAddr(text); err == nil {
			text = netip.PrefixFrom(addr, addr.BitLen()).String()
		}
		p, err := netip.ParsePrefix(text)
		if err != nil || p.Addr().Is4In6() {
			return nil, errors.New("no network such as 10.0.0.0/8 or fd00::/8: " + clipped(text))
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

func clipped(s string) string { return fmt.Sprintf("%.60q", s) }

// Looking returns a guard that resolves names with a function of the caller's; for tests.
func (g *Guard) Looking(lookup func(ctx context.Context, network, host string) ([]netip.Addr, error)) *Guard {
	return &Guard{networks: g.networks, named: g.named, lookup: lookup}
}
