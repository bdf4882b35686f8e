// Package issuer lets in those for whom somebody else vouches: an issuer of OpenID
// Connect, whose bearer tokens (JWT, signed with a key that it publishes) are held
// against its address, the audience and the time, and whose roles are taken as
// rights.
//
//	of, err := issuer.New(issuer.Config{URL: "https://id.example.org", Audience: "cairn", Claim: "groups", WriteRole: "editors"})
//	who, err := of.Identify(ctx, token)
//
// The issuer is asked for its keys when the first token comes, and again when one is signed with a key that is
// not known, at most every few seconds; and each hour whether those that are known still are its own. While it
// cannot be reached, tokens of keys that are not known are Busy.
package issuer

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"

	"cairn/geo"
	"cairn/server"
)

// Config says whose tokens are good for what.
type Config struct {
	URL      string // of the issuer, as its tokens have it (iss); https, or http on this machine
	Audience string // that a token must name (aud)
	// Claim is where a token has the roles of its owner: a list of texts, or one text
	// with spaces. One that is not there as it is written is looked for member by
	// member: realm_access.roles.
	Claim     string
	WriteRole string // who has it may change features; "" for nobody
	AdminRole string // who has it may change collections, too; "" for nobody
	NameClaim string // the claim that is kept with every change; "" is sub, which never changes hands

	Now    func() time.Time  // nil: time.Now
	Client http.RoundTripper // nil: [http.DefaultTransport]
}

// Issuer knows who owns a token. It is safe for use by several goroutines at once.
type Issuer struct {
	config    Config
	client    *http.Client
	keys      atomic.Pointer[keyring] // nil until the issuer has been reached
	discovery sync.Mutex              // held by the one who asks the issuer for its keys, or where they are
}

// keyring is what an issuer said its keys are.
type keyring struct {
	set   *oidc.RemoteKeySet
	at    string    // their address
	until time.Time // when it is asked whether they still are
}

const (
	keepKeys   = time.Hour   // a key that the issuer has withdrawn is good for no longer
	askedAgain = time.Minute // after it could not be asked
)

// algorithms are those that a token may be signed with: none that shares a secret.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// New makes an issuer, without asking it for anything. The error is Invalid if a
// setting makes no sense.
func New(c Config) (*Issuer, error) {
	wrong := func(path, msg string) error { return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg} }
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return nil, wrong("issuer", fmt.Sprintf("%q is no address of an issuer, such as https://id.example.org", c.URL))
	case u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname())):
		return nil, wrong("issuer", fmt.Sprintf("%q is not https, so that anybody on the way could say whose token is whose", c.URL))
	case c.Audience == "":
		return nil, wrong("audience", "without an audience, tokens for any other service would be good for this one")
	case c.WriteRole == "" && c.AdminRole == "":
		return nil, wrong("role", "no role may write, so that no token would be good for anything")
	case c.Claim == "":
		return nil, wrong("claim", "it does not say where a token has the roles of its owner")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NameClaim == "" {
		c.NameClaim = "sub"
	}
	if c.Client == nil {
		c.Client = http.DefaultTransport
	}
	return &Issuer{config: c, client: &http.Client{Timeout: patience, Transport: &calm{next: c.Client, now: c.Now}}}, nil
}

func local(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// keySet notes why the keys could not be had.
type keySet struct {
	oidc.KeySet
	down error
}

// VerifySignature implements [oidc.KeySet].
func (k *keySet) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, jwt)
	if err != nil && strings.HasPrefix(err.Error(), "fetching keys") { // the module tells it by its text alone
		k.down = err
	}
	return payload, err
}

// Identify returns whom a token belongs to: anybody with a good token may read. It
// implements [server.Guard]. Errors: Denied if the token is not good, or no longer; Busy if
// the issuer cannot be reached to find out.
func (i *Issuer) Identify(ctx context.Context, token string) (server.Who, error) {
	if strings.Count(token, ".") != 2 {
		return server.Who{}, denied("it is no JWT", nil)
	}
	ring, err := i.ring(ctx)
	if err != nil {
		return server.Who{}, err
	}
	keys := &keySet{KeySet: ring.set}
	verifier := oidc.NewVerifier(i.config.URL, keys, &oidc.Config{ClientID: i.config.Audience, SupportedSigningAlgs: algorithms, Now: i.config.Now})
	good, err := verifier.Verify(ctx, token)
	switch {
	case keys.down != nil:
		return server.Who{}, unreachable(keys.down)
	case err != nil:
		return server.Who{}, denied(i.reason(err), err)
	case !forAccess(token):
		return server.Who{}, denied("it is made for something else than access", nil)
	case !i.still(ctx, ring, token):
		return server.Who{}, denied("it is signed with a key that the issuer has withdrawn", nil)
	}
	var claims map[string]any
	if err := good.Claims(&claims); err != nil {
		return server.Who{}, denied("its claims cannot be read", err)
	}
	return i.who(claims)
}

