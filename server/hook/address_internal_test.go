package hook

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

func TestPublic(t *testing.T) {
	tests := map[string]bool{
		"1.1.1.1": true, "8.8.8.8": true, "172.15.255.255": true, "172.32.0.0": true, "100.63.255.255": true, "100.128.0.0": true, "223.255.255.255": true,
		"0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "100.64.0.1": false, "127.0.0.1": false, "127.255.255.254": false,
		"169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.1": false, "192.0.2.1": false, "192.168.1.1": false,
		"198.18.0.1": false, "198.51.100.1": false, "203.0.113.1": false, "224.0.0.1": false, "239.255.255.250": false, "240.0.0.1": false, "255.255.255.255": false,
		"2606:4700:4700::1111": true, "2a00::1": true,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:169.254.169.254": false, "::ffff:1.1.1.1": true,
		"::127.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "100::1": false, "2001::1": false, "2001:db8::1": false, "2002:7f00:1::": false,
		"3fff::1": false, "5f00::1": false, "fc00::1": false, "fd00:ec2::254": false, "fe80::1": false, "fe80::1%eth0": false, "2a00::1%eth0": false, "fec0::1": false, "ff02::1": false,
	}
	for text, want := range tests {
		if got := Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestCheckURL(t *testing.T) {
	tests := map[string]bool{
		"https://example.org/hook": true, "http://example.org": true, "https://example.org:8443/a?b=c": true, "https://1.1.1.1/": true, "https://[2a00::1]/": true,
		"https://xn--mnchen-3ya.example/": true, "https://a.0example/": true, "https://127.0.0.1/": true, // asked when it is dialled
		"": false, "example.org/hook": false, "ftp://example.org/": false, "file:///etc/passwd": false, "gopher://example.org": false, "HTTPS://example.org": true,
		"http:///hook": false, "http:example.org": false, "https://user:pass@example.org/": false, "https://example.org@127.0.0.1/": false, "https://example.org/#a": false,
		"http://2130706433/": false, "http://0x7f000001/": false, "http://0x7f.1/": false, "http://127.1/": false, "http://0177.0.0.1/": false,
		"http://127.0.0.1./": false, "http://127.0.0.0x1/": false, "http://1.2.3.4.5/": false, "http://0/": false, "http://a.0x/": false, "http://%zz/": false, "http://[::1/": false, "http://a b/": false, "http://a\n/": false,
	}
	for text, want := range tests {
		err := CheckURL(text)
		if (err == nil) != want {
			t.Errorf("%q: got %v, want it taken: %v", text, err, want)
		}
		if err != nil && geo.KindOf(err) != geo.Invalid {
			t.Errorf("%q: got kind %v, want invalid", text, geo.KindOf(err))
		}
	}
}

// Whatever the way to write it: this machine is not reached, and nothing is sent.
func TestDialRefuses(t *testing.T) {
	var mu sync.Mutex
	asked := 0
	at := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { mu.Lock(); asked++; mu.Unlock() }))
	defer at.Close()
	of, err := url.Parse(at.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := NewClient(Client{Timeout: 5 * time.Second})
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]", "[::1]", "169.254.169.254", "10.0.0.1", "[fe80::1]"} {
		err := c.Test(t.Context(), sqlite.Hook{ID: "a", URL: "http://" + host + ":" + of.Port() + "/"})
		if err == nil || !strings.Contains(err.Error(), "is not a public address") && !strings.Contains(err.Error(), "is nobody's address") {
			t.Errorf("%s: got %v, want that it is not a public address", host, err)
		}
	}
	// Numbers that a system's resolver may take for addresses come no further.
	for _, host := range []string{"2130706433", "0x7f000001", "127.1", "0177.0.0.1"} {
		if err := c.Test(t.Context(), sqlite.Hook{ID: "a", URL: "http://" + host + ":" + of.Port() + "/"}); err == nil {
			t.Errorf("%s was reached", host)
		}
	}
	allowed := NewClient(Client{Private: true})
	for _, host := range []string{"0.0.0.0", "[::]", "224.0.0.1"} {
		if err := allowed.Test(t.Context(), sqlite.Hook{ID: "a", URL: "http://" + host + ":" + of.Port() + "/"}); err == nil || !strings.Contains(err.Error(), "nobody's address") {
			t.Errorf("%s, with private ones allowed: got %v, want that it is nobody's address", host, err)
		}
	}
	if asked > 0 {
		t.Errorf("%d requests came in, want none", asked)
	}
	if err := allowed.Test(t.Context(), sqlite.Hook{ID: "a", URL: at.URL}); err != nil || asked != 1 {
		t.Errorf("with private ones allowed: got %v and %d requests, want one", err, asked)
	}
}

