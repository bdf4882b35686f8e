package sqlite_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// dated is a clock that a test sets.
type dated struct{ at time.Time }

func (d *dated) now() time.Time { return d.at }

// tokenStore makes an empty store and opens its tokens.
func tokenStore(t *testing.T) (path string, tokens *sqlite.Tokens, clock *dated) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "store.gpkg")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	clock = &dated{time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)}
	return path, openTokens(t, path, clock), clock
}

func openTokens(t *testing.T, path string, clock *dated) *sqlite.Tokens {
	t.Helper()
	tokens, err := sqlite.OpenTokens(t.Context(), path, clock.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tokens.Close() })
	return tokens
}

func newToken(t *testing.T, tokens *sqlite.Tokens, of sqlite.Token) string {
	t.Helper()
	token, err := tokens.Create(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokens(t *testing.T) {
	path, tokens, clock := tokenStore(t)
	start := clock.at
	all := newToken(t, tokens, sqlite.Token{Name: "Amal", Right: sqlite.CanAdmin})
	some := newToken(t, tokens, sqlite.Token{Name: "desk", Right: sqlite.CanWrite, Collections: []geo.Name{"claims", "events"}, Expires: start.Add(time.Hour)})
	none := newToken(t, tokens, sqlite.Token{Name: "nowhere", Right: sqlite.CanRead, Collections: []geo.Name{}})
	gone := newToken(t, tokens, sqlite.Token{Name: "gone", Right: sqlite.CanWrite})
	elsewhere := openTokens(t, path, clock) // as another process would
	if err := elsewhere.Revoke(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, token string
		after       time.Duration
		want        string // owner; or why not
	}{
		{"whole", all, 0, "Amal"},
		{"limited", some, 0, "desk"},
		{"before it ends", some, time.Hour - 1, "desk"},
		{"when it ends", some, time.Hour, "expired"},
		{"for no collection", none, 0, "nowhere"},
		{"revoked", gone, 0, "revoked"},
		{"another secret", all[:len(all)-2] + "ab", 0, "nobody"},
		{"another key", all[:6] + "aaaaaaaa" + all[14:], 0, "nobody"},
		{"upper case", strings.ToUpper(all), 0, "nobody"},
		{"more", all + "a", 0, "nobody"},
		{"less", all[:20], 0, "nobody"},
		{"prefix", sqlite.TokenPrefix, 0, "nobody"},
		{"empty", "", 0, "nobody"},
		{"SQL", "cairn_' OR 1=1_" + all[15:], 0, "nobody"},
	}
	for _, tt := range tests {
		clock.at = start.Add(tt.after)
		for _, tokens := range []*sqlite.Tokens{tokens, elsewhere} {
			one, err := tokens.Find(t.Context(), tt.token)
			got := one.Name
			if err != nil {
				if geo.KindOf(err) != geo.Denied {
					t.Errorf("%s: got kind %v, want denied", tt.name, geo.KindOf(err))
				}
				got = err.Error()
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
			}
		}
	}
}

// What another process does to a token is known within a second, and what this one
// does at once.
func TestTokenEndsElsewhere(t *testing.T) {
	path, tokens, clock := tokenStore(t)
	elsewhere := openTokens(t, path, clock)
	find := func(token string) string {
		_, err := tokens.Find(t.Context(), token)
		if err != nil {
			return err.Error()
		}
		return ""
	}
	one, two := newToken(t, tokens, sqlite.Token{Name: "one", Right: sqlite.CanWrite}), newToken(t, tokens, sqlite.Token{Name: "two", Right: sqlite.CanWrite})
	for _, token := range []string{one, two} {
		if got := find(token); got != "" {
			t.Fatal(got)
		}
	}
	if err := elsewhere.Revoke(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	clock.at = clock.at.Add(time.Second)
	if got := find(one); !strings.Contains(got, "revoked") {
		t.Errorf("a second after it was revoked elsewhere: got %q, want that it was", got)
	}
	if err := tokens.Revoke(t.Context(), "two"); err != nil {
		t.Fatal(err)
	}
	if got := find(two); !strings.Contains(got, "revoked") {
		t.Errorf("after it was revoked here: got %q, want that it was", got)
	}
}

func TestTokenKeepsWhatItIsGoodFor(t *testing.T) {
	_, tokens, clock := tokenStore(t)
	want := sqlite.Token{Name: "Ämal", Right: sqlite.CanWrite, Collections: []geo.Name{"claims"}, Expires: clock.at.Add(time.Hour)}
	got, err := tokens.Find(t.Context(), newToken(t, tokens, want))
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != want.Name || got.Right != want.Right || !slices.Equal(got.Collections, want.Collections) || !got.Expires.Equal(want.Expires) || !got.Made.Equal(clock.at) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	none, err := tokens.Find(t.Context(), newToken(t, tokens, sqlite.Token{Name: "none", Right: sqlite.CanRead, Collections: []geo.Name{}}))
	if err != nil || none.Collections == nil || len(none.Collections) > 0 {
		t.Errorf("got %v and %v, want no collections, which is not all of them", none.Collections, err)
	}
}

func TestTokenLastUse(t *testing.T) {
	path, tokens, clock := tokenStore(t)
	token := newToken(t, tokens, sqlite.Token{Name: "Amal", Right: sqlite.CanRead})
	list, err := tokens.List(t.Context())
	if err != nil || len(list) != 1 || !list[0].Used.IsZero() {
		t.Fatalf("before: got %v and %v, want one that was never used", list, err)
	}
	for range 3 {
		clock.at = clock.at.Add(time.Second)
		if _, err := tokens.Find(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if err := tokens.Close(); err != nil {
		t.Fatal(err)
	}
	list, err = openTokens(t, path, clock).List(t.Context())
	if err != nil || len(list) != 1 || !list[0].Used.Equal(clock.at) {
		t.Errorf("got %v and %v, want %v", list, err, clock.at)
	}
}

func TestTokenRefused(t *testing.T) {
	path, tokens, clock := tokenStore(t)
	newToken(t, tokens, sqlite.Token{Name: "taken", Right: sqlite.CanRead})
	if err := tokens.Revoke(t.Context(), "taken"); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		of   sqlite.Token
		want geo.Kind
	}{
		{"a name that is taken", sqlite.Token{Name: "taken", Right: sqlite.CanRead}, geo.Conflict},
		{"no name", sqlite.Token{Right: sqlite.CanRead}, geo.Invalid},
		{"a name of two lines", sqlite.Token{Name: "a\nb", Right: sqlite.CanRead}, geo.Invalid},
		{"no right", sqlite.Token{Name: "a"}, geo.Invalid},
		{"another right", sqlite.Token{Name: "a", Right: "root"}, geo.Invalid},
		{"expired", sqlite.Token{Name: "a", Right: sqlite.CanRead, Expires: clock.at}, geo.Invalid},
		{"no name of a collection", sqlite.Token{Name: "a", Right: sqlite.CanRead, Collections: []geo.Name{"a b"}}, geo.Invalid},
	}
	for _, tt := range tests {
		if _, err := tokens.Create(t.Context(), tt.of); geo.KindOf(err) != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
	if err := tokens.Revoke(t.Context(), "nobody"); geo.KindOf(err) != geo.NotFound {
		t.Errorf("revoke nobody's: got %v, want not found", err)
	}
	if _, err := sqlite.OpenTokens(t.Context(), path+"x", nil); geo.KindOf(err) != geo.NotFound {
		t.Errorf("no file: got %v, want not found", err)
	}
}

// What is in the file is of no use to who reads it.
func TestTokenIsNotInTheFile(t *testing.T) {
	path, tokens, _ := tokenStore(t)
	token := newToken(t, tokens, sqlite.Token{Name: "Amal", Right: sqlite.CanAdmin})
	if len(token) != 6+8+1+52 || !strings.HasPrefix(token, "cairn_") {
		t.Errorf("got %d characters, want 67, the first cairn_", len(token))
	}
	if err := tokens.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("Amal")) {
		t.Error("the owner is not in the file")
	}
	for _, part := range []string{token, token[15:], token[15:31]} {
		if bytes.Contains(text, []byte(part)) {
			t.Errorf("a part of the token, %d characters, is in the file", len(part))
		}
	}
}

// A store that is open knows nothing of tokens, and they do not disturb it.
func TestTokensBesideAnOpenStore(t *testing.T) {
	path, _, clock := tokenStore(t)
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tokens := openTokens(t, path, clock)
	var owners []string
	for _, name := range []string{"a", "b", "c"} {
		token := newToken(t, tokens, sqlite.Token{Name: name, Right: sqlite.CanWrite})
		b := geo.NewBuilder(nil)
		b.SetID(geo.ID(name))
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(t.Context(), geo.Change{Op: geo.Create, In: "things", Feature: f, By: name}); err != nil {
			t.Fatal(err)
		}
		one, err := tokens.Find(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		owners = append(owners, one.Name)
	}
	if !slices.Equal(owners, []string{"a", "b", "c"}) {
		t.Errorf("got %v, want a, b and c", owners)
	}
}
