// Package network tells public addresses from internal ones: those of this machine, its network or a
// special use. It resolves nothing.
package network

import (
	"net/netip"
	"strings"
)

// special are the networks that are not public, most specific first.
// https://www.iana.org/assignments/iana-ipv4-special-registry/
// https://www.iana.org/assignments/iana-ipv6-special-registry/
var special = []struct {
	network netip.Prefix
	what    string
}{
	// Where clouds answer with credentials. Most lie within other networks of this list.
	{netip.MustParsePrefix("169.254.169.254/32"), "a metadata address"},
	{netip.MustParsePrefix("169.254.170.2/32"), "a metadata address"},
	{netip.MustParsePrefix("100.100.100.200/32"), "a metadata address"},
	{netip.MustParsePrefix("168.63.129.16/32"), "a metadata address"},
	{netip.MustParsePrefix("192.0.0.192/32"), "a metadata address"},
	{netip.MustParsePrefix("fd00:ec2::/32"), "a metadata address"},
	{netip.MustParsePrefix("fd20:ce::254/128"), "a metadata address"},

	{netip.MustParsePrefix("0.0.0.0/8"), "an unspecified address"},
	{netip.MustParsePrefix("10.0.0.0/8"), "a private address"},
	{netip.MustParsePrefix("100.64.0.0/10"), "a shared address of a provider"},
	{netip.MustParsePrefix("127.0.0.0/8"), "this machine"},
	{netip.MustParsePrefix("169.254.0.0/16"), "a link-local address"},
	{netip.MustParsePrefix("172.16.0.0/12"), "a private address"},
	{netip.MustParsePrefix("192.0.0.0/24"), "a reserved address"},
	{netip.MustParsePrefix("192.0.2.0/24"), "an address for examples"},
	{netip.MustParsePrefix("192.88.99.0/24"), "a reserved address"},
	{netip.MustParsePrefix("192.168.0.0/16"), "a private address"},
	{netip.MustParsePrefix("198.18.0.0/15"), "an address for tests"},
	{netip.MustParsePrefix("198.51.100.0/24"), "an address for examples"},
	{netip.MustParsePrefix("203.0.113.0/24"), "an address for examples"},
	{netip.MustParsePrefix("224.0.0.0/4"), "a multicast address"},
	{netip.MustParsePrefix("240.0.0.0/4"), "a reserved address"},

	{netip.MustParsePrefix("::/128"), "an unspecified address"},
	{netip.MustParsePrefix("::1/128"), "this machine"},
	{netip.MustParsePrefix("64:ff9b:1::/48"), "a translation to a private address"},
	{netip.MustParsePrefix("fc00::/7"), "a private address"},
	{netip.MustParsePrefix("fe80::/10"), "a link-local address"},
	{netip.MustParsePrefix("fec0::/10"), "a private address"},
	{netip.MustParsePrefix("ff00::/8"), "a multicast address"},
	{netip.MustParsePrefix("2001::/23"), "a reserved address"}, // Teredo, benchmarks, ORCHID
	{netip.MustParsePrefix("2001:db8::/32"), "an address for examples"},
	{netip.MustParsePrefix("3fff::/20"), "an address for examples"},
}

var (
	public6 = netip.MustParsePrefix("2000::/3")
	// carriers are networks whose addresses carry an IPv4 address, and at which byte.
	carriers = []struct {
		network netip.Prefix
		at      int
	}{
		{netip.MustParsePrefix("64:ff9b::/96"), 12}, // NAT64: where a network has no IPv4, public hosts are here
		{netip.MustParsePrefix("2002::/16"), 2},     // 6to4
	}
)

// Internal returns what kind of internal address this is, "a private address", or "" for a public
// one. An address that carries an IPv4 address is judged by that.
func Internal(addr netip.Addr) string {
	addr = addr.Unmap()
	for _, c := range carriers {
		if c.network.Contains(addr) {
			b := addr.As16()
			return Internal(netip.AddrFrom4([4]byte(b[c.at : c.at+4])))
		}
	}
	for _, s := range special {
		if s.network.Contains(addr) {
			return s.what
		}
	}
	if !addr.IsValid() || addr.Is6() && !public6.Contains(addr) {
		return "a reserved address"
	}
	return ""
}

// InternalHost returns what kind of internal address a host is, or "" if only resolving it can tell.
// A host that ends in a number is an address in one of the many forms that some programs accept
// ("127.1", "0x7f.0.0.1"), never a name.
func InternalHost(host string) string {
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		return Internal(addr)
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case last == "localhost":
		return "this machine"
	case last != "" && strings.Trim(last, "0123456789") == "",
		strings.HasPrefix(last, "0x") && strings.Trim(last[2:], "0123456789abcdef") == "":
		return "a number in place of a name"
	}
	return ""
}