// A list of addresses allows those in it, public or not, and no others.
func TestDialOnly(t *testing.T) {
	asked := 0
	at := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer at.Close()
	for _, tt := range []struct {
		only []string
		want string // why not; empty where it is allowed
	}{
		{[]string{"127.0.0.1/32"}, ""},
		{[]string{"203.0.113.0/24", "127.0.0.0/8"}, ""},
		{[]string{"127.0.0.2/32"}, "127.0.0.1 is none of the addresses that hooks may call"},
		{[]string{"::/0"}, "127.0.0.1 is none of the addresses that hooks may call"},
		{nil, "is not a public address"},
	} {
		c := Client{Timeout: 5 * time.Second}
		for _, text := range tt.only {
			c.Only = append(c.Only, netip.MustParsePrefix(text))
		}
		asked = 0
		err := NewClient(c).Test(t.Context(), sqlite.Hook{ID: "a", URL: at.URL})
		switch {
		case tt.want == "" && (err != nil || asked != 1):
			t.Errorf("only %v: got %v and %d requests, want one", tt.only, err, asked)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || asked != 0):
			t.Errorf("only %v: got %v and %d requests, want that %s", tt.only, err, asked, tt.want)
		}
	}
	// A public address that is not in the list is refused, and "no address" stays that.
	c := NewClient(Client{Only: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}})
	for address, want := range map[string]bool{"1.1.1.1:443": true, "10.0.0.1:80": true, "0.0.0.0:80": false, "224.0.0.1:80": false, "[2a00::1]:443": false} {
		if err := c.mayDial(address); (err == nil) != want {
			t.Errorf("%s, with all of IPv4 in the list: got %v, want it allowed: %v", address, err, want)
		}
	}
}

// names answers as a name server does, over a connection with lengths (RFC 1035
// §4.2.2): with an address for A, nothing for the rest.
type names struct {
	mu sync.Mutex
	is netip.Addr
}

func (n *names) set(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.is = netip.MustParseAddr(text)
}

func (n *names) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go func() {
		defer ours.Close()
		for n.answer(ours) == nil {
		}
	}()
	return theirs, nil
}

func (n *names) answer(c net.Conn) error {
	var length [2]byte
	if _, err := io.ReadFull(c, length[:]); err != nil {
		return err
	}
	m := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(c, m); err != nil {
		return err
	}
	end := 12
	for m[end] != 0 {
		end += int(m[end]) + 1
	}
	question := m[12 : end+5]
	n.mu.Lock()
	is := n.is.As4()
	n.mu.Unlock()
	out := append([]byte{m[0], m[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, question...)
	if binary.BigEndian.Uint16(question[len(question)-4:]) == 1 {
		out[7] = 1
		out = append(append(out, 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4), is[:]...)
	}
	_, err := c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(out))), out...))
	return err
}

// A name that leads to an address that is allowed, and the next time to one that is
// not, gets nothing the next time.
func TestNameThatChanges(t *testing.T) {
	var mu sync.Mutex
	asked := 0
	at := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked++
		w.Header().Set("Connection", "close")
	}))
	defer at.Close()
	of, err := url.Parse(at.URL)
	if err != nil {
		t.Fatal(err)
	}
	n := &names{}
	c := NewClient(Client{Timeout: 20 * time.Second, Resolver: &net.Resolver{PreferGo: true, Dial: n.dial}, public: func(a netip.Addr) bool {
		return Public(a) || a == netip.MustParseAddr("127.0.0.1") // the receiver stands for one that is public
	}})
	h := sqlite.Hook{ID: "a", URL: "http://hook.example.:" + of.Port() + "/"}
	n.set("127.0.0.1")
	if err := c.Test(t.Context(), h); err != nil || asked != 1 {
		t.Fatalf("got %v and %d requests, want one", err, asked)
	}
	for _, other := range []string{"127.0.0.2", "10.0.0.1", "169.254.169.254"} {
		n.set(other)
		if err := c.Test(t.Context(), h); err == nil || !strings.Contains(err.Error(), other+" is not a public address") || asked != 1 {
			t.Errorf("%s: got %v and %d requests, want that it is not public", other, err, asked)
		}
	}
	n.set("127.0.0.1")
	if err := c.Test(t.Context(), h); err != nil || asked != 2 {
		t.Errorf("got %v and %d requests, want it to be reached again", err, asked)
	}
}

func TestBackoff(t *testing.T) {
	tests := []struct {
		failures int
		chance   float64
		want     time.Duration
	}{
		{1, 0, time.Second / 2}, {1, 1, time.Second}, {2, 1, 2 * time.Second}, {5, 0.5, 12 * time.Second}, {10, 1, 512 * time.Second},
		{11, 1, 10 * time.Minute}, {11, 0, 5 * time.Minute}, {1 << 40, 1, 10 * time.Minute},
	}
	for _, tt := range tests {
		if got := backoff(tt.failures, tt.chance); got != tt.want {
			t.Errorf("%d failures, %g: got %s, want %s", tt.failures, tt.chance, got, tt.want)
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	at := time.Unix(1768910400, 0)
	good := Sign("secret", at, []byte("body"))
	for name, signature := range map[string]string{
		"none": "", "no time": good[strings.Index(good, "v1="):], "no code": "t=1768910400,v1=", "cut": good[:len(good)-2], "another time": strings.Replace(good, "t=1", "t=2", 1),
		"no number": "t=x,v1=00", "another version": strings.Replace(good, "v1", "v2", 1), "more": good + ",v1=00", "upper case": strings.ToUpper(good),
	} {
		if err := Verify("secret", signature, []byte("body"), at, time.Minute); err == nil {
			t.Errorf("%s: %q was taken", name, signature)
		}
	}
	if err := Verify("secret", good, []byte("body"), at.Add(-time.Minute), time.Minute); err != nil {
		t.Errorf("got %v", err)
	}
}
