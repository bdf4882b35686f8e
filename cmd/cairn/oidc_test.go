package main_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// answered is what a server says to a request.
type answered struct {
	status    int
	challenge string // WWW-Authenticate
	kind      string // Content-Type
	body      string
}

func ask(t *testing.T, p *process, method, path, token, body string) answered {
	t.Helper()
	r, err := http.NewRequest(method, p.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(path, "/items") {
		r.Header.Set("Content-Type", "application/geo+json")
	} else {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{a.StatusCode, a.Header.Get("WWW-Authenticate"), a.Header.Get("Content-Type"), string(text)}
}

// write makes a well.
func write(t *testing.T, p *process, token, id string) answered {
	t.Helper()
	return ask(t, p, http.MethodPost, "/collections/wells/items", token,
		fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":{"type":"Point","coordinates":[39,36]},"properties":{"depth":12}}`, id))
}

// turnedAway reports what of an answer is not as RFC 6750 §3 and RFC 9457 have it.
func turnedAway(a answered, status int, code string) string {
	challenge := `Bearer realm="cairn"`
	if code != "" {
		challenge += `, error="` + code + `"`
	}
	var p struct {
		Status        int
		Title, Detail string
	}
	switch err := json.Unmarshal([]byte(a.body), &p); {
	case a.status != status:
		return fmt.Sprintf("got %d, want %d: %s", a.status, status, a.body)
	case a.challenge != challenge && !strings.HasPrefix(a.challenge, challenge+", "):
		return fmt.Sprintf("got the challenge %q, want %q", a.challenge, challenge)
	case err != nil || a.kind != "application/problem+json" || p.Status != status || p.Title == "" || p.Detail == "":
		return fmt.Sprintf("got %s %s (%v), want a problem document", a.kind, a.body, err)
	}
	return ""
}

// writer returns who made a well.
func writer(t *testing.T, p *process, token, id string) string {
	t.Helper()
	a := ask(t, p, http.MethodGet, "/collections/wells/items/"+id+"/history?f=json", token, "")
	var h struct {
		Revisions []struct{ By string }
	}
	if err := json.Unmarshal([]byte(a.body), &h); err != nil || len(h.Revisions) != 1 {
		t.Fatalf("the history of %s: %d %v\n%s", id, a.status, err, a.body)
	}
	return h.Revisions[0].By
}

const service = "urn:cairn:RS256:600"

func withIssuer(t *testing.T, of *provider, more ...string) *process {
	t.Helper()
	return start(t, append([]string{"--store", filepath.Join(t.TempDir(), "facts.gpkg"), "--oidc-issuer", of.address, "--oidc-audience", "cairn"}, more...)...)
}

// wells makes the collection.
func wells(t *testing.T, p *process, token string) {
	t.Helper()
	if a := ask(t, p, http.MethodPut, "/collections/wells", token, `{"title":"Wells"}`); a.status != http.StatusCreated {
		t.Fatalf("the collection is not made: %d %s", a.status, a.body)
	}
}

// soon asks until the answer is as it should be.
func soon(t *testing.T, what string, asked func() answered, wrong func(answered) string) {
	t.Helper()
	for begin := time.Now(); ; {
		fault := wrong(asked())
		if fault == "" {
			return
		}
		if time.Since(begin) > 2*patience {
			t.Fatalf("%s: not after %v: %s", what, 2*patience, fault)
		}
		<-time.After(50 * time.Millisecond)
	}
}

func is(status int) func(answered) string {
	return func(a answered) string {
		if a.status != status {
			return fmt.Sprintf("got %d, want %d: %s", a.status, status, a.body)
		}
		return ""
	}
}

// part is a part of a token.
func part(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func in(after time.Duration) int64 { return time.Now().Add(after).Unix() }

// TestIssuerVouches: who has a good token writes, and is kept with the change.
func TestIssuerVouches(t *testing.T) {
	t.Parallel()
	of := newProvider(t)
	p := withIssuer(t, of, "--oidc-write-role", "editors", "--oidc-admin-role", "chiefs")
	wells(t, p, of.grant(t, "chiefs", service, ""))
	_, her := of.login(t, service)
	tests := []struct{ id, token, by string }{
		{"editor", of.grant(t, "editors", service, ""), "oidc:editors"},
		{"chief", of.grant(t, "chiefs", service, ""), "oidc:chiefs"},
		{"es256", of.grant(t, "editors", "urn:cairn:ES256:600", ""), "oidc:editors"},
		{"eddsa", of.grant(t, "editors", "urn:cairn:EdDSA:600", ""), "oidc:editors"},
		{"person-by-id-token", her, "oidc:amal"},
		{"clock-a-minute-ahead", of.do(t, "sign", map[string]any{"nbf": in(time.Minute)}), "oidc:editors"},
		{"several-audiences", of.do(t, "sign", map[string]any{"aud": []string{"other", "cairn"}}), "oidc:editors"},
		{"typed", of.do(t, "sign", nil, map[string]any{"typ": "application/AT+JWT"}), "oidc:editors"},
		{"typed-jwt", of.do(t, "sign", nil, map[string]any{"typ": "JWT"}), "oidc:editors"},
	}
	for _, tt := range tests {
		if wrong := is(http.StatusCreated)(write(t, p, tt.token, tt.id)); wrong != "" {
			t.Errorf("%s: %s", tt.id, wrong)
		} else if by := writer(t, p, tt.token, tt.id); by != tt.by {
			t.Errorf("%s: the change is by %q, want %q", tt.id, by, tt.by)
		}
	}
}

// TestIssuerDoesNotVouch: all other tokens are nobody's.
func TestIssuerDoesNotVouch(t *testing.T) {
	t.Parallel()
	of, other := newProvider(t), newProvider(t)
	p := withIssuer(t, of, "--oidc-write-role", "editors", "--oidc-admin-role", "chiefs")
	wells(t, p, of.grant(t, "chiefs", service, ""))
	editor := of.grant(t, "editors", service, "")
	parts := strings.Split(editor, ".")
	flipped := []byte(parts[2])
	flipped[10] ^= 3
	sign := func(name string, value any) string { return of.do(t, "sign", map[string]any{name: value}) }
	headed := func(name string, value any) string {
		return of.do(t, "sign", map[string]any{}, map[string]any{name: value})
	}
	tests := []struct{ name, token, why string }{
		{"for another service", of.grant(t, "editors", "urn:other:RS256:600", ""), `for another service (aud), and not for \"cairn\"`},
		{"of another issuer", other.grant(t, "editors", service, ""), "not signed by the issuer"},
		{"ours, called another's", sign("iss", other.address), "of another issuer (iss), and not of"},
		{"another's, called ours", other.do(t, "sign", map[string]any{"iss": of.address}), "not signed by the issuer"},
		{"for nobody", sign("aud", nil), "another service"},
		{"expired", sign("exp", in(-time.Minute)), "it has expired"},
		{"without an end", sign("exp", nil), "not as it should be"},
		{"not before an hour", sign("nbf", in(time.Hour)), "not good yet (nbf)"},
		{"of no one", sign("sub", nil), "no name in sub"},
		{"with a shared secret", of.grant(t, "editors", "urn:cairn:HS256:600", ""), "not signed by"},
		{"sealed", of.grant(t, "editors", "urn:cairn:sealed", ""), "it is no JWT"},
		{"alg none", part(t, map[string]any{"alg": "none"}) + "." + parts[1] + ".", "not signed"},
		{"alg None, signed", part(t, map[string]any{"alg": "None"}) + "." + parts[1] + "." + parts[2], "not signed"},
		{"alg of another kind", headed("alg", "ES256"), "not signed"},
		{"a key of another kind", headed("kid", "ES256-1"), "not signed"},
		{"a key that is not there", headed("kid", "RS256-7"), "not signed"},
		{"a header that must be understood", headed("crit", []string{"exp"}), "not signed"},
		{"tampered", parts[0] + "." + part(t, map[string]any{"iss": of.address, "aud": "cairn", "sub": "x", "groups": "chiefs", "exp": in(time.Hour)}) + "." + parts[2], "not signed"},
		{"signature flipped", parts[0] + "." + parts[1] + "." + string(flipped), "not signed"},
		{"a logout", headed("typ", "logout+jwt"), "something else than access"},
		{"an introspection", headed("typ", "token-introspection+jwt"), "something else than access"},
		{"opaque", "k3y0fn0b0dy", "it is no JWT"},
		{"dots", "...", "it is no JWT"},
	}
	for _, tt := range tests {
		a := write(t, p, tt.token, "bad")
		if wrong := turnedAway(a, http.StatusUnauthorized, "invalid_token"); wrong != "" {
			t.Errorf("%s: %s", tt.name, wrong)
		}
		if !strings.Contains(a.body, tt.why) {
			t.Errorf("%s: got %s, want %s", tt.name, a.body, tt.why)
		}
	}
	if wrong := turnedAway(write(t, p, "", "bad"), http.StatusUnauthorized, ""); wrong != "" {
		t.Errorf("nobody: %s", wrong)
	}
}

// TestIssuerRoles: what somebody may do is where the settings say.
func TestIssuerRoles(t *testing.T) {
	t.Parallel()
	of := newProvider(t)
	amal, _ := of.login(t, service) // scope facts:write, and the groups of her client: cairn
	grant := func(client, scope string) string { return of.grant(t, client, service, scope) }
	for name, tt := range map[string]struct {
		settings                 []string
		reader, writer, admin    string
		asReader, asWriter, boss string
	}{
		"groups": {[]string{"--oidc-write-role", "editors", "--oidc-admin-role", "chiefs"},
			grant("strangers", "facts:admin"), grant("editors", ""), grant("chiefs", ""), "strangers", "editors", "chiefs"},
		"a claim within": {[]string{"--oidc-claim", "realm_access.roles", "--oidc-write-role", "editors", "--oidc-admin-role", "chiefs", "--oidc-name-claim", "client_id"},
			amal, grant("editors", ""), grant("chiefs", ""), "cairn", "editors", "chiefs"},
		"scope": {[]string{"--oidc-claim", "scope", "--oidc-write-role", "facts:write", "--oidc-admin-role", "facts:admin"},
			grant("chiefs", "facts:read"), amal, grant("strangers", "facts:read facts:admin"), "chiefs", "amal", "strangers"},
	} {
		p := withIssuer(t, of, tt.settings...)
		wells(t, p, tt.admin)
		for what, a := range map[string]answered{
			"a reader writes": write(t, p, tt.reader, "a"), "a reader drops the collection": ask(t, p, http.MethodDelete, "/collections/wells", tt.reader, ""),
			"a writer makes a collection": ask(t, p, http.MethodPut, "/collections/roads", tt.writer, `{"title":"Roads"}`),
			"a writer drops a collection": ask(t, p, http.MethodDelete, "/collections/wells", tt.writer, ""),
		} {
			if wrong := turnedAway(a, http.StatusForbidden, "insufficient_scope"); wrong != "" {
				t.Errorf("%s: %s: %s", name, what, wrong)
			}
		}
		for id, token := range map[string]string{tt.asWriter: tt.writer, tt.boss: tt.admin} {
			if wrong := is(http.StatusCreated)(write(t, p, token, id)); wrong != "" {
				t.Errorf("%s: %s: %s", name, id, wrong)
			} else if by := writer(t, p, tt.reader, id); by != "oidc:"+id {
				t.Errorf("%s: the change is by %q, want %q", name, by, "oidc:"+id)
			}
		}
	}
}

// TestIssuerComesAndGoes: at the start, with new keys, and again.
func TestIssuerComesAndGoes(t *testing.T) {
	t.Parallel()
	of := newProvider(t)
	p := withIssuer(t, of, "--oidc-write-role", "editors", "--oidc-admin-role", "chiefs")
	editor, chief := of.grant(t, "editors", service, ""), of.grant(t, "chiefs", service, "")
	of.do(t, "down")
	if a := write(t, p, editor, "early"); a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "its issuer cannot be asked now") {
		t.Errorf("down at the start: got %d %s, want 503 that says so", a.status, a.body)
	}
	of.do(t, "up")
	soon(t, "up", func() answered { return write(t, p, chief, "early") }, is(http.StatusNotFound)) // there is no collection yet
	wells(t, p, chief)

	brief := of.grant(t, "editors", "urn:cairn:RS256:2", "")
	soon(t, "a brief token ends", func() answered { return write(t, p, brief, "brief") }, func(a answered) string {
		return turnedAway(a, http.StatusUnauthorized, "invalid_token")
	})

	of.do(t, "rotate")
	later := of.grant(t, "editors", service, "")
	of.do(t, "down")
	if wrong := is(http.StatusCreated)(write(t, p, editor, "known")); wrong != "" {
		t.Errorf("down, with a key that is known: %s", wrong)
	}
	of.do(t, "up")
	soon(t, "new keys", func() answered { return write(t, p, later, "later") }, is(http.StatusCreated))
	if wrong := turnedAway(write(t, p, editor, "bad"), http.StatusUnauthorized, "invalid_token"); wrong != "" {
		t.Errorf("a key that the issuer no longer has: %s", wrong)
	}
	of.do(t, "down")
	if wrong := is(http.StatusCreated)(write(t, p, later, "again")); wrong != "" {
		t.Errorf("down again, with a key that is known: %s", wrong)
	}
}
