package issuer_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/server"
	"cairn/server/issuer"
)

// Who has the role writes, and is kept with the change; the others are told why not.
func TestWriting(t *testing.T) {
	f := newFake(t)
	of, err := issuer.New(f.config())
	if err != nil {
		t.Fatal(err)
	}
	store := memory.NewKeeper(memory.Options{})
	if _, err := store.Apply(t.Context(), geo.Change{Op: geo.PutCollection, In: "wells", Collection: &geo.Collection{Title: "Wells"}}); err != nil {
		t.Fatal(err)
	}
	s := server.New(server.Config{Store: store, Guard: of})
	key := f.keys["one"]
	tests := []struct {
		name, token string
		want        int
	}{
		{"nobody", "", http.StatusUnauthorized},
		{"a reader", f.sign(t, "one", key, nil), http.StatusForbidden},
		{"expired", f.sign(t, "one", key, map[string]any{"exp": 1, "groups": "editors"}), http.StatusUnauthorized},
		{"an editor", f.sign(t, "one", key, map[string]any{"groups": []string{"editors"}}), http.StatusCreated},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodPost, "/collections/wells/items", strings.NewReader(`{"type":"Feature","id":"a","geometry":null,"properties":{}}`))
		r.Header.Set("Content-Type", "application/geo+json")
		if tt.token != "" {
			r.Header.Set("Authorization", "Bearer "+tt.token)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%s: got %d, want %d: %s", tt.name, w.Code, tt.want, w.Body)
		}
	}
	for c, err := range store.History(t.Context(), "wells", "a") {
		if err != nil || c.By != "oidc:a-1" {
			t.Errorf("got a change by %q and %v, want oidc:a-1", c.By, err)
		}
	}
}
