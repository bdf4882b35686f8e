package issuer_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/geo"
	"cairn/server"
	"cairn/server/issuer"
)

// fake is an issuer with a key, or none while it is down.
type fake struct {
	*httptest.Server
	mu    sync.Mutex
	down  bool
	keys  map[string]*rsa.PrivateKey
	asked int // for keys
	at    time.Time
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{keys: map[string]*rsa.PrivateKey{"one": newKey(t)}, at: time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		var answer any
		switch r.URL.Path {
		case "/.well-known/openid-configuration":
			answer = map[string]any{"issuer": f.URL, "jwks_uri": f.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}}
		case "/keys":
			f.asked++
			var all []any
			for id, key := range f.keys {
				all = append(all, map[string]any{"kty": "RSA", "kid": id, "use": "sig", "n": part(key.N.Bytes()), "e": part(big.NewInt(int64(key.E)).Bytes())})
			}
			answer = map[string]any{"keys": all}
		}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(f.Close)
	return f
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (f *fake) set(do func()) { f.mu.Lock(); defer f.mu.Unlock(); do() }

func (f *fake) now() time.Time { f.mu.Lock(); defer f.mu.Unlock(); return f.at }

func part(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return part(b)
}

// sign makes a token of claims; some of them are given by the issuer unless they are
// there.
func (f *fake) sign(t *testing.T, id string, key *rsa.PrivateKey, claims map[string]any) string {
	t.Helper()
	signed := text(t, map[string]any{"alg": "RS256", "kid": id}) + "." + text(t, f.claims(claims))
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + part(signature)
}

func (f *fake) claims(claims map[string]any) map[string]any {
	all := map[string]any{"iss": f.URL, "aud": "cairn", "sub": "a-1", "exp": f.now().Add(time.Hour).Unix(), "preferred_username": "amal"}
	for name, value := range claims {
		all[name] = value
	}
	return all
}

func (f *fake) config() issuer.Config {
	return issuer.Config{URL: f.URL, Audience: "cairn", Claim: "groups", WriteRole: "editors", AdminRole: "chiefs", Now: f.now}
}

func TestIdentify(t *testing.T) {
	f := newFake(t)
	of, err := issuer.New(f.config())
	if err != nil {
		t.Fatal(err)
	}
	key := f.keys["one"]
	editor := map[string]any{"groups": []string{"readers", "editors"}}
	good := f.sign(t, "one", key, editor)
	parts := strings.Split(good, ".")
	shared := text(t, map[string]any{"alg": "HS256", "kid": "one"}) + "." + text(t, f.claims(editor))
	mac := hmac.New(sha256.New, key.N.Bytes())
	mac.Write([]byte(shared))
	with := func(name string, value any) string {
		return f.sign(t, "one", key, map[string]any{"groups": []string{"editors"}, name: value})
	}
	tests := []struct {
		name, token string
		want        server.Right // 0: denied
	}{
		{"an editor", good, server.MayWrite},
		{"a chief", with("groups", []string{"editors", "chiefs"}), server.MayAdmin},
		{"one text", with("groups", "readers chiefs"), server.MayAdmin},
		{"a reader", with("groups", []string{"readers"}), server.MayRead},
		{"no roles", with("groups", nil), server.MayRead},
		{"roles of another kind", with("groups", map[string]any{"editors": true}), server.MayRead},
		{"part of a role", with("groups", []string{"editorsx", "xeditors", ""}), server.MayRead},
		{"several audiences", with("aud", []string{"other", "cairn"}), server.MayWrite},
		{"another audience", with("aud", "other"), 0},
		{"no audience", with("aud", nil), 0},
		{"another issuer", with("iss", "https://example.org"), 0},
		{"expired", with("exp", f.now().Add(-time.Second).Unix()), 0},
		{"without an end", with("exp", nil), 0},
		{"not yet", with("nbf", f.now().Add(time.Hour).Unix()), 0},
		{"nobody", with("sub", ""), 0},
		{"a name of two lines", with("sub", "a\nb"), 0},
		{"an unknown key", f.sign(t, "two", newKey(t), editor), 0},
		{"another key of the same name", f.sign(t, "one", newKey(t), editor), 0},
		{"other claims", parts[0] + "." + text(t, f.claims(map[string]any{"groups": "chiefs"})) + "." + parts[2], 0},
		{"alg none", text(t, map[string]any{"alg": "none"}) + "." + parts[1] + ".", 0},
		{"alg none, signed", text(t, map[string]any{"alg": "none"}) + "." + parts[1] + "." + parts[2], 0},
		{"a shared secret", shared + "." + part(mac.Sum(nil)), 0},
		{"no signature", parts[0] + "." + parts[1] + ".", 0},
		{"no JWT", "cairn", 0},
		{"empty", "", 0},
		{"dots", "..", 0},
	}
	for _, tt := range tests {
		who, err := of.Identify(t.Context(), tt.token)
		switch {
		case tt.want == 0 && geo.KindOf(err) != geo.Denied:
			t.Errorf("%s: got %+v and %v, want denied", tt.name, who, err)
		case tt.want != 0 && (err != nil || who.Right != tt.want || who.Name != "oidc:a-1" || who.Collections != nil):
			t.Errorf("%s: got %+v and %v, want right %d", tt.name, who, err, tt.want)
		}
	}
	// However many came with keys that nobody knows, the issuer was not asked each time.
	f.set(func() {
		if f.asked > 1 {
			t.Errorf("the issuer was asked for its keys %d times, want once", f.asked)
		}
	})
}

// While the issuer is down nobody knows whose a token is; once it is back they do, and a
// key that it has changed is known a little later.
func TestIssuerIsDown(t *testing.T) {
	f := newFake(t)
	f.down = true
	of, err := issuer.New(f.config())
	if err != nil {
		t.Fatal(err)
	}
	token := f.sign(t, "one", f.keys["one"], nil)
	for range 3 {
		if _, err := of.Identify(t.Context(), token); geo.KindOf(err) != geo.Busy {
			t.Errorf("got %v, want busy", err)
		}
	}
	f.set(func() { f.down, f.at = false, f.at.Add(3*time.Second) })
	if _, err := of.Identify(t.Context(), token); err != nil {
		t.Errorf("it is back: got %v", err)
	}
	next := newKey(t)
	f.set(func() { f.keys, f.at = map[string]*rsa.PrivateKey{"two": next}, f.at.Add(time.Minute) })
	if _, err := of.Identify(t.Context(), f.sign(t, "two", next, nil)); err != nil {
		t.Errorf("another key: got %v", err)
	}
	f.set(func() { f.down, f.at = true, f.at.Add(time.Minute) })
	if _, err := of.Identify(t.Context(), f.sign(t, "two", next, nil)); err != nil {
		t.Errorf("down, with a key that is known: got %v", err)
	}
	if _, err := of.Identify(t.Context(), f.sign(t, "three", newKey(t), nil)); geo.KindOf(err) != geo.Busy {
		t.Errorf("down, with a key that is not: got %v, want busy", err)
	}
}

// A key that the issuer has withdrawn is good for an hour at most, though nobody has come
// with another; while the issuer cannot be asked, it stays.
func TestWithdrawnKey(t *testing.T) {
	f := newFake(t)
	of, err := issuer.New(f.config())
	if err != nil {
		t.Fatal(err)
	}
	token := f.sign(t, "one", f.keys["one"], map[string]any{"exp": f.now().Add(24 * time.Hour).Unix()})
	identify := func(when string, want geo.Kind) {
		t.Helper()
		if _, err := of.Identify(t.Context(), token); (err != nil || want != 0) && geo.KindOf(err) != want {
			t.Errorf("%s: got %v, want %v", when, err, want)
		}
	}
	identify("at first", 0)
	f.set(func() { f.at = f.at.Add(2 * time.Hour) })
	identify("still there", 0)
	f.set(func() { f.keys, f.at = map[string]*rsa.PrivateKey{"two": newKey(t)}, f.at.Add(50*time.Minute) })
	identify("withdrawn, within the hour", 0)
	f.set(func() { f.down, f.at = true, f.at.Add(20*time.Minute) })
	identify("withdrawn, and down", 0)
	f.set(func() { f.down, f.at = false, f.at.Add(30*time.Second) })
	identify("withdrawn, just back", 0)
	f.set(func() { f.at = f.at.Add(time.Minute) })
	identify("withdrawn, back", geo.Denied)
	identify("withdrawn, asked again", geo.Denied)
}

func TestClaims(t *testing.T) {
	f := newFake(t)
	token := f.sign(t, "one", f.keys["one"], map[string]any{
		"realm_access": map[string]any{"roles": []string{"editors"}}, "https://example.org/roles": []string{"chiefs"}, "scope": "openid editors",
	})
	for claim, want := range map[string]server.Right{
		"realm_access.roles": server.MayWrite, "https://example.org/roles": server.MayAdmin, "scope": server.MayWrite,
		"realm_access": server.MayRead, "realm_access.roles.more": server.MayRead, "nothing.at.all": server.MayRead, "scope.": server.MayWrite,
	} {
		c := f.config()
		c.Claim, c.NameClaim = claim, "preferred_username"
		of, err := issuer.New(c)
		if err != nil {
			t.Fatal(err)
		}
		who, err := of.Identify(t.Context(), token)
		if err != nil || who.Right != want || who.Name != "oidc:amal" {
			t.Errorf("%s: got %+v and %v, want right %d", claim, who, err, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	good := issuer.Config{URL: "https://id.example.org/realm", Audience: "cairn", Claim: "groups", WriteRole: "editors"}
	if _, err := issuer.New(good); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*issuer.Config){
		"no address": func(c *issuer.Config) { c.URL = "" }, "http": func(c *issuer.Config) { c.URL = "http://id.example.org" },
		"a query": func(c *issuer.Config) { c.URL += "?a=b" }, "a user": func(c *issuer.Config) { c.URL = "https://a:b@example.org" },
		"no audience": func(c *issuer.Config) { c.Audience = "" }, "no role": func(c *issuer.Config) { c.WriteRole = "" }, "no claim": func(c *issuer.Config) { c.Claim = "" },
	} {
		c := good
		change(&c)
		if _, err := issuer.New(c); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%s: got %v, want invalid", name, err)
		}
	}
}
