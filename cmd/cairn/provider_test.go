package main_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// provider is oidc-provider, an issuer of OpenID Connect that is certified as one, in
// a process of its own.
type provider struct {
	address string
	in      io.WriteCloser
	out     *bufio.Reader
	said    safeBuffer
}

// newProvider starts one; testdata/issuer/provider.mjs says what it knows. The test is
// skipped where what it needs is not installed, except in CI.
func newProvider(t *testing.T) *provider {
	t.Helper()
	web := filepath.Join("..", "..", "web")
	_, noNode := exec.LookPath("node")
	_, noPackage := os.Stat(filepath.Join(web, "node_modules", "oidc-provider"))
	if noNode != nil || noPackage != nil {
		const missing = "node, or oidc-provider in web/node_modules (npm ci), is not here, so no issuer of OpenID Connect but our own vouches for anybody"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	script, err := os.ReadFile(filepath.Join("testdata", "issuer", "provider.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{}
	cmd := exec.Command("node", "--input-type=module", "--eval", string(script))
	cmd.Dir, cmd.Stderr = web, &p.said
	if p.in, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.in.Close() // it ends then
		if err := cmd.Wait(); err != nil {
			t.Errorf("the end of the issuer: %v\n%s", err, p.said.String())
		}
	})
	p.out = bufio.NewReader(out)
	p.address = p.answer(t)
	return p
}

func (p *provider) answer(t *testing.T) (text string) {
	t.Helper()
	line, err := p.out.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &text)
	}
	if err != nil {
		t.Fatalf("the issuer says nothing: %v\n%s", err, p.said.String())
	}
	return text
}

// do tells it what to do: down, up, rotate or sign.
func (p *provider) do(t *testing.T, what string, more ...map[string]any) string {
	t.Helper()
	order := map[string]any{"do": what}
	for i, name := range []string{"claims", "header"}[:len(more)] {
		order[name] = more[i]
	}
	if err := json.NewEncoder(p.in).Encode(order); err != nil {
		t.Fatalf("the issuer cannot be told: %v\n%s", err, p.said.String())
	}
	return p.answer(t)
}

// tokens asks its token endpoint.
func (p *provider) tokens(t *testing.T, client string, form url.Values) (all struct {
	Access string `json:"access_token"`
	ID     string `json:"id_token"`
}) {
	t.Helper()
	ask, err := http.NewRequest(http.MethodPost, p.address+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	ask.SetBasicAuth(url.QueryEscape(client), url.QueryEscape("secret of "+client))
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil {
		err = json.Unmarshal(body, &all)
	}
	if err != nil || answer.StatusCode != http.StatusOK || all.Access == "" {
		t.Fatalf("%s gets no token: %s, %v\n%s\n%s", client, answer.Status, err, body, p.said.String())
	}
	return all
}

// grant returns an access token of a client for a resource, on its own behalf.
func (p *provider) grant(t *testing.T, client, resource, scope string) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "resource": {resource}}
	if scope != "" {
		form.Set("scope", scope)
	}
	return p.tokens(t, client, form).Access
}

// login lets Amal log in at the client called cairn as a browser would, and returns the
// access token for a resource, and her ID token.
func (p *provider) login(t *testing.T, resource string) (access, id string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	const back = "https://desk.example.org/back"
	browser := &http.Client{Jar: jar, Timeout: patience, CheckRedirect: func(r *http.Request, way []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), back) || len(way) > 8 {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	answer, err := browser.Get(p.address + "/auth?" + url.Values{
		"client_id": {"cairn"}, "response_type": {"code"}, "redirect_uri": {back}, "scope": {"openid facts:write"}, "resource": {resource},
	}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	to, err := answer.Location()
	if err != nil || to.Query().Get("code") == "" {
		text, _ := io.ReadAll(answer.Body)
		t.Fatalf("Amal cannot log in: %s %v %v\n%s\n%s", answer.Status, to, err, text, p.said.String())
	}
	all := p.tokens(t, "cairn", url.Values{
		"grant_type": {"authorization_code"}, "code": {to.Query().Get("code")}, "redirect_uri": {back}, "resource": {resource},
	})
	return all.Access, all.ID
}
