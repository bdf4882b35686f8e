package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

// TestBase tells where links lead: to the address that the request came to,
// unless the configuration or a trusted proxy says otherwise.
func TestBase(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		name, base, remote string
		headers            []string
		want               string
	}{
		{"by host", "", "192.0.2.1:99", nil, "http://cairn.test:8080/api"},
		{"by configuration", "https://example.org/cairn/", "192.0.2.1:99", nil, "https://example.org/cairn/api"},
		{"a stranger says", "", "192.0.2.1:99", []string{"X-Forwarded-Host: evil.test"}, "http://cairn.test:8080/api"},
		{"a proxy says", "", "10.1.2.3:99", []string{"X-Forwarded-Host: evil.test, example.org", "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /maps"}, "https://example.org/maps/api"},
		{"a proxy says nonsense", "", "10.1.2.3:99", []string{`X-Forwarded-Host: "><x`, "X-Forwarded-Proto: javascript", "X-Forwarded-Prefix: //evil"}, "http://cairn.test:8080/api"},
		{"a broken host", "", "192.0.2.1:99", []string{`Host: a'b`}, "http://localhost/api"},
	} {
		s := server.New(server.Config{Store: memory.New(toldAt), Base: c.base, TrustedProxies: proxies})
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host, r.RemoteAddr = "cairn.test:8080", c.remote
		for _, h := range c.headers {
			name, value, _ := strings.Cut(h, ": ")
			if r.Header.Set(name, value); name == "Host" {
				r.Host = value
			}
		}
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, r)
		if !strings.Contains(answer.Body.String(), `"`+c.want+`"`) {
			t.Errorf("%s: no link to %s in %s", c.name, c.want, answer.Body)
		}
	}
}

// TestHTTP holds the listening server to the limits that handlers cannot see to.
func TestHTTP(t *testing.T) {
	s := server.HTTP("127.0.0.1:0", http.NotFoundHandler(), server.Limits{})
	if s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
		t.Errorf("a limit is missing: %+v", s)
	}
}