// reason says why a token is not good, to who has set up the issuer or a client of it. The
// module tells most by its texts alone.
func (i *Issuer) reason(err error) string {
	switch text := err.Error(); {
	case errors.As(err, new(*oidc.TokenExpiredError)):
		return "it has expired"
	case strings.Contains(text, "expected audience"):
		return "it is for another service (aud), and not for " + strconv.Quote(i.config.Audience)
	case strings.Contains(text, "different provider"):
		return "it is of another issuer (iss), and not of " + strconv.Quote(i.config.URL)
	case strings.Contains(text, "before the nbf"):
		return "it is not good yet (nbf)"
	}
	return "it is not signed by the issuer, or not as it should be"
}

// forAccess reports whether a token says that it lets somebody in, or nothing about what
// it is for: an issuer signs others with the same keys, such as those of logouts
// (RFC 8725 §3.11, RFC 9068 §2.1).
func forAccess(token string) bool {
	head, _, _ := strings.Cut(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(head)
	var is struct {
		Type string `json:"typ"`
	}
	if err != nil || json.Unmarshal(text, &is) != nil {
		return false
	}
	kind := strings.TrimPrefix(strings.ToLower(is.Type), "application/")
	return kind == "at+jwt" || !strings.HasSuffix(kind, "+jwt")
}

// ring returns the issuer's keys, and asks it where they are if nobody has yet.
func (i *Issuer) ring(ctx context.Context) (*keyring, error) {
	if ring := i.keys.Load(); ring != nil {
		return ring, nil
	}
	if !i.discovery.TryLock() {
		return nil, unreachable(errors.New("it is being asked"))
	}
	defer i.discovery.Unlock()
	if ring := i.keys.Load(); ring != nil {
		return ring, nil
	}
	ctx = oidc.ClientContext(ctx, i.client)
	provider, err := oidc.NewProvider(ctx, i.config.URL)
	if err != nil {
		return nil, unreachable(err)
	}
	var at struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&at); err != nil || at.Keys == "" {
		return nil, unreachable(errors.Join(errors.New("it does not say where its keys are"), err))
	}
	ring := i.newRing(ctx, at.Keys)
	i.keys.Store(ring)
	return ring, nil
}

// newRing returns a keyring that the issuer is asked for when it is needed first.
func (i *Issuer) newRing(ctx context.Context, at string) *keyring {
	ctx = oidc.ClientContext(context.WithoutCancel(ctx), i.client)
	return &keyring{set: oidc.NewRemoteKeySet(ctx, at), at: at, until: i.config.Now().Add(keepKeys)}
}

// still reports whether the key of a token that was good with a keyring is one of the
// issuer's, which is asked now and then. As long as it cannot be asked, it is.
func (i *Issuer) still(ctx context.Context, ring *keyring, token string) bool {
	if i.config.Now().Before(ring.until) || !i.discovery.TryLock() {
		return true
	}
	defer i.discovery.Unlock()
	if i.keys.Load() != ring {
		return true
	}
	next := i.newRing(ctx, ring.at)
	now := &keySet{KeySet: next.set}
	_, err := now.VerifySignature(ctx, token)
	if now.down != nil {
		next.set, next.until, err = ring.set, i.config.Now().Add(askedAgain), nil
	}
	i.keys.Store(next)
	return err == nil
}

// who says who has the claims.
func (i *Issuer) who(claims map[string]any) (server.Who, error) {
	name, _ := claims[i.config.NameClaim].(string)
	if name == "" || len(name) > 200 || strings.ContainsFunc(name, unicode.IsControl) {
		return server.Who{}, denied("it has no name in "+i.config.NameClaim, nil)
	}
	who := server.Who{Name: "oidc:" + name, Right: server.MayRead} // no owner of a token of the store
	has := roles(claims, i.config.Claim)
	switch {
	case i.config.AdminRole != "" && slices.Contains(has, i.config.AdminRole):
		who.Right = server.MayAdmin
	case i.config.WriteRole != "" && slices.Contains(has, i.config.WriteRole):
		who.Right = server.MayWrite
	}
	return who, nil
}

// roles returns the texts of a claim.
func roles(claims map[string]any, claim string) (all []string) {
	value, ok := claims[claim]
	for rest := claim; !ok && rest != ""; {
		var first string
		first, rest, _ = strings.Cut(rest, ".")
		if value = claims[first]; rest != "" {
			claims, _ = value.(map[string]any)
		}
	}
	switch value := value.(type) {
	case string:
		return strings.Fields(value)
	case []any:
		for _, one := range value {
			if text, ok := one.(string); ok {
				all = append(all, text)
			}
		}
	}
	return all
}

func denied(msg string, err error) error {
	return &geo.Error{Kind: geo.Denied, Path: "token", Msg: msg, Err: err}
}

func unreachable(err error) error {
	return &geo.Error{Kind: geo.Busy, Path: "token", Msg: "whose token it is cannot be found out, because its issuer cannot be asked now; tokens of the store work", Err: err}
}
