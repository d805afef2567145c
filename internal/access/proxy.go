package access

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// proxies are the reverse proxies of the operator, and what they say of a request.
type proxies struct {
	// header names the person; empty: no header does.
	header string
	// networks are where the proxies are; nil: on this host.
	networks []netip.Prefix
	// host is the one that readers know the site by; empty: it is not known.
	host string
}

// everyClient are headers that clients send by themselves, so that they identify no person.
var everyClient = []string{
	"Host", "Cookie", "User-Agent", "Connection", "Origin", "Referer", "Content-Type", "Content-Length", "Cache-Control", "Pragma",
	"Upgrade-Insecure-Requests", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host",
	"X-Forwarded-Port", "X-Forwarded-Server", "X-Real-Ip", "Via", "Range", "If-Modified-Since", "Dnt", "Priority", "Te", "If-None-Match",
}

// checkHeader returns an error for a name that is no header of a person.
func checkHeader(name string) error {
	token := func(c rune) bool {
		return c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	canonical := http.CanonicalHeaderKey(name)
	switch {
	case strings.ContainsFunc(name, func(c rune) bool { return !token(c) }) || len(name) > 100:
		return errors.New("it is not the name of a header; an example is X-Remote-User")
	case slices.Contains(everyClient, canonical), strings.HasPrefix(canonical, "Accept"), strings.HasPrefix(canonical, "Sec-"):
		return errors.New("every client sends this header; name one that only the proxy sets, such as X-Remote-User")
	}
	return nil
}

// parseNetworks reads networks such as 10.0.0.0/8; an address is a network of one.
func parseNetworks(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if a, bad := netip.ParseAddr(text); err != nil && bad == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%q is not a network, such as 10.0.0.0/8", text)
		}
		if p.Bits() == 0 {
			return nil, fmt.Errorf("%q is every address; name the network of the proxy", text)
		}
		if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 { // as addresses are compared
			p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// listensHere reports whether an address to listen on can be reached from this host alone.
func listensHere(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && isHere(host)
}

func isHere(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.Unmap().IsLoopback()
}

// from reports whether an address is the proxy's.
func (p proxies) from(a netip.Addr) bool {
	if p.networks == nil {
		return a.IsLoopback()
	}
	return slices.ContainsFunc(p.networks, func(n netip.Prefix) bool { return n.Contains(a) })
}

// names reports whether a proxy has named the person of a request. A header that is there twice was
// added to one of the client.
func (p proxies) names(r *http.Request) bool {
	if p.header == "" || !p.from(remote(r)) || !p.meant(r) {
		return false
	}
	values := r.Header.Values(p.header)
	return len(values) == 1 && strings.TrimSpace(values[0]) != ""
}

// meant reports whether a request from this host is for the site by a name that is known for it. A
// browser on this host could otherwise be led here by a page under another name, and that page could
// send the header. Named networks are the proxy's alone.
func (p proxies) meant(r *http.Request) bool {
	host := hostOf(r)
	return p.networks != nil || isHere(host) || p.host != "" && strings.EqualFold(host, p.host)
}

// hostOf returns the host that a request names, without the port.
func hostOf(r *http.Request) string {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.Trim(host, "[]")
}

// client returns the address of the client: the last that is no proxy's of those that proxies saw, or
// else the connection's. A program on this host can forge it, as only a proxy here can be meant.
func (p proxies) client(r *http.Request) netip.Addr {
	a := remote(r)
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(all) - 1; i >= 0 && p.from(a); i-- {
		seen, err := addressOf(strings.TrimSpace(all[i]))
		if err != nil {
			break
		}
		a = seen
	}
	return a
}

// addressOf reads an address, perhaps with a port.
func addressOf(text string) (netip.Addr, error) {
	if ap, err := netip.ParseAddrPort(text); err == nil {
		return ap.Addr().Unmap(), nil
	}
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return a.Unmap(), err
}

// private reports whether no one between the reader and the site can read the request: it came by
// TLS, to the proxy by TLS, or from a browser on this host.
func (p proxies) private(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	a := remote(r)
	if proto := r.Header.Get("X-Forwarded-Proto"); proto != "" {
		return p.from(a) && proto == "https"
	}
	return a.IsLoopback() && isHere(hostOf(r))
}

// remote returns the address of the connection; the zero value if it has none.
func remote(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}
