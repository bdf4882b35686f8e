package hook

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"cairn/geo"
)

// closed are the addresses that are nobody's on the internet, from the registries of
// IANA (RFC 6890 and what came after it). Of IPv6 only 2000::/3 is given out at all; what
// carries an address of IPv4 in it (6to4, Teredo, NAT64) is refused as a whole.
var closed = [...]netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // shared by providers
	netip.MustParsePrefix("127.0.0.0/8"),     // loopback
	netip.MustParsePrefix("169.254.0.0/16"),  // link-local, and what clouds tell their machines
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // protocols
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast
	netip.MustParsePrefix("2001::/23"),       // protocols, Teredo
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4
	netip.MustParsePrefix("3fff::/20"),       // documentation
}

var given = netip.MustParsePrefix("2000::/3")

// Public reports whether an address is one that anybody on the internet can have: not
// private, of this machine or link, for many, or reserved. An address of IPv4 mapped
// into IPv6 is taken for what it is.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || a.Is6() && !given.Contains(a) {
		return false
	}
	for _, p := range closed {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// mayDial is asked with the address that is about to be connected to, after its name was
// looked up, each time: a name that has another address by then changes nothing.
func (c *Client) mayDial(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%q is no address", address)
	}
	a := at.Addr().Unmap()
	switch {
	case a.IsMulticast() || a.IsUnspecified():
		return fmt.Errorf("%s is nobody's address", a)
	case len(c.Only) > 0 && !slices.ContainsFunc(c.Only, func(p netip.Prefix) bool { return p.Contains(a) }):
		return fmt.Errorf("%s is none of the addresses that hooks may call; cairn serve --hooks-only lists them", a)
	case len(c.Only) == 0 && !c.Private && !c.public(a):
		return fmt.Errorf("%s is not a public address; cairn serve --allow-hook-private lets hooks go there", a)
	}
	return nil
}

// CheckURL refuses what no hook can be: anything but http and https, without a host,
// with a password or a fragment, or with a number for a host that is not an address as
// it is usually written, such as 127.1 or 0x7f000001. Which addresses are allowed is
// asked each time that one is dialled. The error is Invalid.
func CheckURL(text string) error {
	wrong := func(msg string) error { return &geo.Error{Kind: geo.Invalid, Path: "url", Msg: msg} }
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return wrong(fmt.Sprintf("%q is no address such as https://example.org/hook", text))
	case u.Scheme != "http" && u.Scheme != "https":
		return wrong(fmt.Sprintf("%q does not begin with http:// or https://", text))
	case u.Opaque != "" || u.Hostname() == "":
		return wrong(fmt.Sprintf("%q has no host", text))
	case u.User != nil:
		return wrong("the address has a user's name in it; what is sent is signed instead")
	case u.Fragment != "":
		return wrong("the address has a # in it, and what follows that is never sent")
	}
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err != nil && numeric(host) {
		return wrong(fmt.Sprintf("%q is a number, but no address as it is usually written, such as 192.0.2.1", host))
	}
	return nil
}

// numeric reports whether the last part of a host is a number in whatever base, so
// that programs take the whole for an address (WHATWG URL, "ends in a number").
func numeric(host string) bool {
	host = strings.TrimSuffix(host, ".")
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}
