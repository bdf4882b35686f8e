package server

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// origin is where a request came to, as far as it says, and the public address
// that follows from it.
type origin struct{ scheme, host, prefix, base string }

// base returns the public address of the server for this request, without a
// slash at its end: what all links begin with.
func (x *exchange) base() string {
	if x.public == "" {
		x.public = x.server.baseOf(x.r)
	}
	return x.public
}

func (s *Server) baseOf(r *http.Request) string {
	if s.config.Base != "" {
		return s.config.Base
	}
	scheme, host, prefix := "http", r.Host, ""
	if r.TLS != nil {
		scheme = "https"
	}
	if s.config.TrustedProxies != nil && s.trusts(r.RemoteAddr) {
		if v := forwarded(r, "X-Forwarded-Proto"); v == "http" || v == "https" {
			scheme = v
		}
		if v := forwarded(r, "X-Forwarded-Host"); v != "" && isHost(v) {
			host = v
		}
		if v := forwarded(r, "X-Forwarded-Prefix"); isPrefix(v) {
			prefix = v
		}
	}
	last := s.origin.Load()
	if last != nil && last.host == host && last.scheme == scheme && last.prefix == prefix {
		return last.base
	}
	o := &origin{scheme, host, prefix, scheme + "://" + hostOf(r, host) + strings.TrimRight(prefix, "/")}
	s.origin.Store(o)
	return o.base
}

// trusts reports whether an address is that of a trusted proxy.
func (s *Server) trusts(remote string) bool {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	for _, p := range s.config.TrustedProxies {
		if p.Contains(at.Addr().Unmap()) {
			return true
		}
	}
	return false
}

// forwarded returns what the nearest proxy says: the last entry.
func forwarded(r *http.Request, name string) string {
	v := header(r, name)
	return strings.TrimSpace(v[strings.LastIndexByte(v, ',')+1:])
}

// hostOf returns host, or where the request really came in if host cannot be one.
func hostOf(r *http.Request, host string) string {
	if isHost(host) {
		return host
	}
	if a, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		return a.String()
	}
	return "localhost"
}

// isHost reports whether s could be a host with or without a port
// (RFC 3986 §3.2.2), without what is rare there and awkward in a page.
func isHost(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && !strings.ContainsRune("-._:[]", rune(c)) {
			return false
		}
	}
	return s != ""
}

// isPrefix reports whether s could be the path that a proxy has taken away.
func isPrefix(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && !strings.ContainsRune("-._~/", rune(c)) {
			return false
		}
	}
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
}
